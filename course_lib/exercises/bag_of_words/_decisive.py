"""``bag_of_words/decisive_word``: the word that made the first class beat the second."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def decisive_word(x: Array, W: Array, b: Array) -> int:
    """The word with the largest part in the difference of the two highest logits."""
    first, second, _ = _ranking(x, W, b)
    return int(np.argmax((W[first] - W[second]) * x))


def _ranking(x: Array, W: Array, b: Array) -> tuple[int, int, int]:
    """Best class, second best, worst."""
    order = np.argsort(W @ x + b)
    return int(order[-1]), int(order[-2]), int(order[0])


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Four of nine words, one or two of each; three classes."""
    x = rng.permutation([1.0, 1, 2, 2, 0, 0, 0, 0, 0])
    return x, rng.uniform(-1, 1, (3, 9)), rng.uniform(-0.2, 0.2, 3)


def _first_alone(x: Array, W: Array, b: Array) -> int:
    return int(np.argmax(W[_ranking(x, W, b)[0]] * x))


def _without_counts(x: Array, W: Array, b: Array) -> int:
    first, second, _ = _ranking(x, W, b)
    return int(np.argmax(np.where(x > 0, W[first] - W[second], -np.inf)))


def _absent_too(x: Array, W: Array, b: Array) -> int:
    first, second, _ = _ranking(x, W, b)
    return int(np.argmax(W[first] - W[second]))


def _against_worst(x: Array, W: Array, b: Array) -> int:
    first, _, last = _ranking(x, W, b)
    return int(np.argmax((W[first] - W[last]) * x))


def _for_second(x: Array, W: Array, b: Array) -> int:
    first, second, _ = _ranking(x, W, b)
    return int(np.argmax((W[second] - W[first]) * x))


DECISIVE_WORD = Exercise(
    name="decisive_word",
    title="무엇이 갈랐는가",
    stars=3,
    reference=decisive_word,
    gen=_inputs,
    cases=24,
    wrong=(
        Wrong(
            _first_alone,
            "1등 클래스에 표를 가장 많이 준 단어입니다. 2등에도 똑같이 표를 주었다면 가른 것이 "
            "아닙니다.",
        ),
        Wrong(
            _without_counts,
            "횟수를 곱하지 않은 값과 같습니다. 두 번 나온 단어는 두 표를 던졌습니다.",
        ),
        Wrong(
            _absent_too,
            "글에 없는 단어까지 보았습니다. 나오지 않은 단어는 표를 던지지 않습니다.",
        ),
        Wrong(
            _against_worst,
            "꼴찌와 견준 값과 같습니다. 1등을 위협하는 것은 2등입니다.",
        ),
        Wrong(
            _for_second,
            "2등을 가장 많이 도운 단어입니다. 뺄셈의 방향을 보십시오.",
        ),
    ),
    hints=(
        "먼저 로짓을 구해 1등과 2등의 클래스를 찾으십시오. np.argsort는 작은 것부터 늘어놓습니다.",
        "두 로짓의 차이를 단어마다의 합으로 써 보십시오. 단어 v의 몫은 무엇입니까?",
        "(W[1등] - W[2등]) * x에서 가장 큰 자리의 번호가 답입니다.",
    ),
)
