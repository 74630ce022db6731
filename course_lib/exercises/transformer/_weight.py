"""``transformer/weight``: one weight of self-attention by hand, as a number."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

QUERY = np.array([1.0, 2.0])
KEYS = np.array([[2.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def weight() -> float:
    """How much the query looks at the third token."""
    return _softmax(KEYS @ QUERY / np.sqrt(2))


def _softmax(scores: np.ndarray, place: int = 2) -> float:
    powers = np.exp(scores - scores.max())
    return float(powers[place] / powers.sum())


def _share() -> float:
    scores = KEYS @ QUERY
    return float(scores[2] / scores.sum())


WEIGHT = Exercise(
    name="weight",
    title="연필로 보는 한 곳",
    stars=1,
    reference=weight,
    rtol=0.0,
    atol=1.1e-4,
    wrong=(
        Wrong(
            lambda: _softmax(KEYS @ QUERY),
            "√D로 나누지 않은 값과 같습니다. 여기에서 D는 2입니다.",
        ),
        Wrong(
            lambda: _softmax(KEYS @ QUERY / 2),
            "√D가 아니라 D로 나눈 값과 같습니다.",
        ),
        Wrong(
            lambda: _softmax(KEYS @ QUERY / np.sqrt(3)),
            "키의 개수로 나눈 값과 같습니다. D는 벡터 하나에 든 수의 개수입니다.",
        ),
        Wrong(_share, "점수를 점수의 합으로 나눈 값과 같습니다. 소프트맥스를 지나야 합니다."),
        Wrong(
            lambda: _softmax(KEYS @ QUERY / np.sqrt(2), 0),
            "첫째 토큰을 보는 무게입니다. 물은 것은 셋째입니다.",
        ),
        Wrong(
            lambda: float((KEYS @ QUERY / np.sqrt(2))[2]),
            "점수까지는 맞습니다. 소프트맥스를 지나야 무게가 됩니다.",
        ),
    ),
    hints=(
        "질의와 키마다 내적을 구하십시오. 점수 셋이 나옵니다.",
        "점수는 2, 2, 3입니다. 저마다 √2로 나눈 다음 소프트맥스를 지나십시오.",
        "셋째 무게는 exp(3/√2)를 exp 셋의 합으로 나눈 값입니다.",
    ),
)
