"""``text_as_tensors/utf8_length``: how many bytes code points take."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def utf8_length(codes: list[int]) -> int:
    """One byte below 0x80, two below 0x800, three below 0x10000, else four."""
    return sum(1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000) for c in codes)


def _inputs(rng: np.random.Generator) -> tuple[list[int]]:
    """Code points of all four lengths, in numbers that tell typical mistakes apart."""
    kinds = (
        (ord("A"), 26, rng.integers(5, 9)),
        (0xE0, 30, rng.integers(1, 3)),
        (ord("가"), 11_172, rng.integers(1, 5)),
        (0x1F600, 60, rng.integers(3, 5)),
    )
    codes = [int(first + rng.integers(size)) for first, size, n in kinds for _ in range(n)]
    return ([int(code) for code in rng.permutation(codes)],)


UTF8_LENGTH = Exercise(
    name="utf8_length",
    title="번호만 보고 세는 바이트",
    stars=1,
    reference=utf8_length,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda codes: len(codes),
            "글자의 수를 센 값과 같습니다. UTF-8에서는 글자마다 바이트의 수가 다릅니다.",
        ),
        Wrong(
            lambda codes: 3 * len(codes),
            "모든 글자를 3바이트로 센 값과 같습니다. 영어 알파벳도 3바이트입니까?",
        ),
        Wrong(
            lambda codes: sum(1 if c < 0x80 else 3 for c in codes),
            "ASCII가 아닌 글자를 모두 3바이트로 센 값과 같습니다. 2바이트와 "
            "4바이트짜리도 있습니다.",
        ),
        Wrong(
            lambda codes: sum(1 + (c >= 0x80) + (c >= 0x800) for c in codes),
            "4바이트짜리를 3바이트로 센 값과 같습니다. 0x10000부터는 몇 바이트입니까?",
        ),
        Wrong(
            lambda codes: sum(2 if c < 0x10000 else 4 for c in codes),
            "UTF-16의 바이트 수와 같습니다. UTF-8은 ASCII를 한 바이트로 적습니다.",
        ),
        Wrong(
            lambda codes: sum(1 + (c >= 0x80) + (c >= 0x10000) for c in codes),
            "한글이 2바이트로 세어졌습니다. 2바이트로 적을 수 있는 것은 0x800보다 작은 번호입니다.",
        ),
    ),
    hints=(
        "번호가 놓인 구간마다 바이트 수가 정해져 있습니다. 본문의 표에서 구간의 경계를 찾으십시오.",
        "경계는 0x80, 0x800, 0x10000입니다. 한 글자의 바이트 수를 구하는 함수를 먼저 만드십시오.",
        "참은 1로 셈할 수 있습니다. 1 + (c >= 0x80) + …를 모든 번호에 더하면 됩니다.",
    ),
)
