"""``additive_attention/masked_softmax``: weights that leave padding out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong
from course_lib.exercises.additive_attention._context import softmax

Array: TypeAlias = np.ndarray


def masked_softmax(scores: Array, lengths: Array) -> Array:
    """Softmax of each row's first scores, zeros behind; an empty row is all zeros."""
    weights = np.zeros_like(scores)
    for row, length in enumerate(lengths):
        if length:
            weights[row, :length] = softmax(scores[row, :length])
    return weights


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Four sentences of different lengths, one of them with no word at all."""
    return rng.normal(0, 1, (4, 5)), rng.permutation([5, 3, 2, 0])


def _real(scores: Array, lengths: Array) -> Array:
    return np.arange(scores.shape[1]) < lengths[:, None]


def _late(scores: Array, lengths: Array) -> Array:
    return softmax(scores) * _real(scores, lengths)


def _zeros(scores: Array, lengths: Array) -> Array:
    return softmax(np.where(_real(scores, lengths), scores, 0.0))


def _large(scores: Array, lengths: Array) -> Array:
    return softmax(np.where(_real(scores, lengths), scores, -1e9))


def _endless(scores: Array, lengths: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return softmax(np.where(_real(scores, lengths), scores, -np.inf))


def _turned(scores: Array, lengths: Array) -> Array:
    found = np.where(_real(scores, lengths), -1e9, scores)
    return softmax(found) * ~_real(scores, lengths)


MASKED = Exercise(
    name="masked_softmax",
    title="패딩을 보지 않는 무게",
    stars=2,
    reference=masked_softmax,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda scores, lengths: softmax(scores),
            "패딩에도 무게가 있습니다. 길이 뒤의 자리는 무게가 0이어야 합니다.",
        ),
        Wrong(
            _late,
            "패딩의 무게를 나중에 지워, 남은 무게의 합이 1이 되지 않습니다. 먼저 가리십시오.",
        ),
        Wrong(
            _zeros,
            "점수를 0으로 바꾸어도 무게는 0이 되지 않습니다. exp(0)은 1입니다.",
        ),
        Wrong(
            _large,
            "다른 줄은 맞습니다. 단어가 하나도 없는 줄에서 패딩에 무게를 나누어 주었습니다.",
        ),
        Wrong(
            _endless,
            "다른 줄은 맞습니다. 단어가 하나도 없는 줄이 NaN이 되었습니다. 그 줄은 0입니다.",
        ),
        Wrong(_turned, "가릴 곳과 볼 곳이 뒤바뀌었습니다. 길이 앞쪽이 진짜 토큰입니다."),
    ),
    hints=(
        "줄마다 앞의 lengths[b]개만 소프트맥스에 넣는다고 생각하십시오.",
        "답을 담을 0의 배열을 먼저 만들고, 줄마다 앞부분만 채우면 됩니다.",
        "길이가 0인 줄은 채울 것이 없습니다. 0인 채로 두십시오.",
    ),
)
