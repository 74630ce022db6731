"""A picture in two variants, light and dark, of which the page shows the right one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import matplotlib
from matplotlib.figure import Figure as Canvas

from course_lib.plots.style import rc_params
from course_lib.theme import DARK, LIGHT, Theme, dark_rules, site_reset

Draw = Callable[..., None]
SIZE = (4.4, 2.85)
_ZOOM = 1.18  # on a wide screen; a phone shrinks the picture to its own width instead

_CSS = (
    ".cl-figure{margin:.4rem 0}"
    ".cl-figure img{display:block;width:100%;height:auto;margin:0;padding:0!important;"
    "background:none!important;filter:none!important;border-radius:6px}"
    + dark_rules(".cl-figure img.cl-light", "display:none")
    + dark_rules(
        ".cl-figure img.cl-dark", f"display:block!important;background:{DARK.surface}!important"
    )
    + site_reset(".cl-figure")
)


class Figure:
    """What the functions of ``course_lib.plots`` return; a notebook shows it by itself.

    Attributes:
        alt: what the picture shows, in Korean, for those who cannot see it.
        light, dark: the two variants as SVG text, the same bytes for the same data.
    """

    def __init__(
        self, draw: Draw, *, alt: str, size: tuple[float, float], rows: int, cols: int
    ) -> None:
        if not alt.strip():
            raise ValueError("alt must say what the picture shows, got an empty text")
        self.alt, self.size = alt, size
        self._draw, self._grid = draw, (rows, cols)
        self.light, self.dark = self._svg(LIGHT), self._svg(DARK)

    def _render(self, theme: Theme, kind: str, **options: Any) -> bytes:
        settings: Any = rc_params(theme)
        with matplotlib.rc_context(settings):
            canvas = Canvas(figsize=self.size, layout="constrained")
            rows, cols = self._grid
            self._draw(*canvas.subplots(rows, cols, squeeze=False).flat)
            out = io.BytesIO()
            canvas.savefig(out, format=kind, **options)
        return out.getvalue()

    def _svg(self, theme: Theme) -> str:
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        return _shorten(self._render(theme, "svg", transparent=True, metadata=metadata).decode())

    def png(self, *, dpi: int = 200) -> bytes:
        """The light variant on its ground, for paper (PDF, EPUB)."""
        return self._render(LIGHT, "png", dpi=dpi, metadata={"Software": None})

    def save(self, path: str | Path, *, theme: str = "light") -> None:
        """Write one variant as an SVG file.

        Raises:
            ValueError: if theme is neither ``light`` nor ``dark``.
        """
        if theme not in ("light", "dark"):
            raise ValueError(f"theme must be 'light' or 'dark', got {theme!r}")
        Path(path).write_text(getattr(self, theme), encoding="utf-8")

    def _repr_html_(self) -> str:
        light = _image(self.light, self.alt, 'class="cl-light dark-light"')
        dark = _image(self.dark, self.alt, 'class="cl-dark dark-light" style="display:none"')
        width = round(self.size[0] * 96 * _ZOOM)
        box = f'<div class="cl-figure" style="max-width:{width}px">'
        return f"{box}<style>{_CSS}</style>{light}{dark}</div>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {
            "text/html": self._repr_html_(),
            "image/png": self.png(),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return f"[그림: {self.alt}]"


def figure(
    draw: Draw,
    *,
    alt: str,
    size: tuple[float, float] = SIZE,
    rows: int = 1,
    cols: int = 1,
) -> Figure:
    """Draw anything with matplotlib, once for light and once for dark.

    Args:
        draw: called twice with the axes, row by row: ``draw(ax)`` or ``draw(ax1, ax2)``. Colours
            named ``"C0"`` … ``"C5"`` and the default colour map follow the theme.
        alt: what the picture shows, in Korean.
        size: width and height in inches; wider than 4.5 gets small on a phone.
        rows: rows of axes.
        cols: columns of axes.

    Raises:
        ValueError: if alt is empty.
    """
    return Figure(draw, alt=alt, size=size, rows=rows, cols=cols)


def _shorten(svg: str) -> str:
    """Coordinates to a hundredth of a point; no XML head, group names, spaces or line breaks."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r"-?\d+\.\d{3,}(?!\d*\))", _round, svg)
    svg = re.sub(r'<g id="[^"]*"/>', "", svg).replace("\n", " ")
    svg = re.sub(r'<g id="[^"]*">', "<g>", svg)
    svg = re.sub(r' d="([^"]*)"', lambda match: f' d="{_tight(match[1])}"', svg)
    return re.sub(r">\s+<", "><", svg).strip()


def _tight(path: str) -> str:
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", path)


def _round(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def _image(svg: str, alt: str, attributes: str) -> str:
    source = quote(svg.replace('"', "'"), safe=" !$'()*+,-./:;=?@[]_{|}~")
    return f'<img {attributes} alt="{escape(alt)}" src="data:image/svg+xml,{source}">'
