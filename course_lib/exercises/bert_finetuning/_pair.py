"""``bert_finetuning/pair``: two sentences as one input, with valid length and segments."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

PAD, CLS, SEP = 0, 2, 3
Input: TypeAlias = tuple[np.ndarray, int, np.ndarray]


def pair(first: list[int], second: list[int], T: int) -> Input:
    """[CLS] first [SEP] second [SEP] and padding; real tokens; 1 for the second sentence."""
    return _joined([CLS, *first, SEP], [*second, SEP], T)


def _joined(front: list[int], back: list[int], T: int, *, rest: int = 0) -> Input:
    ids, segments = np.full(T, PAD), np.full(T, rest)
    length = len(front) + len(back)
    ids[:length], segments[:length] = [*front, *back], [0] * len(front) + [1] * len(back)
    return ids, length, segments


def _inputs(rng: np.random.Generator) -> tuple[list[int], list[int], int]:
    sizes = rng.choice(np.arange(2, 6), size=2, replace=False)
    first, second = (rng.integers(5, 40, size).tolist() for size in sizes)
    return first, second, int(sizes.sum()) + 3 + int(rng.integers(2, 5))


def _segments_all_zero(first: list[int], second: list[int], T: int) -> Input:
    ids, length, _ = pair(first, second, T)
    return ids, length, np.zeros(T, dtype=int)


def _full_length(first: list[int], second: list[int], T: int) -> Input:
    ids, _, segments = pair(first, second, T)
    return ids, T, segments


def _without_special(first: list[int], second: list[int], T: int) -> Input:
    ids, _, segments = pair(first, second, T)
    return ids, len(first) + len(second), segments


PAIR = Exercise(
    name="pair",
    title="문장 둘을 입력 하나로",
    stars=2,
    reference=pair,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _segments_all_zero,
            "번호와 길이는 맞습니다. 세그먼트가 모두 0이라 어디서 둘째 문장이 시작하는지 모릅니다.",
        ),
        Wrong(
            lambda first, second, T: _joined([CLS, *first], [SEP, *second, SEP], T),
            "가운데 [SEP]의 세그먼트가 1입니다. 첫 [SEP]까지가 첫 문장입니다.",
        ),
        Wrong(
            lambda first, second, T: _joined([CLS, *first, SEP], [*second, SEP], T, rest=1),
            "패딩의 세그먼트가 1입니다. 둘째 문장의 [SEP] 뒤는 다시 0입니다.",
        ),
        Wrong(
            _full_length,
            "길이가 T입니다. 세어야 하는 것은 패딩이 아닌 토큰입니다.",
        ),
        Wrong(
            _without_special,
            "길이에 [CLS]와 [SEP] 둘을 넣지 않았습니다. 모델은 이것도 진짜 토큰으로 읽습니다.",
        ),
        Wrong(
            lambda first, second, T: _joined([CLS, *first, SEP], list(second), T),
            "둘째 문장 뒤의 [SEP]이 빠졌습니다.",
        ),
        Wrong(
            lambda first, second, T: _joined([CLS, *first, SEP], [CLS, *second, SEP], T),
            "[CLS]가 두 번 들어갔습니다. 맨 앞에 한 번만 둡니다.",
        ),
    ),
    hints=(
        "먼저 패딩 없이 [2, *first, 3, *second, 3]을 만들고 몇 개인지 세십시오.",
        "세그먼트는 앞의 len(first) + 2개가 0이고, 이어서 len(second) + 1개가 1입니다.",
        "np.zeros(T, dtype=int)에 앞에서부터 채워 넣으면 나머지는 저절로 0입니다.",
    ),
)
