"""Masking at work: the page cuts and draws as the library does."""

from __future__ import annotations

import pytest

from course_lib.data import designed
from course_lib.text import Vocab, WordPiece
from course_lib.widgets import masking_explorer
from course_lib.widgets.masking import masked_pieces
from tests.text.samples import NASTY

TEXTS = [row.text for row in designed.reviews(400)]
MODEL = WordPiece.train(TEXTS, vocab_size=300)
TYPED = (TEXTS[0], "좋다!!", "", "  한번\u3000더 ", "(훌륭했다).", "가" * 101, *NASTY)


def test_the_page_cuts_and_draws_as_the_library_does(page):
    page.open(masking_explorer(MODEL, TEXTS[:2])._repr_html_())
    texts = [text for text in TYPED if len(text) < 300]
    cases = [(t, r, w, s) for t in texts for r, w, s in ((0.15, False, 3), (0.5, True, 70))]
    script = "return arguments[0].map(([text, rate, whole, seed]) => {"
    script += "Object.assign(el.state, {text, rate, whole, seed}); return [el.pieces, el.drawn]; })"
    for (text, rate, whole, seed), (pieces, drawn) in zip(
        cases, page.run(script, cases), strict=True
    ):
        assert pieces == MODEL.tokenize(text), text
        wanted = masked_pieces(MODEL, text, rate=rate, whole=whole, seed=seed)
        assert drawn == [vars(each) for each in wanted], text


def test_many_draws_give_the_shares_of_the_rule(page):
    page.open(masking_explorer(MODEL, TEXTS[:2])._repr_html_())
    page.press("1,000번 뽑기")
    shares = page.run("return el.shares")
    assert shares["chosen"] == pytest.approx(15, abs=1.5)
    assert shares["hidden"] == pytest.approx(80, abs=4)
    assert shares["exchanged"] == pytest.approx(10, abs=3)
    assert shares["left"] == pytest.approx(10, abs=3)
    assert shares["leaks"] > 10
    pressed = "return el.shadowRoot.querySelector('[data-whole][aria-pressed=true]').textContent"
    assert page.run(pressed) == "조각마다"
    page.press("단어를 통째로")
    assert page.run(pressed) == "단어를 통째로"
    page.press("1,000번 뽑기")
    assert page.run("return [el.shares.leaks, el.total.draws]") == [0, 1001]
    assert "1,001번 뽑은 합" in page.find(".sum").text
    assert "골랐습니다" in page.run("return el.live.textContent")


def test_typing_choosing_and_the_slider(page, keys):
    page.open(masking_explorer(MODEL, TEXTS[:2], seed=5)._repr_html_())
    page.press("보기 2")
    assert page.run("return [el.state.text, el.input.value]") == [TEXTS[1]] * 2
    box = page.find(".typed")
    box.clear()
    box.send_keys("<b>영화")
    assert page.run("return el.pieces") == MODEL.tokenize("<b>영화")
    assert page.run("return el.shadowRoot.querySelectorAll('.piece b b').length") == 0
    page.find("input[type=range]").click()  # to its middle
    keys("\ue010")  # End
    assert page.run("return el.state.rate") == 1
    assert page.run("return el.drawn.every((each) => each.fate)")
    page.press("다시 뽑기")
    assert page.run("return el.state.seed") == 6
    box.clear()
    box.send_keys(" ")
    assert "문장을 적으십시오" in page.find(".pieces").text


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(masking_explorer(MODEL, ["가" * 110, TEXTS[1]])._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_the_still_picture_tells_the_first_draw():
    drawn = masked_pieces(MODEL, TEXTS[0], rate=0.5, seed=0)
    still = masking_explorer(MODEL, TEXTS[:1], rate=0.5).fallback
    assert {each.fate for each in drawn} >= {"hidden", ""}
    assert f"조각 {len(drawn)}개 가운데" in still
    for each in drawn:
        assert each.fate == "hidden" or f">{each.shown}<" in still


def test_what_does_not_fit_is_one_error():
    with pytest.raises(ValueError, match="expected a sentence or more .* 0 sentences and 0.15"):
        masking_explorer(MODEL, [])
    with pytest.raises(ValueError, match="got 1 sentences and 15"):
        masking_explorer(MODEL, ["가"], rate=15)
    with pytest.raises(ValueError, match=r"vocabulary with a \[MASK\]"):
        masking_explorer(WordPiece(Vocab(["[UNK]"], specials=["[UNK]"], unknown="[UNK]")), ["가"])
