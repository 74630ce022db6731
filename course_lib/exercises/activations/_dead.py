"""``activations/dead_units``: count the ReLU units that no example switches on."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def dead_units(x: Array, W: Array, b: Array) -> int:
    """How many units of a ReLU layer give 0 for every example."""
    sums = x @ W.T + b
    return int((sums <= 0).all(axis=0).sum())


def _sums(x: Array, W: Array, b: Array) -> Array:
    return x @ W.T + b


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """A layer in which every way of counting gives another number.

    Two examples are far off on one side, so that they switch on nothing but two units; of the
    others, some switch all living units on.
    """
    while True:
        x, W, b = rng.normal(0, 1, (9, 3)), rng.normal(0, 1, (14, 3)), rng.normal(-1.6, 1.2, 14)
        x[0] = 0.05 * x[0]  # an example at the origin: it sees the biases alone
        counts = [int(dead_units(x, W, b)), *(int(way(x, W, b)) for way, _ in _WAYS)]
        if len(set(counts)) == len(counts):
            return x, W, b


_WAYS = (
    (
        lambda x, W, b: (_sums(x, W, b) <= 0).any(axis=0).sum(),
        "한 번이라도 꺼진 유닛을 센 값과 같습니다. 보기에 따라 꺼지는 것은 병이 아닙니다. ‘모든’ "
        "보기에서 꺼져야 죽은 것입니다.",
    ),
    (
        lambda x, W, b: (_sums(x, W, b) <= 0).all(axis=1).sum(),
        "축이 바뀌었습니다. 모든 유닛을 꺼뜨린 ‘보기’를 센 값과 같습니다. 가중합의 모양 (B, "
        "H)에서 보기의 축은 어느 쪽입니까?",
    ),
    (
        lambda x, W, b: (_sums(x, W, b) <= 0).sum(),
        "꺼진 칸을 모두 센 값과 같습니다. 유닛마다 참·거짓 하나로 줄인 뒤에 세어야 합니다.",
    ),
    (
        lambda x, W, b: (_sums(x, W, b) > 0).any(axis=0).sum(),
        "살아 있는 유닛을 센 값과 같습니다. 세어야 할 것은 그 나머지입니다.",
    ),
    (
        lambda x, W, b: (x @ W.T <= 0).all(axis=0).sum(),
        "편향 b를 더하지 않은 값과 같습니다. 유닛을 묻어 버리는 것은 흔히 편향입니다.",
    ),
    (
        lambda x, W, b: (b <= 0).sum(),
        "편향이 음수인 유닛을 센 값과 같습니다. 편향이 음수여도 입력에 따라 켜질 수 있습니다.",
    ),
    (
        lambda x, W, b: (_sums(x, W, b).mean(axis=0) <= 0).sum(),
        "가중합의 평균이 음수인 유닛을 센 값과 같습니다. 평균이 음수여도 켜지는 보기가 하나쯤 "
        "있을 수 있습니다.",
    ),
    (
        lambda x, W, b: (_sums(x, W, b)[0] <= 0).sum(),
        "첫 보기에서 꺼진 유닛만 센 값과 같습니다. 나머지 보기도 보아야 합니다.",
    ),
)  # fmt: skip


DEAD_UNITS = Exercise(
    name="dead_units",
    title="죽은 유닛 세기",
    stars=2,
    reference=dead_units,
    gen=_inputs,
    wrong=tuple(Wrong(answer, hint) for answer, hint in _WAYS),
    hints=(
        "먼저 가중합 x @ W.T + b의 모양을 적어 보십시오. 어느 축이 보기이고 어느 축이 유닛입니까?",
        "유닛 하나만 놓고 생각해 보십시오. 그 유닛의 가중합 B개가 어떠해야 죽은 것입니까?",
        "가중합을 0과 견주어 참·거짓 표를 만들고, 보기의 축을 따라 all로 줄인 다음 참을 세십시오.",
    ),
)
