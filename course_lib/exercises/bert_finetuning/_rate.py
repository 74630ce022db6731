"""``bert_finetuning/rate``: how slowly the lowest layers learn, as a number."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

TOP, DECAY, LAYERS = 2e-5, 0.9, 12


def rate() -> float:
    """The embeddings' rate: thirteen steps below the head."""
    return TOP * DECAY ** (LAYERS + 1)


RATE = Exercise(
    name="rate",
    title="맨 아래의 학습률",
    stars=1,
    reference=rate,
    rtol=2e-3,
    wrong=(
        Wrong(
            lambda: TOP * DECAY**LAYERS,
            "맨 아래 *층*의 학습률입니다. 임베딩은 그보다 한 칸 더 아래에 있습니다.",
        ),
        Wrong(
            lambda: TOP * DECAY ** (LAYERS - 1),
            "맨 위 층도 분류기보다 한 칸 아래라 이미 한 번 곱합니다. 두 칸이 모자랍니다.",
        ),
        Wrong(
            lambda: TOP * DECAY,
            "한 번만 곱했습니다. 분류기에서 임베딩까지 몇 칸을 내려가는지 세어 보십시오.",
        ),
        Wrong(
            lambda: TOP / DECAY ** (LAYERS + 1),
            "아래로 갈수록 학습률이 커졌습니다. 나누지 말고 곱하십시오.",
        ),
        Wrong(
            lambda: DECAY ** (LAYERS + 1),
            "곱한 배율은 맞습니다. 분류기의 학습률에 곱하는 일이 남았습니다.",
        ),
        Wrong(
            lambda: TOP * (LAYERS + 1) * DECAY,
            "0.9에 칸의 수를 곱했습니다. 한 칸마다 0.9를 *거듭* 곱해야 합니다.",
        ),
    ),
    hints=(
        "분류기에서 한 칸 내려갈 때마다 0.9를 한 번 곱합니다.",
        "분류기 아래에 층이 열둘 있고, 그 아래에 임베딩이 있습니다.",
        "2e-5에 0.9를 열세 번 곱하십시오.",
    ),
)
