"""``word2vec/noise_shares``: how likely each word is drawn as a negative one."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def noise_shares(counts: Array, power: float) -> Array:
    """Counts to a power, divided by their sum."""
    weights = counts**power
    return weights / weights.sum()


def _inputs(rng: np.random.Generator) -> tuple[Array, float]:
    """Four frequent and rare words, and a power that is neither 0 nor 1."""
    counts = rng.permutation([2.0, 9.0, 40.0, 300.0]) + rng.integers(0, 2, 4)
    return counts, float(rng.choice([0.5, 0.75, 0.9]))


NOISE_SHARES = Exercise(
    name="noise_shares",
    title="뽑힐 확률",
    stars=2,
    reference=noise_shares,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda counts, power: counts / counts.sum(),
            "횟수에 그대로 비례하는 확률입니다. 나누기 전에 power를 쓰십시오.",
        ),
        Wrong(
            lambda counts, power: (counts / counts.sum()) ** power,
            "비율을 거듭제곱한 값이라 더해도 1이 아닙니다. 거듭제곱을 먼저 하고 나누십시오.",
        ),
        Wrong(
            lambda counts, power: counts**power,
            "무게는 맞습니다. 합으로 나누어 확률로 만드십시오.",
        ),
        Wrong(
            lambda counts, power: counts**power / counts.sum(),
            "거듭제곱한 무게를 거듭제곱하기 전의 합으로 나누었습니다.",
        ),
        Wrong(
            lambda counts, power: noise_shares(counts, 1 / power),
            "지수가 거꾸로입니다. 흔한 단어의 몫이 줄어야 하는데 늘었습니다.",
        ),
        Wrong(
            lambda counts, power: np.full(len(counts), 1 / len(counts)),
            "모든 단어를 똑같이 뽑았습니다. 그것은 power가 0일 때입니다.",
        ),
        Wrong(
            lambda counts, power: (
                np.exp(counts**power - (counts**power).max())
                / np.exp(counts**power - (counts**power).max()).sum()
            ),
            "소프트맥스를 취한 값입니다. 횟수는 이미 양수이므로 합으로 나누기만 하면 됩니다.",
        ),
    ),
    hints=(
        "무게를 먼저 만들고, 무게의 합으로 나눕니다.",
        "무게는 counts ** power입니다.",
        "답을 모두 더해 1이 되는지 확인하십시오.",
    ),
)
