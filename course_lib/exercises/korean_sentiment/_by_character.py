"""``korean_sentiment/by_character``: n-grams' contributions, shared out among characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray
Contribution: TypeAlias = dict[str, float]
TEXTS = (
    ("재밌다ㅋㅋㅋ 또 재밌다", "재밌", "ㅋㅋ", "밌다", "다"),
    ("노잼ㅠㅠㅠ 완전 노잼이다", "노잼", "ㅠㅠ", "잼이", "다"),
    ("굿굿굿 배우 굿 연기", "굿굿", "굿 ", "배우", "굿"),
)


def by_character(text: str, contribution: Contribution) -> Array:
    """Each occurrence gives its contribution in equal parts to the characters that it covers."""
    return _share(text, contribution, lambda value, size: value / size)


def _share(
    text: str, contribution: Contribution, part: Callable[[float, int], float], *, step: int = 1
) -> Array:
    """Walk over each n-gram's occurrences; `step` 0 jumps over the one that was found."""
    shares = np.zeros(len(text))
    for gram, value in contribution.items():
        start = text.find(gram)
        while start >= 0:
            shares[start : start + len(gram)] += part(value, len(gram))
            start = text.find(gram, start + (step or len(gram)))
    return shares


def _inputs(rng: np.random.Generator) -> tuple[str, Contribution]:
    """A text in which one n-gram overlaps itself and another comes twice apart."""
    text = ("재밌다ㅋㅋㅋ 또 재밌다", "노잼ㅠㅠㅠ 완전 노잼이다", "굿굿굿 배우 굿 연기")[
        rng.integers(3)
    ]
    grams = {
        "재": ("재밌", "ㅋㅋ", "밌다", "다"),
        "노": ("노잼", "ㅠㅠ", "잼이", "다"),
        "굿": ("굿굿", "굿 ", "배우", "굿"),
    }[text[0]]
    values = rng.permutation([1.2, -0.7, 0.5, -1.6]) + rng.uniform(-0.1, 0.1, 4)
    return text, {gram: float(value) for gram, value in zip(grams, values, strict=True)}


def _first_only(text: str, contribution: Contribution) -> Array:
    shares = np.zeros(len(text))
    for gram, value in contribution.items():
        start = text.index(gram)
        shares[start : start + len(gram)] += value / len(gram)
    return shares


def _at_start(text: str, contribution: Contribution) -> Array:
    shares = np.zeros(len(text))
    for gram, value in contribution.items():
        for start in range(len(text)):
            if text.startswith(gram, start):
                shares[start] += value
    return shares


def _overwritten(text: str, contribution: Contribution) -> Array:
    shares = np.zeros(len(text))
    for gram, value in contribution.items():
        for start in range(len(text)):
            if text.startswith(gram, start):
                shares[start : start + len(gram)] = value / len(gram)
    return shares


def _long_ones(text: str, contribution: Contribution) -> Array:
    return by_character(text, {gram: v for gram, v in contribution.items() if len(gram) > 1})


BY_CHARACTER = Exercise(
    name="by_character",
    title="글자마다의 몫",
    stars=3,
    reference=by_character,
    gen=_inputs,
    cases=8,
    pure=True,
    wrong=(
        Wrong(
            lambda text, contribution: _share(text, contribution, lambda value, size: value),
            "몫을 나누지 않고 글자마다 통째로 준 값과 같습니다. 덮인 글자의 수로 나누십시오.",
        ),
        Wrong(
            _first_only,
            "n-그램이 처음 나온 자리에만 주었습니다. 나올 때마다 줍니다.",
        ),
        Wrong(
            lambda text, contribution: _share(
                text, contribution, lambda value, size: value / size, step=0
            ),
            "겹쳐 나오는 것을 놓쳤습니다. 다음에 찾을 자리는 묶음의 끝이 아니라 한 글자 뒤입니다.",
        ),
        Wrong(
            _at_start,
            "몫을 첫 글자에만 준 값과 같습니다. 덮인 글자 모두에게 나누어 주십시오.",
        ),
        Wrong(
            _overwritten,
            "여러 n-그램이 덮은 글자에서 마지막 것만 남았습니다. 대입하지 말고 더하십시오.",
        ),
        Wrong(
            lambda text, contribution: _share(
                text, contribution, lambda value, size: value / len(text)
            ),
            "글 전체의 길이로 나눈 값과 같습니다. 나눌 수는 n-그램의 길이입니다.",
        ),
        Wrong(
            lambda text, contribution: -by_character(text, contribution),
            "부호가 모두 반대입니다.",
        ),
        Wrong(
            _long_ones,
            "한 글자짜리 n-그램의 몫이 빠졌습니다. 한 글자도 n-그램입니다.",
        ),
    ),
    hints=(
        "n-그램 하나를 골라, 글의 어느 자리에서 시작하는지 모두 적어 보십시오.",
        "`text.startswith(gram, start)`는 그 자리에서 시작하는지 알려 줍니다.",
        "그 자리부터 `len(gram)`개의 칸에 `value / len(gram)`을 더하십시오. 배열의 합으로 검산할 "
        "수 있습니다.",
    ),
)
