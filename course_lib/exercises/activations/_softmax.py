"""``activations/softmax_backward``: the gradient that passes a softmax, without its Jacobian."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def softmax_backward(p: Array, dp: Array) -> Array:
    """∂L/∂z from softmax's output and ∂L/∂p."""
    return p * (dp - (dp * p).sum())


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Probabilities apart from each other; gradients of both signs that do not cancel."""
    powers = np.exp(rng.permutation([-0.9, -0.2, 0.5, 1.1]) + rng.uniform(-0.1, 0.1, 4))
    dp = rng.permutation([-1.3, 0.7, 1.6, 2.4]) + rng.uniform(-0.1, 0.1, 4)
    return powers / powers.sum(), dp


SOFTMAX_BACKWARD = Exercise(
    name="softmax_backward",
    title="소프트맥스를 거슬러",
    stars=3,
    reference=softmax_backward,
    gen=_inputs,
    wrong=(
        Wrong(
            lambda p, dp: p * (1 - p) * dp,
            "야코비 행렬의 대각선만 쓴 값과 같습니다. 로짓 하나가 움직이면 다른 클래스의 확률도 "
            "움직입니다. 길은 하나가 아니라 K개입니다.",
        ),
        Wrong(
            lambda p, dp: p * dp,
            "첫 항에서 멈춘 값과 같습니다. 모든 p에 걸린 둘째 항이 남았습니다.",
        ),
        Wrong(
            lambda p, dp: p * (dp - dp.sum()),
            "둘째 항의 합에서 p를 빠뜨렸습니다. 더하는 것은 dp가 아니라 p와 dp의 곱입니다.",
        ),
        Wrong(
            lambda p, dp: p * (dp - dp.mean()),
            "dp의 평균을 뺀 값과 같습니다. 빼야 하는 것은 p로 무게를 준 평균입니다.",
        ),
        Wrong(
            lambda p, dp: dp - (dp * p).sum(),
            "괄호 안까지는 맞습니다. 맨 앞에 p를 곱하는 일이 남았습니다.",
        ),
        Wrong(
            lambda p, dp: p * (dp + (dp * p).sum()),
            "두 항의 크기는 맞고 둘째 항의 부호가 반대입니다. 야코비 행렬에서 대각선 밖의 부호를 "
            "보십시오.",
        ),
        Wrong(
            lambda p, dp: p * ((dp * p).sum() - dp),
            "크기는 모두 맞고 부호가 반대입니다.",
        ),
        Wrong(
            lambda p, dp: p * dp - (dp * p).sum(),
            "둘째 항에 p를 곱하지 않았습니다. 두 항에 모두 p가 걸립니다.",
        ),
        Wrong(
            lambda p, dp: p - dp,
            "p에서 dp를 뺀 값과 같습니다. 그 짧은 식은 소프트맥스 뒤에 교차 엔트로피가 올 때만 쓸 "
            "수 있습니다.",
        ),
    ),
    hints=(
        "z_j가 움직이면 모든 p_i가 움직입니다. ∂L/∂z_j는 i에 걸친 합으로 시작합니다.",
        "합 안에 p_i(δ_ij − p_j)를 넣고 두 항으로 나누어 보십시오. δ_ij가 있는 항에는 하나만 "
        "남습니다.",
        "둘째 항의 합 Σ p_i dp_i는 j와 상관없는 수 하나입니다. 먼저 그 수를 구해 두십시오.",
    ),
)
