"""``text_as_tensors/build_vocab``: the tokens of a vocabulary in the order of their numbers."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Documents: TypeAlias = "list[list[str]]"
_POOL = (
    "감동",
    "결말",
    "명작",
    "배우",
    "시간",
    "연기",
    "영화",
    "음악",
    "장면",
    "재미",
    "최고",
    "표정",
)


def build_vocab(documents: Documents, min_freq: int) -> list[str]:
    """``<unk>``, then the tokens that are frequent enough: most frequent first, equals by text."""
    return ["<unk>", *_ordered(_counts(documents), min_freq)]


def _counts(documents: Documents) -> Counter[str]:
    return Counter(token for tokens in documents for token in tokens)


def _ordered(counts: Counter[str], min_freq: int) -> list[str]:
    kept = [token for token, n in counts.items() if n >= min_freq]
    return sorted(kept, key=lambda token: (-counts[token], token))


def _inputs(rng: np.random.Generator) -> tuple[Documents, int]:
    """Six tokens that occur 5, 3, 3, 2, 2 and 1 times; the later of two equals comes up first."""
    a, b, c, d, e, f = sorted(map(str, rng.choice(_POOL, 6, replace=False)))
    documents = [[e, d, d, d, d, d, f], [b, e, a, c], [b, e, b, f], [a]]
    return documents, 2


def _by_documents(documents: Documents, min_freq: int) -> list[str]:
    return ["<unk>", *_ordered(_counts([sorted(set(each)) for each in documents]), min_freq)]


def _kept(documents: Documents, min_freq: int) -> list[str]:
    counts = _counts(documents)
    return [token for token, n in counts.items() if n >= min_freq]


def _as_met(documents: Documents, min_freq: int) -> list[str]:
    return ["<unk>", *_kept(documents, min_freq)]


def _by_text(documents: Documents, min_freq: int) -> list[str]:
    return ["<unk>", *sorted(_kept(documents, min_freq))]


def _equals_as_met(documents: Documents, min_freq: int) -> list[str]:
    counts = _counts(documents)
    return ["<unk>", *sorted(_kept(documents, min_freq), key=lambda token: -counts[token])]


def _rare_first(documents: Documents, min_freq: int) -> list[str]:
    counts = _counts(documents)
    return ["<unk>", *sorted(_kept(documents, min_freq), key=lambda token: (counts[token], token))]


BUILD_VOCAB = Exercise(
    name="build_vocab",
    title="어휘 만들기",
    stars=2,
    reference=build_vocab,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda documents, min_freq: build_vocab(documents, min_freq)[1:],
            "`<unk>`가 빠졌습니다. 모르는 토큰에 줄 0번을 비워 두어야 합니다.",
        ),
        Wrong(
            lambda documents, min_freq: build_vocab(documents, min_freq + 1),
            "꼭 min_freq번 나온 토큰이 빠졌습니다. ‘적어도 min_freq번’은 같은 때를 포함합니다.",
        ),
        Wrong(
            lambda documents, min_freq: build_vocab(documents, 1),
            "드문 토큰이 남아 있습니다. min_freq보다 적게 나온 것은 뺍니다.",
        ),
        Wrong(
            _by_documents,
            "토큰이 나온 ‘문서의 수’를 센 값과 같습니다. 한 문서에 다섯 번 나오면 다섯 번입니다.",
        ),
        Wrong(_as_met, "처음 나온 차례대로 늘어놓았습니다. 많이 나온 것이 앞에 와야 합니다."),
        Wrong(
            _by_text, "글자 순서로만 늘어놓았습니다. 먼저 횟수로 늘어놓고, 같을 때 글자를 봅니다."
        ),
        Wrong(
            _equals_as_met,
            "횟수의 순서는 맞습니다. 횟수가 같은 토큰은 글자 순서로 늘어놓아야 누가 만들어도 "
            "번호가 같습니다.",
        ),
        Wrong(_rare_first, "적게 나온 것이 앞에 왔습니다. 많이 나온 것이 앞입니다."),
    ),
    hints=(
        "Counter로 모든 문서의 토큰을 한데 세는 것부터 시작하십시오.",
        "sorted의 key로 (-횟수, 토큰)을 주면 횟수는 큰 것부터, 같으면 글자 순서가 됩니다.",
        "맨 앞에 '<unk>'를 두고, 횟수가 min_freq 이상인 것만 이어 붙이십시오.",
    ),
)
