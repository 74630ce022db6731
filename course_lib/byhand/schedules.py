"""Learning-rate schedules: plain functions, step → learning rate.

    for step in range(total):
        optimizer.lr = warmup_linear(step, lr=1e-3, warmup=100, total=total)

The first step is step 0. Only ``Plateau`` needs a memory, because it looks at the loss.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field


def constant(step: int, *, lr: float) -> float:
    """Always lr."""
    return lr


def step_decay(step: int, *, lr: float, every: int, factor: float = 0.1) -> float:
    """Times factor after every so many steps.

    Source:
        Equals ``torch.optim.lr_scheduler.StepLR(step_size=every, gamma=factor)``.
    """
    return lr * factor ** (step // every)


def cosine(step: int, *, lr: float, total: int, low: float = 0.0) -> float:
    """From lr to low along half a cosine wave; low after total steps.

    Source:
        Equals ``torch.optim.lr_scheduler.CosineAnnealingLR(T_max=total, eta_min=low)`` up to
        step total; PyTorch's then rises again.
    """
    progress = min(step / total, 1.0)
    return low + (lr - low) * (1 + math.cos(math.pi * progress)) / 2


def warmup_linear(step: int, *, lr: float, warmup: int, total: int) -> float:
    """From 0 up to lr in warmup steps, then straight down to 0 at step total.

    Source:
        Equals ``transformers.get_linear_schedule_with_warmup``.
    """
    if step < warmup:
        return lr * step / warmup
    return lr * max(0.0, (total - step) / max(1, total - warmup))


def warmup_cosine(step: int, *, lr: float, warmup: int, total: int) -> float:
    """From 0 up to lr in warmup steps, then down to 0 along half a cosine wave.

    Source:
        Equals ``transformers.get_cosine_schedule_with_warmup`` up to step total.
    """
    if step < warmup:
        return lr * step / warmup
    return cosine(step - warmup, lr=lr, total=max(1, total - warmup))


def triangular(step: int, *, low: float, high: float, half_cycle: int, gamma: float = 1.0) -> float:
    """Up from low to high in half a cycle, down in the other half, and again.

    Args:
        step: number of updates so far.
        low: learning rate at both ends of a cycle.
        high: learning rate in the middle of a cycle.
        half_cycle: steps from low to high.
        gamma: the height shrinks by this factor at every step.
    Source:
        Document 004. Equals ``torch.optim.lr_scheduler.CyclicLR(step_size_up=half_cycle)`` with
        mode "triangular", and with mode "exp_range" for a gamma below 1.
    """
    distance = abs(step % (2 * half_cycle) / half_cycle - 1)  # 1 at both ends, 0 in the middle
    return low + (high - low) * (1 - distance) * gamma**step


@dataclass(kw_only=True)
class Plateau:
    """Lowers the learning rate when the loss has stopped falling.

    Args:
        lr: where to start.
        factor: what lr is multiplied with.
        patience: how many losses without progress are accepted.
        min_delta: how much lower a loss must be to count as progress.
        cooldown: how many losses to ignore after lr was lowered.
        min_lr: lr never falls below it.
    Raises:
        ValueError: if factor is not below 1.
    Source:
        Document 004. Equals ``torch.optim.lr_scheduler.ReduceLROnPlateau`` with
        ``threshold_mode="abs"`` and ``eps=0``.
    """

    lr: float
    factor: float = 0.1
    patience: int = 10
    min_delta: float = 1e-4
    cooldown: int = 0
    min_lr: float = 0.0
    best: float = field(default=math.inf, init=False)
    waited: int = field(default=0, init=False)
    cooling: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not 0 < self.factor < 1:
            raise ValueError(f"factor must lie between 0 and 1, got {self.factor!r}")

    def update(self, loss: float) -> float:
        """Take note of a loss, and return the learning rate for what follows."""
        self.waited += 1
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        if self.cooling > 0:
            self.cooling, self.waited = self.cooling - 1, 0
        if self.waited > self.patience:
            self.lr = max(self.factor * self.lr, self.min_lr)
            self.cooling, self.waited = self.cooldown, 0
        return self.lr
