"""Embedded English headlines in four classes: words decide, then phrases, then the whole sentence.

A hot dog is no warm animal: in one family of headlines the same words stand together as a phrase
or apart, and only the phrase tells the class. In others somebody leaves one field for another, told
by neighbouring words or by words far apart. Words and sentences are ``headlines_en.toml``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_lib.data.designed.grammar import check_noise, draw_distinct, fill
from course_lib.data.resources import read_toml

CLASSES = ("world", "sports", "business", "science")  # the order of AG News


@dataclass(frozen=True)
class DesignedHeadline:
    """One generated headline: `label` is what a model sees, `truth` what the headline says."""

    text: str
    label: int
    truth: int
    family: str


def headlines(
    size: int, *, split: str = "train", seed: int = 0, noise: float = 0.02
) -> list[DesignedHeadline]:
    """Draw distinct headlines whose class is known.

    Args:
        size: how many headlines.
        split: "train" or "test"; the two never share a headline.
        seed: the same seed gives the same headlines in every process.
        noise: share of labels replaced by another class; the best expected accuracy is
            ``1 - noise``.
    Returns:
        `size` headlines, no text twice; classes 0 world, 1 sports, 2 business, 3 science.
    Raises:
        ValueError: if an argument is out of range, or the grammar has no more distinct texts.
    Source:
        Written for this course.
    """
    check_noise(noise)
    return draw_distinct(
        size, lambda rng: _draw(rng, noise), key=lambda row: row.text, split=split, seed=seed
    )


def _draw(rng: random.Random, noise: float) -> DesignedHeadline:
    grammar = _grammar()
    family = rng.choices(list(grammar["weights"]), list(grammar["weights"].values()))[0]
    template, scope, truth = _DRAWS[family](rng)
    opening = "{opening}, " if rng.random() < 0.3 else ""

    def choose(slot: str) -> str:
        entry = scope[slot] if slot in scope else rng.choice(grammar["words"][slot])
        return str(entry)

    text = fill(opening + template, choose)
    label = truth
    if rng.random() < noise:
        label = rng.choice([k for k in range(len(CLASSES)) if k != truth])
    return DesignedHeadline(text[0].upper() + text[1:], label, truth, family)


_Drawn = tuple[str, dict[str, str], int]


def _word(rng: random.Random) -> _Drawn:
    truth = rng.randrange(len(CLASSES))
    words = _grammar()[CLASSES[truth]]
    scope = {name: rng.choice(words[name]) for name in ("actor", "act")}
    return "{actor} {act} {where}", scope, truth


def _phrase(rng: random.Random) -> _Drawn:
    phrase = rng.choice(_grammar()["phrase"])
    text, name = phrase[rng.choice(("near", "apart"))]
    beside = " {beside}" if rng.random() < 0.7 else ""  # so that small words tell little
    return f"{text}{beside} {{echo}}", {}, CLASSES.index(name)


def _move(family: str, rng: random.Random) -> _Drawn:
    left, joined = rng.sample(range(len(CLASSES)), 2)
    grammar = _grammar()
    scope = {
        "left": rng.choice(grammar[CLASSES[left]]["field"]),
        "joined": rng.choice(grammar[CLASSES[joined]]["field"]),
    }
    return rng.choice(grammar[family]), scope, joined


_DRAWS = {
    "word": _word,
    "phrase": _phrase,
    "move": lambda rng: _move("move", rng),
    "far_move": lambda rng: _move("far_move", rng),
}


@cache
def _grammar() -> dict[str, Any]:
    return read_toml("designed/headlines_en.toml")
