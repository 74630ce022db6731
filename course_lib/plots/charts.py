"""The few charts that the chapters share; labels stand at the lines, not in a legend."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from course_lib.plots.figure import SIZE, Figure, figure

Values = Sequence[float]
Marks = Mapping[str, tuple[float, float]]


def line(
    series: Mapping[str, Values],
    *,
    xlabel: str,
    ylabel: str,
    alt: str,
    x: Values | None = None,
    logx: bool = False,
    logy: bool = False,
    marks: Marks | None = None,
    dots: bool = False,
    ylim: tuple[float, float] | None = None,
    size: tuple[float, float] = SIZE,
) -> Figure:
    """One line for each series, named at its right end.

    Args:
        series: name → values; one unnamed line is ``{"": values}``.
        xlabel: name of the horizontal axis.
        ylabel: name of the vertical axis; it stands above, unrotated.
        alt: what the picture shows, in Korean.
        x: positions, shared by all series; 0, 1, 2, … by default, and a series may be shorter.
        logx: logarithmic x axis; a 0 on it gets a place left of 1.
        logy: logarithmic y axis.
        marks: text → (x, y), points to point out.
        dots: show the single values too.
        ylim: bottom and top of the y axis.
        size: width and height in inches.

    Raises:
        ValueError: if there is no series, one is empty or longer than x, or alt is empty.
    """
    lines = _pairs(series, x)

    def draw(ax: Axes) -> None:
        for xs, ys in lines.values():
            ax.plot(xs, ys, marker="o" if dots else None)
        _scale(ax, logx, logy, smallest=min(xs[0] for xs, _ in lines.values()))
        if not logx and all(float(x).is_integer() for xs, _ in lines.values() for x in xs):
            ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 2.5, 5, 10]))
        ax.set(xlabel=xlabel, ylim=ylim)
        ax.set_title(ylabel, fontsize=11, color=ax.yaxis.get_ticklabels()[0].get_color())
        _label_ends(ax, lines)
        _mark(ax, marks or {})

    return figure(draw, alt=alt, size=size)


def curves(
    functions: Mapping[str, Callable[[float], float]],
    *,
    start: float,
    stop: float,
    xlabel: str,
    ylabel: str,
    alt: str,
    marks: Marks | None = None,
    size: tuple[float, float] = SIZE,
) -> Figure:
    """Functions of one variable between start and stop.

    Args:
        functions: name → function of one number.
        start: left end.
        stop: right end.
        xlabel: name of the horizontal axis.
        ylabel: name of the vertical axis; it stands above, unrotated.
        alt: what the picture shows, in Korean.
        marks: text → (x, y), points to point out.
        size: width and height in inches.

    Raises:
        ValueError: if stop is not above start, or alt is empty.
    """
    if not start < stop:
        raise ValueError(f"start must be below stop, got {start} and {stop}")
    xs = np.linspace(start, stop, 241).tolist()
    series = {name: [float(f(x)) for x in xs] for name, f in functions.items()}
    return line(series, x=xs, xlabel=xlabel, ylabel=ylabel, alt=alt, marks=marks, size=size)


def bars(
    values: Mapping[str, float],
    *,
    xlabel: str,
    alt: str,
    digits: int = 2,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Horizontal bars from zero, first on top; negative ones in another colour.

    Args:
        values: name → length of the bar.
        xlabel: what the lengths mean.
        alt: what the picture shows, in Korean.
        digits: decimals of the number at the end of each bar.
        size: width and height in inches; grows with the number of bars by default.

    Raises:
        ValueError: if values or alt is empty.
    """
    if not values:
        raise ValueError("values must have at least one bar, got none")
    names, lengths = list(values), [float(v) for v in values.values()]

    def draw(ax: Axes) -> None:
        colours = ["C1" if v < 0 else "C0" for v in lengths]
        drawn = ax.barh(names, lengths, height=0.68, color=colours)
        texts = [f"{v:.{digits}f}".replace("-", "−") for v in lengths]
        ax.bar_label(drawn, texts, padding=4, fontsize=10)
        ax.axvline(0, color=ax.xaxis.label.get_color(), linewidth=0.8)
        ax.invert_yaxis()
        ax.grid(visible=False, axis="y")
        ax.spines["left"].set_visible(False)
        ax.tick_params(axis="y", labelcolor=ax.xaxis.label.get_color())
        ax.margins(x=0.16)
        ax.set_xlabel(xlabel)

    return figure(draw, alt=alt, size=size or (SIZE[0], 0.9 + 0.31 * len(names)))


def _pairs(series: Mapping[str, Values], x: Values | None) -> dict[str, tuple[Values, Values]]:
    if not series:
        raise ValueError("series must have at least one line, got none")
    lines: dict[str, tuple[Values, Values]] = {}
    for name, given in series.items():
        ys = [float(v) for v in given]
        xs = list(range(len(ys))) if x is None else [float(v) for v in x]
        if not 0 < len(ys) <= len(xs):
            raise ValueError(f"series {name!r} must have 1 to {len(xs)} values, got {len(ys)}")
        lines[name] = (xs[: len(ys)], ys)
    return lines


def _scale(ax: Axes, logx: bool, logy: bool, *, smallest: float) -> None:
    if logx and smallest > 0:
        ax.set_xscale("log")
    elif logx:
        ax.set_xscale("symlog", linthresh=1, linscale=0.4)
    if logy:
        ax.set_yscale("log")


def _label_ends(ax: Axes, lines: Mapping[str, tuple[Values, Values]]) -> None:
    """Write each name at the end of its line, pushed apart where two lines end together."""
    ends = []
    for k, (name, (xs, ys)) in enumerate(lines.items()):
        last = max((j for j, y in enumerate(ys) if math.isfinite(y)), default=None)
        if name and last is not None:
            ends.append((name, xs[last], ys[last], f"C{k}"))
    heights = {name: float(ax.transData.transform((x, y))[1]) for name, x, y, _ in ends}
    lowest = -math.inf
    for name, x, y, colour in sorted(ends, key=lambda end: heights[end[0]]):
        lowest = max(heights[name], lowest + 15 * ax.figure.dpi / 72)
        up = (lowest - heights[name]) * 72 / ax.figure.dpi
        ax.annotate(
            name, (x, y), xytext=(7, up), textcoords="offset points", color=colour,
            va="center", annotation_clip=False,
        )  # fmt: skip


def _mark(ax: Axes, marks: Marks) -> None:
    """Points with their names; a rim in the ground's colour keeps a name off the lines."""
    rim = withStroke(linewidth=3, foreground=rcParams["figure.facecolor"])
    for text, (x, y) in marks.items():
        colour = ax.xaxis.label.get_color()
        ax.plot([x], [y], "o", color=colour, markersize=6, zorder=5)
        ax.annotate(
            text, (x, y), xytext=(8, 8), textcoords="offset points", fontsize=10,
            path_effects=[rim],
        )  # fmt: skip
