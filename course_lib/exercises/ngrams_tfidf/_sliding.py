"""``ngrams_tfidf/sliding``: the n-grams of a list of tokens."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

WORDS = ("배우", "연기", "가", "정말", "좋", "았", "다", "결말", "은", "아쉬웠")


def sliding(tokens: list[str], n: int) -> list[str]:
    """All runs of n neighbours, joined by a space."""
    return [" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def _inputs(rng: np.random.Generator) -> tuple[list[str], int]:
    """Five to eight different tokens, and a width of two or three."""
    order = rng.permutation(len(WORDS))[: rng.integers(5, 9)]
    return [WORDS[i] for i in order], int(rng.integers(2, 4))


def _up_to(tokens: list[str], n: int) -> list[str]:
    return [gram for width in range(1, n + 1) for gram in sliding(tokens, width)]


SLIDING = Exercise(
    name="sliding",
    title="창을 미는 함수",
    stars=2,
    reference=sliding,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda tokens, n: sliding(tokens, n)[:-1],
            "마지막 묶음이 빠졌습니다. 창이 출발할 수 있는 자리는 `len(tokens) - n`곳보다 하나 "
            "많습니다.",
        ),
        Wrong(
            lambda tokens, n: [" ".join(tokens[i : i + n]) for i in range(len(tokens))],
            "뒤쪽에 토큰이 모자란 묶음이 섞여 있습니다. 창 전체가 문장 안에 들어가는 자리에서만 "
            "출발하십시오.",
        ),
        Wrong(
            lambda tokens, n: [
                " ".join(tokens[i : i + n]) for i in range(0, len(tokens) - n + 1, n)
            ],
            "창을 너비만큼 건너뛰며 밀었습니다. 한 칸씩 밀어 겹치게 합니다.",
        ),
        Wrong(
            lambda tokens, n: ["".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)],
            "묶음은 맞습니다. 토큰 사이에 빈칸을 하나 넣어 이으십시오.",
        ),
        Wrong(
            _up_to,
            "너비가 1인 것부터 모두 모은 목록과 같습니다. 너비가 꼭 `n`인 것만 돌려주십시오.",
        ),
        Wrong(
            lambda tokens, n: [
                " ".join(tokens[i : i + n + 1]) for i in range(len(tokens) - n)
            ],
            "묶음마다 토큰이 하나 더 들어 있습니다. `tokens[a:b]`는 `b`번째를 넣지 않습니다.",
        ),
        Wrong(
            lambda tokens, n: sliding(tokens, n)[::-1],
            "묶음은 모두 맞고 차례가 거꾸로입니다. 문장의 앞에서부터 밀어 나가십시오.",
        ),
        Wrong(
            lambda tokens, n: sliding(list(reversed(tokens)), n),
            "토큰의 차례를 뒤집은 다음 묶은 값과 같습니다. 묶음 안의 차례도 문장과 같아야 합니다.",
        ),
    ),
    hints=(
        "토큰이 다섯이고 너비가 둘이면 묶음은 몇 개입니까? 손으로 적어 보십시오.",
        "`i`번째에서 출발한 묶음은 `tokens[i : i + n]`입니다.",
        "`i`는 0부터 `len(tokens) - n`까지입니다. `range`의 끝은 하나 더 커야 합니다.",
    ),
)  # fmt: skip
