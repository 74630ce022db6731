"""``korean_sentiment/leaked``: test texts that stand among training texts, but for white space."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

TEXTS = (
    "정말 재미있다",
    "두 번은 안 본다",
    "배우가 아깝다",
    "여운이 남는다",
    "그냥 그렇다",
    "꼭 보세요",
)


def leaked(train_texts: list[str], test_texts: list[str]) -> list[int]:
    """Numbers of test texts that equal a training text once white space is gone."""
    seen = {_tidy(text) for text in train_texts}
    return [row for row, text in enumerate(test_texts) if _tidy(text) and _tidy(text) in seen]


def _tidy(text: str) -> str:
    return "".join(text.split())


def _inputs(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """A copy, a copy with other spaces, one that comes twice, new ones, and empty ones on both."""
    a, b, c, d, e, f = (TEXTS[i] for i in rng.permutation(len(TEXTS)))
    train = [a, b, _tidy(c), "  ", d]
    test = [f"{a} ", f"{_tidy(b)} ", c, d, e, " ", _tidy(c), f, f"{d}!"]
    order = [*rng.permutation(len(test))]
    return [train[i] for i in rng.permutation(len(train))], [test[i] for i in order]


def _exact(train_texts: list[str], test_texts: list[str]) -> list[int]:
    return [row for row, text in enumerate(test_texts) if text in set(train_texts)]


def _trimmed(train_texts: list[str], test_texts: list[str]) -> list[int]:
    seen = {text.strip() for text in train_texts}
    return [row for row, text in enumerate(test_texts) if text.strip() and text.strip() in seen]


def _with_empty(train_texts: list[str], test_texts: list[str]) -> list[int]:
    seen = {_tidy(text) for text in train_texts}
    return [row for row, text in enumerate(test_texts) if _tidy(text) in seen]


def _once(train_texts: list[str], test_texts: list[str]) -> list[int]:
    found = leaked(train_texts, test_texts)
    tidy = [_tidy(test_texts[row]) for row in found]
    return [row for place, row in enumerate(found) if tidy[place] not in tidy[:place]]


LEAKED = Exercise(
    name="leaked",
    title="띄어쓰기만 다른 누출",
    stars=2,
    reference=leaked,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _exact,
            "글자 하나까지 같은 글만 찾았습니다. 견주기 전에 두 쪽 모두 공백을 빼십시오.",
        ),
        Wrong(
            _trimmed,
            "앞뒤의 공백만 뺐습니다. 가운데의 띄어쓰기도 모두 빼야 합니다.",
        ),
        Wrong(
            _with_empty,
            "공백뿐인 글까지 세었습니다. 남는 글자가 없는 글은 빼십시오.",
        ),
        Wrong(
            _once,
            "같은 글이 시험 쪽에 두 번 나올 때 하나만 세었습니다. 시험 글의 번호를 모두 "
            "돌려줍니다.",
        ),
        Wrong(
            lambda train_texts, test_texts: leaked(test_texts, train_texts),
            "두 쪽이 바뀌었습니다. 돌려줄 것은 시험 글의 번호입니다.",
        ),
        Wrong(
            lambda train_texts, test_texts: [
                row for row in range(len(test_texts)) if row not in leaked(train_texts, test_texts)
            ],
            "겹치지 않는 글의 번호와 같습니다.",
        ),
        Wrong(
            lambda train_texts, test_texts: [
                row + 1 for row in leaked(train_texts, test_texts)
            ],
            "번호가 모두 하나씩 큽니다. 첫 글의 번호는 0입니다.",
        ),
        Wrong(
            lambda train_texts, test_texts: leaked(train_texts, test_texts)[::-1],
            "번호는 모두 맞습니다. 작은 것부터 돌려주십시오.",
        ),
    ),
    hints=(
        "`\"\".join(text.split())`은 글에서 공백을 모두 뺍니다.",
        "학습 글을 다듬어 집합에 담고, 시험 글을 하나씩 다듬어 그 안에 있는지 보십시오.",
        "다듬은 글이 비어 있으면 건너뜁니다. `enumerate`가 번호를 매겨 줍니다.",
    ),
)  # fmt: skip
