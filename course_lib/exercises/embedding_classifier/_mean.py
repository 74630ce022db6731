"""``embedding_classifier/masked_mean``: the mean of the real tokens."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def masked_mean(x: Array, lengths: Array) -> Array:
    """Sum of the first `lengths` vectors of each row over their number, 0 where there is none."""
    return _sum(x, lengths) / np.maximum(lengths, 1)[:, None]


def _sum(x: Array, lengths: Array) -> Array:
    real = np.arange(x.shape[1]) < lengths[:, None]
    return (x * real[:, :, None]).sum(axis=1)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Four documents of 0, 1, 3 and 4 tokens in some order, in five places of random numbers."""
    return rng.uniform(0.5, 2, (4, 5, 3)), rng.permutation([0, 1, 3, 4])


def _divided(x: Array, lengths: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return _sum(x, lengths) / lengths[:, None]


def _last_left_out(x: Array, lengths: Array) -> Array:
    fewer = np.maximum(lengths - 1, 0)
    return _sum(x, fewer) / np.maximum(fewer, 1)[:, None]


MASKED_MEAN = Exercise(
    name="masked_mean",
    title="진짜 토큰만의 평균",
    stars=2,
    reference=masked_mean,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda x, lengths: x.mean(axis=1),
            "모든 자리를 평균한 값과 같습니다. 길이 뒤의 자리는 패딩입니다.",
        ),
        Wrong(
            lambda x, lengths: _sum(x, lengths) / x.shape[1],
            "합은 맞습니다. 나눈 수가 자리의 수 T입니다. 진짜 토큰의 수로 나누어야 합니다.",
        ),
        Wrong(
            _sum,
            "진짜 토큰을 더하기만 한 값과 같습니다. 토큰의 수로 나누면 됩니다.",
        ),
        Wrong(
            _divided,
            "빈 문서만 빼고 맞습니다. 0을 0으로 나누어 nan이 나왔습니다. 빈 문서의 답은 0벡터로 "
            "약속했습니다.",
        ),
        Wrong(
            lambda x, lengths: masked_mean(x, lengths + 1),
            "패딩을 한 칸 더 센 값과 같습니다. 길이가 3이면 진짜 자리는 0, 1, 2입니다.",
        ),
        Wrong(
            _last_left_out,
            "마지막 토큰을 빠뜨린 값과 같습니다. 길이가 3이면 진짜 자리는 0, 1, 2 셋입니다.",
        ),
        Wrong(
            lambda x, lengths: _sum(x, lengths) / (lengths + 1)[:, None],
            "나눈 수가 하나씩 큽니다. 0으로 나누는 것을 막으려고 1을 더하면 다른 문서의 평균도 "
            "바뀝니다.",
        ),
        Wrong(
            lambda x, lengths: masked_mean(x, lengths).mean(axis=1),
            "벡터의 성분까지 평균했습니다. 문서마다 길이 D인 벡터가 하나씩 나와야 합니다.",
        ),
    ),
    hints=(
        "np.arange(T) < lengths[:, None]이 어떤 모양의 참과 거짓인지 찍어 보십시오.",
        "마스크에 축을 하나 더해 x에 곱하면 패딩의 벡터가 0이 됩니다. 그다음 시점의 축으로 "
        "더하십시오.",
        "나눌 수는 lengths이되 0이면 1로 바꿉니다. 빈 문서의 합은 이미 0입니다.",
    ),
)
