"""``supervised_training/train_unit``: the four lines, written from nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.exercises._spec import Exercise, Wrong

Unit = tuple[Tensor, float]


def _train(
    X: Tensor,
    y: Tensor,
    lr: float,
    steps: int,
    *,
    loss_of: Callable[[Tensor, Tensor], Tensor] = nn.functional.binary_cross_entropy_with_logits,
    without: str = "",
) -> Unit:
    """Gradient descent from zero, with places where it can go wrong."""
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w] if without == "bias" else [w, b], lr=lr)
    for _ in range(steps):
        loss = loss_of(X @ w + b, y)
        if without != "zero_grad":
            optimizer.zero_grad()
        loss.backward()
        if without != "step":
            optimizer.step()
    return w.detach(), b.item()


def train_unit(X: Tensor, y: Tensor, lr: float, steps: int) -> Unit:
    """Weights and bias of one unit after so many steps."""
    return _train(X, y, lr, steps)


def _mistake(**places: Any) -> Callable[[Tensor, Tensor, float, int], Unit]:
    return lambda X, y, lr, steps: _train(X, y, lr, steps, **places)


def _bce(logits: Tensor, y: Tensor) -> Tensor:
    return nn.functional.binary_cross_entropy_with_logits(logits, y)


def _inputs(rng: np.random.Generator) -> tuple[Tensor, Tensor, float, int]:
    X = torch.from_numpy(rng.normal(0.3, 1.0, (12, 3)))
    y = torch.from_numpy(rng.permutation([1.0] * 5 + [0.0] * 7))
    return X, y, float(rng.uniform(0.3, 0.6)), int(rng.integers(6, 12))


TRAIN_UNIT = Exercise(
    name="train_unit",
    title="네 줄을 스스로",
    stars=3,
    reference=train_unit,
    gen=_inputs,
    wrong=(
        Wrong(
            _mistake(without="zero_grad"),
            "기울기를 지우지 않은 값과 같습니다. backward는 기울기를 덮어쓰지 않고 더합니다.",
        ),
        Wrong(
            _mistake(without="step"),
            "w와 b가 처음 그대로입니다. 기울기를 구한 다음 매개변수를 움직여야 합니다.",
        ),
        Wrong(
            _mistake(without="bias"),
            "편향이 움직이지 않았습니다. 옵티마이저에 b도 넘기십시오.",
        ),
        Wrong(
            _mistake(loss_of=lambda s, y: _bce(torch.sigmoid(s), y)),
            "확률을 로짓 자리에 넣은 값과 같습니다. BCEWithLogitsLoss 안에 시그모이드가 이미 "
            "들어 있습니다.",
        ),
        Wrong(
            _mistake(loss_of=lambda s, y: _bce(s, y) * len(y)),
            "손실을 평균하지 않고 더한 값과 같습니다. 걸음이 표본의 수만큼 커집니다.",
        ),
        Wrong(
            _mistake(loss_of=lambda s, y: -_bce(s, y)),
            "손실이 커지는 쪽으로 걸었습니다. 부호를 살펴보십시오.",
        ),
        Wrong(
            _mistake(loss_of=lambda s, y: nn.functional.mse_loss(torch.sigmoid(s), y)),
            "제곱 오차로 배운 값과 같습니다. 이 문제의 손실은 이진 교차 엔트로피입니다.",
        ),
        Wrong(
            _mistake(loss_of=nn.functional.mse_loss),
            "로짓과 정답의 제곱 오차로 배운 값과 같습니다. 이 문제의 손실은 이진 교차 "
            "엔트로피입니다.",
        ),
        Wrong(
            lambda X, y, lr, steps: _train(X, y, lr, 1),
            "한 걸음만 걸었습니다. steps번 되풀이해야 합니다.",
        ),
        Wrong(
            lambda X, y, lr, steps: _train(X, y, lr, steps - 1),
            "한 걸음이 모자랍니다.",
        ),
    ),
    hints=(
        "w와 b를 0으로 만들고 `requires_grad=True`를 붙인 다음 옵티마이저에 넘기십시오.",
        "반복문 안은 네 줄입니다. 손실을 구하고, 기울기를 지우고, 역전파하고, 움직입니다.",
        "로짓은 `X @ w + b`이고, 손실 함수에는 시그모이드를 지나지 않은 로짓을 넣습니다.",
    ),
)
