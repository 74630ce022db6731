"""Supervised training: four lines per batch, a score per epoch, the best weights kept.

Batches are tuples ``(inputs, labels, …)``; what follows the labels is left alone. Any iterable that
can be gone over again and again will do: a ``DataLoader``, a list, ``course_lib.data``'s batches.
They are taken to the device of the model. Losses are means, so every mean over batches is weighted
by their sizes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn

from course_lib.training.checkpoint import Checkpoints
from course_lib.training.feed import Batches, call, device_of, move
from course_lib.training.history import Epoch, History, Score, Seen
from course_lib.training.run import Run
from course_lib.training.schedules import Schedule, start
from course_lib.training.update import Precision, Update

Loss = Callable[[Tensor, Tensor], Tensor]


def train_epoch(
    model: nn.Module,
    batches: Batches,
    *,
    loss_of: Loss,
    optimizer: torch.optim.Optimizer,
    update: Update | None = None,
    seen: Seen | None = None,
) -> float:
    """Go over the batches once and learn from each.

    Args:
        model: inputs → outputs; it is put into training mode.
        batches: tuples (inputs, labels, …).
        loss_of: outputs and labels → their mean loss.
        optimizer: over the model's parameters.
        update: clips gradients or computes in 16 bits; neither without it.
        seen: what was seen of this epoch already; nothing without it.
    Returns:
        The mean loss of all examples, each measured before its own batch's step.
    Raises:
        FloatingPointError: if a loss is infinite or no number; the weights are those before it.
        ValueError: if there is no example.
    """
    device = device_of(model)
    update, seen = update or Update(device=device), seen or Seen()
    model.train()
    for inputs, labels, *_ in batches:
        inputs, labels = move((inputs, labels), device)
        with update.precision():
            loss = loss_of(call(model, inputs), labels)
        seen.add(loss.item(), len(labels))
        optimizer.zero_grad()
        update.backward(loss)
        update.step(optimizer)
    return seen.mean()


@torch.no_grad()
def evaluate(
    model: nn.Module, batches: Batches, *, loss_of: Loss, update: Update | None = None
) -> Score:
    """Score a model without changing it.

    Args:
        model: inputs → outputs; it is put into evaluation mode.
        batches: tuples (inputs, labels, …).
        loss_of: outputs and labels → their mean loss.
        update: to compute in 16 bits, as while training.
    Returns:
        Mean loss and accuracy over all examples, whatever the sizes of the batches.
    Raises:
        ValueError: if there is no example.
    """
    device = device_of(model)
    update = update or Update(device=device)
    model.eval()
    total, right, count = 0.0, 0, 0
    for inputs, labels, *_ in batches:
        inputs, labels = move((inputs, labels), device)
        with update.precision():
            outputs = call(model, inputs)
            loss = loss_of(outputs, labels)
        total, count = total + loss.item() * len(labels), count + len(labels)
        right += int((answers(outputs) == labels).sum())
    if not count:
        raise ValueError("batches must hold at least one example, got none")
    return Score(total / count, right / count)


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
    clip: float | None = None,
    precision: Precision = "float32",
    schedule: Schedule | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    checkpoint_every: int | None = None,
    progress: bool = False,
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
        clip: longest gradient; longer ones are shortened. See `Update`.
        precision: "float32", "bf16" or, on a GPU, "fp16". See `Update`.
        schedule: of the learning rate. See `schedules`.
        checkpoint: a folder for states of the run. If it holds one, the run goes on from there and
            ends as if it had never stopped: call `fit` with everything made as the first time.
        checkpoint_every: steps between two states; there is one after each epoch anyway.
        progress: show a bar for each epoch.
    Returns:
        What happened; ``model.load_state_dict(history.best_state)`` goes back to the best epoch.
    Raises:
        FloatingPointError: if a loss is infinite or no number.
        ValueError: if an option cannot be, or every checkpoint in the folder is damaged.
    """
    if epochs < 1 or (patience is not None and patience < 1):
        raise ValueError(f"epochs and patience must be at least 1, got {epochs} and {patience}")
    update = Update(clip=clip, precision=precision, device=device_of(model))
    run = Run(
        model, optimizer, train, validation, update=update,
        scheduler=start(schedule, optimizer, train, epochs),
        checkpoints=None if checkpoint is None else Checkpoints(checkpoint),
        every=checkpoint_every,
    )  # fmt: skip
    while run.seen.epoch <= epochs and not run.history.stopped_early:
        begun = time.perf_counter()
        loss = train_epoch(
            model, run.batches(progress=progress),
            loss_of=loss_of, optimizer=optimizer, update=update, seen=run.seen,
        )  # fmt: skip
        score = evaluate(model, validation, loss_of=loss_of, update=update)
        seconds = time.perf_counter() - begun
        facts = run.learning_rate(), update.mean_norm(), seconds
        epoch = Epoch(run.seen.epoch, loss, score, *facts)
        run.end_epoch(epoch, patience=patience, last=epoch.number == epochs)
    return run.history
