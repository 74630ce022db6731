"""``packed_sequences/batch_sizes``: how many sentences go on at each step, as a list."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

LENGTHS = (3, 5, 1, 3, 4, 1)
STEPS = range(1, max(LENGTHS) + 1)


def batch_sizes() -> list[int]:
    """At step t, the number of sentences of length t or more."""
    return [sum(length >= t for length in LENGTHS) for t in STEPS]


BATCH_SIZES = Exercise(
    name="batch_sizes",
    title="연필로 세는 계단",
    stars=1,
    reference=batch_sizes,
    wrong=(
        Wrong(
            lambda: [sum(length > t for length in LENGTHS) for t in STEPS],
            "시점 t에 길이가 t인 글을 빼고 센 값과 같습니다. 그 글은 바로 그 시점에 마지막 단어를 "
            "읽습니다.",
        ),
        Wrong(
            lambda: [sum(length == t for length in LENGTHS) for t in STEPS],
            "시점마다 끝나는 글의 수와 같습니다. 아직 읽을 단어가 있는 글을 모두 세십시오.",
        ),
        Wrong(
            lambda: sorted(LENGTHS, reverse=True),
            "글마다의 길이를 긴 것부터 세운 값입니다. 이번에는 세로로, 시점마다 글을 세십시오.",
        ),
        Wrong(
            lambda: list(LENGTHS),
            "글마다의 길이 그대로입니다. 리스트의 칸 하나는 글이 아니라 시점입니다.",
        ),
        Wrong(
            lambda: batch_sizes()[::-1],
            "수는 맞고 차례가 거꾸로입니다. 첫 시점에는 모든 글이 살아 있습니다.",
        ),
        Wrong(
            lambda: [len(LENGTHS)] * len(STEPS),
            "끝난 글까지 센 값과 같습니다. 패딩한 배치가 바로 이렇게 읽습니다.",
        ),
        Wrong(
            lambda: [sum(length <= t for length in LENGTHS) for t in STEPS],
            "시점마다 이미 다 읽은 글의 수와 같습니다. 아직 남은 쪽을 세십시오.",
        ),
    ),
    hints=(
        "글을 긴 것부터 세워 계단을 그리고, 세로줄마다 칸을 세어 보십시오.",
        "시점 t에 살아 있는 글은 길이가 t 이상인 글입니다.",
        "칸의 수는 가장 긴 글의 길이와 같고, 모두 더하면 길이의 합과 같습니다.",
    ),
)
