"""The sliding window: kept words, pairs and drawn words as in ``course_lib.vectors``."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from course_lib.vectors.sampling import noise
from course_lib.vectors.windows import keep_probabilities, pairs
from course_lib.widgets import skipgram_window

SENTENCES = (
    "the king sat on the throne and the queen wore a crown and the prince got new toys",
    "  영화   정말 정말 재미있고\t영화 같다 ",
    "하나",
    "",
    "a a a a a a b",
)
READ = "return arguments[0].map((change) => { el.set(change); return el.now; })"


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("subsample", [False, True])
def test_the_page_pairs_as_the_library_does(page, dynamic, subsample):
    page.open(skipgram_window(dynamic=dynamic, subsample=subsample)._repr_html_())
    cases = [
        {"text": text, "width": width, "seed": seed, "negative": 3}
        for text in SENTENCES
        for width in (1, 2, 5)
        for seed in (0, 7)
    ]
    for case, got in zip(cases, page.run(READ, cases), strict=True):
        words = case["text"].split()
        counts = Counter(words)
        assert (got["words"], got["types"]) == (words, list(counts))
        if not words:
            continue
        frequencies = list(counts.values())
        keep = keep_probabilities(frequencies, threshold=0.03 if subsample else 0)
        assert got["keep"] == pytest.approx(keep.tolist(), rel=1e-12)
        assert got["noise"] == pytest.approx(noise(frequencies).probabilities.tolist(), rel=1e-12)
        places = np.flatnonzero(got["kept"])
        assert [center["at"] for center in got["centers"]] == places.tolist()
        reach = np.array([center["reach"] for center in got["centers"]], dtype=np.int64)
        assert ((reach >= 1) & (reach <= case["width"])).all()
        found = pairs(np.zeros(len(places), dtype=np.int64), reach)
        ours = [(places[a], places[b]) for a, b in zip(*found, strict=True)]
        assert ours == [(c["at"], other) for c in got["centers"] for other in c["contexts"]]
        drawn = [words for center in got["centers"] for words in center["negatives"]]
        assert all(len(each) == 3 and max(each) < len(counts) for each in drawn)


def test_what_is_drawn_follows_its_distribution(page):
    page.open(skipgram_window()._repr_html_())
    script = "el.set({text: 'a a a a a a a a b b c', width: 3, subsample: true, dynamic: true,"
    script += "negative: 5}); const found = [];"
    script += "for (let seed = 0; seed < 400; seed++) { el.state.seed = seed; el.frames();"
    script += "found.push(el.now); } return found"
    runs = page.run(script)
    kept = np.mean([run["kept"] for run in runs], axis=0)
    assert kept[:8].mean() == pytest.approx(
        keep_probabilities([8, 2, 1], threshold=0.03)[0], abs=0.02
    )
    centers = [center for run in runs for center in run["centers"]]
    reach = np.bincount([center["reach"] for center in centers], minlength=4)[1:]
    assert reach / reach.sum() == pytest.approx([1 / 3] * 3, abs=0.03)
    drawn = np.bincount(np.concatenate([np.ravel(c["negatives"]) for c in centers]).astype(int))
    expected = noise([8, 2, 1]).probabilities
    assert drawn / drawn.sum() == pytest.approx(expected.tolist(), abs=0.02)


def test_sliding_typing_and_switching(page, keys):
    page.open(skipgram_window("a b c d e", negative=1)._repr_html_())
    assert page.title() == "중심 단어 ‘a’, 창 2"
    page.press("다음")
    page.press("다음")
    assert page.title() == "중심 단어 ‘c’, 창 2"
    shown = page.run(
        "return [...el.shadowRoot.querySelectorAll('.word.near small')].map(x => x.textContent)"
    )
    assert shown == ["−2", "−1", "+1", "+2"]
    assert "쌍 14개" in page.find(".status").text
    box = page.find(".typed")
    box.send_keys(" f")
    assert page.run("return el.now.words.length") == 6
    keys("\ue012")  # an arrow in the text moves the caret, not the window
    assert page.title() == "중심 단어 ‘c’, 창 2"
    page.run("el.shadowRoot.querySelector('[data-key=dynamic]').click()")
    assert page.run("return el.state.dynamic")
    page.press("모든 쌍")
    assert page.title().startswith("쌍 ")
    assert page.run("return el.live.textContent").startswith("쌍 ")


def test_what_is_typed_stays_text(page):
    page.open(skipgram_window("<b>x</b> <i>y</i>")._repr_html_())
    assert page.run("return el.shadowRoot.querySelectorAll('.word i').length") == 0
    assert "&lt;b&gt;x" in skipgram_window("<b>x</b> y").fallback


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(
        skipgram_window("길고긴단어이하나뿐인 " * 5, subsample=True)._repr_html_(), width=width
    )
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_what_is_out_of_range_is_one_error():
    with pytest.raises(ValueError, match="width must be from 1 to 5, got 6"):
        skipgram_window(width=6)
    with pytest.raises(ValueError, match="negative must be from 0 to 5, got -1"):
        skipgram_window(negative=-1)
