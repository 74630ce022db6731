"""``losses/log_sum_exp``: the logarithm of a sum of exponentials, without overflow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def log_sum_exp(z: Array) -> float:
    """The largest z, plus log Σ e^(z − max z)."""
    most = z.max()
    return float(most + np.log(np.exp(z - most).sum()))


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    """Logits around 0, 1000 or −1000; the largest does not stand at either end."""
    middle = rng.choice([-1000.0, 0.0, 1000.0])
    near = np.array([-1.3, 0.4, 1.1, -0.2]) + rng.uniform(-0.1, 0.1, 4)
    return (middle + near,)


def _quiet(way: Callable[[Array], Any]) -> Callable[[Array], float]:
    """Compute without NumPy's warnings: overflow is the mistake to be shown."""

    def silent(z: Array) -> float:
        with np.errstate(all="ignore"):
            return float(way(z))

    return silent


LOG_SUM_EXP = Exercise(
    name="log_sum_exp",
    title="넘치지 않는 로그-합-지수",
    stars=2,
    reference=log_sum_exp,
    gen=_inputs,
    cases=8,
    wrong=(
        Wrong(
            _quiet(lambda z: np.log(np.exp(z).sum())),
            "작은 로짓에서는 맞지만 1000을 넣으면 무한대가 됩니다. 지수를 취하기 전에 무엇을 빼면 "
            "됩니까?",
        ),
        Wrong(
            _quiet(lambda z: np.log(np.exp(z - z.max()).sum())),
            "가장 큰 로짓을 뺀 것은 좋습니다. 뺀 것을 다시 더하지 않았습니다.",
        ),
        Wrong(
            _quiet(lambda z: z.max()),
            "가장 큰 로짓만 돌려준 값과 같습니다. 로그-합-지수는 최댓값보다 조금 큽니다.",
        ),
        Wrong(
            _quiet(lambda z: z.mean() + np.log(np.exp(z - z.max()).sum())),
            "뺀 수와 더한 수가 다릅니다. 가장 큰 로짓을 뺐으면 같은 것을 더해야 합니다.",
        ),
        Wrong(
            _quiet(lambda z: z.max() + np.log(np.exp(z - z.max()).mean())),
            "합이 아니라 평균에 로그를 취한 값과 같습니다. log K만큼 작습니다.",
        ),
        Wrong(
            _quiet(lambda z: z.max() + np.exp(z - z.max()).sum()),
            "지수를 더한 뒤에 로그를 취하지 않은 값과 같습니다.",
        ),
        Wrong(
            _quiet(lambda z: z.max() - np.log(np.exp(z - z.max()).sum())),
            "두 항의 크기는 맞습니다. 로그 항은 최댓값에서 빼는 것이 아니라 더합니다.",
        ),
        Wrong(
            _quiet(lambda z: z.sum()),
            "로짓을 더하기만 한 값과 같습니다. 로그와 지수는 합 앞에서 지워지지 않습니다.",
        ),
    ),
    hints=(
        "z = [1000, 1000]을 손으로 풀어 보십시오. e¹⁰⁰⁰을 괄호 밖으로 묶어 내면 무엇이 남습니까?",
        "m = z.max()라 하면 Σ e^z = e^m · Σ e^(z − m)입니다. 양변에 로그를 취해 보십시오.",
        "곱의 로그는 로그의 합입니다. e^m의 로그는 m입니다.",
    ),
)
