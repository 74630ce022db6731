"""Errors that teach: what was expected and what came, in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np


def check_shape(x: Any, axes: str, *, name: str = "x", **known: int) -> dict[str, int]:
    """Check an array's shape against letters, and learn what the letters stand for.

    ``check_shape(x, "B T D", name="x", D=64)`` returns ``{"B": …, "T": …, "D": 64}``. A letter
    that stands twice must have one size; a number is a size; ``_`` is any size.

    Args:
        x: a NumPy array or a tensor, or anything else with a ``shape``.
        axes: one letter, word, number or ``_`` for each axis, separated by spaces.
        name: what to call x in the message.
        **known: sizes that are known already.
    Returns:
        The size of every letter, the known ones included.
    Raises:
        TypeError: if x has no shape.
        ValueError: if its shape is another one.
    """
    if not hasattr(x, "shape"):
        raise TypeError(f"{name} must be an array or a tensor, got {type(x).__name__}")
    shape, wanted, sizes = tuple(x.shape), axes.split(), dict(known)
    fits = len(shape) == len(wanted) and all(map(_fits, wanted, shape, [sizes] * len(shape)))
    if not fits:
        parts = [f"{axis}={known[axis]}" if axis in known else axis for axis in wanted]
        expected = ", ".join(parts) + ("," if len(parts) == 1 else "")
        raise ValueError(f"{name} must have shape ({expected}), got {shape}")
    return sizes


def _fits(axis: str, size: int, sizes: dict[str, int]) -> bool:
    if axis == "_":
        return True
    return size == (int(axis) if axis.isdigit() else sizes.setdefault(axis, size))


def check_finite(x: Any, *, name: str = "x") -> None:
    """Check that an array has neither NaN nor infinity.

    Args:
        x: a NumPy array, a tensor, a number or nested numbers.
        name: what to call x in the message.
    Raises:
        ValueError: if a value is not finite; the message counts them.
    """
    values = x if hasattr(x, "shape") else np.asarray(x)
    nan, infinite = int((values != values).sum()), int((abs(values) == float("inf")).sum())
    if nan or infinite:
        count = int(np.prod(tuple(values.shape)))
        raise ValueError(
            f"{name} must be finite, got {nan} NaN and {infinite} infinite among {count} values"
        )
