"""``pretrained_vectors/fill_rows``: the rows of a file's matrix, in the order of our vocabulary."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
NAMES = ("달", "해", "별", "눈", "비", "강", "산", "들")


def fill_rows(tokens: list[str], words: list[str], vectors: Array) -> Array:
    """The word's row for each token, zeros for those without."""
    filled = np.zeros((len(tokens), vectors.shape[1]))
    for i, token in enumerate(tokens):
        if token in words:
            filled[i] = vectors[words.index(token)]
    return filled


def _inputs(rng: np.random.Generator) -> tuple[list[str], list[str], Array]:
    """Six tokens, five words; four in both, at other places."""
    names = [NAMES[i] for i in rng.permutation(len(NAMES))]
    words = names[:5]
    tokens = [words[2], names[5], words[0], words[4], names[6], words[1]]
    return tokens, words, rng.uniform(0.5, 2.0, (5, 3)) * rng.choice([-1, 1], (5, 3))


def _by_place(tokens: list[str], words: list[str], vectors: Array) -> Array:
    filled = np.zeros((len(tokens), vectors.shape[1]))
    for i, token in enumerate(tokens):
        if token in words:
            filled[i] = vectors[i % len(vectors)]
    return filled


def _last(tokens: list[str], words: list[str], vectors: Array) -> Array:
    """Python's −1 for "not found"."""
    return np.stack([vectors[words.index(t) if t in words else -1] for t in tokens])


def _mean(tokens: list[str], words: list[str], vectors: Array) -> Array:
    rows = [vectors[words.index(t)] if t in words else vectors.mean(axis=0) for t in tokens]
    return np.stack(rows)


def _found_only(tokens: list[str], words: list[str], vectors: Array) -> Array:
    return np.stack([vectors[words.index(t)] for t in tokens if t in words])


FILL_ROWS = Exercise(
    name="fill_rows",
    title="우리 어휘의 차례로",
    stars=2,
    reference=fill_rows,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _by_place,
            "토큰의 자리로 파일의 행을 꺼낸 값과 같습니다. 파일에서 그 단어가 몇 번째인지 먼저 "
            "찾으십시오.",
        ),
        Wrong(
            _last,
            "없는 단어에 파일의 마지막 벡터가 들어갔습니다. 못 찾았다는 표시 −1이 파이썬에서는 "
            "마지막 행입니다.",
        ),
        Wrong(
            _mean,
            "없는 단어에 평균을 넣은 값과 같습니다. 좋은 방법이지만, 이 문제에서는 0으로 둡니다.",
        ),
        Wrong(
            _found_only,
            "찾은 단어의 행만 모았습니다. 행의 수가 우리 어휘의 크기와 같아야 번호가 맞습니다.",
        ),
        Wrong(
            lambda tokens, words, vectors: np.zeros((len(tokens), vectors.shape[1])),
            "모두 0입니다. 복사본에 쓰고 있지 않은지, 만든 행렬의 행에 넣고 있는지 보십시오.",
        ),
        Wrong(
            lambda tokens, words, vectors: vectors.copy(),
            "파일의 행렬을 그대로 돌려주었습니다. 차례와 크기를 우리 어휘에 맞추십시오.",
        ),
    ),
    hints=(
        "먼저 (토큰 수, D) 모양의 0 행렬을 만드십시오.",
        "words에서 토큰의 번호를 찾습니다. 사전 {단어: 번호}를 만들어 두면 빠릅니다.",
        "찾은 토큰만 filled[i] = vectors[번호]로 채우고, 없는 토큰의 행은 그대로 둡니다.",
    ),
)
