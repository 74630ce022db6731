"""``korean_sentiment/dense_size``: how many megabytes a dense table takes."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

ROWS, COLUMNS, BYTES = 20_000, 15_000, 4


def dense_size() -> float:
    """Rows times columns times four bytes, in millions."""
    return ROWS * COLUMNS * BYTES / 1e6


DENSE_SIZE = Exercise(
    name="dense_size",
    title="펼치면 몇 메가바이트인가",
    stars=1,
    reference=dense_size,
    rtol=1e-3,
    wrong=(
        Wrong(
            lambda: ROWS * COLUMNS / 1e6,
            "칸의 수를 백만 단위로 적은 값과 같습니다. `float32` 하나는 몇 바이트입니까?",
        ),
        Wrong(
            lambda: ROWS * COLUMNS * 8 / 1e6,
            "한 칸을 8바이트로 센 값과 같습니다. 그것은 `float64`입니다.",
        ),
        Wrong(
            lambda: ROWS * COLUMNS * 32 / 1e6,
            "32를 바이트로 센 값과 같습니다. `float32`의 32는 비트의 수입니다.",
        ),
        Wrong(
            lambda: ROWS * COLUMNS * 2 / 1e6,
            "한 칸을 2바이트로 센 값과 같습니다. 그것은 `float16`입니다.",
        ),
        Wrong(
            lambda: ROWS * COLUMNS * BYTES / 2**20,
            "2의 20제곱으로 나눈 값과 같습니다. 문제의 1 MB는 백만 바이트입니다.",
        ),
        Wrong(
            lambda: ROWS * COLUMNS * BYTES / 1e9,
            "기가바이트로 적은 값과 같습니다. 메가바이트로 적으십시오.",
        ),
        Wrong(
            lambda: float(ROWS * COLUMNS * BYTES),
            "바이트로 적은 값과 같습니다. 백만으로 나누면 메가바이트입니다.",
        ),
        Wrong(
            lambda: (ROWS + COLUMNS) * BYTES / 1e6,
            "글의 수와 어휘의 크기를 더했습니다. 표의 칸은 줄의 수 곱하기 열의 수입니다.",
        ),
    ),
    hints=(
        "먼저 표에 칸이 모두 몇 개인지 구하십시오.",
        "`float32`는 32비트, 곧 4바이트입니다.",
        "칸의 수에 4를 곱하고 백만으로 나누십시오.",
    ),
)
