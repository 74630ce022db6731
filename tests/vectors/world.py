"""A world of twelve people: sentences betray their roles and genders, now and then wrongly."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from course_lib.text.vocab import Vocab
from course_lib.vectors.evaluation import Analogy

ROLES = ("royal", "noble", "farmer", "actor", "monk", "child")
GENDERS = ("male", "female")
FILLERS = tuple(f"filler{i}" for i in range(12))


def sentences(count: int, *, doubt: float, seed: int) -> list[list[str]]:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        role, gender = rng.choice(ROLES), rng.choice(GENDERS)
        told = rng.choice(ROLES) if rng.random() < doubt else role
        shown = rng.choice(GENDERS) if rng.random() < doubt else gender
        words = [
            f"{role}_{gender}",
            f"{told}_sign{rng.integers(3)}",
            f"{shown}_sign{rng.integers(3)}",
            *rng.choice(FILLERS, size=2),
        ]
        found.append([str(words[i]) for i in rng.permutation(len(words))])
    return found


def analogies() -> list[Analogy]:
    return [
        Analogy(f"{a}_{g}", f"{a}_{h}", f"{b}_{g}", f"{b}_{h}", "gender")
        for a, b in permutations(ROLES, 2)
        for g, h in permutations(GENDERS, 2)
    ]


def corpus(count: int = 4_000, *, doubt: float = 0.2, seed: int = 0):
    """Give a vocabulary and ids; doubt is how often a sign is one of anybody's."""
    return Vocab.fit(sentences(count, doubt=doubt, seed=seed), specials=(), unknown=None)


class Guarded:
    """Ids of which only so many may be read at a time: what does not fit into memory."""

    def __init__(self, ids: np.ndarray, *, most: int) -> None:
        self._ids, self._most = ids, most

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, part: slice) -> np.ndarray:
        found = self._ids[part]
        if len(found) > self._most:
            raise MemoryError(f"asked for {len(found)} ids, {self._most} fit")
        return found
