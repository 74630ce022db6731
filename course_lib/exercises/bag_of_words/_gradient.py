"""``bag_of_words/weight_gradient``: the gradient of a linear classifier of bags."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def weight_gradient(X: Array, p: Array, labels: Array) -> Array:
    """(p − y)ᵀ X / B: (K, V)."""
    return (p - _one_hot(p, labels)).T @ X / len(labels)


def _one_hot(p: Array, labels: Array) -> Array:
    return np.eye(p.shape[1])[labels]


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Five bags of seven words, some twice; probabilities of three classes."""
    X = rng.permuted(np.array([[2.0, 1, 1, 0, 0, 0, 0]] * 5), axis=1)
    p = rng.dirichlet(np.full(3, 2.0), 5)
    return X, p, rng.permutation([0, 1, 2, 0, 1])


WEIGHT_GRADIENT = Exercise(
    name="weight_gradient",
    title="본 단어만 배운다",
    stars=2,
    reference=weight_gradient,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda X, p, labels: weight_gradient(X, p, labels) * len(labels),
            "더하기만 하고 나누지 않은 값과 같습니다. 손실이 평균이면 기울기도 평균입니다.",
        ),
        Wrong(
            lambda X, p, labels: -weight_gradient(X, p, labels),
            "부호가 반대입니다. 예측에서 정답을 뺍니다.",
        ),
        Wrong(
            lambda X, p, labels: p.T @ X / len(labels),
            "정답을 빼지 않은 값과 같습니다. 정답 클래스의 확률에서 1을 빼십시오.",
        ),
        Wrong(
            lambda X, p, labels: weight_gradient((X > 0).astype(float), p, labels),
            "두 번 나온 단어를 한 번으로 센 값과 같습니다. 횟수를 그대로 곱하십시오.",
        ),
        Wrong(
            lambda X, p, labels: weight_gradient(X, p, labels).T,
            "값은 맞지만 모양이 뒤집혔습니다. 기울기는 가중치와 모양이 같아야 합니다.",
        ),
        Wrong(
            lambda X, p, labels: (p - _one_hot(p, labels)).T @ X / X.sum(),
            "토큰의 수로 나눈 값과 같습니다. 손실은 글마다 하나이니 글의 수로 나눕니다.",
        ),
    ),
    hints=(
        "글 하나라면 (p − y)와 x의 바깥곱입니다. 모양이 (K, V)가 되는지 보십시오.",
        "p를 베낀 다음 정답의 칸에서 1을 빼면 p − y입니다. 받은 p를 고치면 안 됩니다.",
        "(K, B) @ (B, V)로 곱하면 글마다의 바깥곱을 모두 더한 것이 됩니다. 마지막에 B로 나눕니다.",
    ),
)
