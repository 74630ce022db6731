"""Where data files may lie, and whether the network may be used."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from course_lib.data.errors import MissingFileError


def cache_dir() -> Path:
    """Folder for downloaded files: ``COURSE_CACHE_DIR``, otherwise the platform's own place.

    Returns:
        The folder, which need not exist yet.
    Source:
        XDG base directory specification; Apple's and Microsoft's places for caches.
    """
    if chosen := os.environ.get("COURSE_CACHE_DIR"):
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "course-lib"


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
