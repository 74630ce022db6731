"""What models check of the numbers that they are given."""

from __future__ import annotations

import torch
from torch import Tensor


def check_ids(ids: Tensor, size: int, *, name: str = "ids") -> None:
    """Check that numbers are integers from 0 to size − 1.

    Args:
        ids: numbers, of any shape.
        size: the first number that is too large.
        name: what to call ids in the message.
    Raises:
        TypeError: if they are no integers.
        ValueError: if one is outside.
    """
    if ids.is_floating_point() or ids.dtype == torch.bool:
        raise TypeError(f"{name} must be integers, got {ids.dtype}")
    if not ids.numel():
        return
    low, high = (each.item() for each in torch.aminmax(ids))
    if low < 0 or high >= size:
        raise ValueError(f"{name} must lie in 0 … {size - 1}, got {low if low < 0 else high}")
