"""The pictures: two themes, Hangul and minus drawn, nothing global changed, same bytes twice."""

from __future__ import annotations

import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import unquote

import matplotlib
import pytest
from matplotlib.figure import Figure as Canvas

from course_lib import plots
from course_lib.plots import fonts

LINE = {"E": [0.249, 0.2, 0.1]}


def _line(**options: object) -> plots.Figure:
    named = {"xlabel": "걸음", "ylabel": "오차", "alt": "오차가 줄어듭니다.", **options}
    return plots.line(LINE, **named)  # type: ignore[arg-type]


class _Images(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images.append(dict(attrs))


def test_importing_the_package_does_not_import_matplotlib() -> None:
    code = "import course_lib, course_lib.widgets, sys; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_figure_changes_no_global_setting_and_never_needs_pyplot() -> None:
    code = (
        "import matplotlib as m\n"
        "settings = lambda: {k: m.rcParams[k] for k in m.rcParams if k != 'backend'}\n"
        "before = settings()\n"
        "from course_lib import plots; import sys\n"
        "plots.figure(lambda ax: ax.plot([1, 2]), alt='선')._repr_mimebundle_()\n"
        "assert settings() == before\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert 'koreanize_matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_html_holds_a_light_and_a_dark_image_with_the_same_alt() -> None:
    images = _Images(_line(alt='"작은" <오차> & 끝')._repr_html_()).images
    assert [image["alt"] for image in images] == ['"작은" <오차> & 끝'] * 2
    assert [image.get("style") for image in images] == [None, "display:none"]
    for image in images:
        head, _, data = (image["src"] or "").partition(",")
        assert head == "data:image/svg+xml"
        assert ET.fromstring(unquote(data)).tag.endswith("svg")
    assert images[0]["src"] != images[1]["src"]


def test_whole_steps_have_whole_ticks():
    ax = Canvas().subplots()
    _line(x=[1, 2, 3])._draw(ax)
    assert all(tick == int(tick) for tick in ax.get_xticks())


def test_the_same_data_give_the_same_bytes_and_no_date() -> None:
    first, second = _line(), _line()
    assert first._repr_html_() == second._repr_html_()
    assert first.png() == second.png()
    assert "<metadata" not in first.light


def test_hangul_and_the_minus_sign_have_glyphs() -> None:
    if fonts.packaged_font() is None and fonts.system_font() is None:
        pytest.skip("no Hangul font on this machine")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")  # what matplotlib says of a missing one
        plots.bars({"재미있다": 1.5, "지루하다": -2.0}, xlabel="가중치", alt="막대")
        _line(logx=True, logy=True)


def test_without_a_hangul_font_one_korean_warning_names_the_cure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "packaged_font", lambda: None)
    monkeypatch.setattr(fonts, "system_font", lambda: None)
    with pytest.warns(UserWarning, match="koreanize-matplotlib.*다시 시작할 필요는 없습니다"):
        assert fonts.families() == [fonts.LATIN]


def test_small_files() -> None:
    history = {"E": [1 / (1 + k) for k in range(10_001)]}
    shown = plots.line(history, xlabel="걸음", ylabel="오차", alt="선", logx=True, logy=True)
    assert len(shown._repr_html_()) < 100_000


def test_draw_gets_the_axes_row_by_row_and_the_colours_of_the_theme() -> None:
    seen = []

    def draw(left: matplotlib.axes.Axes, right: matplotlib.axes.Axes) -> None:
        seen.append(matplotlib.rcParams["text.color"])
        left.plot([0, 1])
        right.plot([1, 0])

    plots.figure(draw, alt="두 그림", cols=2)
    assert len(set(seen)) == 2


def test_save_writes_the_chosen_variant(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shown = _line()
    shown.save(tmp_path / "d.svg", theme="dark")
    assert (tmp_path / "d.svg").read_text(encoding="utf-8") == shown.dark
    with pytest.raises(ValueError, match="'light' or 'dark', got 'blue'"):
        shown.save(tmp_path / "b.svg", theme="blue")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: _line(alt=" "), "alt must say"),
        (lambda: plots.line({}, xlabel="x", ylabel="y", alt="a"), "at least one line"),
        (lambda: plots.line({"a": []}, xlabel="x", ylabel="y", alt="a"), "'a' must have"),
        (lambda: _line(x=[1.0]), "1 to 1 values, got 3"),
        (lambda: plots.bars({}, xlabel="x", alt="a"), "at least one bar"),
        (
            lambda: plots.curves({"f": abs}, start=1, stop=1, xlabel="x", ylabel="y", alt="a"),
            "start must be below stop",
        ),
    ],
)
def test_one_clear_error(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=message):
        call()
