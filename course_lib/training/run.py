"""Where a training stands: all that a checkpoint must hold, and how to go on from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau
from tqdm import tqdm

from course_lib.training.checkpoint import Checkpoints
from course_lib.training.feed import Batches
from course_lib.training.history import Epoch, History, Seen
from course_lib.training.repeat import order_of, random_state, set_order, set_random_state
from course_lib.training.update import Update


class Run:
    """One training, from its first step to its last, perhaps in several processes.

    Args:
        model: what learns.
        optimizer: over its parameters.
        train: batches to learn from.
        validation: batches to choose by.
        update: how a step is made.
        scheduler: of ``torch.optim.lr_scheduler``, or None.
        checkpoints: where states are kept, or None.
        every: steps between two checkpoints; there is one after each epoch anyway.
    Raises:
        ValueError: if every is below 1 or there are no checkpoints.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        train: Batches,
        validation: Batches,
        *,
        update: Update,
        scheduler: Any = None,
        checkpoints: Checkpoints | None = None,
        every: int | None = None,
    ) -> None:
        if every is not None and (every < 1 or checkpoints is None):
            raise ValueError(f"every must be at least 1 and needs checkpoints, got {every}")
        self.train, self.validation = train, validation
        self.parts: dict[str, Any] = {"model": model, "optimizer": optimizer, "update": update}
        if scheduler is not None:
            self.parts["scheduler"] = scheduler
        self.scheduler, self.checkpoints, self.every = scheduler, checkpoints, every
        self.history, self.seen, self.step = History(), Seen(), 0
        self.parts["history"] = self.history
        self.begin = self._begin()
        self.now: dict[str, Any] | None = None  # set between loading a state and going on
        state = checkpoints.load() if checkpoints else None
        if state is not None:
            self.load_state_dict(state)

    def learning_rate(self) -> float:
        """Of the next step, in the first group of parameters."""
        return float(self.parts["optimizer"].param_groups[0]["lr"])

    def batches(self, *, progress: bool = False) -> Iterator[tuple[Any, ...]]:
        """The batches of this epoch that are still to come.

        After each of them, when the next one is asked for, the learning rate moves on and a
        checkpoint is saved if one is due.

        Args:
            progress: show a bar with the mean loss so far.
        """
        rest = iter(self.train)
        for _ in range(self.seen.batches):  # learnt from before the checkpoint
            next(rest)
        if self.now is not None and self.seen.batches:
            set_random_state(self.now)
        self.now = None
        total = len(self.train) if isinstance(self.train, Sized) else None
        bar = tqdm(
            rest, f"에폭 {self.seen.epoch}", total, False,
            initial=self.seen.batches, disable=not progress,
        )  # fmt: skip
        with bar:
            for batch in bar:
                yield batch
                bar.set_postfix(loss=f"{self.seen.total / self.seen.examples:.4f}", refresh=False)
                self._after_step()

    def _after_step(self) -> None:
        self.step += 1
        if self.scheduler is not None and not isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step()
        if self.every and self.step % self.every == 0:
            self._save()

    def end_epoch(self, epoch: Epoch, *, patience: int | None, last: bool) -> None:
        """Take note of an epoch, and get ready for the next one.

        Args:
            epoch: what it left behind.
            patience: epochs without a lower validation loss, after which the run is over.
            last: whether the run is over anyway.
        """
        self.history.add(epoch, self.parts["model"])
        waited = self.history.waited()
        self.history.stopped_early = patience is not None and waited >= patience and not last
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(epoch.validation.loss)
        self.seen, self.begin = Seen(epoch.number + 1), self._begin()
        self._save()

    def _begin(self) -> dict[str, Any]:
        """What the order of an epoch's batches follows from."""
        orders = [order_of(self.train), order_of(self.validation)]
        return {"random": random_state(), "orders": orders}

    def _save(self) -> None:
        if self.checkpoints is not None:
            self.checkpoints.save(self.state_dict(), step=self.step)

    def state_dict(self) -> dict[str, Any]:
        """All that the rest of the run depends on: tensors, numbers, texts."""
        state: dict[str, Any] = {name: part.state_dict() for name, part in self.parts.items()}
        here = {"step": self.step, "seen": vars(self.seen).copy()}
        return state | here | {"begin": self.begin, "random": random_state()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go back to a state.

        Args:
            state: of `state_dict` of such a run.
        """
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        self.step, self.seen = state["step"], Seen(**state["seen"])
        self.begin, self.now = state["begin"], state["random"]
        set_random_state(self.begin["random"])
        for batches, order in zip((self.train, self.validation), self.begin["orders"], strict=True):
            set_order(batches, order)
