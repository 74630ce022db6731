"""Embedded Korean sentences with tagged names: a word decides, or a neighbour, or the far end.

진주 is a woman, a town and a pearl. In one family of sentences the name is nothing else, in another
a word beside it tells which one is meant, and in the third all words within reach of a window of
five are alike and only the end of the sentence, or its beginning, tells. Words and sentences are
``tagged_ko.toml``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_lib.data.designed.grammar import draw_distinct, fill, josa
from course_lib.data.resources import read_toml

KINDS = ("인물", "장소", "기관")
TAGS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
"""Tags of words: B begins a name, I goes on with it, O is none."""


@dataclass(frozen=True)
class DesignedTagged:
    """One generated sentence.

    Attributes:
        words: what stands between spaces, particles included.
        tags: one of `TAGS` for each word.
        family: what decides: the word's "own" self, a "near" word, or a "far" one.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...]
    family: str

    @property
    def meaning(self) -> str | None:
        """What the name with several meanings is here; None where there is no such name."""
        shared = tuple(_grammar()["words"]["shared"])
        tags = [tag for word, tag in zip(self.words, self.tags, strict=True)
                if word.startswith(shared)]  # fmt: skip
        return None if not tags else "기타" if tags[0] == "O" else tags[0][2:]

    @property
    def text(self) -> str:
        """The sentence."""
        return " ".join(self.words)

    @property
    def labels(self) -> list[int]:
        """Numbers of the tags: their places in `TAGS`."""
        return [TAGS.index(tag) for tag in self.tags]


def tagged(size: int, *, split: str = "train", seed: int = 0) -> list[DesignedTagged]:
    """Draw sentences whose names of people, places and institutions are tagged.

    Args:
        size: how many sentences.
        split: "train" or "test"; the two never share a sentence.
        seed: the same seed gives the same sentences in every process.
    Returns:
        `size` sentences, no text twice.
    Raises:
        ValueError: if an argument is out of range, or the grammar has no more distinct texts.
    Source:
        Written for this course; the task is that of document 004's window classifier.
    """
    return draw_distinct(size, _draw, key=lambda row: row.text, split=split, seed=seed)


def _draw(rng: random.Random) -> DesignedTagged:
    grammar = _grammar()
    family = rng.choices(list(grammar["weights"]), list(grammar["weights"].values()))[0]
    frames, scope = _DRAWS[family](rng)

    def choose(slot: str) -> str:
        name, _, kind = slot.partition(".")
        words = grammar["words"].get(name)
        return scope[slot] if slot in scope else str(rng.choice(words[kind] if kind else words))

    marked = josa(fill(rng.choice(frames), choose)).split()
    pairs = [_untangle(word) for word in marked]
    return DesignedTagged(tuple(word for word, _ in pairs), tuple(tag for _, tag in pairs), family)


_Drawn = tuple[list[str], dict[str, str]]


def _own(rng: random.Random) -> _Drawn:
    return _grammar()["own"]["frames"], {}


def _near(rng: random.Random) -> _Drawn:
    return rng.choice(list(_grammar()["near"].values())), {}


def _far(rng: random.Random) -> _Drawn:
    far = _grammar()["far"]
    return far["frames"], {"kind": rng.choice(far["kinds"])}


_DRAWS = {"own": _own, "near": _near, "far": _far}


def _untangle(marked: str) -> tuple[str, str]:
    """``대학교가/기관+`` → 대학교가, I-기관."""
    word, _, kind = marked.partition("/")
    if kind in ("", "기타"):
        return word, "O"
    return word, f"I-{kind[:-1]}" if kind.endswith("+") else f"B-{kind}"


@cache
def _grammar() -> dict[str, Any]:
    return read_toml("designed/tagged_ko.toml")
