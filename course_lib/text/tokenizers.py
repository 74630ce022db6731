"""From a text to a list of tokens, without anything to train.

`characters`, `graphemes` and `jamo` lose nothing: joining their tokens gives the text back.
The other three drop white space or more, as each says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from course_lib.text import hangul

_L, _V, _T = hangul.LEADING_JAMO, hangul.VOWEL_JAMO, hangul.FINAL_JAMO
_OPEN = "".join(map(chr, range(ord("가"), ord("힣"), hangul.FINALS)))  # no final consonant yet
_EMOJI = (
    "©®‼⁉™ℹ\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934-\u2935\u2b05-\u2b55〰〽㊗㊙"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
_PLAIN = re.compile("[ -~가-힣ㄱ-ㆎ]*")
_UNIT = re.compile(
    "\r\n"
    f"|[{_L}]*(?:[{_OPEN}{_V}][{_V}]*|[가-힣])[{_T}]*|[{_L}]+|[{_T}]+"  # a written syllable
    "|[\U0001f1e6-\U0001f1ff]{2}"  # a flag
    "|.",
    re.DOTALL,
)
_PICTURE = re.compile(f"[{_EMOJI}]")
_JOINED = re.compile(f"[{_EMOJI}][^\u200d]*\u200d$")
_CONTROL = {"Cc", "Cf", "Zl", "Zp"}
_WORD = re.compile(r"\b\w\w+\b")
# The order matters: a quotation mark inside <br /> goes first, and then the tag is one.
_ENGLISH = (
    ('"', ""),
    ("<br />", " "),
    *((sign, f" {sign} ") for sign in "'.,()!?"),
    (";", " "),
    (":", " "),
)


def characters(text: str) -> list[str]:
    """Code points, white space too: ``list(text)``."""
    return list(text)


def graphemes(text: str) -> list[str]:
    r"""What a reader counts as one character: syllables, old ones too, emoji sequences, e + ´.

    ``"".join(graphemes(text)) == text``.

    Source:
        Extended grapheme clusters (UAX #29) as in ``regex.findall(r"\X", text)``, for Hangul,
        emoji, flags and combining marks; the special rules of Indic scripts are left out.
    """
    if _PLAIN.fullmatch(text):
        return list(text)
    units: list[str] = []
    for unit in _UNIT.findall(text):
        if units and _sticks(units[-1], unit):
            units[-1] += unit
        else:
            units.append(unit)
    return units


def _sticks(before: str, unit: str) -> bool:
    """True for a mark after anything but a control character, and a picture after a joiner."""
    joins = unit == "\u200d" or unit in "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
    if joins or unicodedata.category(unit[0])[0] == "M":
        return unicodedata.category(before[-1]) not in _CONTROL or before[-1] == "\u200d"
    return bool(_PICTURE.match(unit) and _JOINED.search(before))


def syllables(text: str) -> list[str]:
    """`graphemes` without white space: 나는 밥 → 나, 는, 밥."""
    return [unit for unit in graphemes(text) if not unit.isspace()]


def jamo(text: str) -> list[str]:
    """Conjoining jamo, and all other characters as they are; `join_jamo` is the way back.

    Returns:
        One token for each jamo: 값 → ᄀ, ᅡ, ᆹ. ``hangul.letters`` makes them ㄱ, ㅏ, ㅄ to show.
    """
    return list(hangul.decompose(text))


def join_jamo(tokens: Sequence[str]) -> str:
    """The text of `jamo` tokens: exactly the one before for NFC text, else its syllables joined."""
    return hangul.compose("".join(tokens))


def whitespace(text: str) -> list[str]:
    """What stands between white space: ``text.split()``."""
    return text.split()


def words(text: str) -> list[str]:
    r"""Runs of two or more letters, digits or underscores, in lower case.

    Source:
        What ``sklearn.feature_extraction.text.CountVectorizer`` does by default. One-syllable
        words vanish, which costs Korean its particles and words like 꿀 and 잼.
    """
    return _WORD.findall(text.lower())


def basic_english(text: str) -> list[str]:
    """Lower case, ``' . , ( ) ! ?`` as tokens of their own, ``" ; :`` and ``<br />`` gone.

    Source:
        Document 003. Equals ``torchtext.data.utils.get_tokenizer("basic_english")``.
    """
    text = text.lower()
    for sign, replacement in _ENGLISH:
        text = text.replace(sign, replacement)
    return text.split()


TOKENIZERS: Mapping[str, Callable[[str], list[str]]] = MappingProxyType(
    {
        "characters": characters,
        "graphemes": graphemes,
        "syllables": syllables,
        "jamo": jamo,
        "whitespace": whitespace,
        "words": words,
        "basic_english": basic_english,
    }
)
