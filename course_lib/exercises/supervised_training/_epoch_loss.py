"""``supervised_training/epoch_loss``: one mean from the means of uneven batches."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Floats = list[float]
Sizes = list[int]


def epoch_loss(losses: Floats, sizes: Sizes) -> float:
    """Mean loss of all examples, from each batch's mean and size."""
    return float(np.dot(losses, sizes) / np.sum(sizes))


def _inputs(rng: np.random.Generator) -> tuple[Floats, Sizes]:
    """Four full batches and a small last one with a loss of its own."""
    size = int(rng.integers(8, 33))
    losses = [round(float(loss), 4) for loss in (*rng.uniform(0.4, 0.7, 4), rng.uniform(1.2, 2.0))]
    return losses, [size] * 4 + [int(rng.integers(1, size // 2))]


EPOCH_LOSS = Exercise(
    name="epoch_loss",
    title="에폭의 손실",
    stars=2,
    reference=epoch_loss,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda losses, sizes: float(np.mean(losses)),
            "배치의 평균들을 그대로 평균했습니다. 마지막의 작은 배치가 다른 배치와 같은 목소리를 "
            "냅니다.",
        ),
        Wrong(
            lambda losses, sizes: float(np.sum(losses) / np.sum(sizes)),
            "문서 000의 식과 같습니다. 배치의 평균을 더해 표본의 수로 나누면 배치 크기로 두 번 "
            "나눈 셈입니다.",
        ),
        Wrong(
            lambda losses, sizes: float(np.dot(losses, sizes)),
            "표본마다의 손실을 모두 더하는 데까지 맞습니다. 평균을 내려면 한 번 더 나누어야 "
            "합니다.",
        ),
        Wrong(
            lambda losses, sizes: float(np.dot(losses, sizes) / len(losses)),
            "배치의 수로 나누었습니다. 앞에서 배치 크기를 곱했으니 이제 더한 것은 표본마다의 "
            "손실입니다.",
        ),
        Wrong(
            lambda losses, sizes: float(np.sum(losses)),
            "배치의 평균을 더하기만 했습니다.",
        ),
        Wrong(
            lambda losses, sizes: float(losses[-1]),
            "마지막 배치의 손실입니다. 에폭 전체의 평균이 필요합니다.",
        ),
        Wrong(
            lambda losses, sizes: float(np.mean(losses[:-1])),
            "마지막의 작은 배치를 빼고 평균했습니다. 그 표본들도 세어야 합니다.",
        ),
    ),
    hints=(
        "배치의 평균에 그 배치의 크기를 곱하면 무엇이 됩니까?",
        "모든 표본의 손실을 더한 다음 표본의 수로 나누면 됩니다.",
        "배치 크기가 모두 같을 때는 배치 평균의 평균과 같아야 합니다. 그렇게 되는지 보십시오.",
    ),
)
