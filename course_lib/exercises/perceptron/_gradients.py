"""``perceptron/gradients``: a sigmoid unit's gradient under the mean squared error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Pair = tuple[Array, Any]


def _gradients(
    X: Array,
    y: Array,
    w: Array,
    b: float,
    *,
    signal: Callable[[Array], Array] = lambda difference: difference,
    slope: Callable[[Array, Array], Array] = lambda out, s: out * (1 - out),
) -> Pair:
    """The gradient, with places where it can go wrong."""
    s = X @ w + b
    out = 1 / (1 + np.exp(-s))
    ds = signal(out - y) * slope(out, s) / len(y)
    return X.T @ ds, ds.sum()


def gradients(X: Array, y: Array, w: Array, b: float) -> Pair:
    """Gradients of the mean of ½(y − σ(w·x + b))² at w and at b."""
    return _gradients(X, y, w, b)


def _mistake(**places: Any) -> Callable[..., Pair]:
    return lambda X, y, w, b: _gradients(X, y, w, b, **places)


def _changed(change: Callable[[Pair, Array], Pair]) -> Callable[..., Pair]:
    return lambda X, y, w, b: change(_gradients(X, y, w, b), X)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, float]:
    X, y = rng.uniform(0.3, 1.5, (5, 3)), rng.permutation([0.0, 0.0, 0.0, 1.0, 1.0])
    return X, y, rng.uniform(0.2, 0.9, 3), float(rng.uniform(0.1, 0.5))


GRADIENTS = Exercise(
    name="gradients",
    title="시그모이드 유닛의 기울기",
    stars=3,
    reference=gradients,
    gen=_inputs,
    wrong=(
        Wrong(
            _changed(lambda g, X: (g[0] * len(X), g[1] * len(X))),
            "점마다의 기울기를 더하기만 했습니다. 이 문제의 E는 평균입니다.",
        ),
        Wrong(
            _changed(lambda g, X: (g[0], g[1] * len(X))),
            "dw는 맞습니다. db도 점의 수로 나누어야 합니다.",
        ),
        Wrong(
            _changed(lambda g, X: (g[0], g[1] / len(X))),
            "dw는 맞습니다. db를 점의 수로 두 번 나누었습니다. 책임을 이미 나누었다면 더하기만 "
            "하면 됩니다.",
        ),
        Wrong(
            _mistake(slope=lambda out, s: np.ones_like(out)),
            "시그모이드의 미분을 곱하지 않은 값과 같습니다. 교차 엔트로피라면 맞지만 제곱 "
            "오차에서는 곱해야 합니다.",
        ),
        Wrong(
            _mistake(signal=np.negative),
            "크기는 모두 맞고 부호가 반대입니다. ½(y − ŷ)²를 ŷ로 미분해 보십시오.",
        ),
        Wrong(
            _mistake(signal=lambda difference: 2 * difference),
            "모두 정답의 두 배입니다. 제곱 앞에 붙은 ½을 확인해 보십시오.",
        ),
        Wrong(
            _mistake(slope=lambda out, s: s * (1 - s)),
            "시그모이드의 미분에 가중합을 넣었습니다. ŷ(1 − ŷ)의 ŷ는 시그모이드를 지난 뒤의 "
            "값입니다.",
        ),
        Wrong(
            _mistake(slope=lambda out, s: 1 - out**2),
            "1 − ŷ²은 tanh의 미분입니다.",
        ),
        Wrong(
            _mistake(slope=lambda out, s: out),
            "시그모이드의 미분에서 ŷ만 곱한 값과 같습니다. 인수가 하나 더 있습니다.",
        ),
        Wrong(
            _changed(lambda g, X: (np.full(X.shape[1], g[1]), g[1])),
            "db는 맞습니다. dw에는 점마다의 책임에 그 점의 입력을 곱해서 더해야 합니다.",
        ),
        Wrong(
            _changed(lambda g, X: (X.mean(axis=0) * g[1], g[1])),
            "책임의 합에 입력의 평균을 곱했습니다. 점마다 먼저 곱하고 나중에 더해야 합니다.",
        ),
    ),
    hints=(
        "점이 하나뿐일 때의 식을 먼저 적어 보십시오. 본문의 식과 같습니다.",
        "점마다의 책임 ds를 모양이 (B,)인 배열 하나로 구해 보십시오.",
        "dw는 모양이 (D,)입니다. X와 ds를 어떻게 곱하면 그 모양이 됩니까?",
    ),
)
