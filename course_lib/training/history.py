"""What a training leaves behind: a score per epoch, and the weights of the best one."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from torch import nn


@dataclass(frozen=True)
class Score:
    """How good a model is on some examples: their mean loss, and the share that it gets right."""

    loss: float
    accuracy: float


@dataclass(frozen=True)
class Epoch:
    """What one epoch left behind.

    Attributes:
        number: the first is 1.
        train_loss: measured while the model moves, each batch before its own step.
        validation: measured after the epoch.
        learning_rate: after its last step.
        gradient_norm: mean over the steps, before clipping; None where nothing was clipped.
        seconds: it took, validation too; does not count when epochs are compared.
    """

    number: int
    train_loss: float
    validation: Score
    learning_rate: float | None = None
    gradient_norm: float | None = None
    seconds: float = field(default=0.0, compare=False)


@dataclass
class History:
    """A run: its epochs, and the weights of the best one.

    Attributes:
        epochs: in order.
        best: the epoch with the lowest validation loss.
        best_state: a *copy* of the parameters after that epoch, for ``load_state_dict``.
        stopped_early: whether patience ran out before the last epoch.
    """

    epochs: list[Epoch] = field(default_factory=list)
    best: Epoch | None = None
    best_state: dict[str, Any] = field(default_factory=dict)
    stopped_early: bool = False

    def add(self, epoch: Epoch, model: nn.Module) -> None:
        """Take note of an epoch, and of the weights if it is the best so far.

        Args:
            epoch: the one that has just ended.
            model: as this epoch left it.
        Raises:
            FloatingPointError: if its validation loss is no number.
        """
        if math.isnan(epoch.validation.loss):
            raise FloatingPointError(f"validation loss is nan after epoch {epoch.number}")
        self.epochs.append(epoch)
        if self.best is None or epoch.validation.loss < self.best.validation.loss:
            self.best, self.best_state = epoch, copy.deepcopy(model.state_dict())

    def waited(self) -> int:
        """Epochs since the best one."""
        return len(self.epochs) - self.best.number if self.best else 0

    def state_dict(self) -> dict[str, Any]:
        """Numbers and tensors to write down."""
        return {
            "epochs": [asdict(epoch) for epoch in self.epochs],
            "best": self.best.number if self.best else 0,
            "best_state": self.best_state,
            "stopped_early": self.stopped_early,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go back to what was written down.

        Args:
            state: of `state_dict`.
        """
        self.epochs = [
            Epoch(**{**epoch, "validation": Score(**epoch["validation"])})
            for epoch in state["epochs"]
        ]
        self.best = self.epochs[state["best"] - 1] if state["best"] else None
        self.best_state, self.stopped_early = state["best_state"], state["stopped_early"]


@dataclass
class Seen:
    """The mean loss of the examples seen so far in an epoch.

    Attributes:
        epoch: its number.
        batches: how many there were.
        examples: in them.
        total: sum of the losses of all examples.
    """

    epoch: int = 1
    batches: int = 0
    examples: int = 0
    total: float = 0.0

    def add(self, loss: float, examples: int) -> None:
        """Count a batch in; a mean of few examples weighs less than one of many.

        Args:
            loss: mean of the batch.
            examples: in the batch.
        Raises:
            FloatingPointError: if the loss is infinite or no number.
        """
        if not math.isfinite(loss):
            raise FloatingPointError(
                f"loss is {loss} in epoch {self.epoch}, step {self.batches + 1}: "
                "look at this batch, lower the learning rate or clip the gradients"
            )
        self.batches, self.examples = self.batches + 1, self.examples + examples
        self.total += loss * examples

    def mean(self) -> float:
        """Mean loss of an example.

        Raises:
            ValueError: if there was none.
        """
        if not self.examples:
            raise ValueError("batches must hold at least one example, got none")
        return self.total / self.examples
