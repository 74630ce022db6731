"""``seq2seq/decoder_pairs``: what the decoder reads, and what it is to say."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def decoder_pairs(target: Array, bos: int, eos: int) -> tuple[Array, Array]:
    """Start token and target, and target and end token."""
    return np.array([bos, *target]), np.array([*target, eos])


def _inputs(rng: np.random.Generator) -> tuple[Array, int, int]:
    """No token stands twice, and the two marks change their numbers."""
    bos, eos = rng.permutation([1, 2])
    return rng.permutation(np.arange(5, 30))[: int(rng.integers(3, 7))], int(bos), int(eos)


DECODER_PAIRS = Exercise(
    name="decoder_pairs",
    title="디코더의 입력과 정답",
    stars=1,
    reference=decoder_pairs,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda target, bos, eos: (np.array([*target, eos]), np.array([bos, *target])),
            "입력과 정답이 서로 바뀌었습니다. 디코더가 맨 먼저 읽는 것은 시작 토큰입니다.",
        ),
        Wrong(
            lambda target, bos, eos: (np.array([bos, *target, eos]), np.array([bos, *target, eos])),
            "둘이 똑같습니다. 정답은 입력보다 한 자리 앞서가야 합니다.",
        ),
        Wrong(
            lambda target, bos, eos: (np.array([bos, *target[:-1]]), np.array(target)),
            "끝 토큰이 없습니다. 끝내는 법을 배우지 못한 디코더는 말을 멈추지 않습니다.",
        ),
        Wrong(
            lambda target, bos, eos: (np.array([eos, *target]), np.array([*target, bos])),
            "시작 토큰과 끝 토큰이 서로 바뀌었습니다.",
        ),
        Wrong(
            lambda target, bos, eos: (np.array(target), np.array([*target[1:], eos])),
            "시작 토큰이 없습니다. 그러면 첫 단어를 누가 말해 줍니까?",
        ),
    ),
    hints=(
        "세 단어짜리 번역을 종이에 쓰고, 디코더가 읽는 것과 말할 것을 위아래로 적어 보십시오.",
        "맨 처음 읽는 것은 시작 토큰이고, 맨 나중에 말하는 것은 끝 토큰입니다.",
        "두 배열의 길이는 모두 번역의 길이보다 하나 깁니다.",
    ),
)
