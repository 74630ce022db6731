"""``losses/bce_by_hand``: binary cross entropy of three examples, as a number."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

P = np.array([0.9, 0.2, 0.6])
TARGET = np.array([1.0, 0.0, 0.0])
RIGHT = np.where(TARGET == 1, P, 1 - P)  # what the model gave to the right answers


def bce_by_hand() -> float:
    """Mean of −log of what the right answers were given."""
    return float(-np.log(RIGHT).mean())


BCE_BY_HAND = Exercise(
    name="bce_by_hand",
    title="연필로 구하는 이진 교차 엔트로피",
    stars=1,
    reference=bce_by_hand,
    rtol=0.0,
    atol=1.1e-4,
    wrong=(
        Wrong(
            lambda: float(-np.log(RIGHT).sum()),
            "세 항을 더하기만 한 값과 같습니다. 보기의 수로 나누어 평균을 내십시오.",
        ),
        Wrong(
            lambda: float(-np.log(P).mean()),
            "세 보기에 모두 −log p를 쓴 값과 같습니다. 정답이 0인 보기에서 모델이 정답에 준 "
            "확률은 p가 아닙니다.",
        ),
        Wrong(
            lambda: float(np.log(RIGHT).mean()),
            "크기는 맞고 부호가 반대입니다. 손실은 확률의 로그에 음의 부호를 붙인 것이라 언제나 0 "
            "이상입니다.",
        ),
        Wrong(
            lambda: float(-np.log2(RIGHT).mean()),
            "밑이 2인 로그로 구한 값과 같습니다. 이 책의 log는 자연로그입니다.",
        ),
        Wrong(
            lambda: float(-np.log10(RIGHT).mean()),
            "밑이 10인 로그로 구한 값과 같습니다. 계산기의 log 대신 ln을 누르십시오.",
        ),
        Wrong(
            lambda: float(-np.log(1 - RIGHT).mean()),
            "틀린 답에 준 확률로 계산한 값과 같습니다. 정답이 1이면 p, 0이면 1 − p입니다.",
        ),
        Wrong(
            lambda: float(((P - TARGET) ** 2).mean()),
            "평균 제곱 오차와 같습니다. 여기서는 차이의 제곱이 아니라 확률의 로그를 씁니다.",
        ),
        Wrong(
            lambda: float(-np.log(P[0]) / 3),
            "정답이 1인 보기만 센 값과 같습니다. 정답이 0인 보기는 둘째 항 (1 − t) log(1 − p)에 "
            "들어갑니다.",
        ),
        Wrong(
            lambda: float(-np.log(RIGHT.mean())),
            "확률의 평균을 먼저 낸 값과 같습니다. 보기마다 로그를 취한 다음에 평균을 냅니다.",
        ),
    ),
    hints=(
        "보기마다 ‘모델이 정답에 준 확률’을 먼저 적어 보십시오. 정답이 0이면 1 − p입니다.",
        "적은 세 확률에 각각 자연로그를 취하고 부호를 뒤집으십시오. 셋 다 양수여야 합니다.",
        "세 수를 더해 3으로 나누면 됩니다. 가장 큰 항은 셋째 보기에서 나옵니다.",
    ),
)
