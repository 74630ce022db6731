"""One file out of a zip archive, without trusting the archive.

Nothing in an archive decides where bytes are written: a member is found by its bare name and its
bytes go to memory or to a place that the caller chose.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile, ZipInfo

from course_lib.data.errors import CorruptFileError

_CHUNK = 1 << 20
_LIMIT = 4 << 30  # bytes; the largest member that the course knows has 1.04 GB
Fault = Literal["", "no plain file", "encrypted", "too large", "a bomb"]
_RATIO = 200  # text shrinks to a fifth or a tenth, a bomb to a thousandth


def check_archive(path: Path, member: str) -> None:
    """Read a member to its end, so that a cut or changed archive is noticed.

    Args:
        path: a zip archive.
        member: bare name of the file inside.
    Raises:
        CorruptFileError: if the archive is broken or unsafe, or has no such member.
    """
    with _opened(path, member, _LIMIT) as stream:
        while stream.read(_CHUNK):
            pass


def read_member(path: Path, member: str, *, limit: int = 1 << 28) -> bytes:
    """Read one file of an archive into memory.

    Args:
        path: a zip archive.
        member: bare name of the file inside.
        limit: most bytes that are accepted.
    Returns:
        Its bytes.
    Raises:
        CorruptFileError: if the archive is broken or unsafe, or has no such member.
    """
    with _opened(path, member, limit) as stream:
        return stream.read()


def extract_member(path: Path, member: str, target: Path) -> Path:
    """Write one file of an archive to a place of the caller's choice, in one step.

    Args:
        path: a zip archive.
        member: bare name of the file inside.
        target: file to write; it appears complete or not at all.
    Returns:
        `target`.
    Raises:
        CorruptFileError: if the archive is broken or unsafe, or has no such member.
        OSError: if the target cannot be written.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _opened(path, member, _LIMIT) as stream, part.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                out.write(chunk)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


@contextmanager
def _opened(path: Path, member: str, limit: int) -> Iterator[IO[bytes]]:
    try:
        with (
            ZipFile(path) as archive,
            archive.open(_find(archive, path, member, limit)) as stream,
        ):
            yield stream
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise CorruptFileError(f"{path} is not an intact zip archive: {error}") from error


def _find(archive: ZipFile, path: Path, member: str, limit: int) -> ZipInfo:
    found = [each for each in archive.infolist() if _matches(each, member)]
    if len(found) != 1:
        names = ", ".join(each.filename for each in archive.infolist()[:9])
        raise CorruptFileError(
            f"{path}: expected one file {member!r} in the archive, got {names or 'none'}"
        )
    (info,) = found
    if found_fault := fault(info, limit=limit):
        raise CorruptFileError(
            f"{path}: {member!r} is {found_fault} ({info.compress_size:,} to "
            f"{info.file_size:,} bytes); that is not the data"
        )
    return info


def fault(info: ZipInfo, *, limit: int) -> Fault:
    """Why a member of an archive must not be unpacked.

    Args:
        info: of the member.
        limit: bytes that it may have.
    Returns:
        An empty string if nothing speaks against it.
    """
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "no plain file"
    if info.flag_bits & 1:
        return "encrypted"
    if info.file_size > limit:
        return "too large"
    return "a bomb" if info.file_size > _RATIO * max(info.compress_size, 1 << 16) else ""


def _matches(info: ZipInfo, member: str) -> bool:
    place = PurePosixPath(info.filename.replace("\\", "/"))
    strange = place.is_absolute() or {"..", "__MACOSX"} & set(place.parts)
    return not strange and place.name == member and not info.is_dir()
