"""``by_hand/dw7``: the gradient of one weight, as a number."""

from __future__ import annotations

from collections.abc import Callable

from course_lib.byhand.network import (
    INPUT,
    TARGET,
    Backward,
    Forward,
    Params,
    backward,
    forward,
)
from course_lib.exercises._spec import Exercise, Wrong

SWAPPED = TARGET[::-1]  # the document's own targets are worked out in the chapter


def _at(value: Callable[[Params, Forward, Backward], float]) -> Callable[[], float]:
    """Evaluate an expression at the document's parameters and swapped targets."""

    def evaluate() -> float:
        params = Params()
        trace = forward(params, INPUT, SWAPPED)
        return value(params, trace, backward(params, trace))

    return evaluate


DW7 = Exercise(
    name="dw7",
    title="목표를 바꾸면",
    stars=1,
    reference=_at(lambda p, f, d: d.dw7),
    atol=1.1e-5,
    rtol=0.0,
    wrong=(
        Wrong(
            lambda: backward(Params(), forward(Params())).dw7,
            "목표를 바꾸기 전의 기울기입니다. 이 문제에서 o2의 목표는 0.05입니다.",
        ),
        Wrong(
            _at(lambda p, f, d: -d.dw7),
            "크기는 맞고 부호가 반대입니다. ½(t2 − o2)²를 o2로 미분하면 괄호 안에서 −1이 한 번 더 "
            "나옵니다.",
        ),
        Wrong(
            _at(lambda p, f, d: d.do2 * f.h1),
            "시그모이드의 미분을 빠뜨린 값과 같습니다. o2에서 w7로 가는 길은 sum_o2를 지납니다.",
        ),
        Wrong(
            _at(lambda p, f, d: d.dw8),
            "∂E/∂w8의 값과 같습니다. w7이 곱해지는 은닉 유닛이 h1과 h2 가운데 어느 쪽인지 "
            "그림에서 다시 찾아보십시오.",
        ),
        Wrong(
            _at(lambda p, f, d: d.dw5),
            "∂E/∂w5의 값과 같습니다. w7은 o1이 아니라 다른 출력으로 이어집니다.",
        ),
        Wrong(
            _at(lambda p, f, d: d.dw6),
            "∂E/∂w6의 값과 같습니다. w7이 어느 은닉 유닛에서 나와 어느 출력으로 들어가는지 "
            "그림에서 다시 짚어 보십시오.",
        ),
        Wrong(
            _at(lambda p, f, d: d.do2 * f.sum_o2 * (1 - f.sum_o2) * f.h1),
            "시그모이드의 미분에 sum_o2를 넣은 값과 같습니다. o(1 − o)의 o는 시그모이드를 지난 "
            "뒤의 값입니다.",
        ),
        Wrong(
            _at(lambda p, f, d: d.dsum_o2),
            "o2의 책임 ∂E/∂sum_o2까지만 계산한 값과 같습니다. sum_o2를 w7로 미분한 것이 한 번 더 "
            "곱해져야 합니다.",
        ),
        Wrong(
            _at(lambda p, f, d: d.dsum_o2 * p.w7),
            "마지막에 w7을 곱한 값과 같습니다. sum_o2를 w7로 미분하면 w7에 곱해져 있던 것이 "
            "남습니다.",
        ),
        Wrong(
            _at(lambda p, f, d: (f.E1 + f.E2) * d.slope_o2 * f.h1),
            "오차 E를 미분하지 않고 그대로 곱한 값과 같습니다. 맨 앞에는 ∂E/∂o2가 와야 합니다.",
        ),
        Wrong(
            _at(lambda p, f, d: 2 * d.dw7),
            "정답의 두 배입니다. 오차 앞에 붙은 ½을 확인해 보십시오.",
        ),
    ),
    hints=(
        "w7에서 E까지 가는 길을 그림에서 손가락으로 따라가 보십시오. 길은 하나뿐입니다.",
        "지나는 곳은 w7 → sum_o2 → o2 → E입니다. 미분 세 개를 곱하면 됩니다.",
        "본문의 ∂E/∂w5 계산에서 o1과 t1이 있던 자리에 무엇이 와야 하는지 하나씩 바꾸어 적어 "
        "보십시오.",
    ),
)
