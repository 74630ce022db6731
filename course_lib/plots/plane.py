"""Points of two classes in the plane, and the side on which a model puts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from course_lib.plots.figure import Figure, figure

Score = Callable[[npt.NDArray[np.float64]], Any]


@dataclass(frozen=True, eq=False)
class Plane:
    """One panel.

    Attributes:
        x: points, (n, 2).
        labels: 0 or 1 each, (n,).
        score: (m, 2) → (m,); above 0 the model answers 1. None draws no boundary.
        title: stands above the panel.
        wrong: ring the points on the wrong side.
    """

    x: Any
    labels: Any
    score: Score | None = None
    title: str = ""
    wrong: bool = True


def planes(
    panels: Sequence[Plane],
    *,
    alt: str,
    names: tuple[str, str] = ("$x_1$", "$x_2$"),
    cols: int = 2,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Points and boundaries side by side; all panels have the same axes.

    Circles are class 1, squares class 0; the line is where the score is 0.

    Args:
        panels: what to draw, row by row.
        alt: what the picture shows, in Korean.
        names: of the axes.
        cols: panels in a row; more than two get small on a phone.
        size: width and height in inches; grows with the number of panels by default.
    Raises:
        ValueError: if there is no panel or alt is empty.
    """
    if not panels:
        raise ValueError("panels must have at least one, got none")
    cols = min(cols, len(panels))
    rows = -(-len(panels) // cols)
    points = np.concatenate([np.asarray(panel.x, dtype=np.float64) for panel in panels])
    low, high = points.min(axis=0), points.max(axis=0)
    air = 0.14 * float((high - low).max()) + 0.1

    def draw(*axes: Axes) -> None:
        for ax, panel in zip(axes, panels, strict=False):
            ax.set(xlim=(low[0] - air, high[0] + air), ylim=(low[1] - air, high[1] + air))
            _draw(ax, panel, names)
        for ax in axes[len(panels) :]:
            ax.set_axis_off()

    wide = 3.7 if cols == 1 else min(2.6 * cols, 6.6)
    natural = (wide, rows * (wide / cols + 0.15))
    return figure(draw, alt=alt, size=size or natural, rows=rows, cols=cols)


def _draw(ax: Axes, panel: Plane, names: tuple[str, str]) -> None:
    if panel.score is not None:
        _shade(ax, panel.score)
    x, labels = np.asarray(panel.x, dtype=np.float64), np.asarray(panel.labels)
    edge = ax.xaxis.label.get_color()
    large = 90 if len(x) <= 8 else 26
    for label, marker, colour in ((1, "o", "C0"), (0, "s", "C1")):
        own = x[labels == label]
        ax.scatter(own[:, 0], own[:, 1], s=large, c=colour, marker=marker, linewidths=0, zorder=3)
    if panel.wrong and panel.score is not None:
        lost = x[(np.asarray(panel.score(x)) > 0) != (labels == 1)]
        ax.scatter(lost[:, 0], lost[:, 1], s=3.4 * large, facecolors="none", edgecolors=edge)
    ax.set_aspect("equal")
    ax.set(xlabel=names[0], ylabel=names[1])
    ax.locator_params(nbins=4)
    ax.yaxis.label.set(rotation=0, ha="right", va="center")
    ax.set_title(panel.title, fontsize=11)


def _shade(ax: Axes, score: Score, *, cells: int = 160) -> None:
    """Colour both sides and draw the line between them."""
    across, up = (np.linspace(*limits, cells) for limits in (ax.get_xlim(), ax.get_ylim()))
    grid = np.stack(np.meshgrid(across, up), axis=-1)
    s = np.asarray(score(grid.reshape(-1, 2)), dtype=np.float64).reshape(cells, cells)
    far = float(np.abs(s).max()) + 1
    ax.contourf(across, up, s, levels=[-far, 0, far], colors=["C1", "C0"], alpha=0.14, zorder=0)
    if s.min() < 0 < s.max():
        ax.contour(across, up, s, levels=[0], colors=[ax.xaxis.label.get_color()], linewidths=1.8)
