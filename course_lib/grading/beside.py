"""Files that learners hand in beside the notebook: found by name, read without trusting them."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path

MOST_BYTES = 4 << 20
Files = tuple[tuple[str, bytes | None], ...]  # None: of that name, but no plain file
_COPIES = re.compile(r"(?:[ _]*\(\d+\)|[-_ ]\d+|[-_ ]*(?:복사본|사본|copy))+$")


def take(folder: Path, wanted: Sequence[str]) -> Files:
    """Read the files that an assignment asks for.

    Browsers and LMS add numbers to names: ``predictions (1).csv`` is taken for
    ``predictions.csv`` where there is none of that very name. Where one file is asked for and one
    of its kind is there, its name does not matter.

    Args:
        folder: of one attempt.
        wanted: names of files.
    Returns:
        Pairs of a wanted name and what is in the file, at most a byte more than `MOST_BYTES`;
        what is not there is left out.
    """
    if not wanted or not folder.is_dir():
        return ()
    there = sorted(path.name for path in folder.iterdir())
    found = ((name, _choose(name, there, wanted)) for name in wanted)
    return tuple((name, _read(folder / at)) for name, at in found if at)


def _choose(name: str, there: Sequence[str], wanted: Sequence[str]) -> str:
    """The name under which a wanted file was handed in, or ""."""
    exact = [one for one in there if _folded(one) == _folded(name)]
    others = {_folded(one) for one in wanted if one != name}
    free = [one for one in there if _folded(one) not in others]
    copies = [one for one in free if _bare(one) == _bare(name)]
    alike = [one for one in free if Path(one).suffix.lower() == Path(name).suffix.lower()]
    only = alike if len(wanted) == len(alike) == 1 else []
    chosen = exact or sorted(copies, key=lambda one: (len(one), one))[-1:] or only
    return chosen[0] if chosen else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _bare(name: str) -> tuple[str, str]:
    path = Path(_folded(name))
    return _COPIES.sub("", path.stem), path.suffix


def _read(path: Path) -> bytes | None:
    """The beginning of a plain file; None for a link, a folder, a pipe, or what cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(MOST_BYTES + 1)
    finally:
        os.close(handle)
