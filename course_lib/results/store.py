"""A measured result: rows, how to show them, and where they come from."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column of a result.

    Args:
        key: of the rows.
        label: Korean heading.
        unit: "%" shows a share as a percentage; anything else stands behind the number.
        digits: after the decimal point.
    """

    key: str
    label: str
    unit: str = ""
    digits: int = 1

    def text(self, row: Row) -> str:
        """A row's value as it is shown; a dash where it was not measured.

        Args:
            row: of the result.
        """
        value = row.get(self.key)
        if value is None:
            return "–"
        if isinstance(value, str | bool):
            return str(value)
        if self.unit == "%":
            return f"{100 * value:.{self.digits}f}%"
        shown = f"{value:,}" if isinstance(value, int) else f"{value:,.{self.digits}f}"
        return f"{shown} {self.unit}".rstrip()


@dataclass(frozen=True)
class Result:
    """One measurement: ``result["LSTM"]["accuracy"]``.

    Args:
        name: of its file.
        title: Korean, one line.
        columns: what a table of it shows, in order; a row may hold more.
        rows: by their "name", in order.
        provenance: commit, data (sha256), device, threads, seed, time, versions.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    provenance: Mapping[str, Any]

    def __getitem__(self, name: str) -> Row:
        for row in self.rows:
            if row["name"] == name:
                return row
        known = ", ".join(repr(row["name"]) for row in self.rows)
        raise KeyError(f"{self.name} has no row {name!r}; its rows: {known}")

    def cells(self) -> list[list[str]]:
        """Headings, then one list for each row: what a table shows."""
        head = ["", *(column.label for column in self.columns)]
        return [head] + [
            [row["name"], *(column.text(row) for column in self.columns)] for row in self.rows
        ]

    def source(self) -> str:
        """Where the numbers come from, in one Korean line."""
        known = self.provenance
        return f"{known['time'][:10]}, {known['device']}, torch {known['torch']}, {known['commit']}"

    def __repr__(self) -> str:
        lines = [" | ".join(cells) for cells in self.cells()]
        return "\n".join([self.title, *lines, f"잰 때와 곳: {self.source()}"])

    def _repr_html_(self) -> str:
        head, *body = [[html.escape(cell) for cell in cells] for cells in self.cells()]
        top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
        rows = "".join(
            f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
            for name, *cells in body
        )
        return (
            f'<table class="measured"><caption>{html.escape(self.title)}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"
            f'<p class="measured-source">잰 때와 곳: {html.escape(self.source())}</p>'
        )


def names() -> tuple[str, ...]:
    """Names of all results at hand."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def load(name: str) -> Result:
    """Read a measured result.

    Args:
        name: such as ``"nsmc_linear"``; `names` lists them.
    Raises:
        KeyError: if there is none of this name.
    """
    path = FOLDER / f"{name}.json"
    if name not in names():
        raise KeyError(f"no result {name!r}; there are: {', '.join(names()) or 'none'}")
    return parse(name, json.loads(path.read_text(encoding="utf-8")))


def parse(name: str, raw: Mapping[str, Any]) -> Result:
    """Make a result of what a file holds.

    Args:
        name: of the file, without ``.json``.
        raw: its object.
    Raises:
        ValueError: if a part is missing or two rows have one name.
    """
    missing = {"title", "columns", "rows", "provenance"} - raw.keys()
    if missing:
        raise ValueError(f"{name} lacks {', '.join(sorted(missing))}")
    found = [row["name"] for row in raw["rows"]]
    if len(set(found)) != len(found):
        raise ValueError(f"expected rows of different names in {name}, got {found}")
    columns = tuple(Column(**column) for column in raw["columns"])
    return Result(name, raw["title"], columns, tuple(raw["rows"]), raw["provenance"])
