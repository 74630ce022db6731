"""One palette for every picture of the course, and the CSS that tells light from dark.

Plots and widgets both read this module, so a colour means the same everywhere: ``forward`` is
what flows from input to error, ``backward`` is a gradient, ``update`` is a changed parameter.
The series colours keep apart under the common colour-vision deficiencies and are dark (or
light) enough to be text on their ground.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one mode, as ``#rrggbb``."""

    name: str
    surface: str
    raised: str
    ink: str
    muted: str
    line: str
    grid: str
    series: tuple[str, ...]

    @property
    def forward(self) -> str:
        """What flows from input to error."""
        return self.series[0]

    @property
    def backward(self) -> str:
        """A gradient."""
        return self.series[1]

    @property
    def update(self) -> str:
        """A changed parameter."""
        return self.series[2]

    def variables(self) -> str:
        """CSS custom properties ``--cl-ink`` … ``--cl-series-5``."""
        grounds = ("surface", "raised", "ink", "muted", "line", "grid")
        roles = (*grounds, "forward", "backward", "update")
        named = [f"--cl-{role}:{getattr(self, role)}" for role in roles]
        numbered = [f"--cl-series-{k}:{colour}" for k, colour in enumerate(self.series)]
        return ";".join(named + numbered)


LIGHT = Theme(
    name="light",
    surface="#ffffff",
    raised="#f6f4ee",
    ink="#20242c",
    muted="#5a616d",
    line="#c9c6bc",
    grid="#e6e3da",
    series=("#1a6a8e", "#b5432a", "#0d5c3d", "#a22ab0", "#48390c", "#657279"),
)
DARK = Theme(
    name="dark",
    surface="#171b21",
    raised="#222831",
    ink="#e3e6ea",
    muted="#a2aab6",
    line="#4a525e",
    grid="#2f3640",
    series=("#79c3e4", "#f39a80", "#6fe3bd", "#da60e0", "#ceb81b", "#8b929a"),
)
THEMES: tuple[Theme, Theme] = (LIGHT, DARK)

_DARK_ANCESTORS = (
    "html[data-theme=dark]",  # the book's site
    "html[theme=dark]",  # Colab
    "body[data-jp-theme-light=false]",  # JupyterLab
    "body.vscode-dark",
)
_SAYS_NOTHING = (
    "html:not([data-theme],[theme]):not(:has(body[data-jp-theme-light],body.vscode-light))"
)


def dark_rules(selector: str, declarations: str) -> str:
    """CSS that gives ``selector`` the ``declarations`` wherever the page around it is dark.

    A page that names its theme decides; one that says nothing follows the reader's system.

    Args:
        selector: what the rule is for, e.g. ``.cl-figure``.
        declarations: e.g. ``color:white``.

    Returns:
        One rule and one media query.
    """
    named = ",".join(f"{ancestor} {selector}" for ancestor in _DARK_ANCESTORS)
    guessed = f"{_SAYS_NOTHING} {selector}"
    return (
        f"{named}{{{declarations}}}"
        f"@media (prefers-color-scheme:dark){{{guessed}{{{declarations}}}}}"
    )


def site_reset(selector: str) -> str:
    """CSS that takes back the light box which the site's theme puts around dark HTML outputs."""
    cell = f"html[data-theme=dark] .bd-content div.cell_output .text_html:has({selector})"
    return f"{cell}{{background:none!important;padding:0!important;color:inherit!important}}"
