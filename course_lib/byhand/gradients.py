"""Backpropagation in matrix form: for each forward rule, the rule that carries gradients back.

    X → linear → Y        dY → linear_backward → dX, dW, db

A gradient is ``d`` + name and has the shape of what it is the gradient of. A function
``f_backward`` takes the gradient that arrives at f's result and returns those of f's arguments.
Two things make the rules easy to remember: shapes must fit, and what broadcasting repeated on the
way forward is summed on the way back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from course_lib.checks import check_shape

Array: TypeAlias = NDArray[np.float64]


def linear(X: Array, W: Array, b: Array) -> Array:
    """Y = X Wᵀ + b: every row of X through the same weights.

    Shape:
        X (B, D), W (H, D), b (H,) → (B, H).
    Raises:
        ValueError: if the shapes do not fit.
    Source:
        Equals ``torch.nn.functional.linear``; a row of W belongs to one output.
    """
    sizes = check_shape(W, "H D", name="W", **check_shape(X, "B D", name="X"))
    check_shape(b, "H", name="b", H=sizes["H"])
    return X @ W.T + b


def linear_backward(dY: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Gradients of ``linear``: dX, dW and db.

    Shape:
        dY (B, H), X (B, D), W (H, D) → (B, D), (H, D), (H,).
    Raises:
        ValueError: if the shapes do not fit.
    """
    sizes = check_shape(W, "H D", name="W", **check_shape(X, "B D", name="X"))
    check_shape(dY, "B H", name="dY", B=sizes["B"], H=sizes["H"])
    dX = dY @ W  # (B, H) @ (H, D)
    dW = dY.T @ X  # (H, B) @ (B, D): summed over the batch
    db = dY.sum(axis=0)  # b was repeated for every row
    return dX, dW, db


def sigmoid(X: Array) -> Array:
    """1 / (1 + e⁻ˣ), elementwise, without overflow."""
    small = np.exp(-np.abs(X))
    return np.where(np.asarray(X) >= 0, 1, small) / (1 + small)


def sigmoid_backward(dY: Array, Y: Array) -> Array:
    """Gradient at X of Y = sigmoid(X): dY · Y(1 − Y)."""
    return dY * Y * (1 - Y)


def tanh_backward(dY: Array, Y: Array) -> Array:
    """Gradient at X of Y = tanh(X): dY · (1 − Y²)."""
    return dY * (1 - Y**2)


def relu(X: Array) -> Array:
    """max(X, 0), elementwise."""
    return np.maximum(X, 0)


def relu_backward(dY: Array, Y: Array) -> Array:
    """Gradient at X of Y = relu(X): dY where Y > 0, else 0."""
    return dY * (Y > 0)


def softmax(Z: Array, axis: int = -1) -> Array:
    """Scores to probabilities along an axis; the largest score is subtracted first.

    Shape:
        Z (…, K, …) → the same; sums to 1 along the axis.
    Source:
        Equals ``torch.softmax``.
    """
    E = np.exp(Z - np.max(Z, axis, keepdims=True))  # never above 1: no overflow
    return E / E.sum(axis, keepdims=True)


def softmax_backward(dP: Array, P: Array, axis: int = -1) -> Array:
    """Gradient at Z of P = softmax(Z): P · (dP − Σ dP·P).

    It is the product of dP with ``softmax_jacobian``, without building the Jacobian.

    Shape:
        dP and P (…, K, …) → the same.
    """
    return P * (dP - (dP * P).sum(axis, keepdims=True))


def log_softmax(Z: Array, axis: int = -1) -> Array:
    """log(softmax(Z)), exact also where softmax rounds to 0.

    Shape:
        Z (…, K, …) → the same.
    Source:
        Equals ``torch.log_softmax``.
    """
    shifted = Z - np.max(Z, axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis, keepdims=True))


def log_softmax_backward(dY: Array, Y: Array, axis: int = -1) -> Array:
    """Gradient at Z of Y = log_softmax(Z): dY − softmax(Z) · Σ dY.

    Shape:
        dY and Y (…, K, …) → the same.
    """
    return dY - np.exp(Y) * dY.sum(axis, keepdims=True)


def softmax_jacobian(p: Array) -> Array:
    """∂p_i/∂z_j of p = softmax(z): p_i(1 − p_i) if i = j, and −p_i·p_j if not.

    Shape:
        p (…, K) → (…, K, K).
    Source:
        Document 004: the two cases must be told apart. Both are p_i(δ_ij − p_j).
    """
    p = np.asarray(p)
    return p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])


