"""Embedded Korean film reviews: a seeded grammar built as an instrument, not as a sample.

Single words decide about half of the reviews, neighbouring words another part, and words far apart
the rest, so that each step from counting words to reading sequences can be *seen* in seconds. The
share of labels that are turned round on purpose is known, hence so is the best possible score. The
grammar itself, words and sentences, is ``reviews_ko.toml``.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from course_lib.data.resources import read_toml

SPLITS = ("train", "test")
_SIDES = ("negative", "positive")
_SLOT = re.compile(r"\{([+-]?)(\w+)(?:\.(\w+))?\}")
_PARTICLE = re.compile(r"([가-힣])\((\w+)/(\w+)\)")
_FORMS = {"stem": 0, "past": 1, "will": 2}
_TEST_SHARE = 5  # one text in five belongs to the test side, whatever the seed
_PATIENCE = 10_000  # repeated draws in a row after which the grammar counts as exhausted


@dataclass(frozen=True)
class DesignedReview:
    """One generated review: `label` is what a model sees, `truth` what the sentence says."""

    text: str
    label: int
    truth: int
    family: str


def reviews(
    size: int, *, split: str = "train", seed: int = 0, noise: float = 0.02
) -> list[DesignedReview]:
    """Draw distinct film reviews whose sentiment is known.

    The two splits never share a text, at any size and seed: the text itself tells its split.

    Args:
        size: how many reviews.
        split: "train" or "test".
        seed: the same seed gives the same reviews in every process.
        noise: share of labels turned round at random; the best expected accuracy is ``1 - noise``.
    Returns:
        `size` reviews, no text twice.
    Raises:
        ValueError: if an argument is out of range, or the grammar has no more distinct texts.
    Source:
        Written for this course.
    """
    if size < 0 or not 0 <= noise < 0.5 or split not in SPLITS:
        raise ValueError(
            f"expected size >= 0, 0 <= noise < 0.5 and split in {SPLITS}, "
            f"got size={size}, noise={noise}, split={split!r}"
        )
    rng = random.Random(f"{split}:{seed}")
    return list(islice(_distinct(rng, split, noise), size))


def josa(text: str) -> str:
    """Replace each ``(이/가)``-like pair by the particle that agrees with the syllable before it.

    Args:
        text: Korean text in which a pair stands directly after a Hangul syllable, the form that
            follows a final consonant first.
    Returns:
        The text with every pair resolved.
    Source:
        Unicode: (code - 0xAC00) mod 28 is the final consonant of a syllable, 0 where there is none.
    """
    return _PARTICLE.sub(_agree, text)


def _agree(match: re.Match[str]) -> str:
    syllable, after_consonant, after_vowel = match.groups()
    has_final = (ord(syllable) - 0xAC00) % 28 != 0
    return syllable + (after_consonant if has_final else after_vowel)


def _distinct(rng: random.Random, split: str, noise: float) -> Iterator[DesignedReview]:
    seen: set[str] = set()
    misses = 0
    while misses < _PATIENCE:
        review = _draw(rng, noise)
        misses += 1
        if _split_of(review.text) == split and review.text not in seen:
            seen.add(review.text)
            misses = 0
            yield review
    raise ValueError(f"the grammar gave no new text in {_PATIENCE} draws after {len(seen)} reviews")


def _split_of(text: str) -> str:
    return SPLITS[zlib.crc32(text.encode()) % _TEST_SHARE == 0]


def _draw(rng: random.Random, noise: float) -> DesignedReview:
    grammar = _grammar()
    truth = rng.randrange(2)
    family = rng.choices(grammar["family"], grammar["weights"])[0]
    templates = family[rng.choice([way for way in ("direct", "reversed") if way in family])]
    sentences = [rng.choice(templates)]
    for neutral in ("{scene}", "{detail}"):  # sentences around the one that counts
        if rng.random() < 0.5:
            sentences.insert(rng.randrange(len(sentences) + 1), neutral)
    text = _write(". ".join(sentences), truth, rng)
    label = 1 - truth if rng.random() < noise else truth
    return DesignedReview(text, label, truth, family["name"])


def _write(template: str, truth: int, rng: random.Random) -> str:
    grammar = _grammar()
    ending, mark = rng.choice(grammar["endings"]), rng.choice(grammar["marks"])
    text = template + "."
    while _SLOT.search(text):
        text = _SLOT.sub(lambda slot: _fill(slot, truth, ending, rng), text)
    return josa(text.replace(".", mark))


def _fill(slot: re.Match[str], truth: int, ending: str, rng: random.Random) -> str:
    sign, word, form = slot.groups()
    if word == "다":
        return ending
    side = _SIDES[truth if sign == "+" else 1 - truth] if sign else "words"
    entry: str | list[str] = rng.choice(_grammar()[side][word])
    return entry if isinstance(entry, str) else entry[_FORMS[form or "stem"]]


@cache
def _grammar() -> dict[str, Any]:
    grammar = read_toml("reviews_ko.toml")
    grammar["weights"] = [family["weight"] for family in grammar["family"]]
    return grammar
