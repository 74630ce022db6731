"""``supervised_training/early_stop``: which epoch was best, and after which one stops."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Floats = list[float]
Epochs = tuple[int, int]


def early_stop(losses: Floats, patience: int) -> Epochs:
    """The best epoch so far and the last one that is run, both counted from 1."""
    return _run(losses, patience)


def _run(losses: Floats, patience: int, *, ties: bool = False, late: int = 0) -> Epochs:
    """The rule, with places where it can go wrong."""
    best = 1
    for number, loss in enumerate(losses, start=1):
        lower = loss <= losses[best - 1] if ties else loss < losses[best - 1]
        if lower:
            best = number
        elif number - best >= patience + late:
            return best, number
    return best, len(losses)


def _never_forgets(losses: Floats, patience: int) -> Epochs:
    """Counts all bad epochs, not those in a row."""
    best, bad = 1, 0
    for number, loss in enumerate(losses[1:], start=2):
        if loss < losses[best - 1]:
            best = number
        else:
            bad += 1
        if bad == patience:
            return best, number
    return best, len(losses)


def _against_the_last(losses: Floats, patience: int) -> Epochs:
    """Compares with the epoch before instead of with the best."""
    bad = 0
    for number in range(2, len(losses) + 1):
        bad = bad + 1 if losses[number - 1] >= losses[number - 2] else 0
        if bad == patience:
            break
    return int(np.argmin(losses[:number])) + 1, number


def _inputs(rng: np.random.Generator) -> tuple[Floats, int]:
    """Falling, one relapse, the best, three epochs without a lower one (a tie), lower again."""
    tail = [0.9, 0.7, 0.75, 0.72, 0.7, 0.9, 0.5, 0.6, 0.65, 0.58, 0.66, 0.67, 0.68, 0.69]
    head = [2.0 - 0.3 * k for k in range(int(rng.integers(1, 5)))] + [0.8]
    scale = float(rng.uniform(0.5, 1.5))
    return [round(scale * loss, 4) for loss in head + tail], 3


EARLY_STOP = Exercise(
    name="early_stop",
    title="언제 멈출까",
    stars=2,
    reference=early_stop,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda losses, patience: _run(losses, 1),
            "손실이 처음 오른 곳에서 멈췄습니다. patience번은 참아야 합니다.",
        ),
        Wrong(
            _never_forgets,
            "더 낮은 손실이 나왔는데도 참은 횟수를 0으로 되돌리지 않았습니다.",
        ),
        Wrong(
            lambda losses, patience: _run(losses, patience, ties=True),
            "손실이 같을 때도 나아진 것으로 쳤습니다. 더 *낮을* 때만 나아진 것입니다.",
        ),
        Wrong(
            lambda losses, patience: _run(losses, patience, late=1),
            "한 에폭 늦게 멈췄습니다. 나아지지 않은 에폭이 patience번 이어지면 바로 멈춥니다.",
        ),
        Wrong(
            lambda losses, patience: (_run(losses, patience)[1],) * 2,
            "멈춘 에폭은 맞습니다. 가장 좋은 에폭은 멈춘 에폭이 아니라 그 앞에 있습니다.",
        ),
        Wrong(
            lambda losses, patience: tuple(k - 1 for k in _run(losses, patience)),
            "에폭을 0부터 셌습니다. 이 문제에서는 1부터 셉니다.",
        ),
        Wrong(
            lambda losses, patience: (int(np.argmin(losses)) + 1, len(losses)),
            "끝까지 다 본 다음 가장 낮은 곳을 골랐습니다. 일찍 멈추면 뒤쪽은 볼 수 없습니다.",
        ),
        Wrong(
            lambda losses, patience: (int(np.argmin(losses)) + 1, _run(losses, patience)[1]),
            "멈춘 에폭은 맞습니다. 가장 좋은 에폭은 멈추기 *전에* 본 것 가운데서 골라야 합니다.",
        ),
        Wrong(
            _against_the_last,
            "바로 앞 에폭과 견주었습니다. 지금까지 본 가장 낮은 손실과 견주어야 합니다.",
        ),
    ),
    hints=(
        "지금까지 가장 좋았던 에폭의 번호를 하나 기억하면서 앞에서부터 봅니다.",
        "더 낮은 손실이 나오면 번호를 바꾸고, 아니면 그 번호에서 얼마나 멀어졌는지 봅니다.",
        "지금 에폭에서 가장 좋았던 에폭을 뺀 수가 patience가 되면 멈춥니다.",
    ),
)
