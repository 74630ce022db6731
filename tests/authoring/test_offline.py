"""What a site needs to ask nobody: a part of a font, MathJax, Korean on the copy button."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

from course_lib.authoring.offline import (
    characters_of,
    copy_mathjax,
    package_folder,
    write_font,
)

FONT = package_folder("koreanize_matplotlib") / "fonts" / "NanumGothic.ttf"


def test_the_font_holds_what_the_pages_say(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "page.html").write_text("<p>역전파 C:\\dir</p>", encoding="utf-8")
    (tmp_path / "_static" / "words.js").write_text('x = "\\ud398\\uc774\\uc9c0"', encoding="utf-8")
    characters = characters_of(tmp_path)
    assert set("역전파페이지ㄱ A1") <= characters
    assert "\\" not in characters, "the font would draw a won sign"
    write_font(FONT, tmp_path / "a.woff2", characters)
    with TTFont(tmp_path / "a.woff2") as font:
        assert {ord(c) for c in "역전파페이지"} <= set(font.getBestCmap())
        assert ord("힣") not in font.getBestCmap()


def test_the_same_text_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_font(FONT, tmp_path / f"{name}.woff2", set("역전파의 기울기"))
    assert (tmp_path / "a.woff2").read_bytes() == (tmp_path / "b.woff2").read_bytes()


def test_mathjax_comes_with_its_fonts(tmp_path):
    copy_mathjax(tmp_path)
    assert (tmp_path / "mathjax" / "tex-chtml.js").is_file()
    assert list((tmp_path / "mathjax" / "output" / "chtml" / "fonts").rglob("*.woff"))


def test_a_missing_package_is_named():
    with pytest.raises(ExtensionError, match="no-such-package"):
        package_folder("no-such-package")
