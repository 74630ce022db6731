"""One right class among several."""

from __future__ import annotations

import torch
from torch import Tensor

from course_lib.activations import log_softmax, relu, softmax
from course_lib.checks import check_shape
from course_lib.losses._common import Reduction, check_not_empty, check_reduction, reduce

IGNORE = -100


def cross_entropy(
    logits: Tensor,
    labels: Tensor,
    *,
    weight: Tensor | None = None,
    ignore_index: int = IGNORE,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
) -> Tensor:
    """−log softmax(logits)[label], by log-sum-exp: no logit is too large.

    Args:
        logits: scores, not probabilities: softmax is part of the loss.
        labels: the right classes.
        weight: how much each class counts; the mean divides by the weights of the labels.
        ignore_index: a label that counts for nothing.
        label_smoothing: ε; the right class is worth 1 − ε, and ε is shared by all classes.
        reduction: "mean", "sum" or "none".
    Shape:
        logits (B, K, *), labels (B, *) integers, weight (K,) → (); (B, *) without reduction.
        Without a batch: logits (K,), labels ().
    Raises:
        TypeError: if logits are no floating-point or labels no integer tensor.
        ValueError: if the shapes do not fit, the batch is empty, a label is no class, or a mean
            has nothing to average: all labels ignored, or of weight 0.
    Source:
        Equals ``torch.nn.functional.cross_entropy``, whose mean of nothing is NaN.
    """
    labels = _check(logits, labels, weight, ignore_index, name="logits")
    if not 0 <= label_smoothing <= 1:
        raise ValueError(f"label_smoothing must lie in [0, 1], got {label_smoothing!r}")
    log_p = log_softmax(logits, dim=_class_axis(logits))
    losses, counts = _pick(log_p, labels, weight, ignore_index)
    if label_smoothing:
        even = _spread(log_p, labels, weight, ignore_index)
        losses = (1 - label_smoothing) * losses + label_smoothing * even
    return _reduce_weighted(losses, counts, reduction)


def dcross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """(p − 1)/B for the right class, p/B for the others, with p = softmax(logits).

    Shape:
        logits (B, K), labels (B,) integers → (B, K).
    """
    labels = _check_rows(logits, labels, name="logits")
    return (softmax(logits) - _one_hot(logits, labels)) / len(logits)


def nll(
    log_probabilities: Tensor,
    labels: Tensor,
    *,
    weight: Tensor | None = None,
    ignore_index: int = IGNORE,
    reduction: Reduction = "mean",
) -> Tensor:
    """Negative log-likelihood: minus the logarithm that belongs to the label.

    ``nll(log_softmax(logits), labels)`` is ``cross_entropy(logits, labels)``.

    Args:
        log_probabilities: logarithms of probabilities, so none is above 0.
        labels: the right classes.
        weight: how much each class counts.
        ignore_index: a label that counts for nothing.
        reduction: "mean", "sum" or "none".
    Shape:
        log_probabilities (B, K, *), labels (B, *) integers → (); (B, *) without reduction.
    Raises:
        TypeError: as in ``cross_entropy``.
        ValueError: as in ``cross_entropy``; if logits or probabilities came instead.
    Source:
        Equals ``torch.nn.functional.nll_loss``, which takes any numbers.
    """
    labels = _check(log_probabilities, labels, weight, ignore_index, name="log_probabilities")
    if log_probabilities.max() > 0.01:  # some room for rounding in bfloat16
        raise ValueError(
            f"log_probabilities must be <= 0, got up to {log_probabilities.max().item():g}: "
            "logits belong in cross_entropy"
        )
    losses, counts = _pick(log_probabilities, labels, weight, ignore_index)
    return _reduce_weighted(losses, counts, reduction)


def dnll(log_probabilities: Tensor, labels: Tensor) -> Tensor:
    """−1/B for the right class, 0 for the others.

    Shape:
        log_probabilities (B, K), labels (B,) integers → (B, K).
    """
    labels = _check_rows(log_probabilities, labels, name="log_probabilities")
    return -_one_hot(log_probabilities, labels) / len(labels)


