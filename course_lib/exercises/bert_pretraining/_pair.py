"""``bert_pretraining/pair``: two sentences as BERT takes them."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Ids = list[int]
Pair = tuple[Ids, Ids]


def pair(first: Ids, second: Ids, cls_id: int, sep_id: int) -> Pair:
    """[CLS] first [SEP] second [SEP], and 0 up to the first [SEP], 1 after it."""
    return _join(first, second, cls_id, sep_id, ones=len(second) + 1)


def _join(first: Ids, second: Ids, cls_id: int, sep_id: int, *, ones: int) -> Pair:
    ids = [cls_id, *first, sep_id, *second, sep_id]
    return ids, [0] * (len(ids) - ones) + [1] * ones


def _open_end(first: Ids, second: Ids, cls_id: int, sep_id: int) -> Pair:
    ids, segments = pair(first, second, cls_id, sep_id)
    return ids[:-1], segments[:-1]


def _no_border(first: Ids, second: Ids, cls_id: int, sep_id: int) -> Pair:
    ids = [cls_id, *first, *second, sep_id]
    return ids, [0] * (len(first) + 1) + [1] * (len(second) + 1)


def _second_cls(first: Ids, second: Ids, cls_id: int, sep_id: int) -> Pair:
    ids = [cls_id, *first, sep_id, cls_id, *second, sep_id]
    return ids, [0] * (len(first) + 2) + [1] * (len(second) + 2)


def _inputs(rng: np.random.Generator) -> tuple[Ids, Ids, int, int]:
    words = rng.permutation(np.arange(5, 40)).tolist()
    cut = int(rng.integers(2, 5))
    return words[:cut], words[cut : 2 * cut + 2], 2, 3


PAIR = Exercise(
    name="pair",
    title="두 문장을 한 줄로",
    stars=2,
    reference=pair,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _open_end,
            "둘째 문장 뒤의 [SEP]이 빠졌습니다. 문장마다 끝에 하나씩 있습니다.",
        ),
        Wrong(
            _no_border,
            "두 문장 사이의 [SEP]이 빠졌습니다.",
        ),
        Wrong(
            _second_cls,
            "[CLS]는 맨 앞에 하나뿐입니다. 둘째 문장 앞에는 붙이지 않습니다.",
        ),
        Wrong(
            lambda first, second, cls_id, sep_id: _join(
                first, second, cls_id, sep_id, ones=len(second)
            ),
            "토큰은 맞습니다. 둘째 문장의 세그먼트가 한 칸 모자라거나 밀렸습니다. 끝의 [SEP]은 "
            "둘째 문장에 속합니다.",
        ),
        Wrong(
            lambda first, second, cls_id, sep_id: _join(
                first, second, cls_id, sep_id, ones=len(second) + 2
            ),
            "토큰은 맞습니다. 두 문장 사이의 [SEP]은 첫째 문장에 속하므로 0입니다.",
        ),
        Wrong(
            lambda first, second, cls_id, sep_id: _join(first, second, cls_id, sep_id, ones=0),
            "세그먼트가 모두 0입니다. 둘째 문장은 1입니다.",
        ),
    ),
    hints=(
        "토큰부터 적으십시오. [CLS], 첫째 문장, [SEP], 둘째 문장, [SEP]의 차례입니다.",
        "세그먼트는 토큰과 길이가 같습니다. 첫째 [SEP]까지가 0, 그 뒤가 1입니다.",
        "0은 len(first) + 2개, 1은 len(second) + 1개입니다.",
    ),
)
