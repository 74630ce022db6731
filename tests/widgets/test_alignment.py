"""The alignment matrix: the page shows the given weights, by mouse, by keyboard, in words."""

from __future__ import annotations

import pytest

from course_lib.widgets import alignment_matrix

SENTENCES = (
    {
        "source": ["i", "drink", "milk"],
        "target": ["나는", "우유를", "마신다"],
        "weights": [[0.9, 0.06, 0.04], [0.1, 0.2, 0.7], [0.51, 0.3, 0.19]],
        "gold": [(0, 0), (2, 1), (1, 2)],
    },
    {"source": ["<b>", "&"], "target": ["x"], "weights": [[0.123456, 0.876544]]},
)


def test_the_page_reads_what_python_gave(page):
    widget = alignment_matrix(SENTENCES)
    assert widget.data["sentences"][1]["weights"] == [[0.1235, 0.8765]]
    page.open(widget._repr_html_())
    script = """return arguments[0].map(([sentence, row]) => {
      el.state = {sentence, row}; return el.values; })"""
    cases = [[0, 0], [0, 1], [0, 2], [1, 0]]
    found = page.run(script, cases)
    for (sentence, row), values in zip(cases, found, strict=True):
        assert values["shares"] == widget.data["sentences"][sentence]["weights"][row]
    assert [values["best"] for values in found] == [0, 2, 0, 1]
    assert [values["hit"] for values in found] == [True, True, False, None]


def test_words_are_chosen_by_keys_and_mouse(page, keys):
    page.open(alignment_matrix(SENTENCES)._repr_html_())
    assert page.find(".reading").text == "‘나는’: ‘i’에 90%. 정답 정렬과 같습니다."
    page.press("우유를")
    assert "‘우유를’: ‘milk’에 70%" in page.find(".reading").text
    keys("\ue014")  # right
    assert page.find(".reading").text == "‘마신다’: ‘i’에 51%. 정답 정렬은 drink입니다."
    keys("\ue014")  # there is no word further right
    assert "‘마신다’" in page.find(".reading").text
    keys("\ue011")  # Home
    assert "‘나는’" in page.find(".reading").text
    assert page.find(".target button[aria-pressed=true]").text == "나는"
    page.run(
        "el.shadowRoot.querySelector('[data-row=\"1\"] .cell')"
        ".dispatchEvent(new PointerEvent('pointermove', {bubbles: true}))"
    )
    assert "‘우유를’" in page.find(".reading").text
    page.press("문장 2")
    assert page.find(".reading").text == "‘x’: ‘&’에 88%."
    assert page.find(".word").text.startswith("<b>")


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    words = ["teachers"] * 13
    long = {"source": words, "target": words, "weights": [[1 / 13] * 13] * 13}
    page.open(alignment_matrix([long])._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_the_still_picture_tells_where_each_word_looked():
    still = alignment_matrix(SENTENCES).fallback
    assert "나는: i, 우유를: milk, 마신다: i" in still
    assert still.count("<rect") == 9


@pytest.mark.parametrize(
    ("sentences", "message"),
    [
        ([], "a sentence or more"),
        ([{"source": ["a"], "target": ["b", "c"], "weights": [[1.0]]}], "1 rows for 2 and 1"),
        ([{"source": ["a", "b"], "target": ["c"], "weights": [[1.0]]}], "a weight for each pair"),
        ([{"source": ["a"], "target": ["c"], "weights": [[0.5]]}], "sum to 1"),
        ([{"source": ["a"], "target": ["c"], "weights": [[1]], "gold": [(1, 0)]}], "gold pairs"),
    ],
)
def test_what_does_not_fit_is_one_error(sentences, message):
    with pytest.raises(ValueError, match=message):
        alignment_matrix(sentences)
