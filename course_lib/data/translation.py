"""Sentence pairs in numbers, and their batches: source and target, begun and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor

from course_lib.data.batching import Batch, buckets, pad, take
from course_lib.text.flat import FlatIds, surround
from course_lib.text.vocab import Vocab

NAMES = ("<pad>", "<bos>", "<eos>", "<unk>")
START, END = 1, 2


class SourceAndTarget(Protocol):
    """A sentence and its translation."""

    @property
    def source(self) -> str:
        """The sentence."""
        ...

    @property
    def target(self) -> str:
        """Its translation."""
        ...


class NumberedPairs:
    """Sentence pairs in numbers; the vocabularies know the training pairs alone.

    Args:
        train: pairs to learn from.
        test: pairs to test on.
        words: cuts a sentence into tokens.
    Attributes:
        train, test: the pairs.
        source, target: a vocabulary for each side, which begins with `NAMES`.
        train_source, train_target, test_source, test_target: the sentences in numbers.
    """

    def __init__(
        self,
        train: Sequence[SourceAndTarget],
        test: Sequence[SourceAndTarget],
        *,
        words: Callable[[str], list[str]],
    ) -> None:
        self.train, self.test = train, test
        options = {"specials": NAMES, "unknown": NAMES[-1]}
        sources, targets = (words(pair.source) for pair in train), (words(p.target) for p in train)
        self.source, self.train_source = Vocab.fit(sources, **options)
        self.target, self.train_target = Vocab.fit(targets, **options)
        self.test_source = self.source.encode_many(words(pair.source) for pair in test)
        self.test_target = self.target.encode_many(words(pair.target) for pair in test)


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
