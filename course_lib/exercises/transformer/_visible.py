"""``transformer/visible``: padding and order in one mask."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def visible(lengths: Array, T: int) -> Array:
    """True where query t of sentence b may see key s: (B, T, T)."""
    return _real(lengths, T) & _order(T)


def _real(lengths: Array, T: int) -> Array:
    return np.broadcast_to((np.arange(T) < lengths[:, None])[:, None, :], (len(lengths), T, T))


def _order(T: int, k: int = 0) -> Array:
    return np.tri(T, k=k, dtype=bool)


def _inputs(rng: np.random.Generator) -> tuple[Array, int]:
    """A full sentence, and shorter ones of lengths that differ."""
    T = int(rng.integers(5, 8))
    return np.array([T, *rng.permutation(np.arange(2, T))[:2]]), T


VISIBLE = Exercise(
    name="visible",
    title="패딩과 앞날을 함께 가리기",
    stars=2,
    reference=visible,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda lengths, T: ~visible(lengths, T),
            "참과 거짓이 뒤집혔습니다. 이 책의 마스크는 볼 수 있는 곳이 True입니다.",
        ),
        Wrong(
            lambda lengths, T: np.array(_real(lengths, T)),
            "패딩만 가렸습니다. 자기보다 뒤에 있는 토큰도 가려야 합니다.",
        ),
        Wrong(
            lambda lengths, T: np.array(np.broadcast_to(_order(T), (len(lengths), T, T))),
            "앞날만 가렸습니다. 패딩인 키도 가려야 합니다.",
        ),
        Wrong(
            lambda lengths, T: _real(lengths, T) & _order(T, -1),
            "자기 자신까지 가렸습니다. 첫 토큰이 볼 곳이 하나도 없어집니다.",
        ),
        Wrong(
            lambda lengths, T: _real(lengths, T) & _order(T).T,
            "앞날을 보고 지난날을 가렸습니다. 질의 t는 키 0부터 t까지 봅니다.",
        ),
        Wrong(
            lambda lengths, T: _real(lengths, T) | _order(T),
            "둘을 ‘또는’으로 이었습니다. 두 조건을 모두 지켜야 볼 수 있습니다.",
        ),
        Wrong(
            lambda lengths, T: _real(lengths, T).swapaxes(1, 2) & _order(T),
            "패딩인 질의를 가렸습니다. 가릴 것은 패딩인 키이니 마지막 축입니다.",
        ),
    ),
    hints=(
        "두 마스크를 따로 만들어 &로 잇습니다.",
        "패딩은 np.arange(T) < lengths[:, None]으로 (B, T)를 만들고, [:, None, :]으로 키의 축에 "
        "놓습니다.",
        "앞날은 np.tri(T, dtype=bool)입니다. 모양 (B, 1, T)와 (T, T)를 &로 이으면 (B, T, T)입니다.",
    ),
)
