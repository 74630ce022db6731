"""``perceptron/majority``: a unit that says 1 when at least two of three inputs are 1."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def majority(X: Array) -> Array:
    """1 for each row with two or three ones."""
    return (X.sum(axis=1) > 1.5).astype(np.int64)


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """All eight rows in random order, some twice."""
    rows = np.array(list(product([0.0, 1.0], repeat=3)))
    return (rows[np.concatenate([rng.permutation(8), rng.integers(0, 8, 3)])],)


def _by_count(answer: Callable[[Array], Array]) -> Callable[[Array], Array]:
    return lambda X: answer(X.sum(axis=1)).astype(np.int64)


MAJORITY = Exercise(
    name="majority",
    title="셋 가운데 둘",
    stars=2,
    reference=majority,
    gen=_inputs,
    wrong=(
        Wrong(
            _by_count(lambda n: n > 0.5),
            "하나만 1이어도 1이라고 답합니다. 이 유닛은 OR입니다. 문턱을 높이십시오.",
        ),
        Wrong(
            _by_count(lambda n: n > 2.5),
            "셋이 모두 1일 때만 1이라고 답합니다. 가중합이 정확히 0이면 답이 1이 아니라 0이라는 "
            "것도 생각해 보십시오.",
        ),
        Wrong(
            _by_count(lambda n: n == 2),
            "둘이 1일 때는 맞습니다. 셋이 모두 1일 때도 1이어야 합니다.",
        ),
        Wrong(
            _by_count(lambda n: n < 1.5),
            "답이 모두 뒤집혔습니다. 가중치와 편향의 부호를 살펴보십시오.",
        ),
        Wrong(
            _by_count(lambda n: n % 2 == 1),
            "1의 개수가 홀수인지를 답했습니다. 홀짝은 유닛 하나로 만들 수 없습니다.",
        ),
        Wrong(
            lambda X: (X[:, 0] + X[:, 1] > 1.5).astype(np.int64),
            "앞의 두 입력만 보았습니다. 셋째 입력에도 가중치를 주십시오.",
        ),
        Wrong(
            lambda X: (X[:, 0] + X[:, 1] > 0.5).astype(np.int64),
            "앞의 두 입력만 보았고, 그 가운데 하나만 1이어도 1이라고 답합니다.",
        ),
        Wrong(
            lambda X: np.ones(len(X), dtype=np.int64),
            "언제나 1이라고 답합니다. 입력이 모두 0일 때의 가중합은 편향뿐입니다. 음수여야 합니다.",
        ),
        Wrong(
            lambda X: np.zeros(len(X), dtype=np.int64),
            "언제나 0이라고 답합니다. 입력이 모두 1일 때의 가중합을 셈해 보십시오.",
        ),
    ),
    hints=(
        "가중치를 모두 1로 두면 X @ w는 무엇을 센 것입니까?",
        "그 수가 1일 때는 0을, 2일 때는 1을 내야 합니다. 문턱은 그 사이입니다.",
        "문턱이 1.5라면 b는 얼마입니까?",
    ),
)
