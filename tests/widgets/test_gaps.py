"""The gap explorer shows the tables it was given."""

from __future__ import annotations

import pytest

from course_lib.widgets import GapView, gap_explorer

WORDS = ("the", "<b>king</b>", "sat")
GUESSED = ({"the": 0.9, "a": 0.1}, {"king": 0.5, "queen": 0.2}, {"sat": 0.7004})
KNOWN = ({"the": 1.0}, {"king": 0.25, "queen": 0.25, "prince": 0.5}, {"sat": 1.0})
VIEW = GapView(WORDS, GUESSED, KNOWN)
SHORT = GapView(("one",), ({"one": 1.0},), ({"two": 1.0},))


def test_the_page_shows_both_tables(page):
    page.open(gap_explorer([VIEW, SHORT])._repr_html_())
    assert page.run("return el.table") == [["the", 900, 1000], ["a", 100, 0]]
    page.run("el.set({place: 1})")
    assert page.run("return el.table") == [
        ["king", 500, 250], ["prince", 0, 500], ["queen", 200, 250],
    ]  # fmt: skip
    assert "king 50%, 최선 25%" in page.run("return el.live.textContent")
    page.run("el.set({view: 1, place: 0})")
    assert page.run("return el.table") == [["one", 1000, 0], ["two", 0, 1000]]


def test_choosing_by_button_and_key(page, keys):
    page.open(gap_explorer([VIEW, SHORT])._repr_html_())
    page.press("sat")
    assert page.run("return el.state.place") == 2
    page.run("el.words.focus()")
    keys("\ue014")  # right: from the last word to the first
    assert page.run("return el.state.place") == 0
    keys("\ue012")
    assert page.run("return el.state.place") == 2
    assert page.run("return [...el.words.children].map((each) => each.textContent)") == [
        "the", "<b>king</b>", "[MASK]",
    ]  # fmt: skip
    page.press("문장 2")
    assert page.run("return el.state") == {"view": 1, "place": 0}


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    long = GapView(("word" * 6,), ({"grandmother" * 3: 1.0},), ({"x": 1.0},))
    page.open(gap_explorer([long, VIEW])._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_the_still_picture_has_the_same_numbers():
    still = gap_explorer([VIEW], place=2).fallback
    assert "the &lt;b&gt;king&lt;/b&gt; [MASK]" in still
    assert "sat 70%, 최선 100%" in still


def test_what_does_not_fit_is_one_error():
    with pytest.raises(ValueError, match="expected a sentence that holds word 3, got 1 sentences"):
        gap_explorer([VIEW], place=3)
    with pytest.raises(ValueError, match="two tables for each word, got 3 words, 2 and 3 tables"):
        gap_explorer([GapView(WORDS, GUESSED[:2], KNOWN)])
