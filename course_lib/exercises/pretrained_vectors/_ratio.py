"""``pretrained_vectors/ratio``: a ratio of co-occurrence probabilities, as a number."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

SNOW, SUN = (40, 500), (5, 250)  # how often beside "cold", and how many neighbours in all


def ratio() -> float:
    """P(cold | snow) / P(cold | sun)."""
    return (SNOW[0] / SNOW[1]) / (SUN[0] / SUN[1])


RATIO = Exercise(
    name="ratio",
    title="눈과 해를 가르는 말",
    stars=1,
    reference=ratio,
    rtol=1e-3,
    wrong=(
        Wrong(
            lambda: SNOW[0] / SUN[0],
            "횟수끼리 나눈 값과 같습니다. 두 단어의 이웃 수가 다르니 먼저 확률로 바꾸십시오.",
        ),
        Wrong(
            lambda: 1 / ratio(),
            "뒤집힌 비율입니다. 눈 쪽의 확률을 위에 둡니다.",
        ),
        Wrong(
            lambda: SNOW[0] / SNOW[1],
            "P(차갑다 | 눈)에서 멈췄습니다. 해 쪽의 확률로 나누십시오.",
        ),
        Wrong(
            lambda: SNOW[0] / SNOW[1] - SUN[0] / SUN[1],
            "두 확률의 차이와 같습니다. 비율은 빼지 않고 나눕니다.",
        ),
        Wrong(
            lambda: (SNOW[0] / SUN[1]) / (SUN[0] / SNOW[1]),
            "분모가 서로 바뀌었습니다. 단어마다 자기 이웃의 수로 나누십시오.",
        ),
    ),
    hints=(
        "P(차갑다 | 눈)은 눈의 이웃 가운데 ‘차갑다’가 차지하는 몫입니다.",
        "두 확률을 따로 구해 적으십시오. 0.08과 0.02 같은 작은 수가 나옵니다.",
        "눈 쪽의 확률을 해 쪽의 확률로 나누면 됩니다.",
    ),
)
