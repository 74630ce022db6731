"""Files that appear whole or not at all, and states of training that are checked when read."""

from __future__ import annotations

import os
import pickle
import struct
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

PathLike = str | os.PathLike[str]
_DAMAGES = (
    *(zipfile.BadZipFile, pickle.UnpicklingError, struct.error),
    *(RuntimeError, EOFError, OSError, ValueError, LookupError),
)


@contextmanager
def whole(path: PathLike) -> Iterator[IO[bytes]]:
    """Open a file beside its place and move it there when all of it is on the disk.

    Whatever happens meanwhile, even a killed process, a file that stood there stays as it was.

    Args:
        path: the file.
    Raises:
        OSError: if the file cannot be written.
    """
    target = Path(path)
    try:
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:  # names the file that was asked for, not the one beside it
        raise type(error)(error.errno, error.strerror, str(target)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
        _sync_folder(target.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Write down the new name too; Windows does that by itself and opens no folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def save_state(path: PathLike, state: Mapping[str, Any], *, form: str) -> None:
    """Write tensors, numbers, texts, and lists or dicts of them.

    Args:
        path: the file; it appears whole or not at all.
        state: what to keep.
        form: name and version of what is kept.
    Raises:
        OSError: if the file cannot be written.
    """
    import torch

    with whole(path) as file:
        torch.save({"format": form, **state}, file)


def load_state(path: PathLike, *, form: str) -> dict[str, Any]:
    """Read what `save_state` wrote, to the CPU.

    Every byte is checked, and nothing in the file is run.

    Args:
        path: the file.
        form: the one that it must have.
    Raises:
        OSError: if the file cannot be opened.
        ValueError: if it is damaged, cut off or of another form.
    Source:
        ``torch.load(weights_only=True)``, which alone reads changed numbers without a word.
    """
    import torch

    with Path(path).open("rb") as file:  # that it cannot be opened is another error
        try:
            with zipfile.ZipFile(file) as archive:
                damaged = archive.testzip()
                marked = [each.filename for each in archive.infolist() if each.external_attr]
            if damaged or marked:  # torch reads nothing from what is marked as a folder
                raise zipfile.BadZipFile(f"bad entry {damaged or marked[0]}")
            file.seek(0)
            state = torch.load(file, map_location="cpu", weights_only=True)
        except _DAMAGES as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            expected = f"expected a whole {form!r} file"
            raise ValueError(f"{expected}, {path} is damaged: {reason}") from error
    found = state.pop("format", None) if isinstance(state, dict) else None
    if found != form:
        raise ValueError(f"expected a {form!r} file, {path} has format {found!r}")
    return state
