"""The bag explorer: the page counts and weighs as ``course_lib.text`` does."""

from __future__ import annotations

import pytest

from course_lib.text import TOKENIZERS, Ngrams, TfIdf
from course_lib.widgets import bag_explorer
from course_lib.widgets.bag import TYPED
from tests.text.samples import NASTY

DOCUMENTS = ("I like hot dogs.", "The dog ran fast.", "Its hot outside.", "값진 영화, 값진 밤")
TYPED_TEXTS = (
    "My dog likes hot dogs on a hot day.",
    "hot hot hot dog",
    "",
    "모르는 말뿐",
    "값진 값진 hot",
    'It\'s "hot"; <br />THE dog?! (not) so: İstanbul ΣΑΣ',
    "a\x1cb\u3000c\u00a0d\ufeffe",
    *(text for text in NASTY if len(text) < 200),
)


def _ours(text: str, tokenizer: str, weighting: str, high: int) -> tuple[list[str], list[float]]:
    cut, joiner = TOKENIZERS[tokenizer], "" if tokenizer == "characters" else " "
    grams, counts = Ngrams.fit(map(cut, DOCUMENTS), high=high, joiner=joiner)
    row = grams.count([cut(text)])
    if weighting == "tfidf":
        row = TfIdf.fit(counts).transform(row)
    return list(grams.names), row.toarray()[0].tolist()


@pytest.mark.parametrize("tokenizer", TYPED)
def test_the_page_counts_and_weighs_as_the_library_does(page, tokenizer):
    page.open(bag_explorer(DOCUMENTS, tokenizer=tokenizer)._repr_html_())
    cases = [(t, w, h) for t in TYPED_TEXTS for w in ("count", "tfidf") for h in (1, 2, 3)]
    script = "return arguments[0].map(([text, weighting, high]) => {"
    script += "Object.assign(el.state, {text, weighting, high}); const now = el.values;"
    script += "return [now.tokens, now.names, now.vector]; })"
    for (text, weighting, high), got in zip(cases, page.run(script, cases), strict=True):
        names, vector = _ours(text, tokenizer, weighting, high)
        assert got[0] == TOKENIZERS[tokenizer](text), text
        assert got[1] == names
        assert got[2] == pytest.approx(vector, rel=1e-12, abs=1e-15), (text, weighting, high)


def test_the_documents_sentence(page):
    widget = bag_explorer(DOCUMENTS[:3], text=TYPED_TEXTS[0], tokenizer="words")
    page.open(widget._repr_html_())
    assert page.run("return el.values.vector") == [1, 1, 0, 2, 0, 0, 0, 0, 0]
    assert "어휘 9칸 가운데 0이 아닌 칸 3개" in page.find(".sum").text
    assert [row.text for row in page.find("tbody").find_elements("css selector", "tr")] == [
        "dog 0 1", "dogs 1 1", "hot 3 2",
    ]  # fmt: skip


def test_typing_pressing_and_shuffling(page):
    page.open(bag_explorer(("hot dog on a day",))._repr_html_())
    box = page.find(".typed")
    box.clear()
    box.send_keys("dog on a hot day kiwi")
    assert page.run("return el.values.counts") == [1] * 5
    assert "kiwi" in page.find(".left").text
    page.press("순서 섞기")
    assert "벡터는 그대로입니다" in page.find(".verdict").text
    page.press("1–2")
    assert page.run("return el.state.high") == 2
    page.press("처음으로")
    assert page.run("return el.values.counts") == [1] * 9
    page.press("순서 섞기")
    assert "달라졌습니다" in page.find(".verdict").text
    assert "벡터" in page.run("return el.live.textContent")
    page.press("TF-IDF")
    assert page.run("return el.shadowRoot.querySelectorAll('thead th').length") == 7


def test_what_is_typed_stays_text(page):
    page.open(bag_explorer(("<b>x</b> & y",), text="<b>x</b> <i>")._repr_html_())
    assert page.run("return el.shadowRoot.querySelectorAll('.out b, .out .chip i').length") == 0


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(bag_explorer(DOCUMENTS, weighting="tfidf", high=3)._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_the_still_picture_has_the_same_numbers():
    still = bag_explorer(DOCUMENTS[:3], text=TYPED_TEXTS[0], tokenizer="words").fallback
    assert "dog 1, dogs 1, hot 2" in still
    assert "어휘 9칸 가운데 0이 아닌 칸 3개" in still
    assert "0.577" in bag_explorer(("a b c",), weighting="tfidf").fallback


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"documents": []}, "one document or more"),
        ({"documents": "a text"}, "one document or more"),
        ({"weighting": "binary"}, "weighting must be one of"),
        ({"high": 4}, "high must be one of"),
        ({"tokenizer": "jamo"}, "tokenizer must be one of"),
    ],
)
def test_what_is_none_of_the_choices_is_one_error(options, message):
    with pytest.raises(ValueError, match=message):
        bag_explorer(**{"documents": DOCUMENTS, **options})
