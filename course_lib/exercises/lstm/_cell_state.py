"""``lstm/cell_state``: the hidden state after two steps with given gates, as a number."""

from __future__ import annotations

from math import tanh

from course_lib.exercises._spec import Exercise, Wrong

# gates of two steps: (f, i, g, o), the cell state before them 0.5
FIRST, SECOND, START = (0.9, 0.2, 0.5, 0.7), (0.4, 0.8, -0.6, 0.5), 0.5


def _cell(c: float, gates: tuple[float, ...]) -> float:
    f, i, g, _ = gates
    return f * c + i * g


C1 = _cell(START, FIRST)
C2 = _cell(C1, SECOND)


def cell_state() -> float:
    """O · tanh(c) after both steps."""
    return SECOND[3] * tanh(C2)


CELL_STATE = Exercise(
    name="cell_state",
    title="연필로 미는 컨베이어",
    stars=1,
    reference=cell_state,
    rtol=0.0,
    atol=1.1e-4,
    wrong=(
        Wrong(
            lambda: C2,
            "셀 상태까지는 맞습니다. 물은 것은 h입니다. tanh와 출력 게이트를 마저 지나십시오.",
        ),
        Wrong(
            lambda: SECOND[3] * C2,
            "tanh를 빠뜨린 값과 같습니다. 출력 게이트를 곱하기 전에 셀 상태를 tanh로 누릅니다.",
        ),
        Wrong(lambda: tanh(C2), "출력 게이트를 곱하지 않은 값과 같습니다."),
        Wrong(
            lambda: FIRST[3] * tanh(C1),
            "첫 시점의 h입니다. 한 시점을 더 가십시오.",
        ),
        Wrong(
            lambda: SECOND[3] * tanh(SECOND[0] * FIRST[3] * tanh(C1) + SECOND[1] * SECOND[2]),
            "둘째 시점의 망각 게이트를 h에 곱한 값과 같습니다. 남기고 지우는 것은 셀 상태 c입니다.",
        ),
        Wrong(
            lambda: SECOND[3] * tanh(SECOND[1] * C1 + SECOND[0] * SECOND[2]),
            "입력 게이트와 망각 게이트가 바뀌었습니다. 망각 게이트는 앞의 c에, 입력 게이트는 새 "
            "후보에 곱합니다.",
        ),
        Wrong(
            lambda: SECOND[3] * tanh((1 - SECOND[0]) * C1 + SECOND[1] * SECOND[2]),
            "1 − f를 곱한 값과 같습니다. 이름은 망각이지만 f가 클수록 남깁니다.",
        ),
        Wrong(
            lambda: SECOND[3] * tanh(SECOND[0] * C1 - SECOND[1] * SECOND[2]),
            "둘째 후보의 부호가 반대입니다. 후보는 음수일 수 있고, 그때는 셀 상태를 내립니다.",
        ),
        Wrong(
            lambda: SECOND[3] * tanh(_cell(_cell(0.0, FIRST), SECOND)),
            "처음 셀 상태를 0으로 둔 값과 같습니다.",
        ),
    ),
    hints=(
        "시점마다 c를 먼저 구하십시오. 앞의 c에 f를 곱하고, i와 g의 곱을 더합니다.",
        "첫 시점의 c는 0.9 × 0.5 + 0.2 × 0.5입니다. 이 값으로 둘째 시점의 c를 구하십시오.",
        "마지막에 0.5 × tanh(c)를 구하면 됩니다. 부호를 확인해 보십시오.",
    ),
)
