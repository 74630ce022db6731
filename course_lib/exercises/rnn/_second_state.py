"""``rnn/second_state``: the state after two numbers, as a number."""

from __future__ import annotations

from math import tanh

from course_lib.exercises._spec import Exercise, Wrong

W_X, W_H, B = 0.5, -0.8, 0.2
X1, X2 = 1.0, 0.4
H1 = tanh(W_X * X1 + B)


def second_state() -> float:
    """tanh(w_x x₂ + w_h h₁ + b)."""
    return tanh(W_X * X2 + W_H * H1 + B)


SECOND_STATE = Exercise(
    name="second_state",
    title="연필로 구하는 둘째 상태",
    stars=1,
    reference=second_state,
    rtol=0.0,
    atol=1.1e-4,
    wrong=(
        Wrong(lambda: H1, "첫 시점의 상태에서 멈춘 값과 같습니다. 이제 둘째 수를 읽으십시오."),
        Wrong(
            lambda: W_X * X2 + W_H * H1 + B,
            "가중합은 맞습니다. 활성화 함수 tanh를 아직 지나지 않았습니다.",
        ),
        Wrong(
            lambda: tanh(W_X * X2 + B),
            "앞의 상태 없이 둘째 수만 읽은 값과 같습니다. 쪽지에 적힌 것을 함께 읽어야 합니다.",
        ),
        Wrong(
            lambda: tanh(W_X * X2 + W_H * (W_X * X1 + B) + B),
            "첫 시점의 가중합을 그대로 다음 시점에 넘긴 값과 같습니다. 넘기는 것은 tanh를 지난 "
            "상태입니다.",
        ),
        Wrong(
            lambda: tanh(W_X * X2 - W_H * H1 + B),
            "상태에 곱하는 가중치의 부호가 반대입니다. 음수입니다.",
        ),
        Wrong(
            lambda: tanh(W_X * X1 + W_H * tanh(W_X * X2 + B) + B),
            "두 수를 거꾸로 읽은 값과 같습니다. 순서가 바뀌면 상태도 달라집니다.",
        ),
        Wrong(
            lambda: tanh(W_H * X2 + W_X * H1 + B),
            "두 가중치가 서로 바뀌었습니다. 하나는 입력의 것, 하나는 상태의 것입니다.",
        ),
        Wrong(
            lambda: tanh(W_X * X2 + W_H * H1),
            "둘째 시점에서 편향을 빠뜨린 값과 같습니다. 편향도 모든 시점이 함께 씁니다.",
        ),
    ),
    hints=(
        "첫 시점의 앞 상태는 0입니다. 첫 상태부터 구해 적어 두십시오.",
        "둘째 시점에는 항이 셋입니다. 입력의 몫, 상태의 몫, 편향을 더하십시오.",
        "상태의 몫은 −0.8에 첫 상태를 곱한 것입니다. 더한 값에 tanh를 취하면 끝입니다.",
    ),
)