def multiclass_hinge(
    scores: Tensor, labels: Tensor, *, margin: float = 1.0, reduction: Reduction = "mean"
) -> Tensor:
    """Σ max(0, margin − right score + wrong score) / K over the wrong classes.

    Args:
        scores: one per class.
        labels: the right classes.
        margin: by how much the right class should win.
        reduction: "mean", "sum" or "none".
    Shape:
        scores (B, K), labels (B,) integers → (); (B,) without reduction.
    Raises:
        TypeError: if scores are no floating-point or labels no integer tensor.
        ValueError: if the shapes do not fit, the batch is empty or a label is no class.
    Source:
        Equals ``torch.nn.functional.multi_margin_loss``.
    """
    labels = _check_rows(scores, labels)
    gaps = relu(margin - scores.gather(1, labels[:, None]) + scores)  # (B, K)
    return reduce(gaps.scatter(1, labels[:, None], 0).sum(1) / scores.shape[1], reduction)


def dmulticlass_hinge(scores: Tensor, labels: Tensor) -> Tensor:
    """1/(B·K) for each wrong class inside the margin; the right class pays for them all.

    Shape:
        scores (B, K), labels (B,) integers → (B, K).
    """
    labels = _check_rows(scores, labels)
    right = labels[:, None]
    inside = (1 - scores.gather(1, right) + scores > 0).to(scores.dtype).scatter(1, right, 0)
    return inside.scatter(1, right, -inside.sum(1, keepdim=True)) / scores.numel()


def _class_axis(x: Tensor) -> int:
    return 1 if x.ndim > 1 else 0


def _pick(
    log_p: Tensor, labels: Tensor, weight: Tensor | None, ignore_index: int
) -> tuple[Tensor, Tensor]:
    """−w·log p of each label, and w; both 0 where ignored."""
    axis, kept = _class_axis(log_p), labels != ignore_index
    safe = torch.where(kept, labels, 0)
    picked = log_p.gather(axis, safe.unsqueeze(axis)).squeeze(axis)
    counts = kept.to(log_p.dtype) if weight is None else torch.where(kept, weight[safe], 0)
    return torch.where(kept, -counts * picked, 0), counts


def _spread(log_p: Tensor, labels: Tensor, weight: Tensor | None, ignore_index: int) -> Tensor:
    """The loss of a label that says every class equally: −w·log p, averaged over classes."""
    axis = _class_axis(log_p)
    if weight is not None:
        log_p = log_p * weight.reshape(-1, *(1,) * (log_p.ndim - axis - 1))  # along the class axis
    return torch.where(labels != ignore_index, -log_p.mean(axis), 0)


def _reduce_weighted(losses: Tensor, counts: Tensor, reduction: Reduction) -> Tensor:
    check_reduction(reduction)
    if reduction != "mean":
        return reduce(losses, reduction)
    total = counts.sum()
    if total == 0:
        raise ValueError(
            f"a mean needs a label that counts, got {counts.numel()} labels, "
            "all ignored or of weight 0"
        )
    return losses.sum() / total


def _one_hot(x: Tensor, labels: Tensor) -> Tensor:
    return torch.zeros_like(x).scatter(1, labels[:, None], 1)


def _check_rows(x: Tensor, labels: Tensor, *, name: str = "scores") -> Tensor:
    """As ``_check``, for one row per label and no label ignored."""
    check_shape(x, "B K", name=name)
    return _check(x, labels, None, None, name=name)


def _check(
    x: Tensor, labels: Tensor, weight: Tensor | None, ignore_index: int | None, *, name: str
) -> Tensor:
    """The labels as int64, or an error that says what does not fit."""
    if not x.is_floating_point():
        raise TypeError(f"{name} must be a floating-point tensor, got {x.dtype}")
    if labels.is_floating_point() or labels.is_complex() or labels.dtype == torch.bool:
        raise TypeError(f"labels must be class numbers (integers), got {labels.dtype}")
    wanted = x.shape[:1] + x.shape[2:] if x.ndim > 1 else x.shape[:0]
    if x.ndim == 0 or labels.shape != wanted:
        raise ValueError(
            f"{name} and labels must have shapes (B, K, *) and (B, *), "
            f"got {tuple(x.shape)} and {tuple(labels.shape)}"
        )
    check_not_empty(x, name=name)
    classes = x.shape[_class_axis(x)]
    if weight is not None and weight.shape != (classes,):
        raise ValueError(f"weight must have shape ({classes},), got {tuple(weight.shape)}")
    labels = labels.long()
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if wrong.any():
        raise ValueError(f"labels must lie in 0 … {classes - 1}, got {labels[wrong][0].item()}")
    return labels
