"""``training_tips/warmup_cosine``: a schedule that rises in a line and falls along a cosine."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from course_lib.byhand.schedules import warmup_cosine as _ours
from course_lib.exercises._spec import Exercise, Wrong

Schedule = Callable[[int, float, int, int], float]


def warmup_cosine(step: int, lr: float, warmup: int, total: int) -> float:
    """Learning rate at a step: from 0 up to lr, then half a cosine wave down to 0."""
    return _ours(step, lr=lr, warmup=warmup, total=total)


def _inputs(rng: np.random.Generator) -> tuple[int, float, int, int]:
    """One draw in four still warms up; all others are on their way down, away from its middle."""
    warmup, total = int(rng.integers(20, 60)), int(rng.integers(400, 900))
    if rng.random() < 0.35:
        step = int(rng.integers(warmup // 4, warmup - 4))
    else:
        share = rng.choice([rng.uniform(0.15, 0.4), rng.uniform(0.6, 0.9)])
        step = warmup + int(share * (total - warmup))
    return step, float(rng.uniform(0.01, 0.5)), warmup, total


def _schedule(
    *,
    up: Callable[[int, int], float] = lambda step, warmup: step / warmup,
    down: Callable[[float], float] = lambda progress: (1 + math.cos(math.pi * progress)) / 2,
    progress: Callable[[int, int, int], float] = lambda step, warmup, total: (
        (step - warmup) / (total - warmup)
    ),
) -> Schedule:
    """The right schedule, with places where it can go wrong."""

    def at(step: int, lr: float, warmup: int, total: int) -> float:
        if step < warmup:
            return lr * up(step, warmup)
        return lr * down(progress(step, warmup, total))

    return at


WARMUP_COSINE = Exercise(
    name="warmup_cosine",
    title="오르막과 내리막",
    stars=2,
    reference=warmup_cosine,
    gen=_inputs,
    cases=12,
    wrong=(
        Wrong(
            _schedule(progress=lambda step, warmup, total: step / total),
            "오르막은 맞습니다. 내리막이 0걸음부터 시작한 값과 같습니다. 내리막의 첫 걸음은 "
            "warmup입니다.",
        ),
        Wrong(
            _schedule(progress=lambda step, warmup, total: (step - warmup) / total),
            "오르막은 맞습니다. 내리막의 길이를 total로 잡으면 끝에서 0이 되지 않습니다. 오르막에 "
            "쓴 걸음은 빼야 합니다.",
        ),
        Wrong(
            _schedule(down=lambda progress: 1 - progress),
            "내리막을 곧은 선으로 그린 값과 같습니다. 물음은 코사인의 반 파장입니다.",
        ),
        Wrong(
            _schedule(down=lambda progress: math.cos(math.pi * progress)),
            "코사인을 그대로 곱하면 절반을 지나면서 음수가 됩니다. 1과 −1 사이를 1과 0 사이로 "
            "옮겨야 합니다.",
        ),
        Wrong(
            _schedule(down=lambda progress: math.cos(math.pi * progress / 2)),
            "코사인의 4분의 1 파장입니다. 끝에서 0이 되기는 하지만, 반 파장은 처음과 끝이 모두 "
            "완만합니다.",
        ),
        Wrong(
            _schedule(down=lambda progress: (1 + math.cos(2 * math.pi * progress)) / 2),
            "한 파장을 다 돌면 끝에서 다시 lr로 올라옵니다. 절반만 돌아야 합니다.",
        ),
        Wrong(
            _schedule(down=lambda progress: (1 - math.cos(math.pi * progress)) / 2),
            "내리막이 뒤집혔습니다. 진행이 0일 때 1, 1일 때 0이 되는지 보십시오.",
        ),
        Wrong(
            _schedule(up=lambda step, warmup: 1.0),
            "내리막은 맞습니다. 오르막 동안에도 lr을 그대로 쓴 값과 같습니다.",
        ),
        Wrong(
            _schedule(up=lambda step, warmup: (step + 1) / warmup),
            "내리막은 맞습니다. 오르막이 한 걸음 앞섰습니다. 0걸음에서 0이어야 합니다.",
        ),
        Wrong(
            _schedule(down=lambda progress: (1 + math.cos(progress)) / 2),
            "코사인에 π를 곱하지 않은 값과 같습니다. 라디안으로 반 바퀴는 얼마입니까?",
        ),
    ),
    hints=(
        "두 경우로 나누십시오. step이 warmup보다 작으면 오르막, 아니면 내리막입니다.",
        "내리막에서는 먼저 ‘얼마나 내려왔는가’를 0에서 1 사이의 수로 구해 두면 식이 짧아집니다.",
        "cos(π × 진행)은 1에서 −1로 내려갑니다. 1을 더하고 2로 나누면 1에서 0으로 내려갑니다.",
    ),
)
