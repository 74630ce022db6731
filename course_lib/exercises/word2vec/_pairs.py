"""``word2vec/window_pairs``: all pairs of centers and neighbours in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def window_pairs(ids: Array, width: int) -> Array:
    """Rows (center, neighbour), by center and then from left to right."""
    return _paired(ids, width, lambda i, j: i != j)


def _paired(ids: Array, width: int, wanted: Callable[[int, int], bool]) -> Array:
    n = len(ids)
    return np.array(
        [
            (ids[i], ids[j])
            for i in range(n)
            for j in range(max(0, i - width), min(n, i + width + 1))
            if wanted(i, j)
        ]
    )


def _inputs(rng: np.random.Generator) -> tuple[Array, int]:
    """Seven ids, one of them twice side by side, and a window of 2 or 3."""
    ids = rng.permutation(12)[:7]
    place = int(rng.integers(1, 5))
    ids[place + 1] = ids[place]
    return ids, int(rng.integers(2, 4))


WINDOW_PAIRS = Exercise(
    name="window_pairs",
    title="창에서 쌍 만들기",
    stars=2,
    reference=window_pairs,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda ids, width: _paired(ids, width, lambda i, j: True),
            "중심과 자기 자신의 쌍이 들어 있습니다. 창의 가운데 자리는 빼십시오.",
        ),
        Wrong(
            lambda ids, width: _paired(ids, width, lambda i, j: ids[i] != ids[j]),
            "번호가 같다고 뺀 쌍이 있습니다. 같은 단어가 나란히 나와도 자리가 다르면 쌍입니다. "
            "번호가 아니라 자리를 견주십시오.",
        ),
        Wrong(
            lambda ids, width: _paired(ids, width, lambda i, j: i < j),
            "오른쪽 이웃만 있습니다. 왼쪽 이웃도 쌍을 이룹니다.",
        ),
        Wrong(
            lambda ids, width: window_pairs(ids, width)[:, ::-1],
            "중심과 이웃의 자리가 바뀌었습니다. 첫 열이 중심입니다.",
        ),
        Wrong(
            lambda ids, width: _paired(ids, width - 1, lambda i, j: i != j),
            "창이 한 칸 좁습니다. range의 끝은 들어가지 않는다는 것을 기억하십시오.",
        ),
        Wrong(
            lambda ids, width: _paired(ids, width, lambda i, j: i != j and j < i + width),
            "오른쪽이 한 칸 모자랍니다. 끝을 i + width + 1로 두어야 i + width까지 들어갑니다.",
        ),
        Wrong(
            lambda ids, width: np.array(
                [(ids[i], ids[i + d]) for i in range(len(ids))
                 for d in range(-width, width + 1) if d and i + d < len(ids)]
            ),
            "왼쪽 끝을 넘어 문장의 뒤에서 이웃을 가져왔습니다. 파이썬에서 음수 자리는 뒤에서부터 "
            "셉니다.",
        ),
    ),
    hints=(
        "자리 i마다 이웃의 자리 j는 i − width부터 i + width까지입니다.",
        "문장 밖으로 나가지 않게 max(0, …)와 min(len(ids), …)으로 자르고, j = i는 건너뜁니다.",
        "모은 쌍을 np.array로 바꾸면 모양이 (쌍의 수, 2)입니다.",
    ),
)  # fmt: skip
