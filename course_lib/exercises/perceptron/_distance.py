"""``perceptron/distance``: from a point to the line of a unit, with its sign."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
_norm = np.linalg.norm


def distance(x: Array, w: Array, b: float) -> float:
    """Signed distance of x to ``w·x + b = 0``."""
    return float((w @ x + b) / _norm(w))


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, float]:
    """A point on the 0 side, so that a lost sign shows, and no length near 1."""
    w = rng.uniform(1, 3, 3) * rng.choice([-1, 1], 3)
    x, b = rng.uniform(0.5, 2, 3), float(rng.uniform(0.7, 2))
    return (-x, w, -b) if w @ x + b > 0 else (x, w, b)


DISTANCE = Exercise(
    name="distance",
    title="선까지의 거리",
    stars=1,
    reference=distance,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda x, w, b: w @ x + b,
            "가중합에서 멈춘 값과 같습니다. w와 b에 모두 10을 곱해도 거리는 그대로여야 합니다.",
        ),
        Wrong(
            lambda x, w, b: abs(w @ x + b) / _norm(w),
            "크기는 맞습니다. 절댓값을 취하면 점이 어느 쪽에 있는지 알 수 없습니다.",
        ),
        Wrong(
            lambda x, w, b: (w @ x + b) / (w @ w),
            "w의 길이의 제곱으로 나눈 값과 같습니다. 제곱근이 빠졌습니다.",
        ),
        Wrong(
            lambda x, w, b: w @ x / _norm(w),
            "편향을 빠뜨린 값과 같습니다. 이 값은 원점을 지나는 선까지의 거리입니다.",
        ),
        Wrong(
            lambda x, w, b: w @ x / _norm(w) + b,
            "편향을 나누지 않고 더했습니다. 가중합 전체를 나누어야 합니다.",
        ),
        Wrong(
            lambda x, w, b: (w @ x + b) / _norm([*w, b]),
            "b까지 넣은 벡터의 길이로 나누었습니다. 선의 방향을 정하는 것은 w뿐입니다.",
        ),
        Wrong(
            lambda x, w, b: (w @ x + b) / abs(w).sum(),
            "절댓값의 합으로 나누었습니다. 길이는 제곱해 더하고 제곱근을 씌운 것입니다.",
        ),
        Wrong(
            lambda x, w, b: (w @ x + b) / _norm(x),
            "x의 길이로 나누었습니다. 선에 수직인 벡터가 무엇인지 그림에서 다시 보십시오.",
        ),
    ),
    hints=(
        "먼저 가중합을 구하고, 그것을 무엇으로 나눌지 생각해 보십시오.",
        "w와 b에 같은 수를 곱해도 바뀌지 않으려면 w의 길이로 나누어야 합니다.",
        "`np.linalg.norm(w)`가 w의 길이입니다.",
    ),
)
