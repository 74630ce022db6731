"""``ngrams_tfidf/hashed_counts``: counts without names, and with signs."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def hashed_counts(codes: list[int], columns: int) -> Array:
    """Add 1 at code mod columns, or take it away where code div columns is odd."""
    row = np.zeros(columns)
    for code in codes:
        row[code % columns] += 1 if code // columns % 2 == 0 else -1
    return row


def _inputs(rng: np.random.Generator) -> tuple[list[int], int]:
    """Codes that meet in one column with both signs, and one that comes twice."""
    columns = int(rng.integers(5, 8))
    places = rng.permutation(columns)[:3].tolist()
    even, odd = (2 * int(rng.integers(3, 9)) + side for side in (0, 1))
    codes = [
        even * columns + places[0],
        even * columns + places[0],
        (even + 4) * columns + places[0],
        odd * columns + places[1],
        (odd + 2) * columns + places[1],
        odd * columns + places[2],
        even * columns + places[2],
        odd * columns + places[2],
    ]
    return [codes[i] for i in rng.permutation(len(codes))], columns


def _with(sign: object, codes: list[int], columns: int) -> Array:
    row = np.zeros(columns)
    for code in codes:
        row[code % columns] += sign(code, columns)  # type: ignore[operator]
    return row


def _once(codes: list[int], columns: int) -> Array:
    row, every = np.zeros(columns), np.array(codes)
    row[every % columns] += np.where(every // columns % 2 == 0, 1, -1)
    return row


def _swapped(codes: list[int], columns: int) -> Array:
    row = np.zeros(columns)
    for code in codes:
        row[code // columns % columns] += 1 if code % columns % 2 == 0 else -1
    return row


HASHED_COUNTS = Exercise(
    name="hashed_counts",
    title="이름 없는 칸",
    stars=3,
    reference=hashed_counts,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda codes, columns: _with(lambda code, size: 1, codes, columns),
            "부호 없이 더하기만 한 값과 같습니다. 몫이 홀수인 것은 빼십시오.",
        ),
        Wrong(
            _once,
            "같은 칸이 여러 번 나올 때 한 번만 더해졌습니다. NumPy의 `row[색인] += 값`은 같은 "
            "색인이 겹치면 마지막 것만 남깁니다.",
        ),
        Wrong(
            lambda codes, columns: -hashed_counts(codes, columns),
            "부호가 모두 반대입니다. 몫이 짝수일 때가 더하기입니다.",
        ),
        Wrong(
            lambda codes, columns: _with(
                lambda code, size: 1 if code % 2 == 0 else -1, codes, columns
            ),
            "해시값 자체의 짝홀로 부호를 정한 값과 같습니다. 칸의 수로 나눈 몫을 보십시오.",
        ),
        Wrong(
            lambda codes, columns: _with(
                lambda code, size: 1 if code % size % 2 == 0 else -1, codes, columns
            ),
            "나머지의 짝홀로 부호를 정했습니다. 그러면 같은 칸에 든 것은 모두 부호가 같아 서로를 "
            "지우지 못합니다.",
        ),
        Wrong(
            lambda codes, columns: np.abs(hashed_counts(codes, columns)),
            "마지막에 절댓값을 취한 값과 같습니다. 음수인 칸이 있어도 괜찮습니다.",
        ),
        Wrong(
            lambda codes, columns: _with(
                lambda code, size: 1 if code // size % 2 == 0 else 0, codes, columns
            ),
            "몫이 짝수인 것만 센 값과 같습니다. 홀수인 것은 버리지 말고 빼십시오.",
        ),
        Wrong(
            _swapped,
            "몫과 나머지의 쓰임이 바뀌었습니다. 나머지가 칸의 번호, 몫이 부호입니다.",
        ),
    ),
    hints=(
        "`divmod(code, columns)`는 몫과 나머지를 함께 돌려줍니다.",
        "나머지가 칸의 번호이고, 몫을 2로 나눈 나머지가 부호를 정합니다.",
        "같은 칸에 여럿이 들어갈 수 있으니 하나씩 더하거나 `np.add.at`을 쓰십시오.",
    ),
)
