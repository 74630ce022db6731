"""How good predictions are: counts of right and wrong per class, and what follows from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from torch import Tensor

Classes = Sequence[int] | npt.NDArray[np.integer] | Tensor
Counts = npt.NDArray[np.int64]


class Quality(NamedTuple):
    """How good the answers are, one number each or one for each class.

    Attributes:
        precision: of the answers "this class", the share that is right.
        recall: of the class, the share that was found.
        f1: harmonic mean of the two.
    """

    precision: npt.NDArray[np.float64] | float
    recall: npt.NDArray[np.float64] | float
    f1: npt.NDArray[np.float64] | float


def confusion(labels: Classes, predictions: Classes, *, num_classes: int | None = None) -> Counts:
    """Count how often each class was taken for each.

    Args:
        labels: the true classes.
        predictions: the answers.
        num_classes: K; by default as many as the highest class number needs.
    Shape:
        labels (B,), predictions (B,) → (K, K); rows are true classes, columns answers.
    Raises:
        ValueError: if both differ in shape, are empty, or a class is not in 0 … K − 1.
    Source:
        Equals ``sklearn.metrics.confusion_matrix``.
    """
    true, said = np.asarray(labels), np.asarray(predictions)
    if true.shape != said.shape or true.ndim != 1 or not len(true):
        raise ValueError(f"expected labels and predictions (B,), got {true.shape}, {said.shape}")
    lowest, highest = int(min(true.min(), said.min())), int(max(true.max(), said.max()))
    K = num_classes or highest + 1
    if lowest < 0 or highest >= K:
        raise ValueError(
            f"classes must lie in 0 … {K - 1}, got {lowest if lowest < 0 else highest}"
        )
    return np.bincount(K * true.astype(np.int64) + said, minlength=K * K).reshape(K, K)


def accuracy(counts: Counts) -> float:
    """Share of right answers.

    Args:
        counts: of `confusion`.
    Shape:
        counts (K, K).
    Source:
        Equals ``sklearn.metrics.accuracy_score``.
    """
    return float(np.trace(counts) / counts.sum())


def quality(counts: Counts, *, average: str | None = "macro") -> Quality:
    """Precision, recall and F1.

    Args:
        counts: of `confusion`.
        average: "macro" is the mean of the classes, rare ones count as much as frequent ones;
            "micro" puts the answers of all classes together, which is the accuracy; None gives one
            number for each class.
    Shape:
        counts (K, K).
    Returns:
        Numbers, or arrays (K,). What would be 0 / 0 is 0.
    Raises:
        ValueError: for another average.
    Source:
        Equals ``sklearn.metrics.precision_recall_fscore_support(zero_division=0)`` with all K
        classes as ``labels``.
    """
    if average not in ("macro", "micro", None):
        raise ValueError(f"average must be 'macro', 'micro' or None, got {average!r}")
    right, said, there = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    if average == "micro":
        right, said, there = (each.sum(keepdims=True) for each in (right, said, there))
    each = _share(right, said), _share(right, there), _share(2 * right, said + there)
    return Quality(*each) if average is None else Quality(*(float(one.mean()) for one in each))


def perplexity(loss: float) -> float:
    """Among how many equally likely tokens a model with this loss hesitates.

    Args:
        loss: mean cross entropy of a token, in nats.
    Returns:
        e to the loss; infinity where that is too large for a float.
    Raises:
        ValueError: if loss is negative or no number.
    """
    if not loss >= 0:
        raise ValueError(f"a mean cross entropy is at least 0, got {loss}")
    try:
        return math.exp(loss)
    except OverflowError:
        return math.inf


def _share(part: Counts, whole: Counts) -> npt.NDArray[np.float64]:
    """Part of the whole; 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
