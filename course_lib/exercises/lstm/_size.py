"""``lstm/size``: how many parameters a layer has."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def size(input_size: int, hidden_size: int) -> int:
    """Four blocks of H rows: D + H columns and two biases."""
    return 4 * hidden_size * (input_size + hidden_size + 2)


def _inputs(rng: np.random.Generator) -> tuple[int, int]:
    """D and H far enough from each other and from 2."""
    hidden = int(rng.integers(5, 40))
    return int(rng.integers(3, 20)) + hidden, hidden


SIZE = Exercise(
    name="size",
    title="손잡이의 수",
    stars=2,
    reference=size,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda D, H: 4 * H * (D + H + 1),
            "편향을 하나만 센 값과 같습니다. PyTorch의 LSTM에는 bias_ih와 bias_hh가 따로 있습니다.",
        ),
        Wrong(
            lambda D, H: 4 * H * (D + H),
            "편향을 세지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda D, H: H * (D + H + 2),
            "게이트 하나의 몫과 같습니다. i, f, g, o가 저마다 가중치와 편향을 가집니다.",
        ),
        Wrong(
            lambda D, H: 3 * H * (D + H + 2),
            "세 게이트만 센 값과 같습니다(GRU의 수이기도 합니다). 새 후보 g도 자기 가중치를 "
            "가집니다.",
        ),
        Wrong(
            lambda D, H: 4 * H * (2 * D + 2),
            "상태에 곱하는 행렬의 열을 입력의 크기로 셌습니다. weight_hh는 (4H, H)입니다.",
        ),
        Wrong(
            lambda D, H: 4 * (H * D + H * H + 2),
            "편향이 게이트마다 수 하나라고 센 값과 같습니다. 유닛마다 하나씩입니다.",
        ),
        Wrong(
            lambda D, H: 4 * H * (D + H + 2) + 2 * H,
            "상태 h와 c까지 셌습니다. 상태는 배우는 값이 아니라 읽으면서 계산하는 값입니다.",
        ),
    ),
    hints=(
        "행렬 둘과 편향 둘의 모양을 먼저 적으십시오. 행은 모두 4H입니다.",
        "weight_ih는 (4H, D), weight_hh는 (4H, H), 편향 둘은 (4H,)입니다.",
        "네 모양의 원소를 세어 더하십시오. nn.LSTM(D, H)의 매개변수를 세어 검산할 수 있습니다.",
    ),
)
