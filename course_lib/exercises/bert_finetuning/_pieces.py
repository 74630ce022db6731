"""``bert_finetuning/pieces``: the labels of words at the places of their first pieces."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

IGNORE = -100


def pieces(labels: list[int], counts: list[int]) -> list[int]:
    """[CLS] and [SEP] and every piece but a word's first are left out of the loss."""
    inner = [each for row in zip(labels, counts, strict=True) for each in _first(*row)]
    return [IGNORE, *inner, IGNORE]


def _first(label: int, count: int) -> list[int]:
    return [label] + [IGNORE] * (count - 1)


def _inputs(rng: np.random.Generator) -> tuple[list[int], list[int]]:
    counts = rng.permutation([1, 2, 3, int(rng.integers(1, 4))]).tolist()
    labels = rng.permutation([0, 1, 2, 3, 4])[:4].tolist()
    return labels, counts


def _everywhere(labels: list[int], counts: list[int]) -> list[int]:
    return [IGNORE, *np.repeat(labels, counts).tolist(), IGNORE]


def _last(labels: list[int], counts: list[int]) -> list[int]:
    rows = zip(labels, counts, strict=True)
    inner = [each for label, count in rows for each in _first(label, count)[::-1]]
    return [IGNORE, *inner, IGNORE]


def _other(labels: list[int], counts: list[int], mark: int) -> list[int]:
    return [mark if each == IGNORE else each for each in pieces(labels, counts)]


def _ends_labelled(labels: list[int], counts: list[int]) -> list[int]:
    return [0, *pieces(labels, counts)[1:-1], 0]


def _squeezed(labels: list[int], counts: list[int]) -> list[int]:
    spare = [IGNORE] * (sum(counts) - len(counts))
    return [IGNORE, *labels, *spare, IGNORE]


PIECES = Exercise(
    name="pieces",
    title="조각에 라벨 달기",
    stars=2,
    reference=pieces,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _everywhere,
            "조각마다 단어의 라벨을 달았습니다. 그러면 긴 단어가 여러 번 채점됩니다. 첫 조각에만 "
            "다십시오.",
        ),
        Wrong(_last, "마지막 조각에 달았습니다. 약속은 *첫* 조각입니다."),
        Wrong(
            lambda labels, counts: _other(labels, counts, 0),
            "세지 않을 자리에 0을 달았습니다. 0은 엄연한 라벨이라 손실에 들어갑니다.",
        ),
        Wrong(
            lambda labels, counts: _other(labels, counts, -1),
            "−1을 달았습니다. cross_entropy가 건너뛰는 번호는 −100입니다.",
        ),
        Wrong(
            _ends_labelled,
            "단어의 자리는 맞습니다. [CLS]와 [SEP]에도 라벨이 달려 있습니다.",
        ),
        Wrong(
            _squeezed,
            "라벨을 앞으로 몰았습니다. 단어마다 조각의 수만큼 자리를 차지해야 합니다.",
        ),
        Wrong(
            lambda labels, counts: pieces(labels, counts)[1:-1],
            "조각의 라벨은 맞습니다. 앞뒤에 [CLS]와 [SEP]의 자리가 빠졌습니다.",
        ),
    ),
    hints=(
        "단어 하나를 [라벨] + [-100] * (조각의 수 - 1)로 바꿉니다.",
        "단어들의 목록을 차례로 이어 붙이십시오.",
        "맨 앞과 맨 뒤에 [CLS]와 [SEP]의 −100을 하나씩 더하십시오.",
    ),
)
