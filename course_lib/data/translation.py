"""Batches of sentence pairs: source and target, each in numbers, begun and ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from course_lib.data.batching import Batch, buckets, pad, take
from course_lib.text.flat import FlatIds, surround


class Translation(NamedTuple):
    """What an encoder–decoder is fed with.

    Args:
        source_ids: the sources, padded at the end.
        source_lengths: their real tokens.
        target_ids: start token and target, without its end, padded at the end.
        target_lengths: their real tokens.
    Shape:
        source_ids (B, S), target_ids (B, T), lengths (B,).
    """

    source_ids: Tensor
    source_lengths: Tensor
    target_ids: Tensor
    target_lengths: Tensor


class TranslationBatches:
    """All batches of one epoch of sentence pairs; each pass is a new epoch in a new order.

    Sources of similar length share a batch. Labels are the targets with their ends, one sentence
    after another, without padding.

    Args:
        sources: ids of the sources.
        targets: ids of the targets, in the same order.
        start: id that begins a target.
        end: id that ends a target.
        batch_size: pairs in a batch; the last one may have fewer.
        shuffle: new order in each epoch; without it the pairs come in their own order.
        seed: the same seed gives the same epochs.
    Raises:
        ValueError: if batch_size is below 1, or sources and targets differ in number.
    """

    def __init__(
        self,
        sources: FlatIds,
        targets: FlatIds,
        *,
        start: int,
        end: int,
        batch_size: int = 64,
        shuffle: bool = True,
        seed: int = 0,
    ) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size must be positive, got {batch_size}")
        if len(sources.offsets) != len(targets.offsets):
            got = f"{len(sources.offsets)} and {len(targets.offsets)}"
            raise ValueError(f"expected as many targets as sources, got {got}")
        self.sources, self.targets, self.start, self.end = sources, targets, start, end
        self.batch_size, self.shuffle, self.seed, self.epoch = batch_size, shuffle, seed, 0

    def __len__(self) -> int:
        return -(-len(self.sources.offsets) // self.batch_size)

    def __iter__(self) -> Iterator[Batch]:
        total, size = len(self.sources.offsets), self.batch_size
        if self.shuffle:
            seed = int(np.random.SeedSequence([self.seed, self.epoch]).generate_state(1)[0])
            order = buckets(self.sources.lengths, size, seed=seed)
        else:
            order = [np.arange(i, min(i + size, total)) for i in range(0, total, size)]
        self.epoch += 1
        for rows in order:
            sources, targets = pad(take(self.sources, rows)), take(self.targets, rows)
            inputs = Translation(*sources, *pad(surround(targets, start=self.start)))
            labels = torch.from_numpy(surround(targets, end=self.end).flat)
            yield Batch(inputs, labels, rows)
