"""``activations/tanh_from_sigmoid``: tanh is a sigmoid, stretched both ways."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def logistic(x: Array) -> Array:
    """1 / (1 + e⁻ˣ)."""
    return 1 / (1 + np.exp(-x))


def tanh_from_sigmoid(x: Array) -> Array:
    """tanh(x) as 2σ(2x) − 1."""
    return 2 * logistic(2 * x) - 1


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Both signs, away from 0, and apart from each other."""
    return (rng.permutation([-2.5, -1.2, -0.4, 0.3, 0.9, 2.1]) + rng.uniform(-0.1, 0.1, 6),)


TANH_FROM_SIGMOID = Exercise(
    name="tanh_from_sigmoid",
    title="시그모이드로 tanh 만들기",
    stars=1,
    reference=tanh_from_sigmoid,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda x: 2 * logistic(x) - 1,
            "출력은 −1과 1 사이로 잘 늘였습니다. 원점의 기울기를 재 보십시오. tanh는 1인데 이 "
            "함수는 0.5입니다. 입력 쪽도 손봐야 합니다.",
        ),
        Wrong(
            lambda x: logistic(2 * x),
            "입력은 두 배로 늘였습니다. 출력이 아직 0과 1 사이입니다. tanh의 범위로 옮겨 보십시오.",
        ),
        Wrong(
            lambda x: 2 * logistic(2 * x),
            "범위가 0에서 2까지입니다. 가운데가 0에 오도록 옮기는 일이 남았습니다.",
        ),
        Wrong(
            lambda x: logistic(2 * x) - 1,
            "범위가 −1에서 0까지입니다. 옮기기 전에 늘이는 일을 빠뜨렸는지 보십시오.",
        ),
        Wrong(
            lambda x: 2 * logistic(x / 2) - 1,
            "입력을 늘이는 대신 줄였습니다. 원점에서 더 가팔라야 합니까, 더 완만해야 합니까?",
        ),
        Wrong(
            lambda x: 1 - 2 * logistic(2 * x),
            "크기는 모두 맞고 부호가 반대입니다. x가 양수일 때 tanh는 양수입니다.",
        ),
        Wrong(
            logistic,
            "시그모이드 그대로입니다. tanh는 −1과 1 사이의 값을 냅니다.",
        ),
        Wrong(
            lambda x: np.tanh(2 * x),
            "tanh(2x)의 값과 같습니다. 입력을 너무 많이 늘였습니다.",
        ),
        Wrong(
            lambda x: 1 - np.tanh(x) ** 2,
            "tanh의 미분 값과 같습니다. 여기서 구할 것은 함수 자체입니다.",
        ),
    ),
    hints=(
        "시그모이드의 출력은 0과 1 사이, tanh의 출력은 −1과 1 사이입니다. 출력을 어떻게 늘이고 "
        "옮기면 됩니까?",
        "원점에서 시그모이드의 기울기는 ¼, tanh의 기울기는 1입니다. 출력을 늘인 것만으로는 얼마나 "
        "모자랍니까?",
        "입력에도 수를 하나 곱해 보십시오. 본문의 둘째 등호가 그 수를 알려 줍니다.",
    ),
)
