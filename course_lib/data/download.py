"""Fetch a file of the manifest: resumed, verified before it is used, moved into place in one step.

A file appears under its own name only when its sha256 is right. Until then the bytes are in
``NAME.part``, which the next attempt continues; ``NAME.lock`` keeps a second process waiting. A
rolling file has no sha256 and may change between two attempts: it is always fetched from its
beginning, and takes its name when its form is right.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.error import HTTPError
from urllib.request import Request, build_opener

from filelock import FileLock, Timeout
from tqdm import tqdm

from course_lib.data.errors import CacheError, CorruptFileError, DownloadError, OfflineError
from course_lib.data.manifest import DataFile, looks_like_html, verify
from course_lib.data.places import offline

_ATTEMPTS = 3  # per address; each continues where the last one broke off
_CHUNK = 1 << 16
_PROGRESS = 1 << 14  # an attempt that brought this many bytes does not count as failed
_SLOWEST = 1 << 10  # bytes per second below which a connection counts as dead
_LOCK_SECONDS = 1800.0


class _TransferError(Exception):
    """One attempt failed; another attempt or address may do better."""


def download(file: DataFile, folder: Path, *, timeout: float = 30.0, progress: bool = True) -> Path:
    """Put a verified copy of a file into a folder, from the first address that delivers it.

    Proxies are taken from the environment (``https_proxy``, ``no_proxy``).

    Args:
        file: what to fetch.
        folder: data folder; the file's own path is kept below it.
        timeout: seconds without any byte, or with less than 1 KiB each, after which a connection
            counts as dead.
        progress: show a progress bar on stderr.
    Returns:
        The file's path. A verified file that is already there is used as it is.
    Raises:
        CorruptFileError: if the file is there already but is not what the manifest says.
        OfflineError: if ``COURSE_OFFLINE`` is set.
        CacheError: if the folder cannot be written.
        DownloadError: if no address delivered the file.
    """
    target = folder / file.path
    if target.exists():
        verify(target, file)
        return target
    if offline():
        raise OfflineError(f"{file.path} is not in {folder}, and COURSE_OFFLINE forbids a download")
    with writing(folder), _locked(target):
        if not target.exists():  # another process may have finished meanwhile
            part = _fetch(file, target, timeout, progress)
            part.replace(target)
    verify(target, file)
    return target


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn failures to write into one clear error.

    Args:
        folder: the folder that is written to.
    Raises:
        CacheError: if it is read-only, full, or not a folder.
    """
    try:
        yield
    except OSError as error:
        raise CacheError(
            f"cannot write to {folder}: {error}; choose another folder with COURSE_CACHE_DIR"
        ) from error


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{target}.lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise CacheError(f"another process has held {error.lock_file} for too long") from error


def _fetch(file: DataFile, target: Path, timeout: float, progress: bool) -> Path:
    part = target.with_name(target.name + ".part")
    failures = []
    with tqdm(
        total=file.size, unit="B", unit_scale=True, desc=target.name, disable=not progress
    ) as bar:
        for url in file.urls:
            tries = _ATTEMPTS
            while tries:
                before = _size(part)
                try:
                    _attempt(url, file, part, timeout, bar)
                    return part
                except _TransferError as error:
                    failures.append(f"  {url}: {error}")
                if file.rolling or _size(part) < before + _PROGRESS:
                    tries -= 1
    raise DownloadError(f"no address delivered {file.path}:\n" + "\n".join(dict.fromkeys(failures)))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _attempt(url: str, file: DataFile, part: Path, timeout: float, bar: tqdm[None]) -> None:
    if file.rolling:
        part.unlink(missing_ok=True)
    start = _size(part)
    if start < file.size:
        _transfer(url, file, part, start, timeout, bar)
    try:
        verify(part, file)
    except CorruptFileError as error:
        reason = str(error).removeprefix(f"{part} ")
        if file.rolling or looks_like_html(_head(part)) or _size(part) >= file.size:
            part.unlink()  # nothing in it is worth continuing
        raise _TransferError(f"the body {reason}") from error


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(512)


def _transfer(
    url: str, file: DataFile, part: Path, start: int, timeout: float, bar: tqdm[None]
) -> None:
    with _response(url, start, timeout) as response:
        resumed = start > 0 and response.status == 206
        bar.n = start if resumed else 0
        with part.open("ab" if resumed else "wb") as stream:
            for chunk in _body(response, file.size + 1 - bar.n, timeout):
                stream.write(chunk)
                bar.update(len(chunk))


@contextmanager
def _response(url: str, start: int, timeout: float) -> Iterator[http.client.HTTPResponse]:
    headers = {"User-Agent": "course-lib", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        response = cast(
            http.client.HTTPResponse,
            build_opener().open(Request(url, headers=headers), timeout=timeout),
        )
    except HTTPError as error:
        error.close()
        raise _TransferError(f"HTTP status {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _TransferError(f"no connection ({getattr(error, 'reason', error)})") from error
    with response:
        expected = f"bytes {start}-"
        if response.status == 206 and not response.headers.get("Content-Range", "").startswith(
            expected
        ):
            raise _TransferError(f"a partial answer that does not begin at byte {start}")
        yield response


def _body(response: http.client.HTTPResponse, limit: int, timeout: float) -> Iterator[bytes]:
    """Yield at most `limit` bytes, so that a server which never stops cannot fill the disk.

    A socket's own timeout does not help against one that sends a byte now and then.
    """
    window, received = time.monotonic(), 0
    while limit > 0:
        try:
            chunk = response.read1(min(_CHUNK, limit))
        except (OSError, http.client.HTTPException) as error:
            raise _TransferError(f"connection lost ({error})") from error
        if not chunk:
            return
        limit -= len(chunk)
        received += len(chunk)
        yield chunk
        now = time.monotonic()
        if now - window >= timeout:
            if received < _SLOWEST * (now - window):
                raise _TransferError(f"{received:,} bytes in {now - window:.0f} seconds: too slow")
            window, received = now, 0
