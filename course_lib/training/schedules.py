"""Learning rates that change on the way, for ``fit(…, schedule=cosine(warmup=0.1))``.

A schedule makes one of ``torch.optim.lr_scheduler`` when the number of steps is known, so that any
of them fits: ``schedule=lambda optimizer, steps: OneCycleLR(optimizer, 0.01, total_steps=steps)``.
``ReduceLROnPlateau`` is told the validation loss after each epoch; others go on after each step.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Any

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR, LRScheduler

from course_lib.byhand.schedules import warmup_cosine, warmup_linear

Schedule = Callable[[Optimizer, int], LRScheduler]


def linear(*, warmup: float = 0.0) -> Schedule:
    """From 0 up to the optimizer's own rate, then straight down to 0 at the last step.

    Args:
        warmup: share of the steps on the way up.
    Raises:
        ValueError: if warmup is no share.
    Source:
        ``course_lib.byhand.schedules.warmup_linear``.
    """
    return _shaped(warmup_linear, warmup)


def cosine(*, warmup: float = 0.0) -> Schedule:
    """From 0 up to the optimizer's own rate, then down to 0 along half a cosine wave.

    Args:
        warmup: share of the steps on the way up.
    Raises:
        ValueError: if warmup is no share.
    Source:
        ``course_lib.byhand.schedules.warmup_cosine``.
    """
    return _shaped(warmup_cosine, warmup)


def _shaped(shape: Callable[..., float], warmup: float) -> Schedule:
    if not 0 <= warmup < 1:
        raise ValueError(f"warmup must lie in [0, 1), got {warmup}")

    def make(optimizer: Optimizer, steps: int) -> LRScheduler:
        rising = round(warmup * steps)
        return LambdaLR(optimizer, lambda step: shape(step, lr=1.0, warmup=rising, total=steps))

    return make


def start(schedule: Schedule | None, optimizer: Optimizer, batches: Any, epochs: int) -> Any:
    """Make the scheduler of a run.

    Args:
        schedule: what was asked for, or None.
        optimizer: whose learning rate is to change.
        batches: of one epoch.
        epochs: in all.
    Returns:
        The scheduler, or None.
    Raises:
        TypeError: if the batches do not know how many they are.
    """
    if schedule is None:
        return None
    if not isinstance(batches, Sized):
        raise TypeError(f"a schedule needs batches with a length, got {type(batches).__name__}")
    return schedule(optimizer, epochs * len(batches))
