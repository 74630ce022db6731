"""``embedding_bag/collision_share``: how many runs are expected to share their number."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def collision_share(n: int, buckets: int) -> float:
    """1 − (1 − 1/B)^(n − 1): the chance that one of the others falls into the same bucket."""
    return float(1 - (1 - 1 / buckets) ** (n - 1))


def _inputs(rng: np.random.Generator) -> tuple[int, int]:
    """About as many runs as buckets, and not too many, so that small differences show."""
    buckets = int(rng.integers(30, 90))
    return int(buckets * rng.uniform(0.5, 1.6)) + 2, buckets


def _any(n: int, buckets: int) -> float:
    return float(1 - np.prod(1 - np.arange(min(n, buckets)) / buckets) * (n <= buckets))


COLLISION_SHARE = Exercise(
    name="collision_share",
    title="한 칸에 둘이 들어갈 몫",
    stars=3,
    reference=collision_share,
    gen=_inputs,
    rtol=1e-5,
    atol=1e-9,
    wrong=(
        Wrong(
            lambda n, buckets: float((1 - 1 / buckets) ** (n - 1)),
            "혼자 있을 몫과 같습니다. 1에서 빼십시오.",
        ),
        Wrong(
            lambda n, buckets: float(1 - (1 - 1 / buckets) ** n),
            "자기 자신까지 센 값과 같습니다. 자기와 부딪치는 것은 나머지 n − 1개입니다.",
        ),
        Wrong(
            lambda n, buckets: float((n - 1) / buckets),
            "한 칸에 둘 이상 겹쳐 오는 경우를 거듭 센 값과 같습니다. 아무도 오지 않을 확률부터 "
            "구하십시오.",
        ),
        Wrong(
            _any,
            "조각 가운데 어느 둘이라도 부딪칠 확률과 같습니다. 여기서 묻는 것은 조각 *하나*가 "
            "부딪칠 확률입니다.",
        ),
        Wrong(
            lambda n, buckets: float(1 / buckets),
            "다른 조각이 하나뿐일 때의 값과 같습니다. 다른 조각은 n − 1개입니다.",
        ),
        Wrong(
            lambda n, buckets: float(max(0, n - buckets) / n),
            "칸이 모자라 밀려난 몫과 같습니다. 칸이 남아도 우연히 같은 칸에 들 수 있습니다.",
        ),
        Wrong(
            lambda n, buckets: float((1 / buckets) ** (n - 1)),
            "다른 조각이 모두 내 칸에 들 확률과 같습니다. 하나라도 들면 부딪칩니다.",
        ),
    ),
    hints=(
        "조각 하나를 골라 내 칸이라 합시다. 다른 조각 하나가 내 칸을 비켜 갈 확률은 얼마입니까?",
        "다른 조각은 n − 1개이고 서로 상관없이 칸을 고릅니다. 모두 비켜 갈 확률은 곱입니다.",
        "하나라도 내 칸에 들 확률은 1에서 모두 비켜 갈 확률을 뺀 것입니다.",
    ),
)
