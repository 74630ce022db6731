"""The merge stepper: the merges of ``Bpe`` itself, two frames for each."""

from __future__ import annotations

import pytest

from course_lib.text import Bpe
from course_lib.widgets import merge_stepper

WORDS = {"영화": 3, "영화가": 2, "영화는": 2, "재미있다": 3, "재미없다": 2}


def _model(merges: int) -> Bpe:
    texts = [word for word, count in WORDS.items() for _ in range(count)]
    size = len(set("".join(WORDS))) + merges
    return Bpe.train(texts, vocab_size=size, byte_level=False, specials=(), unknown=None)


def test_merges_and_words_are_bpes():
    steps, model = merge_stepper(WORDS, merges=5).data["steps"], _model(5)
    assert [tuple(step["tops"][0][:2]) for step in steps] == list(model.merges)
    assert steps[-1]["words"] == [model.tokenize(word) for word in WORDS]
    assert steps[-1]["size"] == len(model.vocab)
    assert steps[0]["tops"][0] == ("영", "화", 7)
    for step in steps:
        counts = [count for *_, count in step["tops"]]
        assert counts == sorted(counts, reverse=True)


def test_frames_in_the_page(page):
    page.open(merge_stepper(WORDS, merges=3)._repr_html_())
    assert page.run("return el.list.length") == 6
    assert "이웃한 쌍을 셉니다" in page.title()
    assert page.run("return el.shadowRoot.querySelectorAll('.symbol.pair').length") == 6
    page.press("다음")
    assert "가장 잦은 쌍을 합칩니다" in page.title()
    joined = page.run(
        "return [...el.shadowRoot.querySelectorAll('.symbol.new')].map((s) => s.textContent)"
    )
    assert joined == ["영화"] * 3
    assert "영화" in page.run("return el.live.textContent")


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(merge_stepper(WORDS)._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_the_still_picture_has_all_merges():
    still = merge_stepper(WORDS, merges=2).fallback
    assert "1. 영 + 화 (7번)" in still
    assert "재미있다 → 재미 | 있 | 다" in still


@pytest.mark.parametrize(
    ("words", "merges", "message"),
    [
        ({}, 1, "words without spaces"),
        ({"두 말": 1}, 1, "words without spaces"),
        ({"말": 0}, 1, "1 or more, got 0 and 1"),
        ({"말": 1}, 0, "1 or more, got 1 and 0"),
    ],
)
def test_what_cannot_be_merged_is_one_error(words, merges, message):
    with pytest.raises(ValueError, match=message):
        merge_stepper(words, merges=merges)
