"""``bag_of_words/collect_votes``: logits of bags without a dense bag."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def collect_votes(W: Array, b: Array, flat: Array, offsets: Array) -> Array:
    """Σ W[:, token] over each document's tokens, plus b: (B, K)."""
    return _each(W, flat, offsets, lambda votes: votes.sum(axis=1)) + b


def _documents(flat: Array, offsets: Array) -> Iterator[Array]:
    ends = [*offsets[1:], len(flat)]
    return (flat[start:end] for start, end in zip(offsets, ends, strict=True))


def _each(W: Array, flat: Array, offsets: Array, join: Callable[[Array], Array]) -> Array:
    return np.stack([join(W[:, tokens]) for tokens in _documents(flat, offsets)])


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Four documents: one with a word twice, an empty one, two others."""
    W, b = rng.uniform(-1, 1, (3, 6)), rng.uniform(0.5, 1, 3)
    a, c, d = (int(word) for word in rng.choice(6, 3, replace=False))
    flat = np.array([a, c, a, c, d, d, a, c, d])
    return W, b, flat, np.array([0, 4, 4, 7])


def _mean(W: Array, b: Array, flat: Array, offsets: Array) -> Array:
    return _each(W, flat, offsets, lambda v: v.sum(axis=1) / max(v.shape[1], 1)) + b


def _once(W: Array, b: Array, flat: Array, offsets: Array) -> Array:
    rows = [W[:, np.unique(tokens)].sum(axis=1) for tokens in _documents(flat, offsets)]
    return np.stack(rows) + b


def _bias_for_each(W: Array, b: Array, flat: Array, offsets: Array) -> Array:
    return _each(W + b[:, None], flat, offsets, lambda votes: votes.sum(axis=1))


def _one_short(W: Array, b: Array, flat: Array, offsets: Array) -> Array:
    return collect_votes(W, b, flat[:-1], offsets)


COLLECT_VOTES = Exercise(
    name="collect_votes",
    title="표를 모으기",
    stars=2,
    reference=collect_votes,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda W, b, flat, offsets: collect_votes(W, np.zeros_like(b), flat, offsets),
            "편향을 더하지 않은 값과 같습니다.",
        ),
        Wrong(_mean, "표의 평균을 낸 값과 같습니다. 가방은 더한 것이니 나누지 않습니다."),
        Wrong(
            _once,
            "같은 단어를 한 번만 센 값과 같습니다. 두 번 나오면 두 표입니다.",
        ),
        Wrong(
            _bias_for_each,
            "편향이 토큰마다 더해졌습니다. 편향은 글 하나에 한 번입니다.",
        ),
        Wrong(
            _one_short,
            "마지막 글에서 토큰 하나가 빠졌습니다. 마지막 글은 flat의 끝까지입니다.",
        ),
        Wrong(
            lambda W, b, flat, offsets: collect_votes(W, b, flat, offsets).T,
            "값은 맞지만 모양이 뒤집혔습니다. 줄이 글, 열이 클래스입니다.",
        ),
    ),
    hints=(
        "i째 글의 번호는 flat[offsets[i]]부터 다음 글이 시작하기 전까지입니다.",
        "W[:, 번호들]은 그 단어들의 열을 모은 (K, 토큰 수) 배열입니다. 어느 축으로 더합니까?",
        "끝의 목록은 [*offsets[1:], len(flat)]입니다. 더한 뒤에 b를 한 번 더하십시오.",
    ),
)
