"""The look of every plot, as settings for one figure; nothing global is changed."""

from __future__ import annotations

from typing import Any

from cycler import cycler

from course_lib.plots.fonts import families
from course_lib.theme import Theme


def rc_params(theme: Theme) -> dict[str, Any]:
    """Settings for ``matplotlib.rc_context``.

    Args:
        theme: ``LIGHT`` or ``DARK`` of ``course_lib.theme``.
    """
    return {**_text(theme), **_frame(theme), **_lines(theme), **_OUTPUT}


def _text(theme: Theme) -> dict[str, Any]:
    return {
        "font.family": families(),
        "font.size": 11,
        "axes.titlesize": 11.5,
        "axes.labelsize": 11,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "text.color": theme.ink,
        "axes.labelcolor": theme.ink,
        "axes.titlecolor": theme.ink,
        "axes.unicode_minus": True,
        "mathtext.fontset": "dejavusans",
    }


def _frame(theme: Theme) -> dict[str, Any]:
    return {
        "figure.facecolor": theme.surface,
        "axes.facecolor": "none",
        "axes.edgecolor": theme.muted,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.titlelocation": "left",
        "axes.titlepad": 9,
        "axes.labelpad": 5,
        "grid.color": theme.grid,
        "grid.linewidth": 0.7,
        "xtick.color": theme.muted,
        "ytick.color": theme.muted,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "xtick.major.pad": 6,
        "ytick.major.pad": 6,
        "legend.frameon": False,
    }


def _lines(theme: Theme) -> dict[str, Any]:
    return {
        "axes.prop_cycle": cycler(linestyle=["-", "--"]) * cycler(color=theme.series),
        "patch.edgecolor": theme.surface,
        "lines.linewidth": 2.2,
        "lines.solid_capstyle": "round",
        "lines.markersize": 5,
        "image.cmap": "cividis",
    }


_OUTPUT: dict[str, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "course_lib",
    "path.simplify": True,
    "path.simplify_threshold": 0.2,
}
