"""``matrix_gradients/dw_by_hand``: dW of a linear layer with small integers."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray

_X = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]])
_DY = np.array([[2.0, -1.0], [1.0, 4.0]])


def dw_by_hand() -> Array:
    """dYᵀ X of the two matrices in the chapter."""
    return _DY.T @ _X


DW_BY_HAND = Exercise(
    name="dw_by_hand",
    title="정수로 구하는 dW",
    stars=1,
    reference=dw_by_hand,
    wrong=(
        Wrong(
            lambda: _X.T @ _DY,
            "값은 모두 맞는데 전치되어 있습니다. 이 책의 W는 행이 나가는 쪽이고, dW는 W와 모양이 "
            "같습니다.",
        ),
        Wrong(
            lambda: _DY @ _X,
            "dY를 전치하지 않은 곱과 같습니다. dY의 행은 보기이고, 보기는 더해져 사라져야 합니다. "
            "여기서는 배치 크기와 나가는 크기가 같아 모양만으로는 드러나지 않습니다.",
        ),
        Wrong(
            lambda: dw_by_hand() / 2,
            "보기 수 2로 나눈 값과 같습니다. 나누는 일은 손실이 평균일 때 dY에 이미 들어 있습니다.",
        ),
        Wrong(
            lambda: np.outer(_DY[0], _X[0]),
            "첫째 보기의 몫만 셌습니다. 가중치 하나는 보기 둘에 모두 쓰였습니다.",
        ),
        Wrong(
            lambda: np.outer(_DY[1], _X[1]),
            "둘째 보기의 몫만 셌습니다. 가중치 하나는 보기 둘에 모두 쓰였습니다.",
        ),
        Wrong(
            lambda: np.outer(_DY.sum(axis=0), _X.sum(axis=0)),
            "보기를 먼저 더한 다음 곱한 값과 같습니다. 보기마다 곱한 다음에 더해야 합니다.",
        ),
        Wrong(
            lambda: -dw_by_hand(),
            "크기는 맞고 부호가 모두 반대입니다. 부호는 dY 안에 이미 들어 있습니다.",
        ),
    ),
    hints=(
        "dW의 모양부터 정하십시오. W와 같으니 행은 나가는 쪽 2, 열은 들어오는 쪽 3입니다.",
        "왼쪽 위 칸 하나만 구해 보십시오. 첫째 출력의 기울기(dY의 첫 열)와 첫째 입력(X의 첫 열)을 "
        "보기끼리 짝지어 곱하고 더합니다.",
        "나머지 칸도 dY의 열 하나와 X의 열 하나를 골라 짝지어 곱하고 더하면 됩니다.",
    ),
)
