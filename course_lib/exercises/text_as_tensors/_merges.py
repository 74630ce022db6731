"""``text_as_tensors/learn_merges``: byte-pair encoding, the first merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong
from course_lib.text.subword.pairs import merge_symbols

Pair: TypeAlias = "tuple[str, str]"
_WORDS = ("영화", "영화가", "영화는", "재미있다", "재미없다", "있다")


def learn_merges(words: Mapping[str, int], count: int) -> list[Pair]:
    """The most frequent pair, joined in all words, and again; of equals the first by text."""
    merges: list[Pair] = []
    state = {word: list(word) for word in words}
    for _ in range(count):
        pairs = _pairs(state, words)
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        state = {word: merge_symbols(s, best, "".join(best)) for word, s in state.items()}
    return merges


def _pairs(state: Mapping[str, Sequence[str]], counts: Mapping[str, int]) -> Counter[Pair]:
    pairs: Counter[Pair] = Counter()
    for word, symbols in state.items():
        for pair in pairwise(symbols):
            pairs[pair] += counts[word]
    return pairs


def _inputs(rng: np.random.Generator) -> tuple[dict[str, int], int]:
    """Six words; 영화 is most frequent as letters, 재미 or 있다 in numbers."""
    film, good, bad = (int(n) for n in rng.integers((1, 5, 2), (3, 8, 4)))
    counts = (film, film, film, good, bad, int(rng.integers(1, 3)))
    return dict(zip(_WORDS, counts, strict=True)), 4


def _first_counts(words: Mapping[str, int], count: int) -> list[Pair]:
    pairs = _pairs({word: list(word) for word in words}, words)
    return sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:count]


def _least(words: Mapping[str, int], count: int) -> list[Pair]:
    pairs = _pairs({word: list(word) for word in words}, words)
    return sorted(pairs, key=lambda pair: (pairs[pair], pair))[:count]


LEARN_MERGES = Exercise(
    name="learn_merges",
    title="조각을 배우는 토크나이저",
    stars=3,
    reference=learn_merges,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda words, count: learn_merges(dict.fromkeys(words, 1), count),
            "단어가 나온 횟수를 곱하지 않은 결과와 같습니다. 다섯 번 나온 단어의 쌍은 다섯 번 "
            "나온 것입니다.",
        ),
        Wrong(
            _first_counts,
            "처음 센 횟수에서 위의 것을 차례로 고른 결과와 같습니다. 하나를 합칠 때마다 기호가 "
            "달라지니 다시 세어야 합니다.",
        ),
        Wrong(
            lambda words, count: ["".join(pair) for pair in learn_merges(words, count)],
            "합친 기호를 돌려주었습니다. 어느 둘을 합쳤는지 알 수 있게 쌍으로 돌려주십시오.",
        ),
        Wrong(
            lambda words, count: learn_merges(words, count + 1),
            "하나를 더 합쳤습니다. 반복을 몇 번 하는지 세어 보십시오.",
        ),
        Wrong(
            lambda words, count: learn_merges(words, count - 1),
            "하나를 덜 합쳤습니다. 반복을 몇 번 하는지 세어 보십시오.",
        ),
        Wrong(_least, "가장 드문 쌍부터 골랐습니다. 가장 잦은 쌍을 합칩니다."),
    ),
    hints=(
        "쌍을 세는 일과 합치는 일을 따로 함수로 만들면 쉽습니다. 합치는 일은 본문의 "
        "merge_symbols가 합니다.",
        "단어마다 기호의 목록을 들고 있다가, 쌍 하나를 합칠 때마다 모든 목록을 고쳐 쓰십시오.",
        "min(pairs, key=lambda p: (-pairs[p], p))로 가장 잦은 쌍을, 같으면 글자가 앞선 쌍을 "
        "고를 수 있습니다.",
    ),
)
