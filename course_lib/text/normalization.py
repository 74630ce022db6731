"""One spelling for what readers see as one text.

Each step is a small pure function; `normalize` runs them in an order in which a second time
changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from course_lib.text import hangul

_IN_SYLLABLE = f"[{hangul.VOWEL_JAMO}{hangul.FINAL_JAMO}]*"
_JAMO = re.compile(
    f"(?:[가-힣]|[{hangul.LEADING_JAMO}]+[{hangul.VOWEL_JAMO}]){_IN_SYLLABLE}"
    f"|([{hangul.LEADING_JAMO}{hangul.VOWEL_JAMO}{hangul.FINAL_JAMO}])"
)
_SINGLE_JAMO = re.compile("[ㄱ-ㆎ]")


def nfc(text: str) -> str:
    """Write each letter in its composed form: ᄀ + ᅡ becomes 가, e + ´ becomes é.

    Source:
        ``unicodedata.normalize("NFC", text)``. File names from macOS come decomposed.
    """
    return unicodedata.normalize("NFC", text)


def half_width(text: str) -> str:
    """Bring full-width signs and half-width letters to their usual width: ！Ａ ﾡ → !A ㄱ.

    Only these forms change; NFKC would also turn ㄱ into a conjoining ᄀ, ① into 1 and ㎏ into kg.
    """
    return text.translate(_width_table())


@cache
def _width_table() -> dict[int, str]:
    """U+3000 and U+FF01–U+FFEE, one step of their decomposition."""
    steps = {
        code: unicodedata.decomposition(chr(code)) for code in (0x3000, *range(0xFF01, 0xFFEF))
    }
    return {code: chr(int(step.split()[1], 16)) for code, step in steps.items() if step}


def single_jamo(text: str) -> str:
    """Turn conjoining jamo that stand alone into keyboard letters: ᄏᄏ → ㅋㅋ.

    Jamo inside a written syllable stay, those of old Hangul (ᄒᆞᆫ) too.
    """
    return _JAMO.sub(lambda match: hangul.letters(match[0]) if match[1] else match[0], text)


def squeeze(text: str, *, limit: int = 2) -> str:
    """Shorten runs of one sign or single jamo: ㅋㅋㅋㅋㅋ → ㅋㅋ, !!!!! → !!.

    Letters, digits and syllables stay: 1000, 하하하, zzz.

    Args:
        text: any text.
        limit: how many of a run are kept.
    Returns:
        The text without what exceeds the limit.
    Raises:
        ValueError: if limit is below 1.
    """
    if limit < 1:
        raise ValueError(f"limit must be 1 or more, got {limit!r}")

    def shorten(match: re.Match[str]) -> str:
        sign = match[1]
        noise = unicodedata.category(sign)[0] in "PS" or _SINGLE_JAMO.match(sign)
        return sign * limit if noise else match[0]

    return re.sub(rf"(\S)\1{{{limit},}}", shorten, text)


def single_spaces(text: str) -> str:
    """Turn every run of white space, line ends too, into one space, and none at the ends."""
    return " ".join(text.split())


def normalize(
    text: str,
    *,
    width: bool = True,
    jamo: bool = True,
    repeats: int | None = 2,
    spaces: bool = True,
) -> str:
    """Bring a text to one spelling; NFC always, the rest as asked.

    Normalizing twice is the same as normalizing once.

    Args:
        text: any text.
        width: apply `half_width`.
        jamo: apply `single_jamo`.
        repeats: the limit for `squeeze`, or None to keep every ㅋ.
        spaces: apply `single_spaces`.
    Returns:
        The normalized text.
    """
    text = nfc(half_width(text) if width else text)
    if jamo:
        text = single_jamo(text)
    if repeats is not None:
        text = squeeze(text, limit=repeats)
    return single_spaces(text) if spaces else text
