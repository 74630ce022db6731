"""A world of twelve people: each has a role and a gender, and sentences betray both."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from course_lib.text.vocab import Vocab
from course_lib.vectors.evaluation import Analogy

ROLES = ("royal", "noble", "farmer", "actor", "monk", "child")
GENDERS = ("male", "female")
FILLERS = tuple(f"filler{i}" for i in range(12))


def sentences(count: int = 4_000, *, seed: int = 0) -> list[list[str]]:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        role, gender = rng.choice(ROLES), rng.choice(GENDERS)
        words = [
            f"{role}_{gender}",
            f"{role}_sign{rng.integers(3)}",
            f"{gender}_sign{rng.integers(3)}",
            *rng.choice(FILLERS, size=2),
        ]
        found.append([str(words[i]) for i in rng.permutation(len(words))])
    return found


def analogies() -> list[Analogy]:
    return [
        Analogy("gender", f"{a}_{g}", f"{a}_{h}", f"{b}_{g}", f"{b}_{h}")
        for a, b in permutations(ROLES, 2)
        for g, h in permutations(GENDERS, 2)
    ]


def corpus(count: int = 4_000, *, seed: int = 0):
    return Vocab.fit(sentences(count, seed=seed), specials=(), unknown=None)
