"""How far numbers are from other numbers."""

from __future__ import annotations

import torch
from torch import Tensor

from course_lib.losses._common import Reduction, check_pair, reduce

NAMES = ("prediction", "target")


def mse(prediction: Tensor, target: Tensor, *, reduction: Reduction = "mean") -> Tensor:
    """Mean squared error: (prediction − target)².

    Shape:
        prediction (*), target (*) → (); (*) without reduction.
    Raises:
        TypeError: if prediction is no floating-point tensor.
        ValueError: if the shapes differ or are empty.
    Source:
        Equals ``torch.nn.functional.mse_loss``, which would broadcast (B, 1) with (B,).
    """
    check_pair(prediction, target, names=NAMES)
    return reduce((prediction - target) ** 2, reduction)


def dmse(prediction: Tensor, target: Tensor) -> Tensor:
    """2(prediction − target) / n.

    Shape:
        prediction (*), target (*) → (*).
    """
    check_pair(prediction, target, names=NAMES)
    return 2 * (prediction - target) / prediction.numel()


def mae(prediction: Tensor, target: Tensor, *, reduction: Reduction = "mean") -> Tensor:
    """Mean absolute error: |prediction − target|, which outliers move less than squares.

    Shape:
        prediction (*), target (*) → (); (*) without reduction.
    Raises:
        TypeError: if prediction is no floating-point tensor.
        ValueError: if the shapes differ or are empty.
    Source:
        Equals ``torch.nn.functional.l1_loss``.
    """
    check_pair(prediction, target, names=NAMES)
    return reduce((prediction - target).abs(), reduction)


def dmae(prediction: Tensor, target: Tensor) -> Tensor:
    """sign(prediction − target) / n; 0 at the corner.

    Shape:
        prediction (*), target (*) → (*).
    """
    check_pair(prediction, target, names=NAMES)
    return torch.sign(prediction - target) / prediction.numel()


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    """Square root of the mean squared error, in the unit of the target.

    Shape:
        prediction (*), target (*) → ().
    Raises:
        TypeError: if prediction is no floating-point tensor.
        ValueError: if the shapes differ or are empty.
    Source:
        Equals ``mse_loss(…).sqrt()``; where all errors are 0 that gradient is NaN, ours is 0.
    """
    mean = mse(prediction, target)
    exact = mean == 0
    return torch.where(exact, 0, torch.sqrt(torch.where(exact, 1, mean)))


def drmse(prediction: Tensor, target: Tensor) -> Tensor:
    """(prediction − target) / (n · rmse); 0 where all errors are 0.

    Shape:
        prediction (*), target (*) → (*).
    """
    error, size = prediction - target, rmse(prediction, target)
    return error / (prediction.numel() * torch.where(size == 0, 1, size))
