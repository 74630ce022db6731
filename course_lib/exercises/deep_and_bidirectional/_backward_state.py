"""``deep_and_bidirectional/backward_state``: three numbers read from the end, as a number."""

from __future__ import annotations

from math import tanh

from course_lib.exercises._spec import Exercise, Wrong

TEXT, W_X, W_H = (0.2, -1.0, 0.6), 0.8, 0.5


def _read(numbers: tuple[float, ...], w_h: float = W_H) -> float:
    """State after the numbers, in the order given."""
    h = 0.0
    for x in numbers:
        h = tanh(W_X * x + w_h * h)
    return h


def backward_state() -> float:
    """State at the first time step, read from the end."""
    return _read(TEXT[::-1])


BACKWARD_STATE = Exercise(
    name="backward_state",
    title="뒤에서부터 연필로",
    stars=1,
    reference=backward_state,
    rtol=0.0,
    atol=1.1e-4,
    wrong=(
        Wrong(
            lambda: _read(TEXT),
            "앞에서부터 읽은 마지막 상태와 같습니다. 뒤로 읽는 셀은 0.6부터 읽습니다.",
        ),
        Wrong(
            lambda: _read(TEXT[:1]),
            "첫 수만 읽은 값과 같습니다. 뒤로 읽는 셀에서 첫째 시점은 맨 나중에 계산됩니다.",
        ),
        Wrong(
            lambda: _read(TEXT[2:]),
            "셋째 시점의 상태와 같습니다. 거기서 출발해 두 시점을 더 가야 합니다.",
        ),
        Wrong(
            lambda: _read(TEXT[:0:-1]),
            "둘째 시점의 상태와 같습니다. 한 시점을 더 가십시오.",
        ),
        Wrong(
            lambda: W_X * TEXT[0] + W_H * _read(TEXT[:0:-1]),
            "가중합까지는 맞습니다. 마지막에 tanh를 씌우십시오.",
        ),
        Wrong(
            lambda: _read((TEXT[2], TEXT[0])),
            "둘째 수 −1.0을 건너뛴 값과 같습니다.",
        ),
        Wrong(
            lambda: _read(TEXT[::-1], -W_H),
            "상태 가중치의 부호가 반대입니다.",
        ),
    ),
    hints=(
        "셋째 시점의 상태부터 구하십시오. 그때 앞에서 넘어온 상태는 0입니다.",
        "둘째 시점은 tanh(0.8 × (−1.0) + 0.5 × 셋째 시점의 상태)입니다.",
        "첫째 시점은 tanh(0.8 × 0.2 + 0.5 × 둘째 시점의 상태)입니다. 부호를 확인해 보십시오.",
    ),
)
