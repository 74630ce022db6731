"""``seq2seq/scores``: log probabilities divided by a power of the length."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def scores(probs: list[Array], alpha: float) -> Array:
    """For each hypothesis, the sum of log p divided by its length to the power alpha."""
    return np.array([np.log(each).sum() / len(each) ** alpha for each in probs])


def _inputs(rng: np.random.Generator) -> tuple[list[Array], float]:
    """Three hypotheses of different lengths."""
    sizes = rng.permutation([2, 4, 7])
    return [rng.uniform(0.2, 0.95, size) for size in sizes], float(rng.choice([0.5, 0.7, 1.3]))


SCORES = Exercise(
    name="scores",
    title="길이로 나눈 점수",
    stars=2,
    reference=scores,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda probs, alpha: np.array([np.log(each).sum() for each in probs]),
            "길이로 나누지 않은 합과 같습니다. 이대로면 짧은 번역이 언제나 유리합니다.",
        ),
        Wrong(
            lambda probs, alpha: np.array([np.log(each).mean() for each in probs]),
            "길이로 그냥 나눈 평균과 같습니다. 길이의 α제곱으로 나누십시오.",
        ),
        Wrong(
            lambda probs, alpha: np.array([np.log(e).sum() * len(e) ** alpha for e in probs]),
            "나누지 않고 곱했습니다. 긴 번역이 오히려 더 벌을 받습니다.",
        ),
        Wrong(
            lambda probs, alpha: np.array([np.log(e.sum()) / len(e) ** alpha for e in probs]),
            "확률을 더한 다음에 로그를 취했습니다. 문장의 확률은 곱이니 로그의 합입니다.",
        ),
        Wrong(
            lambda probs, alpha: np.array([e.prod() / len(e) ** alpha for e in probs]),
            "로그를 취하지 않은 확률의 곱을 나눈 값과 같습니다.",
        ),
        Wrong(
            lambda probs, alpha: np.array([-np.log(e).sum() / len(e) ** alpha for e in probs]),
            "크기는 맞고 부호가 반대입니다. 점수는 클수록 좋은 수이고 로그 확률은 음수입니다.",
        ),
    ),
    hints=(
        "가설 하나만 먼저 하십시오. 확률의 곱에 로그를 취하면 로그의 합입니다.",
        "len(p) ** alpha가 길이의 α제곱입니다.",
        "가설마다 한 수이니 답은 길이가 가설의 수와 같은 배열입니다.",
    ),
)
