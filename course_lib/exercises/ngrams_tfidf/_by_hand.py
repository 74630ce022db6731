"""``ngrams_tfidf/idf_by_hand``: the inverse document frequency of one word, as a number."""

from __future__ import annotations

import math

from course_lib.exercises._spec import Exercise, Wrong

DOCUMENTS, FREQUENCY = 999, 9


def idf_by_hand() -> float:
    """Smooth: log((B + 1) / (df + 1)) + 1."""
    return math.log((DOCUMENTS + 1) / (FREQUENCY + 1)) + 1


IDF_BY_HAND = Exercise(
    name="idf_by_hand",
    title="연필로 구하는 역문서 빈도",
    stars=1,
    reference=idf_by_hand,
    rtol=0.0,
    atol=1.1e-3,
    wrong=(
        Wrong(
            lambda: math.log((DOCUMENTS + 1) / (FREQUENCY + 1)),
            "로그까지는 맞습니다. 모든 글에 나온 말도 사라지지 않게 하는 수를 마저 더하십시오.",
        ),
        Wrong(
            lambda: math.log(DOCUMENTS / FREQUENCY) + 1,
            "글의 수와 나온 글의 수를 그대로 나눈 값과 같습니다. 모든 말이 든 글을 한 건 더 "
            "세었습니까?",
        ),
        Wrong(
            lambda: math.log(DOCUMENTS / FREQUENCY),
            "교과서의 식으로 구한 값과 같습니다. 문제는 scikit-learn의 식을 물었습니다.",
        ),
        Wrong(
            lambda: math.log10((DOCUMENTS + 1) / (FREQUENCY + 1)) + 1,
            "밑이 10인 로그로 구한 값과 같습니다. 이 책의 log는 자연로그입니다.",
        ),
        Wrong(
            lambda: math.log2((DOCUMENTS + 1) / (FREQUENCY + 1)) + 1,
            "밑이 2인 로그로 구한 값과 같습니다. 이 책의 log는 자연로그입니다.",
        ),
        Wrong(
            lambda: (DOCUMENTS + 1) / (FREQUENCY + 1) + 1,
            "로그를 취하기 전의 값에 1을 더했습니다. 드문 말이 글 전체를 삼키지 않게 하는 것이 "
            "로그입니다.",
        ),
        Wrong(
            lambda: math.log((FREQUENCY + 1) / (DOCUMENTS + 1)) + 1,
            "분수가 뒤집혔습니다. 드물수록 커야 하니 글의 수가 위에 옵니다.",
        ),
        Wrong(
            lambda: math.log((DOCUMENTS + 1) / (FREQUENCY + 1) + 1),
            "1을 로그 안에서 더한 값과 같습니다. 마지막 1은 로그 바깥에 더합니다.",
        ),
    ),
    hints=(
        "모든 말이 한 번씩 든 글이 한 건 더 있다고 치십시오. 글은 몇 건이고, 이 말이 나온 글은 "
        "몇 건이 됩니까?",
        "두 수의 비는 딱 떨어집니다. 그 비에 자연로그를 취하십시오.",
        "로그를 취한 다음, 로그 바깥에 1을 더하면 됩니다.",
    ),
)
