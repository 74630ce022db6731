"""``bag_of_words/fill_bag``: how often each word of a vocabulary occurs."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

_FRUITS = ("감", "귤", "딸기", "레몬", "망고", "바나나", "배", "사과", "자두", "포도")
_STRANGE = "두리안"


def fill_bag(tokens: list[str], vocabulary: list[str]) -> list[int]:
    """Counts in the order of the vocabulary; other tokens are left out."""
    return [tokens.count(word) for word in vocabulary]


def _inputs(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """A vocabulary that is not sorted; tokens with repeats and a stranger."""
    vocabulary = sorted(map(str, rng.choice(_FRUITS, 5, replace=False)), reverse=True)
    several = [vocabulary[0]] * 3 + [vocabulary[1]] * 2 + [vocabulary[3]]
    tokens = [*several, _STRANGE, _STRANGE]
    return [str(token) for token in rng.permutation(tokens)], vocabulary


def _strangers_last(tokens: list[str], vocabulary: list[str]) -> list[int]:
    counts = fill_bag(tokens, vocabulary)
    counts[-1] += sum(token not in vocabulary for token in tokens)
    return counts


FILL_BAG = Exercise(
    name="fill_bag",
    title="가방 채우기",
    stars=1,
    reference=fill_bag,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda tokens, vocabulary: [int(word in tokens) for word in vocabulary],
            "있는지 없는지만 적은 값과 같습니다. 두 번 나온 단어는 2입니다.",
        ),
        Wrong(
            _strangers_last,
            "어휘에 없는 토큰이 마지막 칸에 들어갔습니다. 어휘에 없으면 세지 않습니다.",
        ),
        Wrong(
            lambda tokens, vocabulary: [*fill_bag(tokens, vocabulary), tokens.count(_STRANGE)],
            "칸이 하나 많습니다. 가방의 길이는 어휘의 크기와 같습니다.",
        ),
        Wrong(
            lambda tokens, vocabulary: fill_bag(tokens, sorted(vocabulary)),
            "칸의 차례가 다릅니다. 어휘가 준 차례를 그대로 따르십시오.",
        ),
        Wrong(
            lambda tokens, vocabulary: [tokens.count(w) / len(tokens) for w in vocabulary],
            "횟수를 토큰의 수로 나눈 값과 같습니다. 나누지 않은 횟수를 적으십시오.",
        ),
        Wrong(
            lambda tokens, vocabulary: [vocabulary.index(t) for t in tokens if t in vocabulary],
            "토큰의 번호를 늘어놓은 것과 같습니다. 칸마다 그 단어가 나온 횟수를 적어야 합니다.",
        ),
    ),
    hints=(
        "결과의 길이는 어휘의 크기이고, 칸의 차례는 어휘의 차례입니다.",
        "어휘의 단어를 하나씩 훑으며 tokens에 몇 번 나오는지 세어 보십시오.",
        "목록의 count가 어느 값이 몇 번 나오는지 세어 줍니다.",
    ),
)
