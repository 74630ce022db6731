"""``computation_graph/hypot_backward``: the backward rules of an operation the engine lacks."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Pair = tuple[Array, Array]


def hypot_backward(d: Array, a: Array, b: Array) -> Pair:
    """Downstream gradients of r = √(a² + b²), given the upstream gradient d."""
    r = np.hypot(a, b)
    return d * a / r, d * b / r


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Sides of both signs and different lengths, an upstream gradient that is not 1."""

    def signs() -> Array:
        return rng.choice([-1.0, 1.0], 3)

    d, a, b = rng.uniform(1.5, 3, 3), rng.uniform(0.4, 0.9, 3), rng.uniform(1.2, 2, 3)
    return d * signs(), a * signs(), b * signs()


HYPOT_BACKWARD = Exercise(
    name="hypot_backward",
    title="새 연산의 역전파",
    stars=2,
    reference=hypot_backward,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda d, a, b: (a / np.hypot(a, b), b / np.hypot(a, b)),
            "국소 기울기까지는 맞았습니다. 하류 기울기가 되려면 상류 기울기 d를 곱해야 합니다.",
        ),
        Wrong(
            lambda d, a, b: (d * a, d * b),
            "제곱근을 미분한 몫이 빠졌습니다. √s를 s로 미분하면 분모에 무엇이 생깁니까?",
        ),
        Wrong(
            lambda d, a, b: (2 * d * a / np.hypot(a, b), 2 * d * b / np.hypot(a, b)),
            "정답의 두 배입니다. 제곱에서 내려온 2는 제곱근의 미분에 있는 ½과 만납니다.",
        ),
        Wrong(
            lambda d, a, b: (d * a / np.hypot(a, b) / 2, d * b / np.hypot(a, b) / 2),
            "정답의 절반입니다. 제곱근의 미분에 있는 ½과 만날 2를 a²의 미분에서 찾아보십시오.",
        ),
        Wrong(
            lambda d, a, b: (d / np.hypot(a, b) / 2, d / np.hypot(a, b) / 2),
            "제곱근까지만 거슬러 온 값입니다. 거기서 a²과 b²을 한 번 더 거슬러야 합니다.",
        ),
        Wrong(
            lambda d, a, b: (d * b / np.hypot(a, b), d * a / np.hypot(a, b)),
            "두 값이 서로 바뀌었습니다. 맞바꾸는 것은 곱하기의 버릇이고, 여기에는 두 변의 곱이 "
            "없습니다.",
        ),
        Wrong(
            lambda d, a, b: (d * a / (a * a + b * b), d * b / (a * a + b * b)),
            "분모가 r이 아니라 r²입니다. 제곱근의 미분 1/(2√s)에서 √s가 바로 r입니다.",
        ),
        Wrong(
            lambda d, a, b: (d, d),
            "더하기처럼 상류 기울기를 그대로 나누어 준 값입니다. 이 연산의 국소 기울기는 1이 "
            "아닙니다.",
        ),
        Wrong(
            lambda d, a, b: (d * np.abs(a) / np.hypot(a, b), d * np.abs(b) / np.hypot(a, b)),
            "a나 b가 음수일 때 부호를 잃었습니다. 음수인 변을 조금 늘리면 빗변은 짧아집니다.",
        ),
        Wrong(
            lambda d, a, b: (d * (a + b) / np.hypot(a, b),) * 2,
            "두 변의 몫을 더해 양쪽에 똑같이 보냈습니다. a와 b의 기울기는 따로따로입니다.",
        ),
    ),
    hints=(
        "r을 세 마디로 나누어 그려 보십시오: 제곱 둘, 더하기 하나, 제곱근 하나입니다.",
        "제곱근의 국소 기울기는 1/(2r)이고 더하기는 나누어 줍니다. 제곱의 국소 기울기는 "
        "무엇입니까?",
        "a에서 r까지 국소 기울기를 모두 곱해 정리하면 a와 r만 남습니다. 끝으로 d를 곱하십시오.",
    ),
)
