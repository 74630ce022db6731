"""``transformer/heads``: several attentions side by side, joined again."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def heads(Q: Array, K: Array, V: Array, N: int) -> Array:
    """(T, D) each → (T, D): head n works on columns n·D/N … (n+1)·D/N − 1."""
    return _side_by_side(Q, K, V, N, scale=Q.shape[1] // N)


def _softmax(scores: Array, axis: int = -1) -> Array:
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _side_by_side(Q: Array, K: Array, V: Array, N: int, *, scale: int, axis: int = -1) -> Array:
    parts = zip(*(np.split(each, N, axis=1) for each in (Q, K, V)), strict=True)
    return np.concatenate(
        [_softmax(q @ k.T / np.sqrt(scale), axis) @ v for q, k, v in parts], axis=1
    )


def _strided(Q: Array, K: Array, V: Array, N: int) -> Array:
    """Every N-th column goes to one head."""
    found = [heads(Q[:, n::N], K[:, n::N], V[:, n::N], 1) for n in range(N)]
    return np.concatenate(found, axis=1)


def _reshaped(Q: Array, K: Array, V: Array, N: int) -> Array:
    """(T, D) cut into (N, T, D/N) without moving an axis: tokens get mixed."""
    T, D = Q.shape
    q, k, v = (each.reshape(N, T, D // N) for each in (Q, K, V))
    found = _softmax(q @ k.swapaxes(1, 2) / np.sqrt(D // N)) @ v
    return np.asarray(found.reshape(T, D))


def _unmoved(Q: Array, K: Array, V: Array, N: int) -> Array:
    """Right heads, joined without moving the axis back."""
    T, D = Q.shape
    q, k, v = (each.reshape(T, N, D // N).swapaxes(0, 1) for each in (Q, K, V))
    found = _softmax(q @ k.swapaxes(1, 2) / np.sqrt(D // N)) @ v
    return np.asarray(found.reshape(T, D))


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, int]:
    T, N = int(rng.integers(4, 7)), int(rng.integers(2, 4))
    Q, K, V = rng.normal(size=(3, T, 4 * N))
    return 2 * Q, K, V, N


HEADS = Exercise(
    name="heads",
    title="나누어 보고 이어 붙이기",
    stars=2,
    reference=heads,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda Q, K, V, N: heads(Q, K, V, 1),
            "헤드를 나누지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda Q, K, V, N: _side_by_side(Q, K, V, N, scale=Q.shape[1]),
            "√D로 나누었습니다. 헤드 하나에서 내적하는 벡터의 크기는 D/N입니다.",
        ),
        Wrong(
            lambda Q, K, V, N: _side_by_side(Q, K, V, N, scale=1),
            "점수를 √(D/N)로 나누지 않았습니다.",
        ),
        Wrong(
            _reshaped,
            "(T, D)를 곧바로 (N, T, D/N)으로 바꾸면 여러 토큰의 수가 한 벡터에 섞입니다. 먼저 "
            "(T, N, D/N)으로 나눈 다음 축을 바꾸십시오.",
        ),
        Wrong(
            _unmoved,
            "헤드마다의 계산은 맞습니다. 이어 붙일 때 헤드의 축을 뒤로 돌려놓지 않아 토큰이 "
            "섞였습니다.",
        ),
        Wrong(
            _strided,
            "열을 N칸씩 건너뛰며 나누었습니다. 헤드 n의 열은 이웃한 D/N개입니다.",
        ),
        Wrong(
            lambda Q, K, V, N: _side_by_side(Q, K, V, N, scale=Q.shape[1] // N, axis=0),
            "소프트맥스를 질의의 축으로 했습니다. 질의 하나의 무게를 모두 더하면 1이어야 합니다.",
        ),
    ),
    hints=(
        "np.split(Q, N, axis=1)은 (T, D/N) N개를 돌려줍니다. K와 V도 그렇게 나누십시오.",
        "헤드마다 softmax(q @ k.T / √(D/N)) @ v를 구합니다. 소프트맥스는 마지막 축입니다.",
        "나온 (T, D/N) N개를 np.concatenate(…, axis=1)로 옆으로 이어 붙이십시오.",
    ),
)
