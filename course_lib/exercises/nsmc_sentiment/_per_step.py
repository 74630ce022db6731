"""``nsmc_sentiment/per_step``: the losses behind a running mean."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def per_step(means: Array) -> Array:
    """Sums are means times their counts; a loss is the difference of two sums."""
    return np.diff(_sums(means), prepend=0.0)


def _sums(means: Array) -> Array:
    return means * np.arange(1, len(means) + 1)


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Running means of falling losses with noise."""
    losses = np.linspace(0.8, 0.3, 12) + rng.uniform(-0.08, 0.08, 12)
    return (np.cumsum(losses) / np.arange(1, 13),)


PER_STEP = Exercise(
    name="per_step",
    title="누적 평균 뒤에 숨은 손실",
    stars=2,
    reference=per_step,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda means: np.diff(means, prepend=0.0),
            "평균끼리 바로 뺐습니다. 먼저 평균에 걸음 수를 곱해 합으로 되돌리십시오.",
        ),
        Wrong(_sums, "걸음마다의 합까지 구했습니다. 이웃한 두 합의 차이가 그 걸음의 손실입니다."),
        Wrong(
            lambda means: np.diff(_sums(means)),
            "첫 걸음의 손실이 빠졌습니다. 첫 누적 평균은 첫 손실 그 자체입니다.",
        ),
        Wrong(
            lambda means: np.diff(means * np.arange(len(means)), prepend=0.0),
            "걸음을 0부터 셌습니다. 첫 누적 평균은 손실 하나의 평균입니다.",
        ),
        Wrong(
            lambda means: means,
            "받은 것을 그대로 돌려주었습니다. 누적 평균은 지난 걸음을 모두 기억하고 있습니다.",
        ),
        Wrong(
            lambda means: -np.diff(_sums(means), prepend=0.0),
            "크기는 맞고 부호가 반대입니다. 뒤의 합에서 앞의 합을 빼야 합니다.",
        ),
    ),
    hints=(
        "누적 평균에 걸음의 수를 곱하면 무엇이 됩니까?",
        "t걸음까지의 합에서 t−1걸음까지의 합을 빼면 t번째 손실만 남습니다.",
        "첫 걸음은 뺄 것이 없으니 그대로입니다. 걸음은 1부터 셉니다.",
    ),
)
