"""A window classifier as a picture: words, their vectors joined, a hidden layer, probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_lib.plots.figure import SIZE, Figure, figure

Array = npt.NDArray[np.float64]


def window(
    words: Sequence[str],
    *,
    probabilities: Mapping[str, float],
    alt: str,
    embedding_dim: int = 2,
    hidden_size: int = 8,
    size: tuple[float, float] = (SIZE[0], 3.5),
) -> Figure:
    """From a window of words, below, to the probabilities of the middle word's classes, above.

    Args:
        words: of the window; the one in the middle is marked.
        probabilities: class → probability.
        alt: what the picture shows, in Korean.
        embedding_dim: cells to draw for each word's vector.
        hidden_size: cells to draw for the hidden layer.
        size: width and height in inches.
    Raises:
        ValueError: if words or probabilities or alt is empty.
    """
    if not words or not probabilities:
        raise ValueError(f"expected words and classes, got {len(words)} and {len(probabilities)}")

    def draw(ax: Axes) -> None:
        ax.set(xlim=(-1.1, 1.1), ylim=(-0.1, 5.2))
        ax.set_axis_off()
        centres = np.linspace(-0.85, 0.85, len(words)) if len(words) > 1 else np.zeros(1)
        _words(ax, words, centres)
        width = 0.9 * (centres[1] - centres[0] if len(words) > 1 else 0.5)
        cells = np.concatenate([_row(ax, x, 1.25, embedding_dim, width, "C0") for x in centres])
        hidden = _row(ax, 0.0, 2.6, hidden_size, 1.1, "C2")
        outputs = np.linspace(-0.5, 0.5, len(probabilities))
        _join(ax, cells, 1.55, hidden, 2.6)
        _join(ax, hidden, 2.9, outputs, 3.85)
        _classes(ax, probabilities, outputs)
        ax.text(-1.1, 1.95, "이어 붙인\n벡터", fontsize=9)
        ax.text(0.62, 2.75, "은닉층", fontsize=9, va="center")

    return figure(draw, alt=alt, size=size)


def _words(ax: Axes, words: Sequence[str], centres: Array) -> None:
    for place, (word, x) in enumerate(zip(words, centres, strict=True)):
        middle = place == len(words) // 2
        ax.text(
            x, 0.35, word, ha="center", va="center", fontsize=11,
            color="C1" if middle else None,
            bbox={"boxstyle": "round,pad=0.35", "fill": False, "linewidth": 1.8 if middle else 0.8,
                  "edgecolor": "C1" if middle else "C5"},
        )  # fmt: skip
        ax.annotate("", (x, 1.2), (x, 0.72), arrowprops={"arrowstyle": "->", "color": "C5"})


def _row(ax: Axes, centre: float, y: float, count: int, width: float, colour: str) -> Array:
    """A row of cells; the horizontal middle of each is returned."""
    edges = centre + np.linspace(-width / 2, width / 2, count + 1)
    for left, right in pairwise(edges):
        ax.add_patch(
            Rectangle((left, y), right - left, 0.3, facecolor=colour, alpha=0.35, linewidth=0)
        )
        ax.add_patch(Rectangle((left, y), right - left, 0.3, fill=False, edgecolor=colour))
    return (edges[:-1] + edges[1:]) / 2


def _join(ax: Axes, below: Array, low: float, above: Array, high: float) -> None:
    for x in below:
        for y in above:
            ax.plot([x, y], [low, high], "-", color="C5", linewidth=0.4, alpha=0.6)


def _classes(ax: Axes, probabilities: Mapping[str, float], xs: Array) -> None:
    best = max(probabilities, key=lambda name: probabilities[name])
    for x, (name, p) in zip(xs, probabilities.items(), strict=True):
        ax.plot([x], [3.95], "o", color="C1" if name == best else "C5", markersize=11)
        ax.text(x, 4.25, f"{name}\n{p:.2f}", ha="center", fontsize=10)
