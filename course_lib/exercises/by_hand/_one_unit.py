"""``by_hand/hidden_delta``: the error signal of one hidden unit, as a function."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def hidden_delta(
    h: float, w_to_o1: float, w_to_o2: float, delta_o1: float, delta_o2: float
) -> float:
    """∂E/∂sum_h of one sigmoid hidden unit that feeds both outputs."""
    return (w_to_o1 * delta_o1 + w_to_o2 * delta_o2) * h * (1 - h)


def _hidden_inputs(rng: np.random.Generator) -> tuple[float, ...]:
    """Keep clear of h = 1/2, of saturation and of two paths that agree or cancel."""
    h = rng.choice([rng.uniform(0.15, 0.4), rng.uniform(0.6, 0.85)])
    weights = rng.permutation([rng.uniform(0.4, 0.6), rng.uniform(0.7, 0.95)])
    deltas = rng.permutation([rng.uniform(-0.1, -0.05), rng.uniform(0.3, 0.4)])
    return tuple(float(value) for value in (h, *weights, *deltas))


HIDDEN_DELTA = Exercise(
    name="hidden_delta",
    title="은닉 유닛의 책임",
    stars=2,
    reference=hidden_delta,
    gen=_hidden_inputs,
    wrong=(
        Wrong(
            lambda h, w1, w2, d1, d2: w1 * d1 * h * (1 - h),
            "o1으로 가는 길만 센 값과 같습니다. 이 유닛의 출력은 다른 곳에도 쓰입니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: w2 * d2 * h * (1 - h),
            "o2로 가는 길만 센 값과 같습니다. 이 유닛의 출력은 다른 곳에도 쓰입니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: w1 * d1 + w2 * d2,
            "∂E/∂h에서 멈춘 값과 같습니다. h에서 sum_h로 가려면 시그모이드를 한 번 더 거슬러야 "
            "합니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: (w1 * d1 + w2 * d2) * (1 - h),
            "시그모이드의 미분에서 (1 − h)만 곱한 값과 같습니다. 시그모이드의 미분은 두 인수의 "
            "곱입니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: (w1 * d1 + w2 * d2) * h,
            "시그모이드의 미분에서 h만 곱한 값과 같습니다. 시그모이드의 미분은 두 인수의 곱입니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: -(w1 * d1 + w2 * d2) * h * (1 - h),
            "크기는 맞고 부호가 반대입니다. 부호는 delta_o1과 delta_o2 안에 이미 들어 있습니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: w1 * d1 * w2 * d2 * h * (1 - h),
            "두 길의 값을 서로 곱한 값과 같습니다. 길을 따라가면서는 곱하고, 갈라진 길이 만나면 "
            "더합니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: (w1 * d2 + w2 * d1) * h * (1 - h),
            "가중치와 책임의 짝이 엇갈렸습니다. o1으로 가는 가중치에는 어느 출력의 책임이 "
            "돌아와야 할까요?",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: (d1 + d2) * h * (1 - h),
            "가중치를 빠뜨린 값과 같습니다. 책임은 값이 타고 나간 가중치를 되짚어 돌아옵니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: (w1 * d1 + w2 * d2) * (1 - h * h),
            "1 − h²은 tanh의 미분입니다. 여기서 h는 시그모이드의 출력입니다.",
        ),
        Wrong(
            lambda h, w1, w2, d1, d2: (w1 * d1 + w2 * d2) * h * (1 - h) / 2,
            "두 길의 평균을 낸 값과 같습니다. 갈라진 길의 기울기는 평균이 아니라 합입니다.",
        ),
    ),
    hints=(
        "h가 조금 커지면 E는 두 길로 달라집니다. 두 길을 따로 적어 보십시오.",
        "먼저 ∂E/∂h를 구하고, 거기에 ∂h/∂sum_h를 곱하는 두 단계로 나누어 보십시오.",
        "한 길의 몫은 그 길의 가중치와 그 길 끝의 책임을 곱한 것입니다. 두 몫을 어떻게 합칠까요?",
    ),
)
