"""Recurrent networks unrolled in time: inputs below, cells in a row, outputs above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from course_lib.plots.figure import SIZE, Figure, figure

_ROWS = {"input": 0.0, "cell": 1.0, "output": 2.0}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One time step of an unrolled network.

    Args:
        cell: what is written in the cell.
        input: what goes in from below; nothing without it.
        output: what comes out above; nothing without it.
        fed: whether the output of the step before goes in, drawn as a dashed arrow.
    """

    cell: str = "h"
    input: str = ""
    output: str = ""
    fed: bool = False


def unrolled(
    panels: Mapping[str, Sequence[Step]],
    *,
    alt: str,
    arrows: tuple[str, str, str] = ("", "", ""),
    back: bool = False,
    cols: int = 1,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Networks step by step, from left to right.

    Args:
        panels: title → the steps of one network.
        alt: what the picture shows, in Korean.
        arrows: written beside the arrows into a cell, from cell to cell and out of a cell.
        back: draw the way of the gradient too, from the last output back to the first cell.
        cols: panels in a row.
        size: width and height in inches; grows with the number of panels by default.
    Raises:
        ValueError: if there is no panel, one has no step or alt is empty.
    """
    empty = [title for title, steps in panels.items() if not steps]
    if not panels or empty:
        raise ValueError(f"every panel needs a step or more, got {empty or 'no panel'}")
    cols = min(cols, len(panels))
    rows = -(-len(panels) // cols)
    longest = max(map(len, panels.values()))

    def draw(*axes: Axes) -> None:
        for ax in axes:
            ax.set(xlim=(-0.6, longest - 0.4), ylim=(-0.35, 2.35))
            ax.set_axis_off()
        for ax, (title, steps) in zip(axes, panels.items(), strict=False):
            ax.set_title(title, fontsize=11)
            _draw(ax, steps, arrows)
            if back:
                _draw_back(ax, len(steps))

    return figure(draw, alt=alt, size=size or (SIZE[0], rows * 2.1), rows=rows, cols=cols)


def _draw(ax: Axes, steps: Sequence[Step], arrows: tuple[str, str, str]) -> None:
    into, along, out = arrows
    for t, step in enumerate(steps):
        _box(ax, t, "cell", step.cell, "C0")
        if step.input:
            _box(ax, t, "input", step.input, "C5")
            _arrow(ax, (t, 0.26), (t, 0.74), into)
        if step.output:
            _box(ax, t, "output", step.output, "C2")
            _arrow(ax, (t, 1.26), (t, 1.74), out)
        if t:
            _arrow(ax, (t - 0.72, 1), (t - 0.28, 1), along)
        if step.fed:
            _arrow(ax, (t - 0.72, 1.9), (t - 0.14, 1.27), linestyle="--")


def _draw_back(ax: Axes, count: int) -> None:
    """Against the arrows of the way forward, in the colour of gradients."""
    style: dict[str, Any] = {"color": "C1", "linewidth": 1.8}
    _arrow(ax, (count - 0.86, 1.74), (count - 0.86, 1.26), **style)
    for t in range(1, count):
        _arrow(ax, (t - 0.28, 0.86), (t - 0.72, 0.86), **style)


def _box(ax: Axes, t: int, row: str, text: str, colour: str) -> None:
    frame = {"boxstyle": "round,pad=0.38", "facecolor": "none", "edgecolor": colour}
    ax.text(t, _ROWS[row], text, ha="center", va="center", fontsize=10, bbox=frame)


def _arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], text: str = "", **style: Any
) -> None:
    grey = ax.yaxis.get_ticklabels()[0].get_color()
    look = {"arrowstyle": "-|>", "color": grey, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, xytext=start, arrowprops=look | style)
    if text:
        upright = start[0] == end[0]
        middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        ax.annotate(
            text, middle, xytext=(5, 0) if upright else (0, 5), textcoords="offset points",
            ha="left" if upright else "center", va="center" if upright else "bottom",
            fontsize=9, color=grey,
        )  # fmt: skip
