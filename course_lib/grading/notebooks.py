"""Reading what learners hand in: a notebook in any state, or one clear word on why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 32 << 20
MOST_CELLS = 5000


class UnreadableError(ValueError):
    """What was handed in is no notebook; the message is Korean, for the learner."""


@dataclass(frozen=True)
class Notebook:
    """The code of a notebook; metadata and names of people are left behind.

    Args:
        cells: "n번째 셀" and the source of each code cell, in order.
        printed: what the cells had printed when the notebook was saved.
    """

    cells: tuple[tuple[str, str], ...]
    printed: tuple[str, ...] = ()


def read(raw: bytes) -> Notebook:
    """Read a notebook of format 2 to 4, whole or stripped of its metadata.

    Args:
        raw: the file.
    Returns:
        Its code cells.
    Raises:
        UnreadableError: if it is empty, too large, no JSON, or JSON of something else.
    """
    if not raw.strip():
        raise UnreadableError("노트북(.ipynb) 파일이 없거나 비어 있습니다.")
    if len(raw) > MOST_BYTES:
        most, came = MOST_BYTES >> 20, len(raw) >> 20
        said = f"파일이 너무 큽니다. {most} MB까지 받는데 {came} MB입니다."
        raise UnreadableError(f"{said} 출력을 지우고 다시 내십시오.")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            "노트북 파일(.ipynb)로 읽을 수 없습니다. 파일이 끝까지 저장되었는지 확인하십시오."
        ) from error
    cells = _cells(data)
    return Notebook(tuple(_code(cells)), tuple(_printed(cells)))


def _cells(data: Any) -> list[Any]:
    if type(data) is dict and type(data.get("worksheets")) is list:  # nbformat 2 and 3
        sheets = [sheet for sheet in data["worksheets"] if type(sheet) is dict]
        data = {"cells": [cell for sheet in sheets for cell in sheet.get("cells") or ()]}
    cells = data.get("cells") if type(data) is dict else None
    if type(cells) is not list:
        raise UnreadableError("노트북이 아닙니다. 셀이 들어 있는 .ipynb 파일을 내십시오.")
    if len(cells) > MOST_CELLS:
        raise UnreadableError(f"셀이 너무 많습니다. {MOST_CELLS:,}개까지 받습니다.")
    return cells


def _code(cells: list[Any]) -> list[tuple[str, str]]:
    found = []
    for place, cell in enumerate(cells, start=1):
        if type(cell) is not dict or cell.get("cell_type") != "code":
            continue
        source = _joined(cell.get("source", cell.get("input", "")))
        if source.strip():
            found.append((f"{place}번째 셀", source))
    return found


def _printed(cells: list[Any]) -> Iterator[str]:
    for cell in cells:
        outputs = cell.get("outputs") if type(cell) is dict else None
        for output in outputs if type(outputs) is list else ():
            if type(output) is dict and output.get("output_type") == "stream":
                yield _joined(output.get("text"))


def _joined(text: Any) -> str:
    """A text, which may be a list of lines."""
    if type(text) is list:
        return "".join(line for line in text if type(line) is str)
    return text if type(text) is str else ""
