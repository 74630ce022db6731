"""``pretrained_vectors/glove_loss``: GloVe's weighted squared error over a table."""

from __future__ import annotations

from functools import partial

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
X_MAX, POWER = 100.0, 0.75


def _loss(
    W: Array, C: Array, b: Array, c: Array, X: Array,
    *, power: float = POWER, top: float = 1.0, half: float = 0.5, bias: bool = True,
) -> float:  # fmt: skip
    there = X > 0
    f = np.minimum(X / X_MAX, top) ** power
    guess = W @ C.T + (b[:, None] + c[None, :] if bias else 0)
    gap = guess - np.log(np.where(there, X, 1))
    return float(half * (f * gap**2)[there].sum())


def glove_loss(W: Array, C: Array, b: Array, c: Array, X: Array) -> float:
    """½ Σ f(X)(w·c + b + c − ln X)² over the cells that are not 0."""
    return _loss(W, C, b, c, X)


def _inputs(rng: np.random.Generator) -> tuple[Array, ...]:
    """Three words, two numbers each; two cells are 0 and two above x_max."""
    X = rng.uniform(2, 90, (3, 3))
    X[0, 0] = X[2, 1] = 0
    X[1, 2], X[0, 1] = rng.uniform(150, 400, 2)
    return (*rng.normal(0, 1, (2, 3, 2)), *rng.normal(0, 1, (2, 3)), X)


def _zeros_counted(W: Array, C: Array, b: Array, c: Array, X: Array) -> float:
    gap = W @ C.T + b[:, None] + c[None, :] - np.log(np.maximum(X, 1))
    f = np.where(X > 0, np.minimum(X / X_MAX, 1) ** POWER, 1)
    return float(0.5 * (f * gap**2).sum())


def _unweighted(W: Array, C: Array, b: Array, c: Array, X: Array) -> float:
    gap = W @ C.T + b[:, None] + c[None, :] - np.log(np.where(X > 0, X, 1))
    return float(0.5 * (gap**2)[X > 0].sum())


def _plain_counts(W: Array, C: Array, b: Array, c: Array, X: Array) -> float:
    f = np.minimum(X / X_MAX, 1) ** POWER
    gap = W @ C.T + b[:, None] + c[None, :] - X
    return float(0.5 * (f * gap**2)[X > 0].sum())


GLOVE_LOSS = Exercise(
    name="glove_loss",
    title="GloVe의 손실",
    stars=2,
    reference=glove_loss,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(partial(_loss, half=1.0), "꼭 두 배입니다. 식의 맨 앞에 있는 ½을 곱하십시오."),
        Wrong(_unweighted, "무게 f(X)를 곱하지 않은 값과 같습니다. 드문 칸의 오차는 덜 셉니다."),
        Wrong(
            partial(_loss, top=np.inf),
            "무게가 1을 넘었습니다. X가 100보다 크면 f(X)는 1에서 멈춥니다.",
        ),
        Wrong(
            partial(_loss, power=1.0),
            "무게를 X/100으로 둔 값과 같습니다. 0.75제곱을 마저 하십시오.",
        ),
        Wrong(
            partial(_loss, bias=False),
            "편향 두 개가 빠졌습니다. 단어마다 b, 이웃마다 b_context를 더합니다.",
        ),
        Wrong(
            _zeros_counted,
            "0인 칸까지 셌습니다. 한 번도 만나지 않은 쌍은 log가 없어 손실에 들어가지 않습니다.",
        ),
        Wrong(_plain_counts, "횟수 X에 맞춘 값과 같습니다. 맞출 것은 횟수의 로그입니다."),
    ),
    hints=(
        "칸마다의 예측은 W @ C.T에 b를 행마다, b_context를 열마다 더한 것입니다.",
        "예측에서 log X를 빼고 제곱합니다. X가 0인 칸은 빼고 셈하십시오.",
        "f = np.minimum(X / 100, 1) ** 0.75를 곱해 모두 더하고 반으로 나눕니다.",
    ),
)
