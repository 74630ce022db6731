"""Batches of documents of one length each: nothing to pad, so that torch takes its fastest way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def same_length(
    lengths: Sequence[int] | np.ndarray,
    batch_size: int,
    *,
    seed: int | tuple[int, ...],
    tokens: bool = False,
) -> list[np.ndarray]:
    """Row numbers of batches in random order; rare lengths have smaller ones.

    Args:
        lengths: of the documents.
        batch_size: documents in a batch, or with `tokens` tokens.
        seed: the same seed gives the same batches.
        tokens: fill batches by tokens, so that short documents come in greater numbers.
    Returns:
        Each document in exactly one batch.
    """
    rng, sizes = np.random.default_rng(seed), np.asarray(lengths)
    order = np.lexsort((rng.random(len(sizes)), sizes))
    groups = np.split(order, np.flatnonzero(np.diff(sizes[order])) + 1)
    rows = []
    for group in groups:
        step = max(1, batch_size // max(1, sizes[group[0]])) if tokens else batch_size
        rows += [group[i : i + step] for i in range(0, len(group), step)]
    return [rows[number] for number in rng.permutation(len(rows))]
