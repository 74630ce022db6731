"""What all losses share: the three reductions, and errors that name what came."""

from __future__ import annotations

from typing import Literal, TypeAlias

from torch import Tensor

Reduction: TypeAlias = Literal["mean", "sum", "none"]


def reduce(losses: Tensor, reduction: Reduction) -> Tensor:
    """Mean, sum, or every loss by itself."""
    check_reduction(reduction)
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def check_reduction(reduction: str) -> None:
    """Raise ValueError for anything but the three names."""
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', got {reduction!r}")


def check_pair(first: Tensor, second: Tensor, *, names: tuple[str, str]) -> None:
    """Raise unless both have one shape and hold numbers; broadcasting would hide a mistake."""
    one, other = names
    if not first.is_floating_point():
        raise TypeError(f"{one} must be a floating-point tensor, got {first.dtype}")
    if first.shape != second.shape:
        shapes = f"{tuple(first.shape)} and {tuple(second.shape)}"
        raise ValueError(f"{one} and {other} must have one shape, got {shapes}")
    check_not_empty(first, name=one)


def check_not_empty(x: Tensor, *, name: str) -> None:
    """Raise ValueError if there is nothing to take a loss of."""
    if x.numel() == 0:
        raise ValueError(f"{name} must not be empty, got shape {tuple(x.shape)}")


def check_unit_interval(x: Tensor, *, name: str, hint: str) -> None:
    """Raise ValueError unless every number lies in [0, 1]."""
    if not ((x >= 0) & (x <= 1)).all():
        low, high = x.min().item(), x.max().item()
        raise ValueError(f"{name} must lie in [0, 1], got {low:g} … {high:g}: {hint}")
