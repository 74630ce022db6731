"""``deep_and_bidirectional/reverse``: turn the real tokens of each row round, not the padding."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def reverse_tokens(ids: Array, lengths: Array) -> Array:
    """Row by row, the first `length` numbers in the other order."""
    result = ids.copy()
    for row, length in enumerate(lengths):
        result[row, :length] = ids[row, :length][::-1]
    return result


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Three rows of different lengths, numbers all different, the first row without padding."""
    lengths = np.array([6, 4, 3])
    ids = rng.permutation(np.arange(10, 28)).reshape(3, 6)
    ids[np.arange(6) >= lengths[:, None]] = 0
    return ids, lengths


def _front_padding(ids: Array, lengths: Array) -> Array:
    """Real tokens in their order, padding in front."""
    return np.stack([np.roll(row, -n) for row, n in zip(ids, lengths, strict=True)])


def _all_but_last(ids: Array, lengths: Array) -> Array:
    return reverse_tokens(ids, lengths - 1)


def _overwritten(ids: Array, lengths: Array) -> Array:
    """What comes of swapping without a copy, one number after the other."""
    result = ids.copy()
    for row, n in enumerate(lengths):
        for t in range(n):
            result[row, t] = result[row, n - 1 - t]
    return result


REVERSE = Exercise(
    name="reverse",
    title="토큰만 뒤집기",
    stars=2,
    reference=reverse_tokens,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda ids, lengths: ids[:, ::-1],
            "줄을 통째로 뒤집었습니다. 짧은 글의 패딩이 앞으로 나왔습니다.",
        ),
        Wrong(
            lambda ids, lengths: ids[::-1],
            "글의 차례(줄)를 뒤집었습니다. 줄 안의 차례를 뒤집으십시오.",
        ),
        Wrong(
            lambda ids, lengths: ids.copy(),
            "뒤집지 않은 것과 같습니다.",
        ),
        Wrong(
            _front_padding,
            "패딩을 앞으로 옮겼을 뿐 토큰의 차례는 그대로입니다.",
        ),
        Wrong(
            _all_but_last,
            "마지막 진짜 토큰이 제자리에 남았습니다. 자를 곳은 length이지 length − 1이 아닙니다.",
        ),
        Wrong(
            _overwritten,
            "뒤집는 도중에 이미 덮어쓴 값을 읽었습니다. 받은 배열에서 읽어 새 배열에 쓰십시오.",
        ),
        Wrong(
            lambda ids, lengths: np.where(ids == 0, 0, ids[:, ::-1]),
            "통째로 뒤집고 패딩 자리를 지운 값과 같습니다. 짧은 글의 토큰 일부가 사라졌습니다.",
        ),
        Wrong(
            lambda ids, lengths: reverse_tokens(ids, np.full(len(ids), lengths.min())),
            "모든 줄을 가장 짧은 글의 길이만큼만 뒤집었습니다. 길이는 줄마다 다릅니다.",
        ),
    ),
    hints=(
        "ids.copy()에서 시작해 줄마다 앞의 length칸만 바꾸십시오.",
        "한 줄의 진짜 토큰은 ids[row, :length]이고, [::-1]이 그것을 뒤집습니다.",
        "for row, length in enumerate(lengths) 안에서 result[row, :length]에 넣으십시오.",
    ),
)
