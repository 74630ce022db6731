"""Against learning by heart: a penalty on large weights, dropout, and stopping in time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from numpy.random import Generator

from course_lib.byhand.gradients import Array


def l2_penalty(params: Mapping[str, Array], *, strength: float) -> tuple[float, dict[str, Array]]:
    """½ λ Σ w², and its gradient λ w for every parameter.

    Args:
        params: the parameters to be penalised; leave biases out.
        strength: λ.
    Returns:
        The penalty to be added to the loss, and the gradients to be added to the loss's.
    Raises:
        ValueError: if strength is negative.
    Source:
        Its gradient equals ``weight_decay`` of ``torch.optim.SGD``.
    """
    if not strength >= 0:
        raise ValueError(f"strength must be >= 0, got {strength!r}")
    penalty = 0.5 * strength * sum(float((w**2).sum()) for w in params.values())
    return penalty, {name: strength * w for name, w in params.items()}


def dropout_mask(shape: tuple[int, ...], *, rate: float, rng: Generator) -> Array:
    """What to multiply with: 0 with probability rate, else 1 / (1 − rate).

    The factor keeps the mean as it was, so that nothing has to be changed when the network is
    used (inverted dropout). The gradient goes through the same mask: ``dX = dY * mask``.

    Args:
        shape: of the values to be dropped.
        rate: share of the values that become 0.
        rng: draws the values to be dropped; the same generator state gives the same mask.
    Raises:
        ValueError: if rate does not lie in [0, 1).
    Source:
        Equals ``torch.nn.functional.dropout`` in distribution.
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate must lie in [0, 1), got {rate!r}")
    return (rng.random(shape) >= rate) / (1 - rate)


@dataclass(kw_only=True)
class EarlyStopping:
    """Says when the validation loss has not improved for too long.

    Args:
        patience: how many losses without progress are accepted.
        min_delta: how much lower a loss must be to count as progress.
    Attributes:
        best: the lowest loss so far.
        waited: how many losses came after it.
    """

    patience: int = 3
    min_delta: float = 0.0
    best: float = field(default=math.inf, init=False)
    waited: int = field(default=0, init=False)

    def should_stop(self, loss: float) -> bool:
        """Take note of a validation loss; True when patience has run out."""
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
        return self.waited > self.patience
