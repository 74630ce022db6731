"""The explorer of vectors: the page finds the neighbours and answers that Python finds."""

from __future__ import annotations

import numpy as np
import pytest

from course_lib.vectors.keyed import KeyedVectors
from course_lib.widgets import vector_space

UP, RIGHT, DOWN = "\ue013", "\ue014", "\ue015"


@pytest.fixture(scope="module")
def keyed() -> KeyedVectors:
    rng = np.random.default_rng(0)
    return KeyedVectors([f"w{i}" for i in range(40)], rng.normal(size=(40, 6)))


@pytest.fixture(scope="module")
def widget(keyed):
    planes = {
        "앞": {"하나": ["w0", "w1", "w2"], "둘": ["w3", "w4"]},
        "뒤": {"셋": ["w5", "w6", "w7"]},
    }
    return vector_space(keyed, planes, analogies=[("w0", "w1", "w2"), ("w5", "w6", "w7")])


def _same(ours, theirs):
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    np.testing.assert_allclose([s for _, s in ours], [s for _, s in theirs], atol=2e-4)


def test_the_page_finds_what_python_finds(page, widget, keyed):
    page.open(widget._repr_html_())
    words = page.run("return el.space.words")
    named = ".map(([i, s]) => [el.name(i), s])"
    for word in ("w0", "w9", "w39"):
        found = page.run(f"return el.near(arguments[0]){named}", words.index(word))
        _same(found, keyed.most_similar(word, top=7))
    found = page.run(f"return el.space.analogy([0, 1, 2], 5, false){named}")
    _same(found, keyed.most_similar(["w1", "w2"], "w0", top=5))
    target = keyed.unit("w1") - keyed.unit("w0") + keyed.unit("w2")
    found = page.run(f"return el.space.analogy([0, 1, 2], 5, true){named}")
    _same(found, keyed.nearest(target, top=5))


def test_search_walk_and_ask(page, widget, keyed, keys):
    page.open(widget._repr_html_())
    page.find("input").clear()
    page.find("input").send_keys("w6")
    assert page.run("return el.state") | {"word": 6, "plane": 1} == page.run("return el.state")
    page.find(".picture").click()
    page.run("el.set({plane: 0, word: el.spots.at(0).i})")
    page.run("el.set({word: el.spots.toSorted((p, q) => p.x - q.x)[0].i}); el.picture.focus()")
    where = "return el.spots.find(({ i }) => i === el.state.word).x"
    before = page.run(where)
    for way in (DOWN, UP, RIGHT):
        keys(way)
    assert page.run(where) > before
    assert "의 이웃" in page.run("return el.live.textContent")
    page.press("유추")
    answer = keyed.most_similar(["w1", "w2"], "w0", top=1)[0][0]
    assert answer in page.find(".side ol li").text
    page.press("w7 − w5 + w6")
    assert page.run("return el.state.plane") == 1
    page.find(".again input").click()
    assert page.run("return el.state.repeat")


def test_every_point_of_the_plane_is_drawn_with_its_name(page, widget):
    page.open(widget._repr_html_())
    texts = page.run(
        "return [...el.shadowRoot.querySelectorAll('.picture text')].map((t) => t.textContent)"
    )
    assert sorted(texts) == ["w0", "w1", "w2", "w3", "w4"]
    page.press("뒤")
    assert page.run("return el.shadowRoot.querySelectorAll('.picture .dot').length") == 3


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, widget, width):
    page.open(widget._repr_html_(), width=width)
    page.press("유추")
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_the_still_picture_names_the_words(widget):
    assert "하나: w0 w1 w2, 둘: w3 w4" in widget.fallback
    assert widget.fallback.count("<circle") == 5


def test_what_cannot_be_shown_is_one_error(keyed):
    with pytest.raises(ValueError, match="one plane or more"):
        vector_space(keyed, {})
    with pytest.raises(ValueError, match="got 2 words in 1 groups"):
        vector_space(keyed, {"p": {"g": ["w0", "w1"]}})
    with pytest.raises(ValueError, match="a plane with all of"):
        vector_space(keyed, {"p": {"g": ["w0", "w1", "w2"]}}, analogies=[("w0", "w1", "w9")])
    with pytest.raises(KeyError, match="'없음'"):
        vector_space(keyed, {"p": {"g": ["w0", "w1", "없음"]}})
