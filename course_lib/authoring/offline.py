"""A site that asks no other host for anything: MathJax and a Hangul font go into ``_static``."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_MATHJAX_PARTS = ("tex-chtml.js", "output/chtml/fonts", "input/tex/extensions", "a11y", "ui")
_FONTS = {"NanumGothic.ttf": "hangul.woff2", "NanumGothicBold.ttf": "hangul-bold.woff2"}
_ALWAYS = (
    {chr(code) for code in range(0x20, 0x7F)}
    | {chr(code) for code in range(0x3131, 0x3164)}  # jamo, for readers who type
    | set("·…—–‘’“”「」『』《》〈〉×÷±≈≠≤≥→←↑↓°′″•₩％～")
)
# The font draws \ as a won sign, and raised and lowered digits in two styles that do not match.
_NEVER = {"\\", *"¹²³", *(chr(code) for code in range(0x2070, 0x20A0))}
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")  # how scripts write Hangul
_KOREAN_COPY_BUTTON = """const messages = {
  'ko': {
    'copy': '복사',
    'copy_to_clipboard': '클립보드에 복사',
    'copy_success': '복사했습니다',
    'copy_failure': '복사하지 못했습니다',
  },"""


def package_folder(name: str) -> Path:
    """Where an installed package lies, found without importing it.

    Args:
        name: The name of its top-level folder; need not be an identifier.

    Returns:
        The folder.

    Raises:
        ExtensionError: If it is not installed.
    """
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ExtensionError(f"expected the package {name!r}; install course-lib[book]")
    return Path(next(iter(spec.submodule_search_locations)))


def copy_mathjax(static: Path) -> None:
    """Copy the parts of MathJax that the pages load.

    Args:
        static: The site's ``_static``.
    """
    source = package_folder("sphinx-mathjax-offline") / "static" / "mathjax"
    target = static / "mathjax"
    for part in _MATHJAX_PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, dirs_exist_ok=True)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / part, target / part)


def characters_of(site: Path) -> set[str]:
    """All characters on a built site's pages and in its scripts, and a few that readers bring.

    Args:
        site: The folder of the built HTML.

    Returns:
        The characters.
    """
    files = [*sorted(site.rglob("*.html")), *sorted((site / "_static").glob("*.js"))]
    texts = (file.read_text(encoding="utf-8") for file in files)
    found = _ALWAYS.union(*(set(_ESCAPED.sub(_unescape, text)) for text in texts))
    return found - _NEVER


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def write_font(source: Path, target: Path, characters: set[str]) -> None:
    """Write a part of a font as WOFF2, the same bytes for the same input.

    Args:
        source: A TrueType font.
        target: The file to write.
        characters: What to keep, as far as the font has it.
    """
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["TSI0", "TSI1", "TSI2", "TSI3", "TSI5"]
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[ord(character) for character in characters])
        subsetter.subset(font)
        font.flavor = "woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        font.save(target)


def _translate_copy_button(static: Path) -> None:
    script = static / "copybutton.js"
    text = script.read_text(encoding="utf-8")
    if "'ko': {" not in text:
        text = text.replace("const messages = {", _KOREAN_COPY_BUTTON, 1)
        script.write_text(text, encoding="utf-8")


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    copy_mathjax(site / "_static")
    fonts, characters = package_folder("koreanize_matplotlib") / "fonts", characters_of(site)
    for name, written in _FONTS.items():
        write_font(fonts / name, site / "_static" / "fonts" / written, characters)
    _translate_copy_button(site / "_static")


def _always_outdated(app: Sphinx, *_: object) -> list[str]:
    """The landing page: with nothing to write, Sphinx would not copy a changed stylesheet."""
    return [app.config.root_doc]


def setup(app: Sphinx) -> dict[str, bool]:
    """Complete the site when the build has ended."""
    app.connect("env-get-outdated", _always_outdated)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
