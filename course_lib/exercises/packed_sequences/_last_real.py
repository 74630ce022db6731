"""``packed_sequences/last_real``: the state at the last real step of each sentence."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def last_real(outputs: Array, lengths: Array) -> Array:
    """Row lengths − 1 of every sentence."""
    return outputs[np.arange(len(lengths)), lengths - 1]


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """As many sentences as steps; none fills the batch but one, and none has one word alone."""
    lengths = rng.permutation([2, 3, 4, 6, 3, 2])
    return rng.normal(size=(6, 6, 3)), lengths


def _mean(outputs: Array, lengths: Array) -> Array:
    mask = np.arange(outputs.shape[1]) < lengths[:, None]
    return (outputs * mask[:, :, None]).sum(axis=1) / lengths[:, None]


LAST_REAL = Exercise(
    name="last_real",
    title="진짜 마지막",
    stars=2,
    reference=last_real,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda outputs, lengths: outputs[:, -1],
            "모든 글에서 배치의 마지막 시점을 읽었습니다. 짧은 글에서는 그 자리가 빈자리입니다.",
        ),
        Wrong(
            lambda outputs, lengths: outputs[
                np.arange(len(lengths)), np.minimum(lengths, outputs.shape[1] - 1)
            ],
            "마지막 단어의 바로 다음 시점을 읽은 값과 같습니다. 번호는 0부터 셉니다.",
        ),
        Wrong(
            lambda outputs, lengths: outputs[np.arange(len(lengths)), lengths - 2],
            "마지막 단어의 바로 앞 시점을 읽은 값과 같습니다.",
        ),
        Wrong(
            lambda outputs, lengths: outputs[:, lengths - 1],
            "글마다 줄 하나가 아니라 모든 글에서 모든 줄을 꺼냈습니다. 글의 번호와 시점의 번호를 "
            "짝지어 주십시오.",
        ),
        Wrong(
            lambda outputs, lengths: outputs[lengths - 1, np.arange(len(lengths))],
            "글과 시점의 축이 바뀌었습니다. 배치 축이 먼저입니다.",
        ),
        Wrong(
            _mean,
            "진짜 시점을 모두 평균한 값과 같습니다. 여기서는 마지막 시점 하나를 꺼내십시오.",
        ),
        Wrong(
            lambda outputs, lengths: outputs[:, 0],
            "첫 시점의 상태를 읽은 값과 같습니다.",
        ),
    ),
    hints=(
        "길이가 n인 글의 마지막 단어는 몇 번 시점에 있습니까? 시점은 0부터 셉니다.",
        "반복문으로 먼저 풀어도 됩니다. i번 글에서 outputs[i, lengths[i] - 1]을 꺼내십시오.",
        "outputs[글의 번호들, 시점의 번호들]처럼 배열 둘을 나란히 주면 짝지어 꺼냅니다.",
    ),
)
