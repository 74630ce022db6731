"""What the embedded grammars share: distinct draws, disjoint splits, agreeing particles."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, permutations
from typing import Any, TypeVar

SPLITS = ("train", "test")
_TEST_SHARE = 5  # one text in five belongs to the test side, whatever the seed
_PATIENCE = 10_000  # repeated draws in a row after which a grammar counts as exhausted
_PARTICLE = re.compile(r"([가-힣])\((\w+)/(\w+)\)")
_SLOT = re.compile(r"\{([\w.]+)\}")

T = TypeVar("T")


def draw_distinct(
    size: int,
    draw: Callable[[random.Random], T],
    *,
    key: Callable[[T], str],
    split: str,
    seed: int,
) -> list[T]:
    """Draw items until there are enough different ones on one side.

    The key itself tells its split, so the two splits never share one, at any size and seed.

    Args:
        size: how many items.
        draw: makes one item.
        key: the text by which items count as the same.
        split: "train" or "test".
        seed: the same seed gives the same items in every process; a smaller draw is the beginning
            of a larger one.
    Returns:
        `size` items, no key twice.
    Raises:
        ValueError: if an argument is out of range, or the grammar has no more distinct items.
    """
    if size < 0 or split not in SPLITS:
        raise ValueError(
            f"expected size >= 0 and split in {SPLITS}, got size={size}, split={split!r}"
        )
    rng = random.Random(f"{split}:{seed}")
    return list(islice(_distinct(rng, draw, key, split), size))


def _distinct(
    rng: random.Random, draw: Callable[[random.Random], T], key: Callable[[T], str], split: str
) -> Iterator[T]:
    seen: set[str] = set()
    misses = 0
    while misses < _PATIENCE:
        item = draw(rng)
        text = key(item)
        misses += 1
        if _split_of(text) == split and text not in seen:
            seen.add(text)
            misses = 0
            yield item
    raise ValueError(f"the grammar gave no new text in {_PATIENCE} draws after {len(seen)} texts")


def _split_of(text: str) -> str:
    return SPLITS[zlib.crc32(text.encode()) % _TEST_SHARE == 0]


def outcomes(draw: Callable[[Any], T]) -> Iterator[tuple[T, float]]:
    """Make every item that a draw can make, with its chance.

    Args:
        draw: makes one item of what ``choice`` and ``sample`` of its argument pick.
    Returns:
        Items, each with the chance of the choices that made it; the chances sum to 1.
    """
    every: _Every | None = _Every()
    while every is not None:
        item = draw(every)
        yield item, every.share
        every = every.following()


class _Every:
    """Stands in for ``random.Random``: its choices follow a path, beyond it they are the first."""

    def __init__(self, path: Sequence[int] = ()) -> None:
        self.path, self.sizes, self.share = list(path), list[int](), 1.0

    def choice(self, options: Sequence[T]) -> T:
        at = len(self.sizes)
        self.path += [0] if at == len(self.path) else []
        self.sizes.append(len(options))
        self.share /= len(options)
        return options[self.path[at]]

    def sample(self, options: Sequence[T], k: int) -> tuple[T, ...]:
        return self.choice([*permutations(options, k)])

    def following(self) -> _Every | None:
        """The next path: the last choice that has another option takes it."""
        turns = [at for at, size in enumerate(self.sizes) if self.path[at] + 1 < size]
        return _Every([*self.path[: turns[-1]], self.path[turns[-1]] + 1]) if turns else None


def check_noise(noise: float) -> None:
    """Refuse a share of turned labels that would leave nothing to learn.

    Args:
        noise: share of labels to be turned.
    Raises:
        ValueError: unless 0 <= noise < 0.5.
    """
    if not 0 <= noise < 0.5:
        raise ValueError(f"expected 0 <= noise < 0.5, got {noise}")


def fill(template: str, choose: Callable[[str], str]) -> str:
    """Fill the slots of a template, and the slots of what they were filled with.

    Args:
        template: text with slots such as ``{city}``.
        choose: gives a slot's text from its name.
    Returns:
        Text without slots.
    """
    while _SLOT.search(template):
        template = _SLOT.sub(lambda slot: choose(slot[1]), template)
    return template


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
