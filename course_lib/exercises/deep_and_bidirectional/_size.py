"""``deep_and_bidirectional/size``: how many parameters a stack of GRU layers has."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def size(input_size: int, hidden_size: int, layers: int, directions: int) -> int:
    """Three blocks of H rows for each layer and direction; upper layers read both directions."""
    return _size(input_size, hidden_size, layers, directions)


def _size(
    D: int,
    H: int,
    layers: int,
    d: int,
    *,
    gates: int = 3,
    upper: int | None = None,
    biases: int = 2,
) -> int:
    widths = [D] + (layers - 1) * [d * H if upper is None else upper]
    return sum(d * gates * H * (width + H + biases) for width in widths)


def _inputs(rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Two directions, two or more layers, and D neither H nor 2 H."""
    hidden = int(rng.integers(5, 20))
    return 2 * hidden + int(rng.integers(3, 20)), hidden, int(rng.integers(2, 5)), 2


SIZE = Exercise(
    name="size",
    title="하나까지 세기",
    stars=2,
    reference=size,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d, upper=H),
            "둘째 층부터 입력을 H로 센 값과 같습니다. 위층은 두 방향을 나란히 놓은 것을 읽습니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d, upper=D),
            "모든 층의 입력을 D로 센 값과 같습니다. 위층은 아래층의 출력을 읽습니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d) // d,
            "한 방향의 몫과 같습니다. 두 방향은 가중치를 나누어 쓰지 않습니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d, gates=4),
            "LSTM의 수와 같습니다. GRU는 r, z, n 셋입니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d, gates=1),
            "RNN의 수와 같습니다. GRU는 r, z, n이 저마다 가중치를 가집니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d, biases=1),
            "편향을 하나만 센 값과 같습니다. PyTorch는 bias_ih와 bias_hh를 따로 둡니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, layers, d, biases=0),
            "편향을 세지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, H, 1, d),
            "첫 층만 센 값과 같습니다.",
        ),
        Wrong(
            lambda D, H, layers, d: _size(D, d * H, layers, 1),
            "크기가 두 배인 한 방향 층의 수와 같습니다. 상태에 곱하는 행렬은 방향마다 H × H입니다.",
        ),
    ),
    hints=(
        "층 하나, 방향 하나의 수를 먼저 구하고 방향의 수를 곱한 다음 층을 더하십시오.",
        "한 층의 한 방향은 3H × (입력 + H + 2)입니다. 첫 층의 입력은 D입니다.",
        "둘째 층부터 입력은 방향의 수 × H입니다. nn.GRU의 매개변수를 세어 검산할 수 있습니다.",
    ),
)
