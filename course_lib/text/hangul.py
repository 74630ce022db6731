"""Hangul by arithmetic: a written syllable is (leading consonant, vowel, final consonant).

Unicode has three sets of letters. *Conjoining* jamo (ᄀ ᅡ ᆨ) join into a syllable and tell a
leading from a final consonant; *compatibility* jamo (ㄱ ㅏ ㅋ ㅠ) are what a keyboard types alone
and never join; the third set is half-width and only for old machines. Splitting a syllable gives
conjoining jamo, so that nothing is lost: ``compose(decompose("값ㅋㅋ")) == "값ㅋㅋ"``.
"""

from __future__ import annotations

import re
from functools import cache

LEADING, VOWELS, FINALS = 19, 21, 28  # 27 final consonants, or none
# All conjoining jamo, old ones too, as the inside of a regular expression's brackets.
LEADING_JAMO = "\u1100-\u115f\ua960-\ua97c"
VOWEL_JAMO = "\u1160-\u11a7\ud7b0-\ud7c6"
FINAL_JAMO = "\u11a8-\u11ff\ud7cb-\ud7fb"
_FIRST, _L, _V, _T = 0xAC00, 0x1100, 0x1161, 0x11A7  # the syllable 가, ᄀ, ᅡ, one before ᆨ
_MODERN = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[가-힣][\u11a8-\u11c2]")
_LETTERS = (
    (0x1100, "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"),
    (0x1161, "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"),
    (0x11A8, "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"),
    (0x1140, "ㅿ"),
    (0x114C, "ㆁ"),
    (0x1159, "ㆆ"),
    (0x119E, "ㆍ"),
    (0x11EB, "ㅿ"),
    (0x11F0, "ㆁ"),
    (0x11F9, "ㆆ"),
)
_ALONE = {first + i: letter for first, row in _LETTERS for i, letter in enumerate(row)}


def split_syllable(syllable: str) -> tuple[int, int, int]:
    """Numbers of the leading consonant, the vowel and the final consonant (0: none).

    Args:
        syllable: one of the 11,172 from 가 to 힣.
    Returns:
        Three numbers below 19, 21 and 28.
    Raises:
        ValueError: for anything else.
    """
    if len(syllable) != 1 or not "가" <= syllable <= "힣":
        raise ValueError(f"expected one syllable from 가 to 힣, got {syllable!r}")
    rest, final = divmod(ord(syllable) - _FIRST, FINALS)
    leading, vowel = divmod(rest, VOWELS)
    return leading, vowel, final


def join_syllable(leading: int, vowel: int, final: int = 0) -> str:
    """The syllable of three numbers, as ``split_syllable`` gives them.

    Raises:
        ValueError: if a number is out of range.
    """
    if not (0 <= leading < LEADING and 0 <= vowel < VOWELS and 0 <= final < FINALS):
        got = (leading, vowel, final)
        raise ValueError(f"expected numbers below {LEADING}, {VOWELS} and {FINALS}, got {got}")
    return chr(_FIRST + (leading * VOWELS + vowel) * FINALS + final)


def decompose(text: str) -> str:
    """Replace every syllable by its two or three conjoining jamo; leave the rest alone.

    Source:
        Equals ``unicodedata.normalize("NFD", text)`` on syllables; The Unicode Standard, §3.12.
    """
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """The jamo of all 11,172 syllables, worked out once."""
    return {code: _jamo_of(chr(code)) for code in range(_FIRST, ord("힣") + 1)}


def _jamo_of(syllable: str) -> str:
    leading, vowel, final = split_syllable(syllable)
    jamo = chr(_L + leading) + chr(_V + vowel)
    return jamo + chr(_T + final) if final else jamo


def compose(text: str) -> str:
    """Join conjoining jamo into syllables; jamo that make none (old Hangul, ㅋㅋ) stay.

    ``compose(decompose(text)) == compose(text)``, which is ``text`` itself for NFC text.

    Source:
        Equals ``unicodedata.normalize("NFC", text)`` on Hangul; The Unicode Standard, §3.12.
    """
    return _MODERN.sub(lambda match: _syllable_of(match[0]), text)


def _syllable_of(jamo: str) -> str:
    if len(jamo) == 2 and jamo[0] >= "가":  # a syllable, then a final consonant
        has_final = (ord(jamo[0]) - _FIRST) % FINALS
        return jamo if has_final else chr(ord(jamo[0]) + ord(jamo[1]) - _T)
    final = ord(jamo[2]) - _T if len(jamo) == 3 else 0
    return join_syllable(ord(jamo[0]) - _L, ord(jamo[1]) - _V, final)


def letters(jamo: str) -> str:
    """Replace conjoining jamo by the letters that a keyboard types: for showing, ᄀ and ᆨ are ㄱ.

    Old jamo without such a letter stay. What was leading and what final is lost.
    """
    return jamo.translate(_ALONE)
