"""``bert_finetuning/head``: the gradient of the pooler's matrix, by the rules of the first part."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def head(X: Array, W: Array, U: Array, labels: Array) -> Array:
    """The dW of the mean cross entropy of softmax(tanh(X Wᵀ) Uᵀ)."""
    h, dz = _to_logits(X, W, U, labels)
    return np.asarray((dz @ U * (1 - h**2)).T @ X)


def _to_logits(X: Array, W: Array, U: Array, labels: Array) -> tuple[Array, Array]:
    """The pooled vectors and the error signal at the logits."""
    h = np.tanh(X @ W.T)
    powers = np.exp(h @ U.T)
    p = powers / powers.sum(axis=1, keepdims=True)
    return h, (p - np.eye(len(U))[labels]) / len(X)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    B, H, K = int(rng.integers(3, 6)), 4, 3
    X, W, U = rng.normal(size=(B, H)), rng.normal(size=(H, H)), rng.normal(size=(K, H))
    return X, W, U, rng.integers(K, size=B)


def _no_slope(X: Array, W: Array, U: Array, labels: Array) -> Array:
    _, dz = _to_logits(X, W, U, labels)
    return np.asarray((dz @ U).T @ X)


def _sigmoid_slope(X: Array, W: Array, U: Array, labels: Array) -> Array:
    h, dz = _to_logits(X, W, U, labels)
    return np.asarray((dz @ U * h * (1 - h)).T @ X)


def _no_label(X: Array, W: Array, U: Array, labels: Array) -> Array:
    h, dz = _to_logits(X, W, U, labels)
    dz = dz + np.eye(len(U))[labels] / len(X)
    return np.asarray((dz @ U * (1 - h**2)).T @ X)


def _of_classifier(X: Array, W: Array, U: Array, labels: Array) -> Array:
    h, dz = _to_logits(X, W, U, labels)
    return np.asarray(dz.T @ h)


HEAD = Exercise(
    name="head",
    title="BERT의 머리를 손으로",
    stars=2,
    reference=head,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda X, W, U, labels: head(X, W, U, labels) * len(X),
            "배치의 합을 미분한 값입니다. 손실은 평균이니 문장의 수로 나누어야 합니다.",
        ),
        Wrong(
            lambda X, W, U, labels: -head(X, W, U, labels),
            "부호가 반대입니다. 오차 신호는 확률에서 정답을 뺀 p − y입니다.",
        ),
        Wrong(_no_slope, "tanh를 거슬러 오지 않았습니다. h를 지나면 1 − h²이 곱해집니다."),
        Wrong(
            _sigmoid_slope,
            "시그모이드의 미분 h(1 − h)를 곱했습니다. 여기의 활성화 함수는 tanh입니다.",
        ),
        Wrong(_no_label, "정답을 빼지 않았습니다. 소프트맥스의 확률만 거슬러 보냈습니다."),
        Wrong(
            lambda X, W, U, labels: head(X, W, U, labels).T,
            "전치한 값과 같습니다. dW의 줄은 나가는 쪽, 열은 들어오는 쪽입니다.",
        ),
        Wrong(_of_classifier, "분류기의 dU를 구했습니다. 한 층 더 내려가 dW를 구하십시오."),
    ),
    hints=(
        "앞으로: h = tanh(X Wᵀ), p = softmax(h Uᵀ)를 먼저 구하십시오.",
        "로짓에 닿는 오차 신호는 (p − 원-핫 정답) / 문장의 수입니다. 여기에 U를 곱하면 h에 "
        "닿습니다.",
        "dh에 1 − h²을 곱해 tanh를 거슬러 간 다음, 전치해서 X와 곱하십시오.",
    ),
)
