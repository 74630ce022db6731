"""``additive_attention/context``: scores → weights → weighted sum."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def context(scores: Array, values: Array) -> Array:
    """The values' mean with the softmax of the scores as weights."""
    return softmax(scores) @ values


def softmax(scores: Array) -> Array:
    """Along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Four words with vectors of size three; all scores are positive."""
    return rng.permutation([0.3, 0.9, 1.6, 2.4]), rng.normal(0, 1, (4, 3))


def _shared(scores: Array, values: Array) -> Array:
    return scores / scores.sum() @ values


def _hard(scores: Array, values: Array) -> Array:
    return values[scores.argmax()]


def _weighed(scores: Array, values: Array) -> Array:
    return softmax(scores)[:, None] * values


CONTEXT = Exercise(
    name="context",
    title="무게와 문맥 벡터",
    stars=1,
    reference=context,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda scores, values: scores @ values,
            "점수를 그대로 곱해 더했습니다. 먼저 합이 1인 무게로 바꾸십시오.",
        ),
        Wrong(_shared, "점수를 합으로 나누었습니다. 점수는 음수일 수도 있어 소프트맥스를 씁니다."),
        Wrong(_hard, "점수가 가장 큰 단어 하나만 가져왔습니다. 모두를 무게만큼 섞어야 합니다."),
        Wrong(_weighed, "무게를 곱하기만 하고 더하지 않았습니다. 답은 벡터 하나입니다."),
        Wrong(
            lambda scores, values: values.mean(axis=0),
            "무게를 쓰지 않은 평균과 같습니다.",
        ),
    ),
    hints=(
        "세 걸음입니다. 점수를 소프트맥스에 넣고, 벡터마다 무게를 곱하고, 모두 더합니다.",
        "무게는 np.exp(scores)를 그 합으로 나눈 것입니다.",
        "곱하고 더하는 일은 weights @ values 한 번으로 됩니다.",
    ),
)
