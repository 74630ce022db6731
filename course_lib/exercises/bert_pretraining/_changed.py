"""``bert_pretraining/changed``: how many tokens go into the model changed, by hand."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

TOKENS = 2_000


def changed() -> float:
    """Expected number of tokens that are hidden or exchanged."""
    return TOKENS * 0.15 * (0.8 + 0.1)


CHANGED = Exercise(
    name="changed",
    title="모습이 바뀐 토큰의 수",
    stars=1,
    reference=changed,
    wrong=(
        Wrong(
            lambda: TOKENS * 0.15,
            "고른 토큰의 수입니다. 고른 것 가운데 10%는 그대로 들어갑니다.",
        ),
        Wrong(
            lambda: TOKENS * 0.15 * 0.8,
            "[MASK]가 된 토큰만 세었습니다. 다른 토큰으로 바뀐 것도 있습니다.",
        ),
        Wrong(
            lambda: TOKENS * 0.15 * 0.1,
            "다른 토큰으로 바뀐 것만 세었습니다. [MASK]가 된 것도 모습이 바뀐 것입니다.",
        ),
        Wrong(
            lambda: TOKENS * 0.9,
            "15%를 곱하지 않았습니다. 80/10/10은 고른 토큰을 다시 나누는 비율입니다.",
        ),
        Wrong(
            lambda: TOKENS * (1 - 0.15 * 0.9),
            "바뀌지 않은 토큰의 수입니다. 물은 것은 바뀐 토큰입니다.",
        ),
        Wrong(
            lambda: 0.15 * 0.9,
            "비율까지는 맞습니다. 토큰의 수를 곱하십시오.",
        ),
    ),
    hints=(
        "먼저 몇 개를 고르는지 구하십시오.",
        "고른 것은 [MASK], 다른 토큰, 그대로의 셋으로 나뉩니다. 모습이 바뀐 것은 몇 %입니까?",
        "2,000에 0.15를 곱하고, 다시 0.8과 0.1의 합을 곱하십시오.",
    ),
)
