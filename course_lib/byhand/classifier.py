"""One sigmoid unit, or a tanh layer before it, that learns two classes; its checkpoints are kept.

    h = tanh(x @ W.T + c)        s = h @ v + b        p = σ(s)        (no layer: s = x @ v + b)
    loss = mean of −log p where the label is 1, −log (1 − p) where it is 0

Gradient descent over all examples at once, every gradient written out. Left out on purpose: mini-
batches, other optimizers, more layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from course_lib.checks import check_shape

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Weights:
    """The parameters; without a hidden layer W and c have no rows.

    Shape:
        W (H, D), c (H,), v (H,) or, without a hidden layer, (D,); b a number.
    """

    W: Array
    c: Array
    v: Array
    b: float


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Where a run stood after so many steps.

    Attributes:
        step: updates so far.
        weights: the parameters.
        loss: mean binary cross entropy over all examples.
        right: how many examples are on their own side.
    """

    step: int
    weights: Weights
    loss: float
    right: int


def start(dim: int, *, hidden: int = 0, seed: int = 0) -> Weights:
    """Small random weights, zero biases.

    Args:
        dim: size of an example.
        hidden: units in the hidden layer; 0 for a single unit.
        seed: the same seed gives the same weights.
    Raises:
        ValueError: if dim is below 1 or hidden is negative.
    """
    if dim < 1 or hidden < 0:
        raise ValueError(f"expected dim >= 1 and hidden >= 0, got {dim} and {hidden}")
    rng = np.random.default_rng(seed)
    W = rng.normal(0, 1 / np.sqrt(dim), (hidden, dim))
    v = rng.normal(0, 1 / np.sqrt(hidden or dim), hidden or dim)
    return Weights(W, np.zeros(hidden), v, 0.0)


def scores(x: Array, weights: Weights) -> Array:
    """The weighted sum before the last sigmoid; above 0 means class 1.

    Shape:
        x (B, D) → (B,).
    """
    return _hidden(x, weights) @ weights.v + weights.b


def mean_loss(s: Array, labels: Labels) -> float:
    """Mean binary cross entropy of scores, without overflow for any finite score.

    Shape:
        s (B,), labels (B,) of 0 and 1 → a number.
    Source:
        Equals ``torch.nn.functional.binary_cross_entropy_with_logits``.
    """
    return float(np.mean(np.logaddexp(0.0, s) - labels * s))


def gradients(x: Array, labels: Labels, weights: Weights) -> Weights:
    """∂loss/∂ each parameter, in the shape of the parameters.

    Shape:
        x (B, D), labels (B,).
    Source:
        Equals ``torch.autograd``.
    """
    h = _hidden(x, weights)
    ds = (_sigmoid(h @ weights.v + weights.b) - labels) / len(x)  # (B,)
    dsum = np.outer(ds, weights.v) * (1 - h**2) if len(weights.W) else np.zeros((len(x), 0))
    return Weights(W=dsum.T @ x, c=dsum.sum(axis=0), v=h.T @ ds, b=float(ds.sum()))


def learn(
    x: Array, labels: Labels, weights: Weights, *, lr: float, keep: Sequence[int]
) -> list[Checkpoint]:
    """Gradient descent; what is kept is where it stood after each of these numbers of steps.

    Args:
        x: examples.
        labels: 0 or 1 each.
        weights: where to start.
        lr: learning rate.
        keep: numbers of steps, rising; 0 is the start.
    Shape:
        x (B, D), labels (B,).
    Returns:
        One checkpoint for each number in keep.
    Raises:
        ValueError: if shapes do not fit or keep does not rise from 0 or more.
    """
    sizes = check_shape(x, "B D", name="x")
    check_shape(labels, "B", name="labels", B=sizes["B"])
    if not keep or keep[0] < 0 or any(b <= a for a, b in pairwise(keep)):
        raise ValueError(f"keep must rise from 0 or more, got {list(keep)}")
    found = []
    for step in range(keep[-1] + 1):
        if step in keep:
            found.append(_checkpoint(x, labels, weights, step))
        weights = _moved(weights, gradients(x, labels, weights), lr)
    return found


def _checkpoint(x: Array, labels: Labels, weights: Weights, step: int) -> Checkpoint:
    s = scores(x, weights)
    return Checkpoint(step, weights, mean_loss(s, labels), int(np.sum((s > 0) == (labels == 1))))


def _moved(p: Weights, d: Weights, lr: float) -> Weights:
    return Weights(p.W - lr * d.W, p.c - lr * d.c, p.v - lr * d.v, p.b - lr * d.b)


def _hidden(x: Array, weights: Weights) -> Array:
    return np.tanh(x @ weights.W.T + weights.c) if len(weights.W) else x


def _sigmoid(s: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -s))
