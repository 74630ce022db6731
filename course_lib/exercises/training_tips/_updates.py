"""``training_tips/updates``: how many updates a training run makes."""

from __future__ import annotations

import math

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def updates(samples: int, batch_size: int, epochs: int) -> int:
    """Updates in all; the last batch of an epoch may be smaller, but it counts."""
    return math.ceil(samples / batch_size) * epochs


def _inputs(rng: np.random.Generator) -> tuple[int, int, int]:
    """Batches that do not fill the epoch, and enough epochs for the rests to add up."""
    batch_size = int(rng.integers(20, 60))
    full, rest = int(rng.integers(5, 30)), int(rng.integers(3, batch_size // 2))
    return full * batch_size + rest, batch_size, int(rng.integers(6, 12))


UPDATES = Exercise(
    name="updates",
    title="몇 번 고칩니까",
    stars=1,
    reference=updates,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda samples, batch_size, epochs: samples // batch_size * epochs,
            "에폭마다 남는 표본을 버렸습니다. 배치를 다 채우지 못한 마지막 묶음으로도 한 번 "
            "고칩니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs: math.ceil(samples * epochs / batch_size),
            "남는 표본을 다음 에폭으로 넘긴 값과 같습니다. 에폭이 끝나면 남은 표본만으로 한 번 "
            "고치고 새로 시작합니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs: samples * epochs // batch_size,
            "모든 에폭을 이어 붙인 뒤 나머지를 버린 값과 같습니다. 나머지는 에폭마다 한 번씩 "
            "생깁니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs: samples * epochs / batch_size,
            "횟수인데 소수가 나왔습니다. 반쪽짜리 배치로도 한 번은 온전히 고칩니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs: math.ceil(samples / batch_size),
            "한 에폭의 반복 수입니다. 에폭이 여럿이면 어떻게 됩니까?",
        ),
        Wrong(
            lambda samples, batch_size, epochs: (samples // batch_size + 1) * epochs - 1,
            "마지막 한 번을 빼놓았습니다. 끝에서 고친 것도 셉니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs: samples * epochs,
            "표본을 본 횟수입니다. 표본 하나마다가 아니라 배치 하나마다 고칩니다.",
        ),
        Wrong(
            lambda samples, batch_size, epochs: batch_size * epochs,
            "배치 크기를 배치의 개수로 쓴 값과 같습니다. 문서 000의 Batch Number가 부르는 바로 "
            "그 오해입니다.",
        ),
    ),
    hints=(
        "한 에폭에 배치가 몇 개 나오는지부터 세어 보십시오.",
        "표본이 10개이고 배치 크기가 4이면 배치는 4개, 4개, 2개로 셋입니다. 나눗셈을 어느 쪽으로 "
        "맞추어야 할까요?",
        "`math.ceil`은 올림입니다. 올림은 에폭마다 따로 일어납니다.",
    ),
)
