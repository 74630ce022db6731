"""``additive_attention/scores``: the additive score of every source word."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def scores(q: Array, keys: Array, W: Array, U: Array, v: Array) -> Array:
    """The additive score, v · tanh(W q + U k), of each key."""
    return np.tanh(W @ q + keys @ U.T) @ v


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, Array, Array]:
    """Four keys; the sizes of query, keys and hidden layer are the same, so that all fits."""
    q, v = rng.normal(0, 1, (2, 3))
    W, U = rng.normal(0, 1, (2, 3, 3))
    return q, rng.normal(0, 1, (4, 3)), W, U, v


def _flat(q: Array, keys: Array, W: Array, U: Array, v: Array) -> Array:
    return (W @ q + keys @ U.T) @ v


def _apart(q: Array, keys: Array, W: Array, U: Array, v: Array) -> Array:
    return (np.tanh(W @ q) + np.tanh(keys @ U.T)) @ v


def _blind(q: Array, keys: Array, W: Array, U: Array, v: Array) -> Array:
    return np.tanh(keys @ U.T) @ v


def _turned(q: Array, keys: Array, W: Array, U: Array, v: Array) -> Array:
    return np.tanh(W @ q + keys @ U) @ v


def _weights(q: Array, keys: Array, W: Array, U: Array, v: Array) -> Array:
    powers = np.exp(scores(q, keys, W, U, v))
    return powers / powers.sum()


SCORES = Exercise(
    name="scores",
    title="덧셈 점수",
    stars=2,
    reference=scores,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _flat,
            "tanh가 없습니다. 그러면 q가 모든 점수에 같은 수를 더할 뿐이라 무게를 바꾸지 못합니다.",
        ),
        Wrong(_apart, "tanh를 따로 지났습니다. 더한 다음에 한 번 지나야 둘이 만납니다."),
        Wrong(_blind, "질의 q를 쓰지 않았습니다. 누가 묻든 점수가 같아집니다."),
        Wrong(
            _turned, "U가 뒤집혔습니다. 키 하나에는 U @ k이니, 줄로 쌓은 키에는 keys @ U.T입니다."
        ),
        Wrong(_weights, "소프트맥스까지 지난 무게입니다. 여기서는 점수를 돌려주십시오."),
    ),
    hints=(
        "키 하나의 점수부터 쓰십시오. v @ np.tanh(W @ q + U @ k)입니다.",
        "W @ q는 키마다 같으니 한 번만 구하면 됩니다.",
        "keys는 (S, D)이니 키마다 U를 곱한 것은 keys @ U.T, 모양은 (S, H)입니다.",
    ),
)
