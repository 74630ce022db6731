"""``bert_finetuning/whole``: F1 of names found whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Tags: TypeAlias = list[str]
Span: TypeAlias = tuple[str, int, int]
KINDS = ("인물", "장소", "기관")


def whole(tags: Tags, answers: Tags) -> float:
    """2 · right / (names there + names said)."""
    return _f1(_spans(tags), _spans(answers))


def _spans(tags: Tags, *, glued: bool = False) -> set[Span]:
    """Names as (kind, start, end); `glued` takes neighbours of one kind for one name."""
    found: list[Span] = []
    for place, tag in enumerate(tags):
        goes_on = tag[0] == "I" or (glued and tag[0] == "B")
        if goes_on and found and (found[-1][0], found[-1][2]) == (tag[2:], place):
            found[-1] = (*found[-1][:2], place + 1)
        elif tag != "O":
            found.append((tag[2:], place, place + 1))
    return set(found)


def _f1(there: set[Span], said: set[Span]) -> float:
    return 2 * len(there & said) / (len(there) + len(said))


def _inputs(rng: np.random.Generator) -> tuple[Tags, Tags]:
    """One name right, one too short, one of another kind, one missed, two side by side joined."""
    a, b, c = (KINDS[place] for place in rng.permutation(3))
    parts: list[tuple[Tags, Tags]] = [
        ([f"B-{a}", f"I-{a}"], [f"B-{a}", f"I-{a}"]),
        ([f"B-{b}", f"I-{b}", f"I-{b}"], [f"B-{b}", f"I-{b}", "O"]),
        ([f"B-{c}"], [f"B-{a}"]),
        ([f"B-{a}"], ["O"]),
        ([f"B-{b}", f"B-{b}"], [f"B-{b}", f"I-{b}"]),
        ([f"B-{c}"], [f"B-{c}"]),
        ([f"B-{c}", f"B-{c}"], [f"B-{c}", f"B-{c}"]),
    ]
    tags, answers = [], []
    for place in rng.permutation(len(parts)):
        gap = ["O"] * int(rng.integers(1, 4))
        tags += [*parts[place][0], *gap]
        answers += [*parts[place][1], *gap]
    return tags, answers


def _by_word(keep: Callable[[str, str], bool]) -> Callable[[Tags, Tags], float]:
    def share(tags: Tags, answers: Tags) -> float:
        pairs = [(t, a) for t, a in zip(tags, answers, strict=True) if keep(t, a)]
        return sum(t == a for t, a in pairs) / len(pairs)

    return share


def _share(of: int) -> Callable[[Tags, Tags], float]:
    def found(tags: Tags, answers: Tags) -> float:
        there, said = _spans(tags), _spans(answers)
        return len(there & said) / len((there, said)[of])

    return found


def _kind_blind(tags: Tags, answers: Tags) -> float:
    there, said = ({(start, end) for _, start, end in _spans(row)} for row in (tags, answers))
    return 2 * len(there & said) / (len(there) + len(said))


def _starts_only(tags: Tags, answers: Tags) -> float:
    there, said = ({(kind, start) for kind, start, _ in _spans(row)} for row in (tags, answers))
    return 2 * len(there & said) / (len(there) + len(said))


WHOLE = Exercise(
    name="whole",
    title="이름을 통째로 채점하기",
    stars=3,
    reference=whole,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _by_word(lambda tag, answer: True),
            "단어의 정확도입니다. 이름이 아닌 단어가 점수를 다 올려 줍니다.",
        ),
        Wrong(
            _by_word(lambda tag, answer: tag != "O" or answer != "O"),
            "O를 뺀 단어의 정확도입니다. 절반만 찾은 이름이 절반의 점수를 받습니다.",
        ),
        Wrong(_share(1), "정밀도입니다. 놓친 이름이 셈에 들어가지 않았습니다."),
        Wrong(_share(0), "재현율입니다. 잘못 찾은 이름이 셈에 들어가지 않았습니다."),
        Wrong(
            lambda tags, answers: _f1(_spans(tags, glued=True), _spans(answers, glued=True)),
            "나란히 선 두 이름을 하나로 이었습니다. B는 언제나 새 이름의 시작입니다.",
        ),
        Wrong(_kind_blind, "종류를 보지 않았습니다. 장소를 인물이라고 하면 틀린 것입니다."),
        Wrong(_starts_only, "시작만 견주었습니다. 끝까지 같아야 맞힌 이름입니다."),
    ),
    hints=(
        "먼저 꼬리표에서 (종류, 시작, 끝)의 집합을 만드는 함수를 쓰십시오.",
        "B-를 만나면 새 이름을 시작하고, 바로 뒤에 같은 종류의 I-가 이어지는 동안 늘입니다.",
        "집합 둘의 교집합이 맞힌 이름입니다. F1은 2 × 맞힌 수 / (있는 수 + 답한 수)입니다.",
    ),
)
