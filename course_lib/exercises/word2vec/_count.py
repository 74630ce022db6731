"""``word2vec/pair_count``: how many pairs a sentence of seven words gives."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

WORDS, WIDTH = 7, 2


def pair_count() -> int:
    """Neighbours of all places, counted on both sides."""
    return sum(min(i, WIDTH) + min(WORDS - 1 - i, WIDTH) for i in range(WORDS))


PAIR_COUNT = Exercise(
    name="pair_count",
    title="쌍은 몇 개일까요",
    stars=1,
    reference=pair_count,
    wrong=(
        Wrong(
            lambda: WORDS * 2 * WIDTH,
            "모든 자리에 이웃이 넷씩 있다고 센 값입니다. 문장의 양 끝에서는 창이 밖으로 나갑니다.",
        ),
        Wrong(
            lambda: pair_count() // 2,
            "한쪽 이웃만 센 값입니다. (a, b)와 (b, a)는 중심이 다른 두 쌍입니다.",
        ),
        Wrong(
            lambda: pair_count() + WORDS,
            "중심 단어와 자기 자신의 쌍까지 센 값입니다. 창의 가운데는 빼십시오.",
        ),
        Wrong(
            lambda: WORDS * WIDTH,
            "단어마다 이웃을 둘씩만 센 값입니다. 창 2는 왼쪽 둘과 오른쪽 둘입니다.",
        ),
        Wrong(
            lambda: WORDS * (WORDS - 1),
            "창을 보지 않고 모든 단어를 서로 짝지은 값입니다.",
        ),
        Wrong(
            lambda: 2 * (WORDS - 1),
            "창이 1일 때의 값입니다. 두 칸 떨어진 이웃도 세십시오.",
        ),
    ),
    hints=(
        "일곱 자리를 적고 자리마다 이웃의 수를 적어 보십시오. 첫 자리는 2입니다.",
        "둘째 자리의 이웃은 왼쪽 하나와 오른쪽 둘입니다. 가운데 세 자리는 모두 같습니다.",
        "2, 3, 4, 4, 4, 3, 2를 더하십시오.",
    ),
)
