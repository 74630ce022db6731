"""``deep_and_bidirectional/ends``: where each direction has read the whole sentence."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def ends(outputs: Array, lengths: Array) -> Array:
    """Forward half at the last real step, backward half at the first."""
    half = outputs.shape[2] // 2
    return _joined(_last(outputs, lengths)[:, :half], outputs[:, 0, half:])


def _last(outputs: Array, lengths: Array) -> Array:
    return outputs[np.arange(len(outputs)), lengths - 1]


def _joined(ahead: Array, behind: Array) -> Array:
    return np.concatenate([ahead, behind], axis=1)


def _halves(outputs: Array, lengths: Array) -> tuple[Array, Array]:
    right, half = ends(outputs, lengths), outputs.shape[2] // 2
    return right[:, :half], right[:, half:]


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Three sentences, the first as long as the batch; zero at padding as after unpacking."""
    lengths = np.array([6, 4, 3])
    outputs = rng.uniform(0.1, 0.9, (3, 6, 4)) * rng.choice([-1, 1], (3, 6, 4))
    outputs[np.arange(6) >= lengths[:, None]] = 0.0
    return outputs, lengths


def _behind_at(outputs: Array, place: Array) -> Array:
    half = outputs.shape[2] // 2
    return outputs[np.arange(len(outputs)), place, half:]


def _padded_ahead(outputs: Array, lengths: Array) -> Array:
    half = outputs.shape[2] // 2
    return _joined(outputs[:, -1, :half], outputs[:, 0, half:])


def _one_too_early(outputs: Array, lengths: Array) -> Array:
    _, behind = _halves(outputs, lengths)
    return _joined(_last(outputs, lengths - 1)[:, : behind.shape[1]], behind)


def _second_step(outputs: Array, lengths: Array) -> Array:
    return _joined(_halves(outputs, lengths)[0], _behind_at(outputs, np.full(len(outputs), 1)))


def _mixed_halves(outputs: Array, lengths: Array) -> Array:
    """The halves taken at each other's place."""
    half = outputs.shape[2] // 2
    return _joined(outputs[:, 0, :half], _last(outputs, lengths)[:, half:])


ENDS = Exercise(
    name="ends",
    title="두 방향의 진짜 끝",
    stars=3,
    reference=ends,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda outputs, lengths: outputs[:, -1],
            "outputs[:, -1]과 같습니다. 짧은 글에서는 패딩을 꺼냈고, 뒤로 읽은 절반은 이제 막 "
            "출발한 상태입니다.",
        ),
        Wrong(
            _last,
            "앞으로 읽은 절반은 맞습니다. 뒤로 읽은 절반이 글을 다 읽는 곳은 마지막이 아닙니다.",
        ),
        Wrong(
            lambda outputs, lengths: outputs[:, 0],
            "뒤로 읽은 절반은 맞습니다. 앞으로 읽은 절반은 0번 자리에서 단어 하나만 읽었습니다.",
        ),
        Wrong(
            _mixed_halves,
            "두 방향의 자리가 서로 바뀌었습니다. 앞으로 읽는 쪽이 마지막에서 다 읽습니다.",
        ),
        Wrong(
            _padded_ahead,
            "뒤로 읽은 절반은 맞습니다. 앞으로 읽은 절반은 짧은 글에서 패딩 자리를 꺼냈습니다.",
        ),
        Wrong(
            _one_too_early,
            "앞으로 읽은 절반을 한 시점 일찍 꺼냈습니다. 마지막 진짜 토큰은 length − 1번입니다.",
        ),
        Wrong(
            _second_step,
            "뒤로 읽은 절반을 1번 자리에서 꺼냈습니다. 첫 시점은 0번입니다.",
        ),
        Wrong(
            lambda outputs, lengths: _joined(*_halves(outputs, lengths)[::-1]),
            "두 절반의 차례가 바뀌었습니다. 앞으로 읽은 것이 먼저입니다.",
        ),
        Wrong(
            lambda outputs, lengths: sum(_halves(outputs, lengths)),
            "두 상태를 더했습니다. 나란히 이어 (B, 2H)로 만드십시오.",
        ),
        Wrong(
            lambda outputs, lengths: _halves(outputs, lengths)[1],
            "뒤로 읽은 절반뿐입니다. 양방향 층에서 h[-1]만 쓴 것과 같습니다.",
        ),
    ),
    hints=(
        "H는 outputs.shape[2] // 2입니다. 앞의 H칸이 앞으로, 뒤의 H칸이 뒤로 읽은 것입니다.",
        "outputs[np.arange(B), lengths - 1]처럼 줄 번호와 자리를 짝지으십시오.",
        "뒤로 읽은 절반은 outputs[:, 0, H:]입니다. np.concatenate([…], axis=1)로 이으십시오.",
    ),
)
