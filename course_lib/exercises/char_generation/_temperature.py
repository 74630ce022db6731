"""``char_generation/temperature``: a softmax with a temperature."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def temperature_softmax(logits: Array, tau: float) -> Array:
    """softmax(logits / tau), without overflow."""
    powers = np.exp((logits - logits.max()) / tau)
    return powers / powers.sum()


def _softmax(z: Array) -> Array:
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def _unsafe(logits: Array, tau: float) -> Array:
    with np.errstate(all="ignore"):
        powers = np.exp(logits / tau)
        return powers / powers.sum()


def _inputs(rng: np.random.Generator) -> tuple[Array, float]:
    """Logits around 0 or 400; a temperature on either side of 1."""
    middle = rng.choice([0.0, 400.0])
    tau = float(rng.choice([0.4, 0.5, 1.6, 2.5]))
    return middle + np.array([1.5, 0.3, -0.8, 0.9]) + rng.uniform(-0.1, 0.1, 4), tau


TEMPERATURE = Exercise(
    name="temperature",
    title="온도를 건 소프트맥스",
    stars=2,
    reference=temperature_softmax,
    gen=_inputs,
    cases=8,
    pure=True,
    wrong=(
        Wrong(
            lambda logits, tau: _softmax(logits * tau),
            "온도를 곱한 값과 같습니다. 온도가 높을수록 로짓의 차이가 줄어야 합니다.",
        ),
        Wrong(
            lambda logits, tau: _softmax(logits) / tau,
            "확률을 온도로 나눈 값과 같습니다. 더해서 1이 되는지 보십시오. 온도는 지수 앞에서 "
            "작용합니다.",
        ),
        Wrong(
            lambda logits, tau: _softmax(logits),
            "온도를 쓰지 않은 소프트맥스와 같습니다.",
        ),
        Wrong(
            _unsafe,
            "작은 로짓에서는 맞지만 큰 로짓에서는 넘칩니다. 지수를 취하기 전에 가장 큰 로짓을 "
            "빼십시오.",
        ),
        Wrong(
            lambda logits, tau: np.exp((logits - logits.max()) / tau),
            "지수까지는 맞습니다. 더해서 1이 되도록 나누지 않았습니다.",
        ),
        Wrong(
            lambda logits, tau: _softmax(_softmax(logits) / tau),
            "소프트맥스를 두 번 한 값과 같습니다. 온도로 나눌 것은 확률이 아니라 로짓입니다.",
        ),
    ),
    hints=(
        "로짓을 τ로 나눈 다음에는 보통의 소프트맥스입니다.",
        "넘치지 않게 하려면 지수를 취하기 전에 가장 큰 값을 뺍니다. 빼도 확률은 그대로입니다.",
        "τ가 1보다 크면 확률이 고르게, 작으면 한쪽으로 몰려야 합니다. 더해서 1인지도 보십시오.",
    ),
)
