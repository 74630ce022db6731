"""``seq2seq/greedy``: the most likely token again and again, until the end or the limit."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def greedy(table: Array, bos: int, eos: int, max_new: int) -> list[int]:
    """New tokens, the end included where it comes in time."""
    token, said = bos, []
    for _ in range(max_new):
        token = int(table[token].argmax())
        said.append(token)
        if token == eos:
            break
    return said


def _inputs(rng: np.random.Generator) -> tuple[Array, int, int, int]:
    """A path through six tokens to the end, which the limit sometimes cuts off."""
    path = rng.permutation(6)
    table = rng.uniform(0, 1, (6, 6))
    for token, following in zip(path, np.roll(path, -1), strict=True):
        table[token, following] += 2
    late = int(rng.integers(4, 6))
    return table, int(path[0]), int(path[late]), int(rng.choice([3, 9]))


def _endless(table: Array, bos: int, eos: int, max_new: int) -> list[int]:
    token, said = bos, []
    for _ in range(max_new):
        token = int(table[token].argmax())
        said.append(token)
    return said


def _limitless(table: Array, bos: int, eos: int, max_new: int) -> list[int]:
    return greedy(table, bos, eos, 99)


def _without_end(table: Array, bos: int, eos: int, max_new: int) -> list[int]:
    return [token for token in greedy(table, bos, eos, max_new) if token != eos]


def _with_start(table: Array, bos: int, eos: int, max_new: int) -> list[int]:
    return [bos, *greedy(table, bos, eos, max_new)]


def _columns(table: Array, bos: int, eos: int, max_new: int) -> list[int]:
    return greedy(table.T, bos, eos, max_new)


GREEDY = Exercise(
    name="greedy",
    title="멈출 줄 아는 탐욕 디코딩",
    stars=3,
    reference=greedy,
    gen=_inputs,
    cases=8,
    pure=True,
    wrong=(
        Wrong(_endless, "끝 토큰을 말하고도 멈추지 않습니다."),
        Wrong(_limitless, "끝 토큰이 늦게 나오면 max_new개를 넘깁니다."),
        Wrong(_without_end, "끝 토큰을 답에서 뺐습니다. 이 문제에서는 끝 토큰까지 적습니다."),
        Wrong(_with_start, "시작 토큰은 읽은 것이지 말한 것이 아닙니다. 답에서 빼십시오."),
        Wrong(
            _columns,
            "행과 열이 바뀌었습니다. table[a]가 a 다음에 올 토큰의 점수입니다.",
        ),
    ),
    hints=(
        "지금 토큰을 변수 하나에 두고, 다음 토큰을 구해 그 변수에 다시 넣으십시오.",
        "table[token].argmax()가 다음 토큰입니다. 답에 더한 다음 끝 토큰인지 봅니다.",
        "끝 토큰을 말했거나 max_new개를 말했으면 멈춥니다.",
    ),
)
