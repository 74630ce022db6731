"""Embedded sentences with "it": of two nouns, the last adjective tells which one is meant.

Sentences come in twins: the same words with the nouns exchanged, so "it" is the other one. Whatever
counts words alone is therefore right on exactly one of the two.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from course_lib.data.designed.grammar import draw_distinct
from course_lib.data.resources import read_toml


@dataclass(frozen=True)
class DesignedCoreference:
    """One generated sentence.

    Attributes:
        text: the sentence.
        label: which noun "it" is: 0 the first, 1 the second.
        nouns: both nouns in the order of the sentence.
    """

    text: str
    label: int
    nouns: tuple[str, str]

    @property
    def answer(self) -> str:
        """The noun that "it" is."""
        return self.nouns[self.label]


def coreference(size: int, *, split: str = "train", seed: int = 0) -> list[DesignedCoreference]:
    """Draw sentences such as "the animal did not cross the street because it was too tired".

    Args:
        size: how many sentences; with an even number every twin is there, right behind the other.
        split: "train" or "test"; twins are on the same side.
        seed: the same seed gives the same sentences in every process.
    Returns:
        `size` sentences, no text twice.
    Raises:
        ValueError: if an argument is out of range, or the grammar has no more distinct texts.
    Source:
        Written for this course; the first such sentence is that of document 003.
    """
    twins = draw_distinct(
        -(-size // 2), _draw, key=lambda pair: min(row.text for row in pair), split=split, seed=seed
    )
    return list(islice((row for pair in twins for row in pair), size))


def _draw(rng: random.Random) -> tuple[DesignedCoreference, DesignedCoreference]:
    grammar = _grammar()
    meant, other = rng.sample(list(grammar["kind"].values()), 2)
    first, second = (rng.choice(kind["nouns"]) for kind in (meant, other))
    adjective = rng.choice(meant["adjectives"])
    opening = rng.choice(grammar["openings"]) + " " if rng.random() < 0.5 else ""
    details = [rng.choice(grammar["details"]) + " " if rng.random() < 0.3 else "" for _ in "12"]
    verb = rng.choice(grammar["verbs"])
    frame = (
        f"{opening}the {details[0]}{{}} did not {verb} the {details[1]}{{}} "
        f"because it was too {adjective}"
    )
    pair = (
        DesignedCoreference(frame.format(first, second), 0, (first, second)),
        DesignedCoreference(frame.format(second, first), 1, (second, first)),
    )
    return pair if rng.random() < 0.5 else pair[::-1]


@cache
def _grammar() -> dict[str, Any]:
    return read_toml("designed/coreference_en.toml")
