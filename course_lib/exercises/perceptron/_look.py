"""``perceptron/look``: the perceptron rule at one example."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Unit = tuple[Array, float]


def look(w: Array, b: float, x: Array, y: int) -> Unit:
    """Weights and bias after one look."""
    move = y - int(w @ x + b > 0)
    return w + move * x, b + move


def _inputs(rng: np.random.Generator) -> tuple[Array, float, Array, int]:
    """Right, wrong in both ways, and a sum of exactly 0: one of the four."""
    w, x = rng.integers(1, 5, 2) * 1.0, rng.integers(1, 5, 2) * 1.0
    kind = int(rng.integers(4))
    s = 0.0 if kind == 3 else float(rng.integers(2, 6)) * rng.choice([-1, 1])
    y = int(rng.integers(2)) if kind == 3 else int(s > 0) if kind == 2 else int(s < 0)
    return w, s - float(w @ x), x, y


def _moving(move: Callable[[float, int], float]) -> Callable[..., Unit]:
    """The rule with another factor before x, from the weighted sum and the label."""

    def looked(w: Array, b: float, x: Array, y: int) -> Unit:
        factor = move(float(w @ x + b), y)
        return w + factor * x, b + factor

    return looked


def _in_place(w: Array, b: float, x: Array, y: int) -> Unit:
    move = y - int(w @ x + b > 0)
    w += move * x
    return w, b + move


def _sigmoid(s: float) -> float:
    return float(1 / (1 + np.exp(-s)))


LOOK = Exercise(
    name="look",
    title="점 하나를 보기",
    stars=2,
    reference=look,
    gen=_inputs,
    cases=48,
    pure=True,
    wrong=(
        Wrong(
            _in_place,
            "새 값은 맞지만, 인자로 받은 w까지 바뀌었습니다. `w += …` 대신 새 배열을 만드십시오.",
        ),
        Wrong(
            _moving(lambda s, y: 2 * y - 1),
            "맞힌 점에서도 w와 b를 움직였습니다. 맞히면 그대로 두어야 합니다.",
        ),
        Wrong(
            _moving(lambda s, y: int(s > 0) - y),
            "방향이 반대입니다. 1이라고 해야 하는데 0이라고 했으면 가중합을 키워야 합니다.",
        ),
        Wrong(
            lambda w, b, x, y: (w + (y - int(w @ x + b > 0)) * x, b),
            "w는 맞습니다. 편향도 함께 움직여야 합니다. 편향은 늘 1인 입력의 가중치와 같습니다.",
        ),
        Wrong(
            _moving(lambda s, y: y - int(s >= 0)),
            "가중합이 정확히 0일 때 1이라고 답했습니다. 이 문제의 유닛은 0보다 클 때만 1입니다.",
        ),
        Wrong(
            _moving(lambda s, y: y - s),
            "답이 아니라 가중합을 정답에서 뺐습니다. 먼저 계단 함수를 지나야 합니다.",
        ),
        Wrong(
            _moving(lambda s, y: y - _sigmoid(s)),
            "계단 함수 대신 시그모이드를 썼습니다. 여기서 답은 0 아니면 1입니다.",
        ),
        Wrong(
            _moving(lambda s, y: max(0, y - int(s > 0))),
            "정답이 1인 점만 고쳤습니다. 0이라고 해야 하는데 1이라고 한 점에서는 입력을 빼야 "
            "합니다.",
        ),
        Wrong(
            _moving(lambda s, y: min(0, y - int(s > 0))),
            "정답이 0인 점만 고쳤습니다. 1이라고 해야 하는데 0이라고 한 점에서는 입력을 더해야 "
            "합니다.",
        ),
        Wrong(
            lambda w, b, x, y: (w, b),
            "w와 b가 그대로입니다. 틀린 점에서는 움직여야 합니다.",
        ),
    ),
    hints=(
        "세 단계입니다. 가중합을 구하고, 답을 정하고, 틀렸으면 고칩니다.",
        "정답에서 답을 뺀 수는 +1, 0, −1 가운데 하나입니다. 각각 언제입니까?",
        "그 수를 x에 곱해 w에 더하고, b에는 그 수를 그대로 더합니다.",
    ),
)
