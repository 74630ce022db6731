"""``nsmc_sentiment/parameters``: numbers in a stacked bidirectional LSTM classifier."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def parameters(V: int, D: int, H: int, layers: int, K: int) -> int:
    """Embedding, two directions of each layer, linear layer."""
    return V * D + _layers(D, H, layers, wide=2 * H) + 2 * H * K + K


def _layers(
    D: int, H: int, layers: int, *, wide: int, gates: int = 4, ways: int = 2, biases: int = 2
) -> int:
    """The recurrent layers alone; `wide` is what every layer but the first reads."""
    read = [D] + [wide] * (layers - 1)
    return sum(ways * gates * H * (size + H + biases) for size in read)


def _inputs(rng: np.random.Generator) -> tuple[int, int, int, int, int]:
    """Sizes that are all different, two layers or more."""
    V, D, H = (int(rng.integers(*ends)) for ends in ((500, 900), (20, 60), (61, 90)))
    return V, D, H, int(rng.integers(2, 5)), int(rng.integers(2, 6))


PARAMETERS = Exercise(
    name="parameters",
    title="매개변수를 세는 함수",
    stars=2,
    reference=parameters,
    gen=_inputs,
    rtol=0.0,
    atol=0.0,
    wrong=(
        Wrong(
            lambda V, D, H, layers, K: V * D + _layers(D, H, layers, wide=H) + 2 * H * K + K,
            "둘째 층부터는 입력의 크기가 H가 아닙니다. 아래층이 두 방향의 출력을 나란히 놓아 "
            "올려 보냅니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: V * D + _layers(D, H, layers, wide=D) + 2 * H * K + K,
            "모든 층이 임베딩을 읽는 것으로 셌습니다. 둘째 층은 첫째 층의 출력을 읽습니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: (
                V * D + _layers(D, H, layers, wide=2 * H, biases=1) + 2 * H * K + K
            ),
            "파이토치의 LSTM은 편향이 게이트마다 둘입니다. 입력 쪽에 하나, 은닉 상태 쪽에 "
            "하나입니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: (
                V * D + _layers(D, H, layers, wide=2 * H, gates=1) + 2 * H * K + K
            ),
            "보통의 RNN으로 셌습니다. LSTM은 게이트 셋과 새 후보, 곧 네 벌을 가집니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: (
                V * D + _layers(D, H, layers, wide=2 * H, ways=1) + 2 * H * K + K
            ),
            "한 방향만 셌습니다. 두 방향은 매개변수를 따로 가집니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: V * D + _layers(D, H, layers, wide=2 * H) + H * K + K,
            "순환층까지 맞습니다. 마지막 선형층이 받는 것은 두 방향을 이어 붙인 2H개입니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: V * D + _layers(D, H, layers, wide=2 * H) + 2 * H * K,
            "거의 다 왔습니다. 선형층에도 편향이 있습니다.",
        ),
        Wrong(
            lambda V, D, H, layers, K: _layers(D, H, layers, wide=2 * H) + 2 * H * K + K,
            "임베딩이 빠졌습니다. 이 모델에서 가장 큰 표입니다.",
        ),
    ),
    hints=(
        "임베딩, 순환층, 선형층을 따로 세어 더하십시오. 임베딩은 V × D입니다.",
        "한 층의 한 방향은 4H개의 줄에 (입력 + H + 편향 2)개씩 있습니다.",
        "둘째 층부터 입력은 2H입니다. 선형층도 2H를 받아 K개를 내고 편향이 K개 있습니다.",
    ),
)
