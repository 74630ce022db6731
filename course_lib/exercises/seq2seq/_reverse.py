"""``seq2seq/reverse_padded``: sources turned around, with the padding left at the end."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def reverse_padded(ids: Array, lengths: Array) -> Array:
    """Each row's real tokens, last one first."""
    turned = ids.copy()
    for row, length in enumerate(lengths):
        turned[row, :length] = ids[row, :length][::-1]
    return turned


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Three sentences, two of them shorter than the longest; padding is 0."""
    lengths = rng.permutation([6, int(rng.integers(3, 5)), 2])
    ids = np.zeros((3, 6), dtype=np.int64)
    tokens = rng.permutation(np.arange(1, 40))
    for row, length in enumerate(lengths):
        ids[row, :length], tokens = tokens[:length], tokens[length:]
    return ids, lengths


def _shifted(ids: Array, lengths: Array) -> Array:
    """The padding goes to the front, the tokens keep their order."""
    return np.stack([np.roll(row, len(row) - n) for row, n in zip(ids, lengths, strict=True)])


def _one_less(ids: Array, lengths: Array) -> Array:
    return reverse_padded(ids, lengths - 1)


REVERSE = Exercise(
    name="reverse_padded",
    title="패딩을 남기고 뒤집기",
    stars=2,
    reference=reverse_padded,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda ids, lengths: ids[:, ::-1].copy(),
            "줄을 통째로 뒤집어 패딩이 앞으로 왔습니다. 진짜 토큰만 뒤집으십시오.",
        ),
        Wrong(
            lambda ids, lengths: ids[::-1].copy(),
            "토큰이 아니라 문장의 순서가 뒤집혔습니다. 축을 확인하십시오.",
        ),
        Wrong(lambda ids, lengths: ids.copy(), "받은 그대로입니다."),
        Wrong(_shifted, "패딩만 앞으로 옮기고 토큰은 뒤집지 않은 값과 같습니다."),
        Wrong(_one_less, "마지막 토큰 하나가 제자리에 남았습니다. 길이를 하나 적게 썼습니다."),
    ),
    hints=(
        "줄마다 진짜 토큰의 수가 lengths에 있습니다. 한 줄씩 생각하십시오.",
        "ids[b, :n]이 b번째 문장의 진짜 토큰입니다. 그 조각만 [::-1]로 뒤집습니다.",
        "받은 배열을 고치지 않도록 복사본에 적으십시오.",
    ),
)
