"""``packed_sequences/last_places``: where in a packed batch each sentence's last word stands."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def last_places(lengths: Array) -> Array:
    """Where the step of the last word begins, plus the sentence's place in the sorted batch."""
    return _starts(lengths)[lengths - 1] + _rank(lengths)


def _rank(lengths: Array) -> Array:
    return np.argsort(_order(lengths))


def _order(lengths: Array) -> Array:
    return np.argsort(-lengths, kind="stable")


def _alive(lengths: Array) -> Array:
    return (np.arange(lengths.max())[:, None] < lengths).sum(axis=1)


def _starts(lengths: Array) -> Array:
    alive = _alive(lengths)
    return np.cumsum(alive) - alive


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Seven sentences in an order that is not its own inverse; two have one length."""
    lengths = rng.permutation([7, 5, 4, 4, 3, 2, 1])
    while (_order(lengths) == _rank(lengths)).all():
        lengths = rng.permutation(lengths)
    return (lengths,)


def _one_late(lengths: Array) -> Array:
    return np.cumsum(_alive(lengths))[lengths - 1] + _rank(lengths)


LAST_PLACES = Exercise(
    name="last_places",
    title="꾸러미를 풀지 않고",
    stars=3,
    reference=last_places,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda lengths: last_places(lengths)[_order(lengths)],
            "줄 번호는 맞지만 긴 글부터 선 차례로 돌려주었습니다. 처음 차례로 되돌리십시오.",
        ),
        Wrong(
            lambda lengths: _starts(lengths)[lengths - 1] + _order(lengths),
            "sorted_indices를 더한 값과 같습니다. 필요한 것은 그 반대, i번 글이 계단의 몇째 줄에 "
            "섰는지입니다.",
        ),
        Wrong(
            lambda lengths: _starts(lengths)[lengths - 1] + np.arange(len(lengths)),
            "글의 처음 번호를 더한 값과 같습니다. 꾸러미 안에서는 긴 것부터 선 차례입니다.",
        ),
        Wrong(
            _one_late,
            "시점이 시작하는 줄에 그 시점의 글 수까지 더했습니다. 앞 시점의 수만 더하십시오.",
        ),
        Wrong(
            lambda lengths: _starts(lengths)[lengths - 1],
            "시점이 시작하는 줄까지는 맞습니다. 그 묶음 안에서 몇째인지 더하십시오.",
        ),
        Wrong(
            lambda lengths: np.cumsum(lengths) - 1,
            "글을 하나씩 이어 붙였을 때의 마지막 자리와 같습니다. 꾸러미는 시점을 따라 이어져 "
            "있습니다.",
        ),
        Wrong(
            lambda lengths: _rank(lengths),
            "첫 단어의 줄과 같습니다. 마지막 단어는 길이만큼 뒤의 시점에 있습니다.",
        ),
    ),
    hints=(
        "batch_sizes를 먼저 구하십시오. 시점 t의 묶음은 앞 시점들의 batch_sizes를 더한 줄에서 "
        "시작합니다.",
        "길이가 n인 글의 마지막 단어는 n번째 시점의 묶음에 있습니다.",
        "묶음 안의 자리는 긴 것부터 세웠을 때 그 글이 선 줄입니다. 차례를 np.argsort로 한 번 더 "
        "뒤집으면 나옵니다.",
    ),
)
