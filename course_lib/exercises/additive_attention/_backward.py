"""``additive_attention/backward``: from the context's gradient to values and scores."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong
from course_lib.exercises.additive_attention._context import softmax

Array: TypeAlias = np.ndarray


def backward(weights: Array, values: Array, dcontext: Array) -> tuple[Array, Array]:
    """Gradients of scores and values."""
    dweights = values @ dcontext
    dscores = weights * (dweights - weights @ dweights)
    return dscores, np.outer(weights, dcontext)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Four words with vectors of size three."""
    weights = softmax(rng.normal(0, 1, 4))
    return weights, rng.normal(0, 1, (4, 3)), rng.normal(0, 1, 3)


def _direct(weights: Array, values: Array, dcontext: Array) -> tuple[Array, Array]:
    return values @ dcontext, np.outer(weights, dcontext)


def _alone(weights: Array, values: Array, dcontext: Array) -> tuple[Array, Array]:
    return weights * (values @ dcontext), np.outer(weights, dcontext)


def _sigmoid(weights: Array, values: Array, dcontext: Array) -> tuple[Array, Array]:
    return weights * (1 - weights) * (values @ dcontext), np.outer(weights, dcontext)


def _mean(weights: Array, values: Array, dcontext: Array) -> tuple[Array, Array]:
    dweights = values @ dcontext
    return weights * (dweights - dweights.mean()), np.outer(weights, dcontext)


def _unweighed(weights: Array, values: Array, dcontext: Array) -> tuple[Array, Array]:
    return backward(weights, values, dcontext)[0], np.tile(dcontext, (len(weights), 1))


BACKWARD = Exercise(
    name="backward",
    title="무게를 거슬러",
    stars=3,
    reference=backward,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(_direct, "무게의 기울기에서 멈추었습니다. 소프트맥스를 한 번 더 거슬러 가십시오."),
        Wrong(_alone, "한 점수가 오르면 다른 무게가 줄어드는 몫을 빼지 않았습니다."),
        Wrong(
            _sigmoid,
            "시그모이드의 미분과 같습니다. 소프트맥스에서는 무게가 서로 얽혀 있습니다.",
        ),
        Wrong(_mean, "그냥 평균을 뺐습니다. 무게를 달아 낸 평균을 빼야 합니다."),
        Wrong(_unweighed, "값의 기울기가 모두 같습니다. 무게가 클수록 책임도 큽니다."),
    ),
    hints=(
        "문맥은 무게와 값의 곱을 더한 것입니다. 곱하기를 거슬러 갈 때는 상대를 곱합니다.",
        "무게 a_i의 기울기는 값 i와 dcontext의 내적입니다.",
        "소프트맥스를 거슬러 가면 a_i 곱하기 (자기 기울기 − 무게를 단 평균 기울기)입니다.",
    ),
)
