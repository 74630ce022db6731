"""Embedded Korean film reviews: a seeded grammar built as an instrument, not as a sample.

Single words decide about half of the reviews, neighbouring words another part, and words far apart
the rest, so that each step from counting words to reading sequences can be *seen* in seconds. The
share of labels that are turned round on purpose is known, hence so is the best possible score. The
grammar itself, words and sentences, is ``reviews_ko.toml``.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_lib.data.designed.grammar import check_noise, draw_distinct, josa
from course_lib.data.resources import read_toml

_SIDES = ("negative", "positive")
_SLOT = re.compile(r"\{([+-]?)(\w+)(?:\.(\w+))?\}")
_FORMS = {"stem": 0, "past": 1, "will": 2}


@dataclass(frozen=True)
class DesignedReview:
    """One generated review: `label` is what a model sees, `truth` what the sentence says."""

    text: str
    label: int
    truth: int
    family: str

    @property
    def decided_by(self) -> str:
        """What has to be read: one "word", "neighbours", or words far "apart"."""
        return str(_grammar()["decided_by"][self.family])


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
    check_noise(noise)
    return draw_distinct(
        size, lambda rng: _draw(rng, noise), key=lambda row: row.text, split=split, seed=seed
    )


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
    grammar = read_toml("designed/reviews_ko.toml")
    families = grammar["family"]
    grammar["weights"] = [family["weight"] for family in families]
    grammar["decided_by"] = {family["name"]: family["decided_by"] for family in families}
    return grammar
