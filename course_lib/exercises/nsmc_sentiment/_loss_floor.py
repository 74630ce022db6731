"""``nsmc_sentiment/loss_floor``: how low a mean cross entropy can be at an accuracy."""

from __future__ import annotations

import math

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def loss_floor(accuracy: float) -> float:
    """Each wrong answer costs more than log 2."""
    return (1 - accuracy) * math.log(2)


def _inputs(rng: np.random.Generator) -> tuple[float]:
    """An accuracy that is not its own mirror image."""
    return (round(float(rng.uniform(0.6, 0.95)), 3),)


LOSS_FLOOR = Exercise(
    name="loss_floor",
    title="정확도가 말해 주는 손실의 바닥",
    stars=1,
    reference=loss_floor,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda accuracy: accuracy * math.log(2),
            "맞힌 비율에 곱했습니다. 바닥을 만드는 것은 *틀린* 예측입니다.",
        ),
        Wrong(
            lambda accuracy: 1 - accuracy,
            "틀린 비율까지는 맞습니다. 틀린 예측 하나의 손실이 적어도 얼마인지 곱하십시오.",
        ),
        Wrong(
            lambda accuracy: math.log(2),
            "반반이라고만 답하는 모델의 손실입니다. 맞힌 예측의 손실은 0에 얼마든지 가까워질 수 "
            "있습니다.",
        ),
        Wrong(
            lambda accuracy: -math.log(accuracy),
            "정확도를 확률처럼 로그에 넣었습니다. 모든 예측이 정답에 똑같이 그만큼의 확률을 준다는 "
            "뜻이 되어 버립니다.",
        ),
        Wrong(
            lambda accuracy: (1 - accuracy) * math.log10(2),
            "밑이 10인 로그를 썼습니다. 이 책의 손실은 자연로그로 잽니다.",
        ),
        Wrong(
            lambda accuracy: (1 - accuracy) / 2,
            "확률 절반을 그대로 썼습니다. 손실은 확률의 로그입니다.",
        ),
    ),
    hints=(
        "맞힌 예측의 손실은 가장 작으면 얼마이고, 틀린 예측의 손실은 가장 작으면 얼마입니까?",
        "답이 둘일 때 틀렸다는 것은 정답에 준 확률이 1/2보다 작았다는 뜻입니다.",
        "틀린 예측 하나의 손실은 −log(1/2) = log 2를 넘습니다. 여기에 틀린 비율을 곱합니다.",
    ),
)
