"""``computation_graph/three_gradients``: +, max, × and a value used twice, with a pencil."""

from __future__ import annotations

from collections.abc import Callable

from course_lib.exercises._spec import Exercise, Wrong

X, Y, Z = 2.0, -3.0, 1.0
A, B = X * Y, Y + max(X, Z)  # f = A · B
Triple = tuple[float, float, float]


def three_gradients() -> Triple:
    """∂f/∂x, ∂f/∂y and ∂f/∂z of f = (x·y)·(y + max(x, z)) at (2, −3, 1)."""
    return (Y * B + A, X * B + A, 0.0)


def _is(*triple: float) -> Callable[[], Triple]:
    return lambda: (triple[0], triple[1], triple[2])


THREE_GRADIENTS = Exercise(
    name="three_gradients",
    title="연필로 세 기울기",
    stars=1,
    reference=three_gradients,
    wrong=(
        Wrong(
            _is(Y * B, X * B, 0),
            "x와 y가 오른쪽 괄호를 거쳐 가는 길이 빠졌습니다. x와 y에서 나가는 화살표를 모두 "
            "세어 보십시오.",
        ),
        Wrong(
            _is(A, A, 0),
            "x와 y가 왼쪽 곱 x·y를 거쳐 가는 길이 빠졌습니다. x와 y에서 나가는 화살표를 모두 "
            "세어 보십시오.",
        ),
        Wrong(
            _is(Y * B + A, X * B + A, A),
            "max가 z에도 기울기를 보냈습니다. z를 조금 움직이면 max(x, z)가 변합니까?",
        ),
        Wrong(
            _is(Y * B, X * B + A, A),
            "max의 수문을 반대로 열었습니다. x와 z 가운데 어느 쪽이 큽니까?",
        ),
        Wrong(
            _is(Y * B + A / 2, X * B + A, A / 2),
            "max가 기울기를 반씩 나누었습니다. 반씩 나누는 것은 두 값이 같을 때뿐입니다.",
        ),
        Wrong(
            _is(Y * A + B, X * A + B, 0),
            "마지막 곱셈에서 맞바꾸지 않았습니다. 왼쪽 괄호로 가는 국소 기울기는 오른쪽 괄호의 "
            "값입니다.",
        ),
        Wrong(
            _is(X * B + A, Y * B + A, 0),
            "곱 x·y에서 맞바꾸지 않았습니다. x로 가는 국소 기울기는 x의 값이 아닙니다.",
        ),
        Wrong(
            _is(Y * B * A, X * B * A, 0),
            "두 길의 값을 서로 곱했습니다. 한 길을 따라가면서는 곱하고, 길이 만나면 더합니다.",
        ),
        Wrong(
            _is((Y * B + A) / 2, (X * B + A) / 2, 0),
            "두 길의 평균을 냈습니다. 모인 기울기는 나누지 않고 더하기만 합니다.",
        ),
        Wrong(
            _is(-(Y * B + A), -(X * B + A), 0),
            "크기는 모두 맞고 부호가 반대입니다. 음수를 곱한 곳을 하나씩 다시 보십시오.",
        ),
        Wrong(
            _is(Y + 1, X + 1, 0),
            "국소 기울기만 더하고 상류에서 온 기울기를 곱하지 않았습니다. 두 괄호에 도착한 "
            "기울기는 1이 아닙니다.",
        ),
    ),
    hints=(
        "먼저 순전파입니다. 두 괄호의 값과 f를 구해 그림에 적어 보십시오.",
        "f에서 1로 출발해 두 괄호로 기울기를 보내십시오. 곱하기는 값을 맞바꿉니다.",
        "x와 y는 두 길로 f에 닿습니다. 길마다 하류 기울기를 구해 더하십시오.",
    ),
)
