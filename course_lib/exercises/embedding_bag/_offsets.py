"""``embedding_bag/offsets``: where each document begins."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def offsets(lengths: Array) -> Array:
    """Sum of the lengths before each document."""
    return np.cumsum(lengths) - lengths


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Lengths of five documents, all different, one of them 0 but not the first or the last."""
    lengths = rng.permutation(np.arange(2, 9))[:5]
    lengths[int(rng.integers(1, 4))] = 0
    return (lengths,)


OFFSETS = Exercise(
    name="offsets",
    title="어디서 시작합니까",
    stars=1,
    reference=offsets,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda lengths: np.cumsum(lengths),
            "문서가 끝나는 자리와 같습니다. 시작하는 자리는 자기 길이를 더하기 전의 합입니다.",
        ),
        Wrong(
            lambda lengths: np.concatenate([[0], np.cumsum(lengths)]),
            "하나가 많습니다. 마지막 수는 모든 토큰의 수이지, 어느 문서의 시작도 아닙니다.",
        ),
        Wrong(
            lambda lengths: np.concatenate([[0], np.cumsum(lengths)[1:]]),
            "버릴 것을 잘못 골랐습니다. 맨 앞에 0을 넣고 맨 뒤를 버립니다.",
        ),
        Wrong(
            lambda lengths: np.concatenate([[0], lengths[:-1]]),
            "앞 문서의 길이 하나만 적은 값과 같습니다. 앞에 있는 문서의 길이를 모두 더해야 합니다.",
        ),
        Wrong(
            lambda lengths: np.arange(len(lengths)) * lengths.max(),
            "모든 문서를 가장 긴 것만큼 채웠을 때의 자리입니다. 여기에는 패딩이 없습니다.",
        ),
        Wrong(
            lambda lengths: np.cumsum(lengths) - lengths - 1,
            "하나씩 작습니다. 번호는 0부터 세니 첫 문서는 0에서 시작합니다.",
        ),
        Wrong(
            lambda lengths: np.cumsum(lengths) - lengths + np.arange(len(lengths)),
            "문서 사이에 칸을 하나씩 둔 값과 같습니다. 이어 붙인 글에는 경계를 나타내는 칸이 "
            "없습니다.",
        ),
    ),
    hints=(
        "길이가 3, 1, 4인 문서 셋을 이어 붙이고 시작하는 자리를 손으로 세어 보십시오.",
        "첫 문서는 0, 둘째는 첫 문서의 길이, 셋째는 앞 두 문서의 길이의 합에서 시작합니다.",
        "누적합에서 자기 길이를 빼면 됩니다. 답의 개수는 문서의 개수와 같습니다.",
    ),
)
