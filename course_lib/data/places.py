"""Where data files may lie, and whether the network may be used."""

from __future__ import annotations

import os
from pathlib import Path

from course_lib.data.errors import MissingFileError
from course_lib.runtime import cache_dir as cache_dir


def data_dir() -> Path | None:
    """Folder of files that the reader already has: ``COURSE_DATA_DIR``.

    Returns:
        The folder, or None where the variable is not set.
    Raises:
        MissingFileError: if the variable names something that is not a folder.
    """
    chosen = os.environ.get("COURSE_DATA_DIR")
    if not chosen:
        return None
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        raise MissingFileError(f"COURSE_DATA_DIR={chosen} is not a folder ({folder.absolute()})")
    return folder


def offline() -> bool:
    """Tell whether ``COURSE_OFFLINE`` forbids downloads.

    Returns:
        True if the variable is set to anything but "", "0", "false" or "no".
    """
    return os.environ.get("COURSE_OFFLINE", "").lower() not in ("", "0", "false", "no")
