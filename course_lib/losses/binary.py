"""Yes or no."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from course_lib.activations import relu, sigmoid
from course_lib.losses._common import Reduction, check_pair, check_unit_interval, reduce

FLOOR = -100.0  # PyTorch's smallest logarithm: a sure mistake costs 100, not infinity
TINY = 9.999999960041972e-13  # PyTorch's smallest p(1 − p) in the gradient: 1e-12 in float32


def bce(probabilities: Tensor, target: Tensor, *, reduction: Reduction = "mean") -> Tensor:
    """Binary cross entropy, −[y log p + (1 − y) log(1 − p)], of probabilities.

    No logarithm is below −100. Close to 0 and 1 digits are lost that only the logits have:
    prefer ``bce_with_logits``.

    Args:
        probabilities: p, what a sigmoid returned.
        target: y, usually 0 or 1.
        reduction: "mean", "sum" or "none".
    Shape:
        probabilities (*), target (*) → (); (*) without reduction.
    Raises:
        TypeError: if probabilities are no floating-point tensor.
        ValueError: if the shapes differ or are empty, or numbers do not lie in [0, 1].
    Source:
        Equals ``torch.nn.functional.binary_cross_entropy``.
    """
    _check_bce(probabilities, target)
    return reduce(_BinaryCrossEntropy.apply(probabilities, target), reduction)


def dbce(probabilities: Tensor, target: Tensor) -> Tensor:
    """(p − y) / (p(1 − p)) / n, where p(1 − p) is at least 10⁻¹².

    Shape:
        probabilities (*), target (*) → (*).
    """
    _check_bce(probabilities, target)
    return _bce_slope(probabilities, target) / probabilities.numel()


def bce_with_logits(
    logits: Tensor,
    target: Tensor,
    *,
    pos_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    """Binary cross entropy of sigmoid(logits): y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ).

    Args:
        logits: x, scores that have not been through a sigmoid.
        target: y, usually 0 or 1.
        pos_weight: how much more a positive counts; multiplies the first term.
        reduction: "mean", "sum" or "none".
    Shape:
        logits (*), target (*), pos_weight broadcasts to (*) → (); (*) without reduction.
    Raises:
        TypeError: if logits are no floating-point tensor.
        ValueError: if the shapes do not fit or are empty, or target does not lie in [0, 1].
    Source:
        Equals ``torch.nn.functional.binary_cross_entropy_with_logits``.
    """
    _check_logits(logits, target)
    positive = target if pos_weight is None else target * _broadcast(pos_weight, logits)
    losses = positive * _softplus(-logits) + (1 - target) * _softplus(logits)
    return reduce(losses, reduction)


def dbce_with_logits(logits: Tensor, target: Tensor) -> Tensor:
    """(sigmoid(x) − y) / n: the p(1 − p) of sigmoid and of ``dbce`` cancel.

    Shape:
        logits (*), target (*) → (*).
    """
    _check_logits(logits, target)
    return (sigmoid(logits) - target) / logits.numel()


def hinge(
    scores: Tensor, target: Tensor, *, margin: float = 1.0, reduction: Reduction = "mean"
) -> Tensor:
    """max(0, margin − y·s): no loss for an answer that is right by a margin.

    Args:
        scores: s; the sign is the answer.
        target: y, −1 or 1.
        margin: how far from 0 a score should be.
        reduction: "mean", "sum" or "none".
    Shape:
        scores (*), target (*) → (); (*) without reduction.
    Raises:
        TypeError: if scores are no floating-point tensor.
        ValueError: if the shapes differ or are empty, or target holds other numbers.
    Source:
        Equals ``torch.nn.functional.margin_ranking_loss(scores, 0, target, margin=…)``; at the
        corner the gradient is 0, PyTorch's −y.
    """
    _check_hinge(scores, target)
    return reduce(relu(margin - target * scores), reduction)


def dhinge(scores: Tensor, target: Tensor) -> Tensor:
    """−y/n inside the margin, 0 outside.

    Shape:
        scores (*), target (*) → (*).
    """
    _check_hinge(scores, target)
    inside = (target * scores < 1).to(scores.dtype)
    return -target * inside / scores.numel()


class _BinaryCrossEntropy(torch.autograd.Function):
    """With a gradient of its own: autograd's is 0 · ∞ = NaN where p is 0 or 1."""

    @staticmethod
    def forward(ctx: Any, p: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(p, y)
        log_p, log_q = _logs(p)
        return -(y * log_p + (1 - y) * log_q)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, d: Tensor) -> tuple[Tensor, Tensor]:
        p, y = ctx.saved_tensors
        log_p, log_q = _logs(p)
        return d * _bce_slope(p, y), d * (log_q - log_p)


def _logs(p: Tensor) -> tuple[Tensor, Tensor]:
    """Return log p and log(1 − p), cut off at −100."""
    return torch.log(p).clamp(min=FLOOR), torch.log1p(-p).clamp(min=FLOOR)


def _bce_slope(p: Tensor, y: Tensor) -> Tensor:
    return (p - y) / (p * (1 - p)).clamp(min=TINY)


def _softplus(x: Tensor) -> Tensor:
    """Softplus, log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|))."""
    small = torch.exp(torch.where(x >= 0, -x, x))
    return torch.where(x >= 0, x, 0) + torch.log1p(small)


def _broadcast(pos_weight: Tensor, logits: Tensor) -> Tensor:
    try:
        return pos_weight.expand(logits.shape)
    except RuntimeError:
        shapes = f"{tuple(pos_weight.shape)} and {tuple(logits.shape)}"
        raise ValueError(f"pos_weight must broadcast to logits, got {shapes}") from None


def _check_bce(probabilities: Tensor, target: Tensor) -> None:
    check_pair(probabilities, target, names=("probabilities", "target"))
    check_unit_interval(
        probabilities, name="probabilities", hint="logits belong in bce_with_logits"
    )
    check_unit_interval(target, name="target", hint="1 is yes, 0 is no")


def _check_logits(logits: Tensor, target: Tensor) -> None:
    check_pair(logits, target, names=("logits", "target"))
    check_unit_interval(target, name="target", hint="1 is yes, 0 is no")


def _check_hinge(scores: Tensor, target: Tensor) -> None:
    check_pair(scores, target, names=("scores", "target"))
    if not (target.abs() == 1).all():
        other = target[target.abs() != 1][0].item()
        raise ValueError(f"target must hold -1 and 1, got {other:g}: 2 * labels - 1 makes them")
