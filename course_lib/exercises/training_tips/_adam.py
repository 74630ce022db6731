"""``training_tips/adam_step``: one step of Adam with its two averages."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

State = tuple[float, float, float]
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


def adam_step(w: float, dw: float, m: float, v: float, t: int, lr: float) -> State:
    """The new w, m and v after step t (the first is 1)."""
    return _step(w, dw, m, v, t, lr)


def _averages(dw: float, m: float, v: float) -> tuple[float, float]:
    return BETA1 * m + (1 - BETA1) * dw, BETA2 * v + (1 - BETA2) * dw**2


def _step(
    w: float,
    dw: float,
    m: float,
    v: float,
    t: int,
    lr: float,
    *,
    averages: Callable[[float, float, float], tuple[float, float]] = _averages,
    corrected: Callable[[float, float, int], tuple[float, float]] = lambda m, v, t: (
        m / (1 - BETA1**t),
        v / (1 - BETA2**t),
    ),
    move: Callable[[float, float, float], float] = lambda m, v, dw: m / (math.sqrt(v) + EPS),
    sign: int = -1,
) -> State:
    """Adam's step, with places where it can go wrong."""
    m, v = averages(dw, m, v)
    return w + sign * lr * move(*corrected(m, v, t), dw), m, v


def _mistake(**places: object) -> Callable[..., State]:
    return lambda w, dw, m, v, t, lr: _step(w, dw, m, v, t, lr, **places)  # type: ignore[arg-type]


def _keeps_corrected(w: float, dw: float, m: float, v: float, t: int, lr: float) -> State:
    new, m, v = adam_step(w, dw, m, v, t, lr)
    return new, m / (1 - BETA1**t), v / (1 - BETA2**t)


def _inputs(rng: np.random.Generator) -> tuple[float, float, float, float, int, float]:
    """A few steps in: both corrections matter, and the averages are not yet settled."""
    dw, m = rng.uniform(0.5, 2.0, 2) * rng.choice([-1, 1], 2)
    w, v, lr = rng.uniform(-2, 2), rng.uniform(0.01, 0.03), rng.uniform(0.05, 0.2)
    return float(w), float(dw), float(m), float(v), int(rng.integers(2, 7)), float(lr)


ADAM_STEP = Exercise(
    name="adam_step",
    title="Adam의 한 걸음",
    stars=2,
    reference=adam_step,
    gen=_inputs,
    wrong=(
        Wrong(
            _mistake(corrected=lambda m, v, t: (m, v)),
            "m과 v는 맞습니다. w를 옮길 때 처음 몇 걸음의 치우침을 바로잡지 않았습니다.",
        ),
        Wrong(
            _mistake(corrected=lambda m, v, t: (m / (1 - BETA1**t), v)),
            "m만 바로잡고 v는 그대로 썼습니다. 둘 다 0에서 출발한 평균입니다.",
        ),
        Wrong(
            _mistake(corrected=lambda m, v, t: (m, v / (1 - BETA2**t))),
            "v만 바로잡고 m은 그대로 썼습니다. 둘 다 0에서 출발한 평균입니다.",
        ),
        Wrong(
            _mistake(corrected=lambda m, v, t: (m / (1 - BETA1), v / (1 - BETA2))),
            "바로잡는 식의 거듭제곱이 빠졌습니다. 걸음이 쌓일수록 바로잡을 것이 줄어들어야 합니다.",
        ),
        Wrong(
            _mistake(
                corrected=lambda m, v, t: (m / (1 - BETA1 ** (t + 1)), v / (1 - BETA2 ** (t + 1)))
            ),
            "걸음을 하나 더 센 값과 같습니다. t는 이번 걸음의 번호이고, 첫 걸음이 1입니다.",
        ),
        Wrong(
            _keeps_corrected,
            "w는 맞습니다. 돌려줄 m과 v는 바로잡기 *전*의 값이어야 합니다. 바로잡은 값을 다음 "
            "걸음에 넘기면 두 번 바로잡게 됩니다.",
        ),
        Wrong(
            _mistake(move=lambda m, v, dw: m / (v + EPS)),
            "제곱의 평균으로 그대로 나누었습니다. 기울기와 단위를 맞추려면 무엇을 해야 할까요?",
        ),
        Wrong(
            _mistake(move=lambda m, v, dw: dw / (math.sqrt(v) + EPS)),
            "분자에 이번 기울기를 쓴 값, 곧 RMSProp의 걸음과 같습니다. Adam은 기울기의 평균으로 "
            "걷습니다.",
        ),
        Wrong(
            _mistake(
                averages=lambda dw, m, v: (
                    BETA1 * m + (1 - BETA1) * dw, BETA2 * v + (1 - BETA2) * dw
                )
            ),
            "v에 기울기를 제곱하지 않고 섞었습니다. v는 크기를 재는 평균이라 부호가 없어야 합니다.",
        ),
        Wrong(
            _mistake(
                averages=lambda dw, m, v: (
                    BETA2 * m + (1 - BETA2) * dw, BETA1 * v + (1 - BETA1) * dw**2
                )
            ),
            "β1과 β2가 서로 바뀌었습니다. 더 오래 기억하는 쪽(0.999)이 제곱의 평균입니다.",
        ),
        Wrong(
            _mistake(averages=lambda dw, m, v: (BETA1 * m + dw, BETA2 * v + dw**2)),
            "평균이 아니라 합을 구했습니다. 새 기울기에는 1 − β를 곱합니다.",
        ),
        Wrong(
            _mistake(sign=1),
            "m과 v는 맞습니다. w를 기울기와 같은 쪽으로 옮겼습니다.",
        ),
    ),
    hints=(
        "세 줄로 나누어 보십시오. m을 고치고, v를 고치고, 둘로 w를 고칩니다.",
        "m과 v는 β만큼 남기고 1 − β만큼 새것을 섞습니다. 새것은 m에서는 기울기, v에서는 그 "
        "제곱입니다.",
        "w를 고치기 직전에만 m을 1 − 0.9ᵗ으로, v를 1 − 0.999ᵗ으로 나눕니다.",
    ),
)  # fmt: skip
