"""``pretrained_vectors/cos_mul``: scores of 3CosMul for all words."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def _unit(vectors: Array) -> Array:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _near(vectors: Array, a: int) -> Array:
    """(1 + cosine) / 2 of each word with word a."""
    units = _unit(vectors)
    return (1 + units @ units[a]) / 2


def cos_mul(vectors: Array, a: int, b: int, c: int) -> Array:
    """Nearness to b times nearness to c, by nearness to a."""
    return _near(vectors, b) * _near(vectors, c) / (_near(vectors, a) + 1e-6)


def _inputs(rng: np.random.Generator) -> tuple[Array, int, int, int]:
    """Six vectors of different lengths; three of them are asked with."""
    lengths = np.array([[0.5], [1.5], [2.0], [3.0], [0.8], [1.2]])
    a, b, c = (int(i) for i in rng.permutation(6)[:3])
    return _unit(rng.normal(size=(6, 4))) * lengths, a, b, c


def _raw(vectors: Array, a: int, b: int, c: int) -> Array:
    near = [(1 + vectors @ vectors[i]) / 2 for i in (a, b, c)]
    return near[1] * near[2] / (near[0] + 1e-6)


def _cosines(vectors: Array, a: int, b: int, c: int) -> Array:
    units = _unit(vectors)
    return (units @ units[b]) * (units @ units[c]) / (units @ units[a] + 1e-6)


def _unshrunk(vectors: Array, a: int, b: int, c: int) -> Array:
    return 2 * _near(vectors, b) * _near(vectors, c) / (_near(vectors, a) + 5e-7)


COS_MUL = Exercise(
    name="cos_mul",
    title="더하지 말고 곱하기",
    stars=3,
    reference=cos_mul,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda v, a, b, c: _near(v, b) - _near(v, a) + _near(v, c),
            "더하고 뺀 값과 같습니다. 3CosMul에서는 가까움을 곱하고, 멀어져야 할 단어의 것으로 "
            "나눕니다.",
        ),
        Wrong(
            lambda v, a, b, c: cos_mul(v, b, a, c),
            "a와 b가 바뀌었습니다. “a가 b라면 c는?”에서 나누는 쪽은 a입니다.",
        ),
        Wrong(
            _raw,
            "길이를 1로 맞추지 않고 내적한 값과 같습니다. 먼저 벡터를 자기 길이로 나누십시오.",
        ),
        Wrong(
            _cosines,
            "코사인을 그대로 썼습니다. 음수끼리 곱하면 멀어도 가까워 보이니 먼저 "
            "(1 + 코사인) / 2로 바꾸십시오.",
        ),
        Wrong(
            lambda v, a, b, c: _near(v, b) * _near(v, c),
            "a의 가까움으로 나누지 않았습니다.",
        ),
        Wrong(_unshrunk, "꼭 두 배입니다. (1 + 코사인)을 2로 나누었는지 보십시오."),
    ),
    hints=(
        "벡터를 길이 1로 맞추면 모든 단어와의 코사인이 행렬 곱 한 번에 나옵니다.",
        "코사인마다 (1 + 코사인) / 2를 구합니다. 0과 1 사이의 수가 됩니다.",
        "b의 것과 c의 것을 곱하고, a의 것에 0.000001을 더한 수로 나눕니다.",
    ),
)
