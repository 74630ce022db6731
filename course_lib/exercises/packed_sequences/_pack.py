"""``packed_sequences/pack``: the data and the batch sizes of a packed batch."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray
Packed: TypeAlias = tuple[Array, Array]


def pack_by_hand(ids: Array, lengths: Array) -> Packed:
    """Longest first, then step by step what is still going on."""
    return _columns(ids, lengths, _longest_first(lengths))


def _longest_first(lengths: Array) -> Array:
    return np.argsort(-lengths, kind="stable")


def _columns(ids: Array, lengths: Array, order: Array) -> Packed:
    going_on = np.arange(lengths.max())[:, None] < lengths[order]
    return ids[order].T[: len(going_on)][going_on], going_on.sum(axis=1)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Five sentences in no order, two of them of one length; all numbers differ."""
    lengths = rng.permutation([6, 3, 4, 3, 1])
    while (np.diff(lengths) <= 0).all() or (np.diff(lengths) >= 0).all():
        lengths = rng.permutation(lengths)
    ids = rng.permutation(np.arange(1, 31)).reshape(5, 6)
    return np.where(np.arange(6) < lengths[:, None], ids, 0), lengths


def _rows(ids: Array, lengths: Array) -> Packed:
    order = _longest_first(lengths)
    rows = np.concatenate([ids[i, : lengths[i]] for i in order])
    return rows, pack_by_hand(ids, lengths)[1]


def _with_lengths(ids: Array, lengths: Array) -> Packed:
    return pack_by_hand(ids, lengths)[0], np.sort(lengths)[::-1]


def _padding_too(ids: Array, lengths: Array) -> Packed:
    steps = int(lengths.max())
    return ids[_longest_first(lengths)].T[:steps].ravel(), np.full(steps, len(ids))


def _ties_turned(ids: Array, lengths: Array) -> Packed:
    return _columns(ids, lengths, np.argsort(lengths, kind="stable")[::-1])


PACK = Exercise(
    name="pack",
    title="세로로 읽기",
    stars=2,
    reference=pack_by_hand,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _rows,
            "긴 글부터 하나씩 이어 붙인 차례입니다. 글이 아니라 시점을 따라, 세로로 읽으십시오.",
        ),
        Wrong(
            lambda ids, lengths: _columns(ids, lengths, np.arange(len(lengths))),
            "세로로는 읽었지만 글이 처음 차례 그대로입니다. 긴 것부터 세워야 살아 있는 글이 앞에 "
            "모입니다.",
        ),
        Wrong(
            lambda ids, lengths: _columns(ids, lengths, np.argsort(lengths, kind="stable")),
            "짧은 글부터 세웠습니다. 긴 것부터 세우십시오.",
        ),
        Wrong(
            _ties_turned,
            "길이가 같은 두 글의 차례가 바뀌었습니다. 먼저 온 글이 앞에 서야 합니다.",
        ),
        Wrong(
            _padding_too,
            "빈자리까지 읽었습니다. 시점마다 길이가 남은 글만 읽어야 합니다.",
        ),
        Wrong(
            _with_lengths,
            "data는 맞습니다. 둘째 값에 글의 길이가 들어 있습니다. 시점마다 읽은 글의 수가 "
            "들어가야 합니다.",
        ),
        Wrong(
            lambda ids, lengths: pack_by_hand(ids, lengths)[::-1],
            "두 값의 차례가 바뀌었습니다. (data, batch_sizes)의 차례로 돌려주십시오.",
        ),
    ),
    hints=(
        "먼저 긴 글이 앞에 오는 차례를 구하십시오. np.argsort(-lengths, kind='stable')이 길이가 "
        "같은 글의 차례를 지킵니다.",
        "시점 t마다, 그 차례로 돌며 길이가 t보다 긴 글의 t번 번호를 이어 붙이면 됩니다. t는 0부터 "
        "셉니다.",
        "이어 붙일 때 시점마다 몇 개를 붙였는지 세어 두면 그것이 batch_sizes입니다.",
    ),
)
