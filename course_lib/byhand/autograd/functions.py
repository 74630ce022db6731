"""Functions on variables; each states its derivative beside its value.

All accept a variable or plain numbers, and keep what the backward rule needs from the forward
pass: most derivatives are cheapest in terms of the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.byhand import gradients as rules
from course_lib.byhand.autograd.reverse import Rule
from course_lib.byhand.autograd.variable import Variable, combine, record, wrap


def exp(x: Any) -> Variable:
    """eˣ, elementwise; its derivative is itself."""
    x = wrap(x)
    y = np.exp(x.data)
    return record(y, "exp", (x, lambda d: d * y))


def log(x: Any) -> Variable:
    """Natural logarithm, elementwise; its derivative is 1/x."""
    x = wrap(x)
    a = x.data
    return record(np.log(a), "log", (x, lambda d: d / a))


def tanh(x: Any) -> Variable:
    """Hyperbolic tangent, elementwise; its derivative is 1 − y²."""
    x = wrap(x)
    y = np.tanh(x.data)
    return record(y, "tanh", (x, lambda d: rules.tanh_backward(d, y)))


def sigmoid(x: Any) -> Variable:
    """1 / (1 + e⁻ˣ), elementwise, without overflow; its derivative is y(1 − y)."""
    x = wrap(x)
    y = rules.sigmoid(x.data)
    return record(y, "sigmoid", (x, lambda d: rules.sigmoid_backward(d, y)))


def relu(x: Any) -> Variable:
    """max(x, 0), elementwise; its derivative is 1 where y > 0, else 0."""
    x = wrap(x)
    y = rules.relu(x.data)
    return record(y, "relu", (x, lambda d: rules.relu_backward(d, y)))


def maximum(a: Any, b: Any) -> Variable:
    """The larger of two, elementwise; the gradient goes to the larger, half to each at a tie."""
    a, b = wrap(a), wrap(b)
    out = combine("maximum", np.maximum, a, b)
    to_a = np.where(a.data == b.data, 0.5, a.data > b.data)
    return record(out, "max", (a, lambda d: d * to_a), (b, lambda d: d * (1 - to_a)))


def softmax(x: Any, *, axis: int = -1) -> Variable:
    """Exponentials divided by their sum along an axis.

    Shape:
        x (…, K, …) → the same; sums to 1 along the axis.
    Source:
        Equals ``torch.softmax``.
    """
    x = wrap(x)
    p = rules.softmax(x.data, axis)
    return record(p, "softmax", (x, lambda d: rules.softmax_backward(d, p, axis)))


def log_softmax(x: Any, *, axis: int = -1) -> Variable:
    """log(softmax(x)), exact also where softmax rounds to 0.

    Shape:
        x (…, K, …) → the same.
    Source:
        Equals ``torch.log_softmax``.
    """
    x = wrap(x)
    y = rules.log_softmax(x.data, axis)
    return record(y, "log_softmax", (x, lambda d: rules.log_softmax_backward(d, y, axis)))


def cross_entropy(logits: Any, labels: Any) -> Variable:
    """Mean of −log softmax(logits)[label]: softmax and logarithm in one step.

    Args:
        logits: one row of scores per example.
        labels: the right class of each example.
    Shape:
        logits (B, K), labels (B,) integers → ().
    Raises:
        TypeError: if labels hold no integers.
        ValueError: if the shapes do not fit, the batch is empty or a label is no class.
    Source:
        Equals ``torch.nn.functional.cross_entropy``.
    """
    logits, labels = wrap(logits), np.array(labels)
    loss, p = rules.cross_entropy(logits.data, labels)
    return record(
        loss, "cross_entropy", (logits, lambda d: d * rules.cross_entropy_backward(p, labels))
    )


def concatenate(parts: Sequence[Any], *, axis: int = 0) -> Variable:
    """Join variables along an axis; backward, each part gets its own slice.

    Raises:
        ValueError: if there is no part, or shapes differ elsewhere than along the axis.
    """
    variables = [wrap(part) for part in parts]
    shapes = [v.shape for v in variables]
    try:
        out = np.concatenate([v.data for v in variables], axis)
    except ValueError:
        raise ValueError(f"concatenate along axis {axis} cannot join shapes {shapes}") from None
    ends = np.cumsum([shape[axis] for shape in shapes])
    edges = [
        (v, _slice_rule(axis, end - v.shape[axis], end))
        for v, end in zip(variables, ends, strict=True)
    ]
    return record(out, "concatenate", *edges)


def _slice_rule(axis: int, start: int, end: int) -> Rule:
    return lambda d: np.take(d, range(start, end), axis)
