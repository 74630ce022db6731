"""``ngrams_tfidf/tfidf``: from counts to smooth TF-IDF with rows of length one."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def tfidf(counts: Array) -> Array:
    """Counts · idf, each row divided by its length."""
    return _unit(counts * _idf(counts))


def _idf(counts: Array) -> Array:
    return np.log((len(counts) + 1) / ((counts > 0).sum(axis=0) + 1)) + 1


def _unit(weights: Array) -> Array:
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return weights / np.where(lengths == 0, 1, lengths)


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Five documents, one of them empty; words in one to four of them; a word counted twice."""
    rows = np.array(
        [[1, 0, 2, 1], [2, 1, 0, 0], [1, 0, 0, 3], [3, 0, 1, 0], [0, 0, 0, 0]], dtype=np.int64
    )
    return (rng.permutation(rows)[:, rng.permutation(4)],)


def _by_total(counts: Array) -> Array:
    return _unit(counts * (np.log((len(counts) + 1) / (counts.sum(axis=0) + 1)) + 1))


def _textbook(counts: Array) -> Array:
    return _unit(counts * np.log(len(counts) / (counts > 0).sum(axis=0)))


def _unsmoothed(counts: Array) -> Array:
    return _unit(counts * (np.log(len(counts) / (counts > 0).sum(axis=0)) + 1))


def _wrong_axis(counts: Array) -> Array:
    weights = counts * _idf(counts)
    return weights / np.sqrt((weights**2).sum(axis=0, keepdims=True))


def _share(counts: Array) -> Array:
    weights = counts * _idf(counts)
    sums = weights.sum(axis=1, keepdims=True)
    return weights / np.where(sums == 0, 1, sums)


TFIDF = Exercise(
    name="tfidf",
    title="개수에서 TF-IDF까지",
    stars=2,
    reference=tfidf,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda counts: counts * _idf(counts),
            "무게까지는 맞습니다. 줄마다 L2 길이를 1로 맞추는 일이 남았습니다.",
        ),
        Wrong(
            _by_total,
            "나온 횟수를 모두 더해 문서 빈도로 쓴 값과 같습니다. 한 글에 두 번 나와도 글은 한 "
            "건입니다.",
        ),
        Wrong(
            _unsmoothed,
            "다듬지 않은 B/df로 구한 값과 같습니다. 분수의 위아래에 1씩 더하십시오.",
        ),
        Wrong(
            _textbook,
            "교과서의 식으로 구한 값과 같습니다. 분수의 위아래와 로그 바깥에 더하는 1을 보십시오.",
        ),
        Wrong(
            lambda counts: _unit(counts * (_idf(counts) - 1)),
            "로그 바깥에 1을 더하지 않은 값과 같습니다.",
        ),
        Wrong(
            _wrong_axis,
            "길이를 칸마다 구했습니다. 길이는 글 하나, 곧 한 줄에서 구합니다.",
        ),
        Wrong(
            _share,
            "줄의 합으로 나눈 값(L1)과 같습니다. L2 길이는 제곱해 더한 것의 제곱근입니다.",
        ),
        Wrong(
            lambda counts: _unit((counts > 0) * _idf(counts)),
            "나온 횟수를 쓰지 않고 있는지 없는지만 센 값과 같습니다.",
        ),
        Wrong(
            lambda counts: _unit(counts * 1.0),
            "개수의 길이만 맞춘 값과 같습니다. 그 전에 칸마다 역문서 빈도를 곱하십시오.",
        ),
    ),
    hints=(
        "먼저 칸마다 그 말이 나온 글이 몇 건인지 구하십시오. `counts > 0`이 쓸모 있습니다.",
        "문서 빈도는 세로로(`axis=0`), 길이는 가로로(`axis=1`, `keepdims=True`) 갑니다.",
        "빈 글은 길이가 0입니다. `np.where(lengths == 0, 1, lengths)`로 나누면 0으로 남습니다.",
    ),
)
