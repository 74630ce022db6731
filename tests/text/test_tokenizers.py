"""Tokenizers: nothing is lost, and the oracles agree."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from course_lib.text import hangul, tokenizers
from tests.text.samples import NASTY, real_news, real_texts, texts


@given(texts)
def test_characters_and_graphemes_join_to_the_text(text):
    assert "".join(tokenizers.characters(text)) == text
    assert "".join(tokenizers.graphemes(text)) == text
    assert (
        "".join(tokenizers.syllables(text)).split()
        == "".join(each for each in tokenizers.graphemes(text) if not each.isspace()).split()
    )


@given(texts)
def test_jamo_join_to_the_text(text):
    assert tokenizers.join_jamo(tokenizers.jamo(text)) == hangul.compose(text)
    composed = unicodedata.normalize("NFC", text)
    assert tokenizers.join_jamo(tokenizers.jamo(composed)) == composed


@given(
    st.text(
        st.sampled_from(
            "가각ㅋ\u1100\u1161\u119e\u11a8\ua960\ud7b0\ud7cb a\r\n\x00👨👩🏽❤\u200d\ufe0f🇰🇷e\u0301"
        ),
        max_size=12,
    )
)
def test_graphemes_are_unicodes(text):
    regex = pytest.importorskip("regex")
    assert tokenizers.graphemes(text) == regex.findall(r"\X", text)


def test_what_a_reader_counts():
    assert tokenizers.graphemes("값👨\u200d👩\u200d👧🇰🇷 \u1112\u119e\u11ab👍🏽") == [
        "값", "👨\u200d👩\u200d👧", "🇰🇷", " ", "\u1112\u119e\u11ab", "👍🏽",
    ]  # fmt: skip
    assert tokenizers.graphemes("👨\u200d\u200d👩") == ["👨\u200d\u200d", "👩"]
    assert tokenizers.syllables(" 나는\n밥 ") == ["나", "는", "밥"]
    assert tokenizers.jamo("값ㅋ") == ["\u1100", "\u1161", "\u11b9", "ㅋ"]


def _torchtext(text):
    return pytest.importorskip("torchtext.data.utils").get_tokenizer("basic_english")(text)


def test_the_documents_sentence():
    assert tokenizers.basic_english("He said: hello") == ["he", "said", "hello"]


@given(st.one_of(texts, st.text(st.sampled_from("aB가<br />\"'.,()!?;: \n\x1cİ"), max_size=30)))
def test_basic_english_is_torchtexts(text):
    assert tokenizers.basic_english(text) == _torchtext(text)


def test_basic_english_is_torchtexts_on_tags():
    for text in ("<br />a<br/>", '<br "/>', "<br '/>", '<"br />', "<BR />", *NASTY):
        assert tokenizers.basic_english(text) == _torchtext(text)


@pytest.mark.parametrize("texts_of", [real_texts, real_news])
def test_basic_english_is_torchtexts_on_real_texts(texts_of):
    for text in texts_of():
        assert tokenizers.basic_english(text) == _torchtext(text)


@given(texts)
def test_words_are_count_vectorizers(text):
    assert tokenizers.words(text) == CountVectorizer().build_analyzer()(text)


def test_whitespace():
    assert tokenizers.whitespace(" a\t b\u3000가\n") == ["a", "b", "가"]


@pytest.mark.parametrize("name", tokenizers.TOKENIZERS)
def test_all_take_any_text(name):
    for text in NASTY:
        tokens = tokenizers.TOKENIZERS[name](text)
        assert all(isinstance(token, str) and token for token in tokens)
