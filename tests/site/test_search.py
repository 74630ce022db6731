"""Korean search: the same stems in the browser as in the index, and the pages it finds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from course_lib.authoring.search_ko import SearchKorean, split_words

RESULTS = """
return [...document.querySelectorAll('#search-results li')].map((e) => [
  e.querySelector('a').getAttribute('href'), e.querySelector('.context')?.textContent || '']);
"""


def find(browser, words: str) -> list[list[str]]:
    browser.open(f"search.html?q={quote(words)}")
    browser.wait("document.querySelector('.search-summary')?.innerText")
    results = "[...document.querySelectorAll('#search-results li')]"
    browser.wait(f"{results}.every((e) => e.querySelector('.context'))")
    return browser.run(RESULTS)


@pytest.mark.parametrize(
    "words",
    [
        "역전파",
        "역전파의",
        "기울기를 계산",
        "오차가",
        "시그모이드에서는",
        "경사하강법으로",
        "PyTorch로",
        "pytorch",
    ],
)
def test_a_word_finds_the_chapter_with_or_without_its_particle(browser, words):
    found = [link for link, _ in find(browser, words)]
    assert any("by_hand" in link for link in found), found


def test_particles_do_not_change_what_is_found(browser):
    def pages(words: str) -> set[str]:
        return {re.sub(r"[#?].*", "", link) for link, _ in find(browser, words)}

    assert pages("손실") == pages("손실을") == pages("손실이") != set()


def test_the_excerpt_shows_the_word(browser):
    excerpts = [text for _, text in find(browser, "손실을")]
    assert excerpts
    assert all("손실" in text for text in excerpts), excerpts
    assert not [text for text in excerpts if "Colab에서 실행" in text or "\\" in text]


def test_both_words_have_to_be_there(browser):
    assert find(browser, "손실 기울기")
    assert not find(browser, "손실 호랑나비")
    assert not find(browser, "손실 호랑")


def test_the_browser_stems_like_the_index(browser, site: Path, pages):
    text = " ".join(
        re.sub(r"<[^>]+>", " ", (site / page).read_text(encoding="utf-8")) for page in pages
    )
    words = sorted(
        {
            *text.split(),
            "값을",
            "정확도를",
            "LSTM의",
            "BERT에서는",
            "x_1과",
            "w₅의",
            "10⁻¹⁵보다",
            "에서",
        }
    )
    browser.open("search.html")
    cut = browser.run(
        "return JSON.parse(arguments[0]).map((w) => splitQuery(w))", json.dumps(words)
    )
    assert cut == [split_words(word) for word in words]
    latin = sorted({part.lower() for parts in cut for part in parts if part.isascii()})
    stems = browser.run(
        "const s = new Stemmer(); return arguments[0].map((w) => s.stemWord(w))", latin
    )
    python = SearchKorean({})
    different = [
        (word, js, python.stem(word))
        for word, js in zip(latin, stems, strict=True)
        if js != python.stem(word)
    ]
    assert not different
