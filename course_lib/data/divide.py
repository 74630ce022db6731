"""Divide rows into splits by what they say, and report what two splits share."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeVar

from course_lib.data.corpus import Corpus
from course_lib.data.rows import Rows

R = TypeVar("R", bound=Rows[Any])


@dataclass(frozen=True)
class Overlap:
    """What the rows of one split have in common with another.

    Args:
        rows: numbers of the rows whose key also stands in the other split.
        keys: how many different keys these are.
        total: number of rows that were looked at.
        same_label: rows whose label is one that the other split gives to that key as well.
        other_label: rows whose label the other split never gives to that key.
    """

    rows: tuple[int, ...]
    keys: int
    total: int
    same_label: int
    other_label: int

    @property
    def share(self) -> float:
        """Part of the rows that are shared, 0 to 1."""
        return len(self.rows) / self.total if self.total else 0.0


@dataclass(frozen=True)
class Duplicates:
    """Keys that stand in more than one row.

    Args:
        counts: for each such key, the number of rows, most frequent first.
        extra: rows that would go if each key were kept once.
        conflicting: keys whose rows have different labels.
    """

    counts: Mapping[Hashable, int]
    extra: int
    conflicting: tuple[Hashable, ...]


def divide(rows: R, shares: Mapping[str, float], *, seed: int = 0) -> dict[str, R]:
    """Divide rows by a hash of their key (text, English sentence, word).

    Rows with one key stay together, so that no text stands on both sides; a row's side does not
    depend on the other rows. The sizes are therefore only nearly those of the shares.

    Args:
        rows: any rows that `load` returns.
        shares: names of the parts and how much each gets, for example
            ``{"train": 0.9, "validation": 0.1}``; must sum to 1.
        seed: another number gives another division.
    Returns:
        The parts by name, rows in their old order.
    Raises:
        ValueError: if the shares are not positive or do not sum to 1.
    """
    if not shares or min(shares.values()) <= 0 or abs(sum(shares.values()) - 1) > 1e-9:
        raise ValueError(f"expected positive shares that sum to 1, got {dict(shares)}")
    bounds = list(accumulate(shares.values()))
    members: dict[str, list[int]] = {name: [] for name in shares}
    names = list(shares)
    for index, key in enumerate(rows.keys):
        place = _place(key, seed)
        side = next((i for i, bound in enumerate(bounds) if place < bound), len(names) - 1)
        members[names[side]].append(index)
    return {name: rows.select(indices) for name, indices in members.items()}


def overlap(reference: Rows[Any], rows: Rows[Any]) -> Overlap:
    """Find the rows of one split whose key also stands in another: leakage, if that one trains.

    Args:
        reference: the rows that a model has seen.
        rows: the rows that it is to be tested on.
    Returns:
        Which rows of `rows` are shared, and whether their labels agree.
    """
    seen = defaultdict(set)
    for key, label in zip(reference.keys, _labels(reference), strict=True):
        seen[key].add(label)
    shared = [
        (index, key, label)
        for index, (key, label) in enumerate(zip(rows.keys, _labels(rows), strict=True))
        if key in seen
    ]
    same = sum(label in seen[key] for _, key, label in shared)
    return Overlap(
        rows=tuple(index for index, _, _ in shared),
        keys=len({key for _, key, _ in shared}),
        total=len(rows),
        same_label=same,
        other_label=len(shared) - same,
    )


def duplicates(rows: Rows[Any]) -> Duplicates:
    """Find keys that stand in more than one row, and those with different labels.

    Args:
        rows: any rows that `load` returns.
    Returns:
        The repeated keys with their counts.
    """
    labels = defaultdict(set)
    for key, label in zip(rows.keys, _labels(rows), strict=True):
        labels[key].add(label)
    repeated = {key: n for key, n in Counter(rows.keys).most_common() if n > 1}
    return Duplicates(
        counts=repeated,
        extra=len(rows) - len(labels),
        conflicting=tuple(key for key, found in labels.items() if len(found) > 1),
    )


def _labels(rows: Rows[Any]) -> list[int]:
    return rows.labels.tolist() if isinstance(rows, Corpus) else [0] * len(rows)


def _place(key: Hashable, seed: int) -> float:
    """A number in [0, 1) that looks random and depends on the key alone."""
    text = key if isinstance(key, str) else "\t".join(map(str, key))  # type: ignore[call-overload]
    digest = hashlib.blake2b(text.encode(), digest_size=8, person=str(seed).encode()[:16]).digest()
    return int.from_bytes(digest, "big") / 2**64
