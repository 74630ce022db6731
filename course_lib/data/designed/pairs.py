"""Embedded sentence pairs: one meaning, said in English and in Korean or French.

A meaning is drawn first and each language says it by its own grammar: English with ``do`` and
articles; French with gender, agreement, ``ne … pas`` around the verb, pronouns before it and most
adjectives after their noun; Korean with the verb at the end, particles and no articles. The order
of words crosses, and because both sides come from one meaning, the true alignment is known.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from course_lib.data.designed import english, french, korean
from course_lib.data.designed.grammar import draw_distinct
from course_lib.data.designed.meaning import Phrase, draw_meaning

_LANGUAGES = MappingProxyType({"ko": korean.say, "fr": french.say})


@dataclass(frozen=True)
class DesignedPair:
    """One generated pair.

    Args:
        source: the English sentence.
        target: its translation.
        alignment: (i, j) for each English word i that word j of the translation stands for, counted
            in words between spaces.
    """

    source: str
    target: str
    alignment: tuple[tuple[int, int], ...]


def pairs(
    size: int, *, language: str = "ko", split: str = "train", seed: int = 0
) -> list[DesignedPair]:
    """Draw distinct English sentences with their translations.

    Args:
        size: how many pairs.
        language: "ko" or "fr".
        split: "train" or "test"; the two never share an English sentence.
        seed: the same seed gives the same pairs in every process; the English sentences do not
            depend on the language.
    Returns:
        `size` pairs, no English sentence twice; there are more than 100,000.
    Raises:
        ValueError: if an argument is out of range, or the grammar has no more distinct sentences.
    Source:
        Written for this course.
    """
    if language not in _LANGUAGES:
        raise ValueError(f"expected a language of {', '.join(_LANGUAGES)}, got {language!r}")
    draw = partial(_draw, language)
    return draw_distinct(size, draw, key=lambda pair: pair.source, split=split, seed=seed)


def _draw(language: str, rng: random.Random) -> DesignedPair:
    meaning = draw_meaning(rng)
    source, target = english.say(meaning), _LANGUAGES[language](meaning)
    links = (
        (i, j)
        for i, word in enumerate(source)
        for j, other in enumerate(target)
        if word.stands_for & other.stands_for
    )
    return DesignedPair(_sentence(source), _sentence(target), tuple(links))


def _sentence(words: Phrase) -> str:
    text = " ".join(word.text for word in words)
    return text[0].upper() + text[1:] + "."
