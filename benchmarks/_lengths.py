"""Batches of documents of one length each: nothing to pad, so that torch takes its fastest way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def same_length(
    lengths: Sequence[int] | np.ndarray, batch_size: int, *, seed: int | tuple[int, ...]
) -> list[np.ndarray]:
    """Row numbers of batches in random order; rare lengths have smaller ones.

    Args:
        lengths: of the documents.
        batch_size: documents in a batch.
        seed: the same seed gives the same batches.
    Returns:
        Each document in exactly one batch.
    """
    rng, sizes = np.random.default_rng(seed), np.asarray(lengths)
    order = np.lexsort((rng.random(len(sizes)), sizes))
    groups = np.split(order, np.flatnonzero(np.diff(sizes[order])) + 1)
    rows = [g[i : i + batch_size] for g in groups for i in range(0, len(g), batch_size)]
    return [rows[number] for number in rng.permutation(len(rows))]
