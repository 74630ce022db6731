"""``supervised_training/steps``: how often the parameters move."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def steps(samples: int, batch_size: int, epochs: int, drop_last: bool) -> int:
    """Updates in a whole run."""
    return epochs * (samples // batch_size if drop_last else -(-samples // batch_size))


def _inputs(rng: np.random.Generator) -> tuple[int, int, int, bool]:
    """A last batch that is small, so that every way of rounding gives another number."""
    batch_size, epochs = int(rng.integers(16, 40)), int(rng.integers(3, 9))
    rest = int(rng.integers(1, batch_size // 3))
    samples = int(rng.integers(5, 30)) * batch_size + rest
    return samples, batch_size, epochs, bool(rng.integers(2))


STEPS = Exercise(
    name="steps",
    title="모두 몇 걸음",
    stars=1,
    reference=steps,
    gen=_inputs,
    cases=20,
    wrong=(
        Wrong(
            lambda samples, batch_size, epochs, drop_last: epochs * (samples // batch_size),
            "마지막의 작은 배치를 늘 버렸습니다. drop_last가 거짓이면 그 배치로도 한 걸음 "
            "움직입니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs, drop_last: epochs * -(-samples // batch_size),
            "마지막의 작은 배치를 늘 셌습니다. drop_last가 참이면 그 배치를 버립니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs, drop_last: (
                epochs * (-(-samples // batch_size) if drop_last else samples // batch_size)
            ),
            "drop_last의 뜻이 뒤집혔습니다. 참이면 마지막의 작은 배치를 버린다는 뜻입니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs, drop_last: steps(samples, batch_size, 1, drop_last),
            "한 에폭의 걸음 수입니다. 에폭의 수를 곱해야 합니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs, drop_last: (
                samples * epochs // batch_size if drop_last else -(-samples * epochs // batch_size)
            ),
            "모든 에폭의 표본을 이어 붙여 나누었습니다. 에폭이 끝날 때마다 마지막 배치가 새로 "
            "정해집니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs, drop_last: samples * epochs,
            "표본을 본 횟수입니다. 표본 하나가 아니라 배치 하나에 한 걸음입니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs, drop_last: epochs * batch_size,
            "배치 크기를 배치의 수로 썼습니다. 한 에폭에 배치가 몇 개 나옵니까?",
        ),
    ),
    hints=(
        "먼저 한 에폭에 배치가 몇 개 나오는지 구해 보십시오.",
        "나누어떨어지지 않을 때 마지막 배치를 세느냐 버리느냐가 drop_last입니다.",
        "올림은 `-(-a // b)`나 `math.ceil(a / b)`로 구합니다.",
    ),
)
