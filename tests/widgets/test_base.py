"""What holds for every widget: escaping, the same bytes twice, no ids, no other host."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.theme import DARK, LIGHT, THEMES, dark_rules
from course_lib.widgets import Widget, network_stepper
from course_lib.widgets.base import plain_colours

HARD = "</script><!-- <b a='1' b=\"2\"> & \u2028 \u2029 한글"


class _Parsed(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def first(self, tag: str) -> dict[str, str | None]:
        return self.attributes[self.tags.index(tag)]


def _widget(data: dict[str, object], label: str = "그림") -> Widget:
    return Widget("course-try", data, scripts=(), label=label, fallback="<svg></svg>")


@given(st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False, allow_infinity=False)))
def test_data_come_through_html_unchanged(data):
    parsed = _Parsed(_widget(data)._repr_html_())
    assert json.loads(parsed.first("course-try")["data-widget"] or "") == data


def test_data_and_label_cannot_break_out():
    html = _widget({"text": HARD}, HARD)._repr_html_()
    parsed = _Parsed(html)
    assert parsed.tags == ["style", "course-try", "svg", "script"]
    assert parsed.first("course-try")["aria-label"] == HARD
    assert json.loads(parsed.first("course-try")["data-widget"] or "")["text"] == HARD
    assert html.count("</script>") == 1
    assert "<!--" not in html


def test_a_number_that_json_lacks_is_an_error():
    with pytest.raises(ValueError, match="Out of range float values"):
        _widget({"x": float("nan")})._repr_html_()


def test_the_same_widget_gives_the_same_bytes_whatever_the_order_of_its_data():
    assert _widget({"a": 1, "b": 2})._repr_html_() == _widget({"b": 2, "a": 1})._repr_html_()
    assert network_stepper()._repr_html_() == network_stepper()._repr_html_()


def test_no_ids_no_other_host_no_global_names():
    html = network_stepper()._repr_html_()
    assert not re.search(r"\bid=|setAttribute\(.id.|getElementById", html)
    assert set(re.findall(r"https?://[^\"' )]+", html)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(fetch\(|import[ (]|XMLHttpRequest|localStorage|window\.\w+ =)", html)
    assert re.search(r"<script>\(\(\)=>\{.*\}\)\(\)</script>$", html, flags=re.S)
    assert len(html) < 60_000


def test_paper_gets_the_fallback_in_plain_colours():
    bundle = network_stepper()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert "var(" not in bundle["image/svg+xml"]
    assert LIGHT.backward in bundle["image/svg+xml"]
    assert plain_colours("fill:var(--cl-ink)") == f"fill:{LIGHT.ink}"


def _linear(colour: str) -> np.ndarray:
    v = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def _contrast(a: str, b: str) -> float:
    dark, light = sorted(float(_linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (a, b))
    return (light + 0.05) / (dark + 0.05)


# Machado, Oliveira and Fernandes 2009, severity 1.0: what the two common deficiencies see.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def _lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.array(TO_XYZ) @ rgb.clip(0, 1) / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_colours_are_readable_as_text(theme):
    for colour in (theme.ink, theme.muted, *theme.series):
        assert _contrast(colour, theme.surface) >= 4.5, colour


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_series_keep_apart_for_colour_blind_readers(theme, deficiency):
    matrix = np.array(DEFICIENCIES[deficiency])
    seen = [_lab(matrix @ _linear(colour)) for colour in theme.series]
    for k, a in enumerate(seen):
        for b in seen[:k]:
            assert np.linalg.norm(a - b) >= 12


def test_dark_is_named_by_the_page_or_guessed_from_the_system():
    rules = dark_rules(".x", f"color:{DARK.ink}")
    for ancestor in ("html[data-theme=dark]", "html[theme=dark]", "[data-jp-theme-light=false]"):
        assert f"{ancestor} .x" in rules
    assert "prefers-color-scheme:dark" in rules
