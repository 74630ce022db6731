"""``embedding_bag/bag_mean``: the mean of each document's vectors, without padding."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def bag_mean(E: Array, flat: Array, offsets: Array) -> Array:
    """Sum by document, divided by its number of tokens; 0 for an empty one."""
    lengths = np.diff(offsets, append=len(flat))
    return _sums(E, flat, offsets) / np.maximum(lengths, 1)[:, None]


def _sums(E: Array, flat: Array, offsets: Array) -> Array:
    lengths = np.diff(offsets, append=len(flat))
    rows = np.repeat(np.arange(len(offsets)), lengths)
    sums = np.zeros((len(offsets), E.shape[1]))
    np.add.at(sums, rows, E[flat])
    return sums


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Documents of 3, 0, 2, 4 tokens; the empty one stands between two others."""
    lengths = rng.permutation([3, 2, 4])
    lengths = np.insert(lengths, int(rng.integers(1, 3)), 0)
    E = rng.uniform(0.5, 2, (8, 3))
    return E, rng.integers(0, 8, int(lengths.sum())), np.cumsum(lengths) - lengths


def _reduceat(E: Array, flat: Array, offsets: Array) -> Array:
    lengths = np.diff(offsets, append=len(flat))
    return np.add.reduceat(E[flat], offsets, axis=0) / np.maximum(lengths, 1)[:, None]


def _last_short(E: Array, flat: Array, offsets: Array) -> Array:
    """Ends at the last token but one, as offsets[1:] and −1 would have it."""
    return bag_mean(E, flat[:-1], offsets)


def _divided(E: Array, flat: Array, offsets: Array) -> Array:
    lengths = np.diff(offsets, append=len(flat))
    with np.errstate(invalid="ignore"):
        return _sums(E, flat, offsets) / lengths[:, None]


BAG_MEAN = Exercise(
    name="bag_mean",
    title="패딩 없는 평균",
    stars=2,
    reference=bag_mean,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _reduceat,
            "빈 문서만 빼고 맞습니다. np.add.reduceat은 빈 구간에서 0이 아니라 그 자리의 값을 "
            "냅니다.",
        ),
        Wrong(
            _divided,
            "빈 문서만 빼고 맞습니다. 0을 0으로 나누어 nan이 되었습니다. 빈 문서의 답은 "
            "0벡터입니다.",
        ),
        Wrong(
            _sums,
            "문서마다 더하기만 한 값과 같습니다. 문서의 토큰 수로 나누어 평균을 내십시오.",
        ),
        Wrong(
            _last_short,
            "마지막 문서의 마지막 토큰이 빠졌습니다. 마지막 문서는 flat의 끝까지입니다.",
        ),
        Wrong(
            lambda E, flat, offsets: (
                _sums(E, flat, offsets) / np.diff(offsets, append=len(flat)).max()
            ),
            "가장 긴 문서의 길이로 나눈 값과 같습니다. 패딩까지 세는 평균이 되살아났습니다.",
        ),
        Wrong(
            lambda E, flat, offsets: (
                np.broadcast_to(E[flat].mean(axis=0), (len(offsets), E.shape[1])) + 0.0
            ),
            "모든 문서를 통틀어 평균한 값과 같습니다. offsets로 문서를 갈라야 합니다.",
        ),
        Wrong(
            lambda E, flat, offsets: E[flat[np.minimum(offsets, len(flat) - 1)]],
            "문서마다 첫 토큰의 벡터만 꺼낸 값과 같습니다.",
        ),
    ),
    hints=(
        "i번 문서의 토큰은 flat[offsets[i]]부터 다음 문서가 시작하기 전까지입니다.",
        "반복문으로 먼저 풀어도 됩니다. 마지막 문서의 끝은 len(flat)입니다.",
        "토큰이 하나도 없는 문서는 0벡터로 두고, 나머지는 E[flat[시작:끝]]을 시점의 축으로 "
        "평균하십시오.",
    ),
)
