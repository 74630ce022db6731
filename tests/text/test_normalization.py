"""Each step by itself, and all of them twice."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text import normalization as n
from tests.text.samples import texts


@given(texts, st.booleans(), st.booleans(), st.sampled_from([None, 1, 2, 3]), st.booleans())
def test_twice_is_once(text, width, jamo, repeats, spaces):
    def once(text):
        return n.normalize(text, width=width, jamo=jamo, repeats=repeats, spaces=spaces)

    assert once(once(text)) == once(text)
    assert unicodedata.is_normalized("NFC", once(text))


@given(texts)
def test_everything_off_is_nfc(text):
    plain = n.normalize(text, width=False, jamo=False, repeats=None, spaces=False)
    assert plain == unicodedata.normalize("NFC", text) == n.nfc(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("재밌다ㅋㅋㅋㅋㅋ!!!!!", "재밌다ㅋㅋ!!"),
        ("ㅠㅠㅠ　ㅜ\n\tＯＫ", "ㅠㅠ ㅜ OK"),
        ("\u110f\u110f\u110f\u110f", "ㅋㅋ"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("1000000 하하하하 zzzz", "1000000 하하하하 zzzz"),
        ("😂😂😂😂 ^^^^ ....", "😂😂 ^^ .."),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\u1112\u119e\u11ab", "\u1112\u119e\u11ab"),  # old Hangul
        ("ｶﾞ", "ガ"),  # composed after it is full-width
        ("", ""),
    ],
)
def test_what_readers_write(before, after):
    assert n.normalize(before) == after


def test_half_width_changes_only_width():
    wide = "".join(map(chr, range(0xFF01, 0xFF5F)))
    assert n.half_width(wide) == "".join(map(chr, range(0x21, 0x7F)))
    assert n.half_width("ﾡﾤￂￜ　￦") == "ㄱㄴㅏㅣ ₩"
    assert n.half_width("ㄱ①㎏ﬁ") == "ㄱ①㎏ﬁ"  # NFKC would change all four
    assert n.nfc(n.half_width("ｶﾞ")) == "ガ"


def test_jamo_in_syllables_stay():
    old = "\u1112\u119e\u11ab"
    assert n.single_jamo(f"{old} \u1112 가\u11a8 ᅲ") == f"{old} ㅎ 가\u11a8 ㅠ"


@given(texts, st.integers(1, 4))
def test_squeeze_only_takes_away_repetitions(text, limit):
    short = n.squeeze(text, limit=limit)
    assert len(short) <= len(text)
    assert n.squeeze(short, limit=1) == n.squeeze(text, limit=1)
    assert n.squeeze(text, limit=len(text) + 1) == text


def test_squeeze_keeps_at_least_one():
    with pytest.raises(ValueError, match="limit must be 1 or more, got 0"):
        n.squeeze("ㅋㅋ", limit=0)
