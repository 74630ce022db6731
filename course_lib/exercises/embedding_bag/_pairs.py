"""``embedding_bag/with_pairs``: a document's numbers followed by those of its hashed pairs."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def with_pairs(ids: Array, first: int, buckets: int) -> Array:
    """The ids, then first + (31·a + b) mod buckets for all neighbours a, b."""
    return np.concatenate([ids, first + (31 * ids[:-1] + ids[1:]) % buckets])


def _inputs(rng: np.random.Generator) -> tuple[Array, int, int]:
    """Six different ids of twenty; buckets that are no multiple or divisor of anything near."""
    return rng.permutation(20)[:6], 20, int(rng.choice([37, 41, 43, 47]))


WITH_PAIRS = Exercise(
    name="with_pairs",
    title="이웃한 두 단어에 번호 주기",
    stars=2,
    reference=with_pairs,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda ids, first, buckets: first + (31 * ids[:-1] + ids[1:]) % buckets,
            "두 단어의 번호는 맞습니다. 한 단어의 번호를 그 앞에 그대로 두어야 합니다.",
        ),
        Wrong(
            lambda ids, first, buckets: np.concatenate([ids, (31 * ids[:-1] + ids[1:]) % buckets]),
            "두 단어의 번호가 한 단어의 번호와 겹칩니다. 칸은 first번부터 시작합니다.",
        ),
        Wrong(
            lambda ids, first, buckets: np.concatenate([ids, first + 31 * ids[:-1] + ids[1:]]),
            "나머지를 구하지 않아 번호가 표 밖으로 나갑니다. buckets로 나눈 나머지를 쓰십시오.",
        ),
        Wrong(
            lambda ids, first, buckets: np.concatenate(
                [ids, (first + 31 * ids[:-1] + ids[1:]) % buckets]
            ),
            "first까지 더한 다음 나머지를 구했습니다. 나머지를 먼저 구하고 first를 더합니다.",
        ),
        Wrong(
            lambda ids, first, buckets: np.concatenate(
                [ids, first + (ids[:-1] + 31 * ids[1:]) % buckets]
            ),
            "앞뒤가 바뀌었습니다. 앞 단어에 31을 곱합니다.",
        ),
        Wrong(
            lambda ids, first, buckets: np.concatenate(
                [ids, first + (31 * ids + np.roll(ids, -1)) % buckets]
            ),
            "마지막 단어를 첫 단어와 이었습니다. 단어가 여섯이면 이웃은 다섯 쌍입니다.",
        ),
        Wrong(
            lambda ids, first, buckets: np.concatenate(
                [ids, first + (ids[:-1] + ids[1:]) % buckets]
            ),
            "두 번호를 더하기만 하면 순서를 바꾼 쌍과 같은 번호가 됩니다. 앞 단어에 31을 "
            "곱하십시오.",
        ),
    ),
    hints=(
        "이웃한 쌍의 앞 단어는 ids[:-1], 뒤 단어는 ids[1:]입니다.",
        "나머지는 0부터 buckets − 1까지입니다. 여기에 first를 더하면 새 번호가 됩니다.",
        "np.concatenate로 원래 번호 뒤에 이어 붙이십시오.",
    ),
)
