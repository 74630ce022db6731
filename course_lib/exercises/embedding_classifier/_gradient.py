"""``embedding_classifier/row_gradient``: the gradient of a look-up at the matrix."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def row_gradient(ids: Array, dx: Array, V: int) -> Array:
    """Each token's gradient added to its row; the row of padding, 0, stays 0."""
    dE = _added(ids, dx, V)
    dE[0] = 0
    return dE


def _added(ids: Array, dx: Array, V: int) -> Array:
    dE = np.zeros((V, dx.shape[1]))
    np.add.at(dE, ids, dx)
    return dE


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, int]:
    """Eight tokens of six: padding and two others stand twice or more, two never."""
    a, b, c = rng.permutation([1, 2, 3, 4, 5])[:3]
    ids = rng.permutation([0, 0, a, a, a, b, b, c])
    return ids, rng.uniform(0.5, 2, (8, 3)), 6


def _overwritten(ids: Array, dx: Array, V: int) -> Array:
    dE = np.zeros((V, dx.shape[1]))
    for i, gradient in zip(ids, dx, strict=True):
        dE[i] = gradient
    dE[0] = 0
    return dE


def _average(ids: Array, dx: Array, V: int) -> Array:
    counts = np.bincount(ids, minlength=V)
    return row_gradient(ids, dx, V) / np.maximum(counts, 1)[:, None]


ROW_GRADIENT = Exercise(
    name="row_gradient",
    title="쓴 줄에만 쌓이는 기울기",
    stars=2,
    reference=row_gradient,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _overwritten,
            "같은 단어가 두 번 나오면 뒤의 것만 남았습니다. 길이 여럿이면 더합니다. NumPy의 "
            "dE[ids] += dx도 한 번만 더하니 np.add.at을 쓰십시오.",
        ),
        Wrong(
            _added,
            "0번 줄만 빼고 맞습니다. 0은 패딩이라 배우지 않기로 했습니다.",
        ),
        Wrong(
            _average,
            "같은 단어의 기울기를 평균한 값과 같습니다. 한 값이 여러 길로 나가면 돌아온 기울기를 "
            "더하기만 합니다.",
        ),
        Wrong(
            lambda ids, dx, V: row_gradient(ids, dx, V) / len(ids),
            "토큰의 수로 나눈 값과 같습니다. 받은 dx가 이미 손실의 기울기입니다.",
        ),
        Wrong(
            lambda ids, dx, V: row_gradient(ids, dx, V).T,
            "값은 맞고 축이 바뀌었습니다. 기울기는 행렬과 모양이 같은 (V, D)입니다.",
        ),
        Wrong(
            lambda ids, dx, V: row_gradient(ids, np.ones_like(dx), V),
            "단어가 나온 횟수를 센 값과 같습니다. 1이 아니라 그 토큰의 기울기를 더하십시오.",
        ),
        Wrong(
            lambda ids, dx, V: -row_gradient(ids, dx, V),
            "크기는 맞고 부호가 반대입니다. 여기서 구할 것은 기울기이고, 빼는 일은 옵티마이저가 "
            "합니다.",
        ),
    ),
    hints=(
        "모두 0인 (V, D) 행렬에서 시작해, 토큰 하나의 기울기가 몇 번째 줄로 가는지 보십시오.",
        "같은 번호가 두 번 나오면 그 줄에는 두 기울기의 합이 들어갑니다.",
        "반복문이면 dE[i] += g, 한 줄로 쓰면 np.add.at(dE, ids, dx)입니다. 끝으로 0번 줄을 "
        "비우십시오.",
    ),
)
