"""``seq2seq/precision``: the share of a translation's runs that a reference has, as BLEU counts."""

from __future__ import annotations

from collections import Counter

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

WORDS = ("je", "bois", "du", "lait", "frais", "le", "matin")


def precision(said: list[str], right: list[str], n: int) -> float:
    """Runs of n words that are in `right` too, each no more often than there."""
    ours = _runs(said, n)
    return (ours & _runs(right, n)).total() / ours.total()


def _runs(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def _inputs(rng: np.random.Generator) -> tuple[list[str], list[str], int]:
    """A translation that says one run of three words three or four times; it is right twice."""
    a, b, c, d, e, f, g = rng.permutation(WORDS).tolist()
    said = [a, b, c] * int(rng.integers(3, 5)) + [d, g]
    return said, [a, b, c, d, e, a, b, c, f], int(rng.integers(2, 4))


def _unclipped(said: list[str], right: list[str], n: int) -> float:
    ours, theirs = _runs(said, n), _runs(right, n)
    return sum(count for run, count in ours.items() if run in theirs) / ours.total()


def _recall(said: list[str], right: list[str], n: int) -> float:
    return precision(right, said, n)


def _kinds(said: list[str], right: list[str], n: int) -> float:
    ours = set(_runs(said, n))
    return len(ours & set(_runs(right, n))) / len(ours)


def _in_place(said: list[str], right: list[str], n: int) -> float:
    """Only what stands at the same place."""
    places = range(len(said) - n + 1)
    return sum(said[i : i + n] == right[i : i + n] for i in places) / len(places)


PRECISION = Exercise(
    name="precision",
    title="되풀이로는 벌 수 없는 점수",
    stars=2,
    reference=precision,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _unclipped,
            "되풀이한 묶음을 모두 맞은 것으로 셌습니다. 정답에 나온 횟수까지만 세십시오.",
        ),
        Wrong(
            _recall,
            "정답의 묶음 수로 나눈 값과 같습니다. 번역의 묶음 가운데 몇이 맞았는지를 물었습니다.",
        ),
        Wrong(
            _kinds,
            "묶음의 종류만 셌습니다. 같은 묶음이 세 번 나오면 세 번 세어야 합니다.",
        ),
        Wrong(
            lambda said, right, n: precision(said, right, 1),
            "단어를 하나씩 센 값과 같습니다. 이웃한 n개를 한 묶음으로 만드십시오.",
        ),
        Wrong(
            lambda said, right, n: (_runs(said, n) & _runs(right, n)).total() / len(said),
            "맞은 수는 옳습니다. 단어의 수가 아니라 묶음의 수로 나누십시오. 묶음은 단어보다 "
            "n − 1개 적습니다.",
        ),
        Wrong(
            _in_place,
            "같은 자리에 있는 묶음만 맞은 것으로 셌습니다. 정답의 어디에 있든 맞은 것입니다.",
        ),
    ),
    hints=(
        "먼저 이웃한 n단어 묶음의 목록을 만드십시오. 단어가 T개이면 묶음은 T − n + 1개입니다.",
        "묶음마다 번역에서 센 횟수와 정답에서 센 횟수 가운데 작은 쪽이 맞은 수입니다.",
        "Counter 둘에 &를 쓰면 묶음마다 작은 횟수가 남습니다. 그 합을 번역의 묶음 수로 나눕니다.",
    ),
)
