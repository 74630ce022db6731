"""``bert_pretraining/count``: every parameter of a BERT from its sizes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong


def count(V: int, H: int, L: int, inner: int, longest: int, segments: int) -> int:
    """Embeddings and their norm, L layers, the pooler."""
    layer = _attention(H) + _feed_forward(H, inner) + 2 * 2 * H
    return (V + longest + segments) * H + 2 * H + L * layer + _linear(H, H)


def _linear(inputs: int, outputs: int) -> int:
    return inputs * outputs + outputs


def _attention(H: int) -> int:
    return 4 * _linear(H, H)


def _feed_forward(H: int, inner: int) -> int:
    return _linear(H, inner) + _linear(inner, H)


def _without(part: Callable[[int, int, int, int, int, int], int]) -> Callable[..., int]:
    """The right count less one part."""
    return lambda *sizes: count(*sizes) - part(*sizes)


def _biases(V: int, H: int, L: int, inner: int, longest: int, segments: int) -> int:
    return L * (4 * H + inner + H) + H


def _inputs(rng: np.random.Generator) -> tuple[int, int, int, int, int, int]:
    H = 4 * int(rng.integers(10, 40))
    V, L, longest = (int(n) for n in rng.integers((900, 3, 60), (3_000, 9, 300)))
    return V, H, L, 3 * H + int(rng.integers(1, H)), longest, int(rng.integers(2, 5))


COUNT = Exercise(
    name="count",
    title="1억 9백만 개를 한 식으로",
    stars=3,
    reference=count,
    gen=_inputs,
    wrong=(
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: _linear(H, H)),
            "풀러를 빠뜨린 값과 같습니다. H → H 선형층이 하나 더 있습니다.",
        ),
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: 2 * H),
            "임베딩 다음의 층 정규화를 빠뜨린 값과 같습니다.",
        ),
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: 4 * H * L + 2 * H),
            "층 정규화를 모두 빠뜨린 값과 같습니다. 하나마다 배율 H개와 이동 H개를 배웁니다.",
        ),
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: 2 * H * L),
            "층마다 정규화를 하나만 센 값과 같습니다. 어텐션 다음과 순방향 신경망 다음, 둘입니다.",
        ),
        Wrong(
            _without(_biases),
            "편향을 모두 빠뜨린 값과 같습니다. 선형층은 행렬과 편향을 배웁니다.",
        ),
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: L * _linear(H, H)),
            "어텐션의 행렬을 셋만 센 값과 같습니다. 질의, 키, 값 다음에 헤드를 모아 섞는 행렬이 "
            "하나 더 있습니다.",
        ),
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: segments * H),
            "세그먼트 임베딩을 빠뜨린 값과 같습니다.",
        ),
        Wrong(
            _without(lambda V, H, L, inner, longest, segments: longest * H),
            "위치 임베딩을 빠뜨린 값과 같습니다. 위치도 배웁니다.",
        ),
        Wrong(
            lambda V, H, L, inner, longest, segments: count(V, H, L, 4 * H, longest, segments),
            "순방향 신경망의 안쪽 크기를 4H로 정해 두었습니다. inner로 받은 값을 쓰십시오.",
        ),
        Wrong(
            lambda V, H, L, inner, longest, segments: count(V, H, 1, inner, longest, segments),
            "층을 하나만 센 값과 같습니다. 같은 모양의 층이 L개입니다.",
        ),
    ),
    hints=(
        "들어오는 크기가 a, 나가는 크기가 b인 선형층의 매개변수는 a × b + b개입니다.",
        "임베딩은 표 셋과 층 정규화 하나, 층 하나는 선형층 여섯과 층 정규화 둘입니다.",
        "표 셋은 (V + longest + segments) × H개입니다. 층의 선형층은 H → H 넷, H → inner, "
        "inner → H입니다. 마지막으로 풀러를 더하십시오.",
    ),
)
