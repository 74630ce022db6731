"""The ground of all widgets: figures that move in the page itself, with no kernel or network.

To add one:

1. ``assets/<name>.js`` defines an element once::

       customElements.get("course-gates") || customElements.define("course-gates", class extends
       CourseWidget { setup(root) { … this.data … root.append(el("button", {}, "다음")) } });

   ``assets/base.js`` gives ``CourseWidget``, ``el``, ``number``, ``math``; ``assets/stepper.js``
   gives ``Stepper`` (frames with buttons, slider, keys, spoken text). A file ``<name>.css`` beside
   a script styles the shadow tree; colours are ``var(--cl-ink)``, ``var(--cl-forward)`` … of
   ``course_lib.theme``. Use no ids, no other host, no global name, no ``</script``.
2. ``widgets/<name>.py`` has one function that returns
   ``Widget("course-gates", data, scripts=("gates",), label="…", fallback="<svg …>")``.
3. Export it in ``widgets/__init__.py``; test the data in Python and the element in a browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from course_lib.theme import DARK, LIGHT, dark_rules, site_reset

_PAGE_CSS = (
    f".cl-widget{{display:block;{LIGHT.variables()};color:var(--cl-ink)}}"
    + dark_rules(".cl-widget", DARK.variables())
    + ".cl-widget>svg{max-width:100%;height:auto;background:var(--cl-surface)}"
    + site_reset(".cl-widget")
)


@dataclass(frozen=True)
class Widget:
    """One moving figure; a notebook or the site shows it by itself.

    Attributes:
        tag: name of the custom element, with a hyphen.
        data: what the element draws; anything that JSON can hold.
        scripts: names of the files in ``assets``, after ``base``, in order.
        label: what the figure shows, in Korean, for a screen reader.
        fallback: an SVG with ``<title>`` and ``<desc>`` for pages without JavaScript and for
            paper; colours as ``var(--cl-ink)``.
    """

    tag: str
    data: Mapping[str, Any]
    scripts: tuple[str, ...]
    label: str
    fallback: str

    def _repr_html_(self) -> str:
        data = json.dumps(
            self.data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        )
        return (
            f"<style>{_PAGE_CSS}</style>"
            f'<{self.tag} class="cl-widget" lang="ko" role="group" '
            f'aria-label="{escape(self.label)}" data-widget="{escape(data)}">'
            f"{self.fallback}</{self.tag}>"
            f"<script>{_program(self.scripts)}</script>"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {
            "text/html": self._repr_html_(),
            "image/svg+xml": plain_colours(self.fallback),
            "text/plain": f"[움직이는 그림: {self.label}]",
        }


def plain_colours(svg: str) -> str:
    """Put the light theme's colours where the SVG names them, for viewers without CSS variables."""
    named = dict(pair.split(":", 1) for pair in LIGHT.variables().split(";"))
    return re.sub(r"var\((--cl-[\w-]+)\)", lambda match: named[match[1]], svg)


@cache
def _program(scripts: tuple[str, ...]) -> str:
    """The scripts as one closed function, so that two outputs on a page share no names."""
    names = ("base", *scripts)
    css = json.dumps("".join(_asset(f"{name}.css") for name in names), ensure_ascii=False)
    body = "\n".join(_asset(f"{name}.js") for name in names)
    program = f"(()=>{{const CSS={css};\n{body}}})()"
    if re.search(r"</script|<!--", program, flags=re.I):
        raise ValueError(f"the assets of {scripts} must not contain '</script' or '<!--'")
    return program


def _asset(name: str) -> str:
    path = files("course_lib.widgets") / "assets" / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
