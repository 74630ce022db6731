"""``matrix_gradients/two_layers``: every gradient of a ReLU layer and a softmax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.byhand import gradients as rules
from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Grads = dict[str, Array]


def two_layers(X: Array, labels: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Grads:
    """Gradients of the mean cross entropy at W1, b1, W2 and b2."""
    return _gradients(X, labels, W1, b1, W2, b2)


def _relu_mask(dh: Array, sums: Array, h: Array) -> Array:
    return dh * (h > 0)


def _gradients(
    X: Array,
    labels: Array,
    W1: Array,
    b1: Array,
    W2: Array,
    b2: Array,
    *,
    squash: Callable[[Array], Array] = rules.relu,
    gate: Callable[[Array, Array, Array], Array] = _relu_mask,
    signal: Callable[[Array, Array], Array] = rules.cross_entropy_backward,
    collect: Callable[[Array], Array] = lambda delta: delta.sum(axis=0),
) -> Grads:
    """Forward and backward, with places where it can go wrong."""
    sums = rules.linear(X, W1, b1)
    h = squash(sums)
    dZ = signal(rules.softmax(rules.linear(h, W2, b2)), labels)
    dsums = gate(dZ @ W2, sums, h)
    return {"W1": dsums.T @ X, "b1": collect(dsums), "W2": dZ.T @ h, "b2": collect(dZ)}


def _inputs(rng: np.random.Generator) -> tuple[Array, ...]:
    """Four sizes that differ; some units are off, no example is lost altogether."""
    B, D, H, K = 5, 3, 6, 4
    X, W1, W2 = (rng.normal(size=shape) for shape in ((B, D), (H, D), (K, H)))
    b1, b2 = rng.normal(size=H), rng.normal(size=K)
    return X, rng.integers(0, K, size=B), W1, b1, W2, b2


def _mistake(**places: Any) -> Callable[..., Grads]:
    return lambda X, labels, W1, b1, W2, b2: _gradients(X, labels, W1, b1, W2, b2, **places)


def _scaled(factor: Callable[[int], float]) -> Callable[..., Grads]:
    def scaled(X: Array, labels: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Grads:
        found = two_layers(X, labels, W1, b1, W2, b2)
        return {name: value * factor(len(X)) for name, value in found.items()}

    return scaled


def _turned(X: Array, labels: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Grads:
    found = two_layers(X, labels, W1, b1, W2, b2)
    return {name: value.T for name, value in found.items()}


def _p_everywhere(p: Array, labels: Array) -> Array:
    return p / len(labels)


TWO_LAYERS = Exercise(
    name="two_layers",
    title="두 층을 한꺼번에",
    stars=3,
    reference=two_layers,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _mistake(gate=lambda dh, sums, h: dh),
            "W2와 b2는 맞습니다. 은닉층에서 ReLU를 거슬러 가지 않았습니다.",
        ),
        Wrong(
            _mistake(gate=lambda dh, sums, h: dh * (dh > 0)),
            "W2와 b2는 맞습니다. ReLU의 문은 내려온 기울기가 아니라 순전파의 값이 여닫습니다.",
        ),
        Wrong(
            _mistake(gate=lambda dh, sums, h: dh * h),
            "W2와 b2는 맞습니다. ReLU의 미분은 h가 아니라, 켜졌으면 1이고 꺼졌으면 0입니다.",
        ),
        Wrong(
            _mistake(gate=lambda dh, sums, h: dh * h * (1 - h)),
            "W2와 b2는 맞습니다. 은닉층의 미분에 시그모이드의 식 h(1 − h)가 쓰였습니다.",
        ),
        Wrong(
            _mistake(squash=np.tanh, gate=lambda dh, sums, h: dh * (1 - h**2)),
            "은닉층이 tanh인 신경망의 기울기와 같습니다. 이 문제의 은닉층은 ReLU입니다.",
        ),
        Wrong(
            _scaled(lambda B: B),
            "네 개 모두 배치 크기 배만큼 큽니다. 손실은 보기들의 평균입니다.",
        ),
        Wrong(
            _scaled(lambda B: 1 / B),
            "네 개 모두 배치 크기로 한 번 더 나누었습니다. 나누는 곳은 손실 하나뿐입니다.",
        ),
        Wrong(
            _scaled(lambda B: -1.0),
            "네 개 모두 부호가 반대입니다. 정답 자리의 기울기는 p − 1입니다.",
        ),
        Wrong(
            _mistake(collect=lambda delta: delta.mean(axis=0)),
            "가중치는 맞습니다. 편향의 기울기를 배치 축으로 평균했습니다. 나누는 일은 이미 "
            "끝났습니다.",
        ),
        Wrong(
            _mistake(collect=lambda delta: delta),
            "가중치는 맞습니다. 편향의 기울기가 편향과 모양이 다릅니다. 갈 때 되풀이한 것은 올 때 "
            "더합니다.",
        ),
        Wrong(
            _turned,
            "편향은 맞습니다. 가중치의 기울기가 전치되어 있습니다. dW는 W와 모양이 같아야 합니다.",
        ),
        Wrong(
            _mistake(signal=_p_everywhere),
            "점수의 기울기에서 정답 자리의 1을 빼지 않은 값과 같습니다.",
        ),
    ),
    hints=(
        "순전파의 값 h와 확률 p를 먼저 구해 두고, 마지막 줄부터 거꾸로 한 줄씩 지나가십시오.",
        "점수의 기울기 dZ를 구하면 W2와 b2는 선형층의 규칙으로 바로 나옵니다. dh도 함께 나옵니다.",
        "dh에서 ReLU가 켜져 있던 자리만 남긴 다음, 같은 규칙을 X와 W1에 한 번 더 쓰십시오.",
    ),
)
