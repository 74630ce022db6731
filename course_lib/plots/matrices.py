"""Matrices as coloured cells with their numbers; a zero leaves its cell empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from course_lib.plots.figure import Figure, figure

Matrix = npt.NDArray[np.float64]


def matrices(
    panels: Mapping[str, Any],
    *,
    alt: str,
    digits: int | None = 1,
    cols: int = 2,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Matrices side by side: positive numbers in one colour, negative ones in another.

    Args:
        panels: title → matrix.
        alt: what the picture shows, in Korean.
        digits: decimals of the number in each cell; None writes no numbers.
        cols: panels in a row.
        size: width and height in inches; grows with the number of rows by default.
    Shape:
        every matrix (rows, columns), each of its own size.
    Raises:
        ValueError: if there is no panel, one is no matrix or empty, or alt is empty.
    """
    tables = {title: np.asarray(matrix, dtype=np.float64) for title, matrix in panels.items()}
    bad = [table.shape for table in tables.values() if table.ndim != 2 or table.size == 0]
    if bad or not tables:
        raise ValueError(f"panels must be matrices that are not empty, got {bad or 'none'}")
    cols = min(cols, len(tables))
    rows = -(-len(tables) // cols)

    def draw(*axes: Axes) -> None:
        for ax, (title, table) in zip(axes, tables.items(), strict=False):
            _draw(ax, title, table, digits)
        for ax in axes[len(tables) :]:
            ax.set_axis_off()

    height = 0.2 + rows * 4.6 / cols
    return figure(draw, alt=alt, size=size or (4.4, height), rows=rows, cols=cols)


def _draw(ax: Axes, title: str, table: Matrix, digits: int | None) -> None:
    limit = float(np.abs(table).max()) or 1.0
    ax.pcolormesh(table, cmap=_signs(), vmin=-limit, vmax=limit, linewidth=0.6)
    rows, columns = table.shape
    for row, column in zip(*np.nonzero(table), strict=True):
        if digits is not None:
            text = f"{table[row, column]:.{digits}f}".replace("-", "−")
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=7.5)
    ax.set(xlim=(0, columns), ylim=(rows, 0), aspect="equal")
    ax.set_xticks(range(columns + 1), [])
    ax.set_yticks(range(rows + 1), [])
    ax.set_title(title, fontsize=10)
    for spine in ax.spines.values():
        spine.set_visible(True)


def _signs() -> LinearSegmentedColormap:
    """From the second colour over nothing to the first, pale enough for numbers on it."""
    low, high = to_rgb("C1"), to_rgb("C0")
    stops = [(0.0, (*low, 0.6)), (0.5, (*low, 0.0)), (0.5, (*high, 0.0)), (1.0, (*high, 0.6))]
    return LinearSegmentedColormap.from_list("signs", stops)
