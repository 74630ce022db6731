"""``training_tips/leaky_std``: the first weights for leaky ReLU, by the variance argument."""

from __future__ import annotations

import math

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def leaky_std(fan_in: int, slope: float) -> float:
    """Standard deviation of weights that keep the signal's size through leaky ReLU.

    Source:
        Equals ``torch.nn.init.calculate_gain("leaky_relu", slope) / sqrt(fan_in)``.
    """
    return math.sqrt(2 / ((1 + slope**2) * fan_in))


def _inputs(rng: np.random.Generator) -> tuple[int, float]:
    """Slopes that can be told from 0, from 1 and from their own squares."""
    return int(rng.integers(50, 500)), float(rng.uniform(0.2, 0.6))


LEAKY_STD = Exercise(
    name="leaky_std",
    title="새는 ReLU의 첫 가중치",
    stars=3,
    reference=leaky_std,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda fan_in, slope: math.sqrt(2 / fan_in),
            "ReLU의 답, 곧 He 초기화와 같습니다. 음수 쪽으로 새어 나오는 신호도 다음 층에 "
            "더해집니다.",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt(1 / fan_in),
            "활성화 함수가 없을 때의 답과 같습니다. 활성화 함수를 지나며 제곱의 평균이 얼마나 "
            "줄어드는지 구해 보십시오.",
        ),
        Wrong(
            lambda fan_in, slope: 2 / ((1 + slope**2) * fan_in),
            "분산까지 맞게 구했습니다. 물음은 표준편차입니다.",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt(2 / ((1 + slope) * fan_in)),
            "음수 쪽의 값에 slope를 곱하면, 그 *제곱*은 몇 배가 됩니까?",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt(2 / ((1 - slope**2) * fan_in)),
            "부호를 살펴보십시오. 새는 신호는 양수 쪽 신호에 보태지는 것이지 빠지는 것이 아닙니다.",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt((1 + slope**2) * fan_in / 2),
            "신호가 몇 배가 되는지를 구한 값의 역수를 빠뜨렸습니다. 커지는 만큼 가중치는 작아야 "
            "합니다.",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt(1 / ((1 + slope**2) * fan_in)),
            "음수와 양수가 반반이라는 사실이 빠졌습니다. 제곱의 평균은 두 반쪽의 *평균*입니다.",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt((1 + slope**2) / (2 * fan_in)),
            "활성화 함수를 지나며 줄어드는 비율을 곱했습니다. 줄어든 것을 되살리려면 나누어야 "
            "합니다.",
        ),
        Wrong(
            lambda fan_in, slope: math.sqrt(2 / (1 + slope**2)) / fan_in,
            "fan_in은 제곱근 안에 있어야 합니다. 분산이 fan_in에 반비례합니다.",
        ),
    ),
    hints=(
        "본문에서 ReLU를 지난 값의 제곱 평균이 절반이 된다고 한 줄을 다시 보십시오. 새는 ReLU라면 "
        "음수 쪽 절반은 어떻게 됩니까?",
        "s가 0을 중심으로 대칭이면 제곱의 평균은 (양수 쪽 절반의 몫) + (음수 쪽 절반의 몫)입니다. "
        "음수 쪽은 값에 slope가 곱해집니다.",
        "fan_in × var(w) × (지나며 줄어드는 비율) = 1을 var(w)에 대해 푼 뒤 제곱근을 구하십시오.",
    ),
)
