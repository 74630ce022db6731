"""What a notebook tells of people without need: Colab writes names and pictures into it."""

from __future__ import annotations

import json
from typing import Any

from course_lib.grading.notebooks import MOST_BYTES

_CELL = {"executionInfo", "outputId", "colab"}
_NOTEBOOK = {"colab", "authorship_tag", "widgets"}


def strip(raw: bytes) -> bytes:
    """A notebook without the metadata in which Colab keeps names; code and outputs stay.

    Args:
        raw: the file.
    Returns:
        The notebook; what is none comes back as it was.
    """
    if len(raw) > MOST_BYTES:
        return raw
    try:
        data = json.loads(raw.decode("utf-8-sig"))
        if type(data) is not dict or not _clean(data):
            return raw
        return (json.dumps(data, indent=1) + "\n").encode()
    except (ValueError, RecursionError):
        return raw


def _clean(data: dict[str, Any]) -> bool:
    """Take the metadata out; whether there was any."""
    sheets = data.get("worksheets") if type(data.get("worksheets")) is list else [data]
    places = [cell for sheet in sheets or [] if type(sheet) is dict for cell in _cells(sheet)]
    found = [_drop(data.get("metadata"), _NOTEBOOK)]
    found += [_drop(cell.get("metadata"), _CELL) for cell in places]
    return any(found)


def _cells(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    cells = sheet.get("cells")
    return [cell for cell in cells if type(cell) is dict] if type(cells) is list else []


def _drop(metadata: Any, names: set[str]) -> bool:
    known = names & metadata.keys() if type(metadata) is dict else set()
    for name in known:
        del metadata[name]
    return bool(known)
