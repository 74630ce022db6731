"""TOML files that travel inside the package."""

from __future__ import annotations

import sys
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_toml(name: str) -> dict[str, Any]:
    """Read a TOML file of the package `course_lib.data`.

    Args:
        name: file name, for example ``"manifest.toml"``.
    Returns:
        The parsed tables.
    """
    return tomllib.loads((files("course_lib.data") / name).read_text(encoding="utf-8"))
