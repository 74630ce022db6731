"""Small JSON files that appear whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from course_lib.files import whole


def save_json(path: str | os.PathLike[str], facts: dict[str, Any], *, form: str) -> None:
    """Write facts under a format's name: beside their place first, then moved there.

    Any text survives, half a surrogate pair too.
    """
    text = json.dumps({"format": form, **facts}, ensure_ascii=False, indent=0)
    with whole(path) as file:
        file.write(text.encode("utf-8", "surrogatepass"))


def load_json(path: str | os.PathLike[str], *, form: str) -> dict[str, Any]:
    """Read what `save_json` wrote.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it is no JSON or of another format.
    """
    try:
        facts = json.loads(Path(path).read_bytes().decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise ValueError(f"expected a {form!r} file, {path} is no JSON: {error}") from error
    found = facts.pop("format", None) if isinstance(facts, dict) else None
    if found != form:
        raise ValueError(f"expected a {form!r} file, {path} has format {found!r}")
    return facts
