"""``losses/logit_gradient``: the gradient of mean cross entropy at the logits."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def _softmax(logits: Array, axis: int = 1) -> Array:
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _onehot(logits: Array, labels: Array) -> Array:
    return np.eye(logits.shape[1])[labels]


def logit_gradient(logits: Array, labels: Array) -> Array:
    """(softmax − one-hot) / B."""
    return (_softmax(logits) - _onehot(logits, labels)) / len(labels)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Three classes, four examples; every class is right at least once."""
    labels = rng.permutation([0, 1, 2, int(rng.integers(3))])
    return rng.uniform(-2, 2, (4, 3)), labels


LOGIT_GRADIENT = Exercise(
    name="logit_gradient",
    title="빼기 하나",
    stars=2,
    reference=logit_gradient,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda logits, labels: _softmax(logits) - _onehot(logits, labels),
            "보기마다의 기울기는 맞습니다. 손실이 B개의 평균이라는 것을 마저 반영하십시오.",
        ),
        Wrong(
            lambda logits, labels: (_onehot(logits, labels) - _softmax(logits)) / len(labels),
            "크기는 모두 맞고 부호가 반대입니다. 정답의 로짓은 올려야 손실이 줄어드니, 그 "
            "기울기는 음수여야 합니다.",
        ),
        Wrong(
            lambda logits, labels: _softmax(logits) / len(labels),
            "정답의 자리에서 1을 빼지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda logits, labels: (
                (_softmax(logits, axis=0) - _onehot(logits, labels)) / len(labels)
            ),
            "소프트맥스의 축이 바뀌었습니다. 확률의 합이 1이어야 하는 것은 보기 하나, 곧 한 "
            "줄입니다.",
        ),
        Wrong(
            lambda logits, labels: (_softmax(logits) - _onehot(logits, labels)) / logits.size,
            "보기의 수 B가 아니라 칸의 수 B × K로 나눈 값과 같습니다.",
        ),
        Wrong(
            lambda logits, labels: (logits - _onehot(logits, labels)) / len(labels),
            "로짓에서 바로 정답을 뺐습니다. 빼기 전에 확률로 바꾸어야 합니다.",
        ),
        Wrong(
            lambda logits, labels: (
                (_softmax(logits) - _onehot(logits, labels))
                * _softmax(logits) * (1 - _softmax(logits)) / len(labels)
            ),
            "p(1 − p)를 한 번 더 곱한 값과 같습니다. 교차 엔트로피의 로그가 그 인수를 이미 "
            "약분했습니다.",
        ),
        Wrong(
            lambda logits, labels: -_onehot(logits, labels) / _softmax(logits) / len(labels),
            "확률로 미분한 값 −y/p에서 멈췄습니다. 로짓까지 가려면 소프트맥스를 한 번 더 거슬러야 "
            "합니다.",
        ),
    ),
    hints=(
        "보기 하나만 먼저 생각해 보십시오. 손실의 로짓 기울기는 예측에서 정답을 뺀 것입니다.",
        "예측은 줄마다의 소프트맥스, 정답은 줄마다의 원-핫 벡터입니다.",
        "평균의 기울기이므로 마지막에 보기의 수로 나눕니다. 줄마다 더해 0이 되는지 확인해 "
        "보십시오.",
    ),
)  # fmt: skip
