"""``char_generation/perplexity``: of four characters whose probabilities are known."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

P = np.array([0.5, 0.2, 0.1, 0.8])


def perplexity() -> float:
    """The exponential of the mean of −log p."""
    return float(np.exp(-np.log(P).mean()))


PERPLEXITY = Exercise(
    name="perplexity",
    title="연필로 구하는 퍼플렉시티",
    stars=1,
    reference=perplexity,
    rtol=0.0,
    atol=1.1e-3,
    wrong=(
        Wrong(
            lambda: float(-np.log(P).mean()),
            "평균 교차 엔트로피에서 멈춘 값과 같습니다. 한 걸음 더 가서 지수를 취하십시오.",
        ),
        Wrong(
            lambda: float(np.exp(-np.log(P).sum())),
            "합에 지수를 취한 값과 같습니다. 글자 수로 나누어야 길이가 다른 글을 견줄 수 있습니다.",
        ),
        Wrong(
            lambda: float((1 / P).mean()),
            "확률의 역수를 평균한 값과 같습니다. 로그를 취해 평균한 다음에 지수를 취합니다.",
        ),
        Wrong(
            lambda: float(1 / P.mean()),
            "확률의 평균을 뒤집은 값과 같습니다. 글의 확률은 합이 아니라 곱입니다.",
        ),
        Wrong(
            lambda: float(np.exp(np.log(P).mean())),
            "부호가 반대입니다. 퍼플렉시티는 1보다 작을 수 없습니다.",
        ),
        Wrong(
            lambda: float(2 ** -np.log(P).mean()),
            "로그의 밑과 지수의 밑이 다릅니다. 자연로그를 썼다면 밑이 e인 지수를 취하십시오.",
        ),
    ),
    hints=(
        "먼저 글자마다 −log p를 적으십시오. 작은 확률일수록 큰 수가 나옵니다.",
        "네 수를 평균하면 교차 엔트로피입니다.",
        "교차 엔트로피에 밑이 e인 지수를 취하면 됩니다. 답은 1보다 큽니다.",
    ),
)
