"""Words as points of the plane, named; groups differ by marker and colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from course_lib.plots.figure import SIZE, Figure, figure

Array = npt.NDArray[np.float64]
Points = Mapping[str, tuple[float, float]]
_MARKERS = ("o", "s", "^", "D", "v", "P")


def words(
    panels: Mapping[str, Points],
    *,
    groups: Mapping[str, str],
    alt: str,
    cols: int = 1,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Word vectors before and after, or of two models, in panels with axes of their own.

    Args:
        panels: title → word → place.
        groups: word → name of its group, at most six; a word without a group is not drawn.
        alt: what the picture shows, in Korean.
        cols: panels in a row.
        size: width and height in inches; grows with the number of panels by default.
    Raises:
        ValueError: if there is no panel, there are more than six groups or alt is empty.
    """
    names = list(dict.fromkeys(groups.values()))
    if not panels or not 0 < len(names) <= len(_MARKERS):
        got = f"{len(panels)} panels and {len(names)} groups"
        raise ValueError(f"expected one panel or more and 1 to {len(_MARKERS)} groups, got {got}")
    cols = min(cols, len(panels))
    rows = -(-len(panels) // cols)

    def draw(*axes: Axes) -> None:
        for place, (ax, (title, points)) in enumerate(zip(axes, panels.items(), strict=False)):
            ax.set_title(title, fontsize=11)
            for k, name in enumerate(names):
                own = {word: points[word] for word in points if groups.get(word) == name}
                _group(ax, own, name, k)
            _name(ax, points, groups, names)
            if place == 0:
                legend = ax.legend(fontsize=9, loc="best", handletextpad=0.2, frameon=True)
                legend.get_frame().set(facecolor="none", edgecolor="0.5", linewidth=0.6)

    return figure(draw, alt=alt, size=size or (SIZE[0], rows * 3.1), rows=rows, cols=cols)


def _group(ax: Axes, points: Points, name: str, k: int) -> None:
    if points:
        places = np.array(list(points.values()), dtype=np.float64)
        ax.scatter(places[:, 0], places[:, 1], s=34, c=f"C{k}", marker=_MARKERS[k], label=name)
        ax.margins(0.12)


def _name(ax: Axes, points: Points, groups: Mapping[str, str], names: Sequence[str]) -> None:
    """Write each word at that corner of its point where it covers least, the axes' ends too."""
    points = {word: place for word, place in points.items() if word in groups}
    ax.autoscale_view()  # or else transData still belongs to an empty picture
    scale = 72 / ax.figure.dpi
    spots = {word: ax.transData.transform(place) * scale for word, place in points.items()}
    taken = list(spots.values())
    left, right = ax.bbox.x0 * scale, ax.bbox.x1 * scale
    for word, place in points.items():
        half = _half_width(word)
        middles = [spots[word] + (side * (half + 6), up) for up in (6, -7) for side in (1, -1)]
        crowds = [
            sum(_near(middle, other, half) for other in taken)
            + (middle[0] - half < left or middle[0] + half > right)
            for middle in middles
        ]
        best = middles[crowds.index(min(crowds))]
        aside = np.array([half / 2, 0.0])
        taken += [best, best - aside, best + aside]
        ax.annotate(
            word, place, xytext=tuple(best - spots[word]), textcoords="offset points",
            ha="center", va="center", fontsize=9, color=f"C{names.index(groups[word])}",
        )  # fmt: skip


def _half_width(word: str) -> float:
    """Half of a name's width in points: Hangul is about square, Latin about half as wide."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in word)
    return 5.0 * wide + 2.8 * (len(word) - wide)


def _near(middle: Array, other: Array, half: float) -> bool:
    across, up = np.abs(middle - other)
    return bool(across < half + 6 and up < 10)
