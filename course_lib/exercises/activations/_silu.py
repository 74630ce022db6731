"""``activations/silu_slope``: the derivative of x·σ(x)."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong
from course_lib.exercises.activations._tanh import logistic

Array = np.ndarray


def silu_slope(x: Array) -> Array:
    """σ(x) + x·σ(x)(1 − σ(x))."""
    s = logistic(x)
    return s + x * s * (1 - s)


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Both signs, away from 0 and 1 where mistakes coincide."""
    return (rng.permutation([-3.0, -1.6, -0.5, 0.4, 1.7, 3.2]) + rng.uniform(-0.1, 0.1, 6),)


SILU_SLOPE = Exercise(
    name="silu_slope",
    title="SiLU의 미분",
    stars=2,
    reference=silu_slope,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda x: logistic(x) * (1 - logistic(x)),
            "시그모이드만 미분한 값과 같습니다. 앞에 곱해진 x도 x의 함수입니다.",
        ),
        Wrong(
            lambda x: x * logistic(x) * (1 - logistic(x)),
            "곱의 미분에서 한쪽 항만 남았습니다. x를 미분한 쪽은 어디로 갔습니까?",
        ),
        Wrong(
            logistic,
            "x만 미분한 값과 같습니다. σ(x)도 x에 따라 변합니다.",
        ),
        Wrong(
            lambda x: x * logistic(x),
            "SiLU 자체의 값과 같습니다. 구할 것은 미분입니다.",
        ),
        Wrong(
            lambda x: logistic(x) + x * (1 - logistic(x)),
            "둘째 항에서 시그모이드의 미분을 1 − σ로 썼습니다. σ의 미분은 두 인수의 곱입니다.",
        ),
        Wrong(
            lambda x: logistic(x) + x * logistic(x),
            "둘째 항에서 시그모이드의 미분을 σ로 썼습니다. σ의 미분은 두 인수의 곱입니다.",
        ),
        Wrong(
            lambda x: logistic(x) - x * logistic(x) * (1 - logistic(x)),
            "두 항의 크기는 맞습니다. 곱의 미분에서 두 항은 빼는 것이 아니라 더합니다.",
        ),
        Wrong(
            lambda x: logistic(x) + logistic(x) * (1 - logistic(x)),
            "둘째 항에 x를 곱하지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda x: (x > 0).astype(float),
            "ReLU의 미분과 같습니다. SiLU의 미분은 계단이 아니라 부드러운 곡선입니다.",
        ),
    ),
    hints=(
        "x와 σ(x), 두 함수의 곱입니다. 곱의 미분법을 적어 보십시오.",
        "첫 항은 x를 미분한 것에 σ(x)를, 둘째 항은 x에 σ를 미분한 것을 곱합니다.",
        "σ의 미분은 σ(1 − σ)입니다. s = logistic(x)로 한 번만 구해 두면 코드가 짧아집니다.",
    ),
)
