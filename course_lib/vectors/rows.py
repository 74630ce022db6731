"""Matrices of which a step touches few rows: sums by row, and AdaGrad on those rows alone."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import embedding_bag


def sum_rows(
    ids: Tensor, values: Tensor, *, places: Tensor | None = None, scale: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Add up the values that belong to the same id.

    Unlike ``index_add_`` it gives the same sums every time on a GPU too, and is fast on a CPU.

    Args:
        ids: a matrix's row for each entry.
        values: what the entries add.
        places: entry i adds values[places[i]]; by default values[i].
        scale: entry i adds scale[i] times that.
    Shape:
        ids, places, scale (N,); values (M, D), where M = N without places.
    Returns:
        The U ids that occur, sorted, (U,), and their sums (U, D).
    """
    rows, order = torch.sort(ids, stable=True)
    rows, counts = torch.unique_consecutive(rows, return_counts=True)
    starts = counts.cumsum(0) - counts
    entries = order if places is None else places[order]
    weights = None if scale is None else scale[order]
    return rows, embedding_bag(entries, values, starts, mode="sum", per_sample_weights=weights)


class AdaGradRows:
    """A matrix that learns row by row: one growing step size for each row.

    Args:
        weights: the matrix, changed in place.
    Shape:
        weights (V, D).
    Source:
        Duchi et al. (2011), the mean of the squared gradient of a row taken for all of it.
    """

    def __init__(self, weights: Tensor) -> None:
        self.weights = weights
        self.squares = torch.zeros(len(weights), dtype=weights.dtype, device=weights.device)

    def step(self, rows: Tensor, gradients: Tensor, *, lr: float) -> None:
        """Go against the gradient.

        Args:
            rows: each once.
            gradients: of these rows.
            lr: length of a row's first step, per component.
        Shape:
            rows (U,), gradients (U, D).
        """
        squares = self.squares[rows] + gradients.square().mean(dim=1)
        self.squares[rows] = squares
        step = gradients * (-lr / (squares.sqrt() + 1e-10))[:, None]
        self.weights[rows] += step
