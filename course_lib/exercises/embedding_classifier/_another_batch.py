"""``embedding_classifier/another_batch``: what padding of zeros makes of a sentence's logits."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def another_batch(logits: Array, bias: Array, n: int, T: int) -> Array:
    """The mean shrinks by n/T, the bias does not: b + n/T · (z − b)."""
    return bias + n / T * (logits - bias)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, int, int]:
    """Four logits and biases apart from 0, a short sentence in a long batch."""
    logits = rng.permutation([-1.7, 0.6, 1.4, 2.9]) + rng.uniform(-0.1, 0.1, 4)
    bias = rng.permutation([-0.9, -0.4, 0.5, 1.1]) + rng.uniform(-0.05, 0.05, 4)
    return logits, bias, int(rng.integers(3, 8)), int(rng.integers(20, 40))


ANOTHER_BATCH = Exercise(
    name="another_batch",
    title="다른 배치에 가면",
    stars=3,
    reference=another_batch,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda logits, bias, n, T: n / T * logits,
            "편향까지 줄어든 값과 같습니다. 패딩이 줄이는 것은 평균 벡터이고, 편향은 그 뒤에 "
            "더해집니다.",
        ),
        Wrong(
            lambda logits, bias, n, T: n / T * (logits - bias),
            "줄이는 일은 맞습니다. 빼 둔 편향을 다시 더하지 않았습니다.",
        ),
        Wrong(
            lambda logits, bias, n, T: logits + 0.0,
            "로짓이 그대로입니다. 패딩을 세는 평균에서는 분모가 n에서 T로 바뀝니다.",
        ),
        Wrong(
            lambda logits, bias, n, T: bias + T / n * (logits - bias),
            "줄어들어야 할 것이 커졌습니다. 같은 합을 더 큰 수로 나눕니다.",
        ),
        Wrong(
            lambda logits, bias, n, T: bias + n / T * logits,
            "받은 로짓에는 편향이 이미 들어 있습니다. 줄이기 전에 빼 두십시오.",
        ),
        Wrong(
            lambda logits, bias, n, T: bias + n / (n + T) * (logits - bias),
            "T를 패딩의 수로 읽은 값과 같습니다. T는 진짜 토큰과 패딩을 모두 센 자리의 수입니다.",
        ),
        Wrong(
            lambda logits, bias, n, T: bias + (T - n) / T * (logits - bias),
            "패딩의 몫을 곱한 값과 같습니다. 남는 것은 진짜 토큰의 몫입니다.",
        ),
        Wrong(
            lambda logits, bias, n, T: bias + 0.0,
            "편향만 남았습니다. 패딩이 끝없이 길 때의 값입니다.",
        ),
    ),
    hints=(
        "문장의 평균 벡터를 v라 하면 혼자 있을 때의 로짓은 Wv + b입니다.",
        "패딩의 벡터가 0이면 합은 그대로이고 나누는 수만 n에서 T로 바뀝니다. 새 평균은 v의 몇 "
        "배입니까?",
        "Wv는 logits에서 bias를 빼면 나옵니다. 줄인 다음 bias를 다시 더하십시오.",
    ),
)
