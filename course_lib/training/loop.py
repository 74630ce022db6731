"""Supervised training: four lines per batch, a score per epoch, the best weights kept.

Batches are tuples ``(inputs, labels, …)``; what follows the labels is left alone. Any iterable that
can be gone over again and again will do: a ``DataLoader``, a list, ``course_lib.data``'s batches.
They are taken to the device of the model. Losses are means, so every mean over batches is weighted
by their sizes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from course_lib.training.feed import Batches, call, device_of, move

Loss = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Score:
    """How good a model is on some examples: their mean loss, and the share that it gets right."""

    loss: float
    accuracy: float


@dataclass(frozen=True)
class Epoch:
    """What one epoch left behind; ``train_loss`` is measured while the model moves."""

    number: int
    train_loss: float
    validation: Score


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


def train_epoch(
    model: nn.Module, batches: Batches, *, loss_of: Loss, optimizer: torch.optim.Optimizer
) -> float:
    """Go over the batches once and learn from each.

    Args:
        model: inputs → outputs; it is put into training mode.
        batches: tuples (inputs, labels, …).
        loss_of: outputs and labels → their mean loss.
        optimizer: over the model's parameters.
    Returns:
        The mean loss of all examples, each measured before its own batch's step.
    Raises:
        ValueError: if there is no example.
    """
    model.train()
    total, count = 0.0, 0
    device = device_of(model)
    for inputs, labels, *_ in batches:
        inputs, labels = move((inputs, labels), device)
        loss = loss_of(call(model, inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / _some(count)


@torch.no_grad()
def evaluate(model: nn.Module, batches: Batches, *, loss_of: Loss) -> Score:
    """Score a model without changing it.

    Args:
        model: inputs → outputs; it is put into evaluation mode.
        batches: tuples (inputs, labels, …).
        loss_of: outputs and labels → their mean loss.
    Returns:
        Mean loss and accuracy over all examples, whatever the sizes of the batches.
    Raises:
        ValueError: if there is no example.
    """
    model.eval()
    total, right, count = 0.0, 0, 0
    device = device_of(model)
    for inputs, labels, *_ in batches:
        inputs, labels = move((inputs, labels), device)
        outputs = call(model, inputs)
        total += loss_of(outputs, labels).item() * len(labels)
        right += int((answers(outputs) == labels).sum())
        count += len(labels)
    return Score(total / _some(count), right / count)


def answers(outputs: Tensor) -> Tensor:
    """The class that a model answers.

    Shape:
        one logit each (B,) → 1 where it is above 0; logits (B, K) → the highest of each row.
    Raises:
        ValueError: for outputs of another shape.
    """
    if outputs.ndim == 1:
        return (outputs > 0).long()
    if outputs.ndim == 2 and outputs.shape[1] > 1:
        return outputs.argmax(dim=1)
    raise ValueError(f"expected outputs of shape (B,) or (B, K >= 2), got {tuple(outputs.shape)}")


def fit(
    model: nn.Module,
    train: Batches,
    validation: Batches,
    *,
    loss_of: Loss,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    patience: int | None = None,
) -> History:
    """Train for some epochs and remember the best.

    Args:
        model: inputs → outputs; it is left as the last epoch left it.
        train: batches to learn from.
        validation: batches to choose the best epoch by.
        loss_of: outputs and labels → their mean loss.
        optimizer: over the model's parameters.
        epochs: at most so many.
        patience: stop after so many epochs in a row without a lower validation loss.
    Returns:
        What happened; ``model.load_state_dict(history.best_state)`` goes back to the best epoch.
    Raises:
        ValueError: if epochs or patience is below 1.
    """
    if epochs < 1 or (patience is not None and patience < 1):
        raise ValueError(f"epochs and patience must be at least 1, got {epochs} and {patience}")
    history = History()
    for number in range(1, epochs + 1):
        loss = train_epoch(model, train, loss_of=loss_of, optimizer=optimizer)
        epoch = Epoch(number, loss, evaluate(model, validation, loss_of=loss_of))
        history.epochs.append(epoch)
        if history.best is None or epoch.validation.loss < history.best.validation.loss:
            history.best, history.best_state = epoch, copy.deepcopy(model.state_dict())
        elif patience is not None and number - history.best.number >= patience:
            history.stopped_early = number < epochs
            break
    return history


def _some(count: int) -> int:
    if not count:
        raise ValueError("batches must hold at least one example, got none")
    return count
