"""GloVe from scratch: vectors whose products are the logarithms of how often words meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course_lib.files import PathLike, load_state, save_state
from course_lib.runtime import resolve_device
from course_lib.vectors.cooccurrence import CoOccurrences
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.rows import sum_rows

_FORMAT = "course-lib glove 1"


def cell_weights(values: Tensor, *, x_max: float = 100.0, power: float = 0.75) -> Tensor:
    """Give the weight of each cell's error: rare pairs count less, frequent ones at most 1.

    Args:
        values: weighted counts.
        x_max: count from which the weight is 1.
        power: how the weight grows up to there.
    Shape:
        values (…) → (…).
    Source:
        Pennington et al. (2014), equation 9.
    """
    return (values / x_max).clamp(max=1) ** power


def loss_and_gradients(
    W: Tensor, C: Tensor, rows: Tensor, columns: Tensor, *, values: Tensor, weights: Tensor
) -> tuple[Tensor, tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Give the weighted squared error of some cells and its gradients, by the rows that occur.

    Args:
        W: word vectors, each followed by its bias.
        C: vectors as context, each followed by its bias.
        rows: words of the cells.
        columns: contexts of the cells.
        values: weighted counts of the cells, above 0.
        weights: of the errors.
    Shape:
        W, C (V, D + 1); rows, columns, values, weights (N,).
    Returns:
        ½ Σ f(X)(w·c + b + b′ − ln X)², without axes; then rows (U,) and gradients (U, D + 1) of W,
        and of C.
    Source:
        Pennington et al. (2014), equation 8, with GloVe's own factor ½.
    """
    w, c = W[rows], C[columns]
    one = torch.ones_like(w[:, :1])
    error = (w[:, :-1] * c[:, :-1]).sum(1) + w[:, -1] + c[:, -1] - values.log()
    pull = weights * error
    places = torch.arange(len(rows), device=rows.device)
    by_w = sum_rows(rows, torch.cat([c[:, :-1], one], 1), places=places, scale=pull)
    by_c = sum_rows(columns, torch.cat([w[:, :-1], one], 1), places=places, scale=pull)
    return (pull * error).sum() / 2, by_w, by_c


class GloVe:
    """A model that learns word vectors from counted neighbours.

    Args:
        counts: of the neighbours.
        dim: numbers per word.
        lr: AdaGrad's step size.
        x_max: count from which a cell has the full weight.
        power: how the weight grows up to there.
        batch: cells per step, or 0 for all.
        seed: of the first vectors and of the order of the cells.
        device: where; by default on the best one there is.
    Raises:
        ValueError: without any count, for settings or for a device that cannot be.
    Source:
        Pennington et al. (2014) and their program: AdaGrad from sums of 1, vectors as word and
        as context added up. Unlike it, a step takes many cells at once.
    """

    def __init__(
        self,
        counts: CoOccurrences,
        *,
        dim: int = 50,
        lr: float = 0.05,
        x_max: float = 100.0,
        power: float = 0.75,
        batch: int = 1024,
        seed: int = 0,
        device: str | torch.device | None = None,
    ) -> None:
        if not len(counts.values) or dim < 1 or batch < 0 or not lr > 0 or not x_max > 0:
            given = f"{len(counts.values)} cells, dim={dim}, batch={batch}, lr={lr}, x_max={x_max}"
            raise ValueError(f"expected cells, dim >= 1, batch >= 0, lr, x_max > 0, got {given}")
        self.device = resolve_device(device)
        self.lr, self.batch, self.seed = lr, batch or len(counts.values), seed
        self._settings = {"dim": dim, "lr": lr, "x_max": x_max, "power": power}
        self._settings |= {"batch": batch, "seed": seed}
        self.losses: list[float] = []
        first = np.random.default_rng(seed).random((2, counts.size, dim + 1), dtype=np.float32)
        self._vectors = torch.from_numpy((first - 0.5) / dim).to(self.device)
        self._squares = torch.ones_like(self._vectors)
        ids = np.stack([counts.rows, counts.columns])
        self._cells = torch.from_numpy(ids).to(self.device)
        self._values = torch.from_numpy(counts.values).float().to(self.device)
        self._weights = cell_weights(self._values, x_max=x_max, power=power)

    def train(self, *, epochs: int = 25, checkpoint: PathLike | None = None) -> None:
        """Go over all cells some more times, each time in another order.

        Args:
            epochs: how many times; the mean loss of a cell is added to ``losses`` after each.
            checkpoint: a file to save to after each epoch.
        Raises:
            OSError: if the checkpoint cannot be written.
        """
        for _ in range(epochs):
            rng = np.random.default_rng((self.seed, len(self.losses)))
            order = torch.from_numpy(rng.permutation(len(self._values))).to(self.device)
            total = sum(float(self._step(part)) for part in order.split(self.batch))
            self.losses.append(total / len(order))
            if checkpoint is not None:
                self.save(checkpoint)

    def _step(self, cells: Tensor) -> Tensor:
        rows, columns = self._cells[:, cells]
        values, weights = self._values[cells], self._weights[cells]
        W, C = self._vectors
        loss, *parts = loss_and_gradients(W, C, rows, columns, values=values, weights=weights)
        for side, (touched, gradients) in enumerate(parts):
            squares = self._squares[side, touched] + gradients.square()
            self._squares[side, touched] = squares
            self._vectors[side, touched] -= self.lr * gradients / squares.sqrt()
        return loss

    def keyed(self, words: Iterable[str], *, with_contexts: bool = True) -> KeyedVectors:
        """Give the learned vectors to their words.

        Args:
            words: in the order of the ids.
            with_contexts: add each word's vector as context to its vector as word, as GloVe does.
        Raises:
            ValueError: if they are not as many as the counts' words, or one stands twice.
        """
        found = self._vectors.sum(0) if with_contexts else self._vectors[0]
        return KeyedVectors(words, found[:, :-1].cpu().numpy().copy())

    def save(self, path: PathLike) -> None:
        """Write all but the counts that is needed to go on; it appears whole or not at all.

        Raises:
            OSError: if the file cannot be written.
        """
        state: dict[str, Any] = {"settings": self._settings, "losses": self.losses}
        state |= {"vectors": self._vectors.cpu(), "squares": self._squares.cpu()}
        save_state(path, state | {"cells": self._fingerprint()}, form=_FORMAT)

    @classmethod
    def load(
        cls, path: PathLike, counts: CoOccurrences, *, device: str | torch.device | None = None
    ) -> GloVe:
        """Read what `save` wrote; `train` then goes on after the last whole epoch.

        Args:
            path: the file.
            counts: those that training began with.
            device: where to go on; by default on the best one there is.
        Raises:
            OSError: if the file cannot be opened.
            ValueError: if it is damaged, no such file, or of other counts.
        """
        state = load_state(path, form=_FORMAT)
        model = cls(counts, **state["settings"], device=device)
        if model._fingerprint() != state["cells"]:
            given = f"{state['cells']}, got {model._fingerprint()}"
            raise ValueError(f"expected the counts that training began with, {given}")
        model.losses = state["losses"]
        model._vectors, model._squares = (
            state[name].to(model.device) for name in ("vectors", "squares")
        )
        return model

    def _fingerprint(self) -> list[float]:
        """Number of cells and sum of the counts."""
        return [len(self._values), float(self._values.double().sum())]
