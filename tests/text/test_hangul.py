"""Syllables and jamo against Unicode's own arithmetic."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from course_lib.text import hangul
from tests.text.samples import texts

EVERY = "".join(map(chr, range(ord("가"), ord("힣") + 1)))


def test_every_syllable_is_split_as_unicode_does():
    assert len(EVERY) == 11_172
    assert hangul.decompose(EVERY) == unicodedata.normalize("NFD", EVERY)
    assert hangul.compose(hangul.decompose(EVERY)) == EVERY
    assert all(hangul.join_syllable(*hangul.split_syllable(each)) == each for each in EVERY)


@given(texts)
def test_compose_is_nfc_on_hangul(text):
    jamo = "".join(each for each in text if "\u1100" <= each <= "\u11ff" or "가" <= each <= "힣")
    assert hangul.compose(jamo) == unicodedata.normalize("NFC", jamo)
    assert hangul.compose(hangul.decompose(text)) == hangul.compose(text)
    composed = hangul.compose(text)
    assert hangul.compose(hangul.decompose(composed)) == composed


def test_a_syllable_in_numbers():
    assert hangul.split_syllable("값") == (0, 0, 18)
    assert hangul.join_syllable(18, 0, 4) == "한"


@pytest.mark.parametrize("wrong", ["", "가나", "ㄱ", "a", "\u1100"])
def test_only_syllables_are_split(wrong):
    with pytest.raises(ValueError, match="expected one syllable"):
        hangul.split_syllable(wrong)


@pytest.mark.parametrize("wrong", [(19, 0, 0), (0, 21, 0), (0, 0, 28), (-1, 0, 0)])
def test_numbers_out_of_range(wrong):
    with pytest.raises(ValueError, match="expected numbers below 19, 21 and 28"):
        hangul.join_syllable(*wrong)


def test_letters_are_those_of_the_keyboard():
    assert hangul.letters(hangul.decompose("값이 ㅋㅋ a")) == "ㄱㅏㅄㅇㅣ ㅋㅋ a"
    assert hangul.letters("\u1112\u119e\u11ab") == "ㅎㆍㄴ"
    for syllable in EVERY:
        for jamo in hangul.decompose(syllable):
            letter = hangul.letters(jamo)
            ending = unicodedata.name(jamo).split(maxsplit=2)[2]  # HANGUL CHOSEONG X → X
            assert unicodedata.name(letter) == f"HANGUL LETTER {ending}"
        if hangul.split_syllable(syllable)[0] > 1:
            break