def cross_entropy(Z: Array, labels: NDArray[np.integer[Any]]) -> tuple[float, Array]:
    """Mean of −log p[label] with p = softmax(Z), and p itself for the way back.

    Args:
        Z: scores.
        labels: the right class of each row.
    Shape:
        Z (B, K), labels (B,) integers → (), (B, K).
    Raises:
        TypeError: if labels hold no integers.
        ValueError: if the shapes do not fit, the batch is empty or a label is no class.
    Source:
        Equals ``torch.nn.functional.cross_entropy``.
    """
    labels = _check_labels(Z, labels)
    log_p = log_softmax(Z)
    return float(-log_p[np.arange(len(labels)), labels].mean()), np.exp(log_p)


def cross_entropy_backward(p: Array, labels: NDArray[np.integer[Any]]) -> Array:
    """Gradient at Z of ``cross_entropy``: p − 1 for the right class, p for every wrong one, over B.

    Shape:
        p (B, K), labels (B,) integers → (B, K).
    Raises:
        TypeError: if labels hold no integers.
        ValueError: if the shapes do not fit, the batch is empty or a label is no class.
    """
    labels = _check_labels(p, labels)
    dZ = p.copy()
    dZ[np.arange(len(labels)), labels] -= 1
    return dZ / len(labels)


def _check_labels(Z: Array, labels: Any) -> NDArray[np.integer[Any]]:
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"labels must hold class numbers (integers), got {labels.dtype}")
    sizes = check_shape(Z, "B K", name="scores")
    check_shape(labels, "B", name="labels", B=sizes["B"])
    if 0 in Z.shape:
        raise ValueError(f"scores must have shape (B, K) with B, K > 0, got {Z.shape}")
    if labels.min() < 0 or labels.max() >= sizes["K"]:
        raise ValueError(
            f"labels must lie in 0 … {sizes['K'] - 1}, got {labels.min()} … {labels.max()}"
        )
    return labels


@dataclass(frozen=True)
class NumericGradient:
    """A gradient by central differences, and what it cost.

    Attributes:
        gradient: ∂f/∂x.
        evaluations: how often f was called.
    """

    gradient: Array
    evaluations: int


def numeric_gradient(f: Callable[[Array], Any], x: Any, *, h: float = 1e-5) -> NumericGradient:
    """(f(x + h) − f(x − h)) / 2h, one number of x at a time.

    Args:
        f: a function of an array with the shape of x; its result may have any shape.
        x: where to take the gradient; it is not changed.
        h: how far to step to each side. The error of the formula shrinks with h², that of
            rounding grows with 1/h: 1e-5 lies between.
    Returns:
        The gradient and the number of calls: two for every number in x.
    Shape:
        x (*x) → gradient (*f(x), *x).
    Raises:
        ValueError: if x is empty or h is not positive.
    """
    x = np.array(x, dtype=np.float64)
    if x.size == 0 or not h > 0:
        raise ValueError(f"x must hold numbers and h be positive, got shape {x.shape}, h={h}")
    slopes = []
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = h
        slopes.append((np.asarray(f(x + step)) - np.asarray(f(x - step))) / (2 * h))
    gradient = np.stack(slopes, axis=-1)  # (*f(x), number of x)
    return NumericGradient(gradient.reshape(gradient.shape[:-1] + x.shape), 2 * x.size)


def check_gradient(f: Callable[[Array], Any], x: Any, gradient: Array, *, h: float = 1e-5) -> float:
    """How far a gradient is from the numeric one: ‖g − n‖ / (‖g‖ + ‖n‖).

    About 1e-7 and below: right. Above 1e-3: wrong. In between: look for a kink (ReLU at 0) or
    a poor h. Two gradients that are both 0 differ by 0.

    Args:
        f: the function, as in ``numeric_gradient``.
        x: where the gradient was taken.
        gradient: the gradient to be checked.
        h: step of the central differences.
    Shape:
        x (*x), gradient (*f(x), *x) → ().
    Raises:
        ValueError: if the gradient has another shape than the numeric one.
    """
    numeric = numeric_gradient(f, x, h=h).gradient
    if np.shape(gradient) != numeric.shape:
        raise ValueError(f"gradient must have shape {numeric.shape}, got {np.shape(gradient)}")
    scale = np.linalg.norm(gradient) + np.linalg.norm(numeric)
    return float(np.linalg.norm(gradient - numeric) / scale) if scale > 0 else 0.0
