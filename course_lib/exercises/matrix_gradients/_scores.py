"""``matrix_gradients/score_gradient``: mean cross entropy of a softmax, back to the scores."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_lib.byhand.gradients import cross_entropy_backward, softmax
from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def score_gradient(Z: Array, labels: Array) -> Array:
    """Gradient at the scores: p − 1 for the right class, p for every wrong one, over B."""
    return cross_entropy_backward(softmax(Z), labels)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Three to five examples, more than two classes, not every example of one class."""
    B, K = int(rng.integers(3, 6)), int(rng.integers(6, 8))
    return rng.normal(size=(B, K)), rng.permutation(K)[:B]


def _right(Z: Array, labels: Array) -> Array:
    """1 at the right class, 0 elsewhere."""
    return np.eye(Z.shape[1])[labels]


def _from(rule: Callable[[Array, Array, int], Array]) -> Callable[[Array, Array], Array]:
    """A mistake as a rule for probabilities, right classes and the number of examples."""
    return lambda Z, labels: rule(softmax(Z), _right(Z, labels), len(Z))


SCORE_GRADIENT = Exercise(
    name="score_gradient",
    title="점수의 기울기",
    stars=2,
    reference=score_gradient,
    gen=_inputs,
    wrong=(
        Wrong(
            _from(lambda p, y, B: p - y),
            "손실의 합을 미분한 값과 같습니다. 손실은 보기들의 평균입니다.",
        ),
        Wrong(
            _from(lambda p, y, B: (y - p) / B),
            "크기는 맞고 부호가 반대입니다. 정답의 점수를 올리면 손실은 늘어납니까, 줄어듭니까?",
        ),
        Wrong(
            _from(lambda p, y, B: (p - y) / B**2),
            "보기 수로 두 번 나누었습니다. 나누는 곳을 세어 보십시오.",
        ),
        Wrong(
            _from(lambda p, y, B: (p - y) / y.size),
            "보기 수가 아니라 점수의 개수로 나누었습니다. 손실은 보기마다 하나입니다.",
        ),
        Wrong(
            _from(lambda p, y, B: p / B),
            "오답 자리는 맞습니다. 정답 자리에서 빠뜨린 것이 있습니다.",
        ),
        Wrong(
            _from(lambda p, y, B: (p - 1) / B),
            "정답 자리는 맞습니다. 오답 자리에서도 1을 뺐습니다.",
        ),
        Wrong(
            _from(lambda p, y, B: (p - y) * y / B),
            "정답 자리는 맞지만 오답 자리가 0입니다. 오답의 점수를 올려도 정답의 확률은 변합니다.",
        ),
        Wrong(
            _from(lambda p, y, B: -y / p / B),
            "확률에 닿은 기울기 −1/p에서 멈추었습니다. 소프트맥스를 한 번 더 거슬러야 합니다.",
        ),
        Wrong(
            _from(lambda p, y, B: p * (1 - p) * (p - y) / B),
            "제곱 오차와 시그모이드에서처럼 p(1 − p)를 또 곱했습니다. 교차 엔트로피에서는 이 값이 "
            "지워집니다.",
        ),
        Wrong(
            lambda Z, labels: (Z - _right(Z, labels)) / len(Z),
            "확률이 아니라 점수 Z에서 1을 뺐습니다. 먼저 소프트맥스로 확률을 구하십시오.",
        ),
        Wrong(
            lambda Z, labels: (softmax(Z, axis=0) - _right(Z, labels)) / len(Z),
            "소프트맥스를 보기 쪽(axis=0)으로 구했습니다. 확률의 합은 보기마다, 곧 행마다 "
            "1이어야 합니다.",
        ),
    ),
    hints=(
        "보기 하나만 먼저 생각하십시오. 확률 p를 구하고 정답 자리와 오답 자리를 나누어 적습니다.",
        "행마다 정답 자리 하나를 고르는 방법은 `P[np.arange(len(labels)), labels]`입니다.",
        "손실이 평균이므로, 보기마다 구한 기울기를 마지막에 한 번 보기 수로 나눕니다.",
    ),
)
