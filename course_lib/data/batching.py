"""From documents of different lengths to what models take: padded, in a bag, or packed.

Documents come as flat ids with offsets (`FlatIds`), in memory or in a memory map alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from course_lib.text.flat import FlatIds

Ints = npt.NDArray[np.int64]


class Padded(NamedTuple):
    """Documents as rows of one tensor.

    Shape:
        ids (B, T) int64, lengths (B,) int64.
    """

    ids: Tensor
    lengths: Tensor

    @property
    def mask(self) -> Tensor:
        """Where a token is real.

        Shape:
            (B, T) bool.
        """
        places = torch.arange(self.ids.shape[1], device=self.ids.device)
        return places < self.lengths.to(self.ids.device)[:, None]


class Bag(NamedTuple):
    """Documents one after another, as ``torch.nn.EmbeddingBag`` takes them.

    Shape:
        flat (number of tokens,) int64, offsets (B,) int64: where each document begins.
    """

    flat: Tensor
    offsets: Tensor


class Batch(NamedTuple):
    """What a model is fed in one step.

    Args:
        inputs: what the form of the batch made of the documents, such as `Padded`.
        labels: their labels, or None where there are none.
        rows: their numbers.
    """

    inputs: Any
    labels: Tensor | None
    rows: Ints


def take(ids: FlatIds, rows: Sequence[int] | Ints) -> FlatIds:
    """Pick documents; only these are read if the ids are a memory map.

    Args:
        ids: all documents.
        rows: numbers of the documents wanted.
    Returns:
        Copies, in the order asked for.
    """
    chosen = np.asarray(rows, dtype=np.int64)
    total = len(ids.offsets)
    begins = np.asarray(ids.offsets[chosen], dtype=np.int64)
    following = ids.offsets[np.minimum(chosen + 1, total - 1)] if total else begins
    ends = np.where(chosen + 1 < total, following, len(ids.flat))
    return _gather(ids.flat, begins, ends - begins)


def pad(ids: FlatIds, *, padding_id: int = 0, max_length: int | None = None) -> Padded:
    """Make all documents as long as the longest by adding padding at the end.

    Args:
        ids: the documents.
        padding_id: id of the padding.
        max_length: cut longer documents.
    Returns:
        ids (B, T) and lengths (B,), where T is the greatest length.
    Raises:
        ValueError: if max_length is not positive.
    """
    ids = _cut(ids, max_length)
    lengths = ids.lengths
    mask = np.arange(lengths.max(initial=0)) < lengths[:, None]
    padded = np.full(mask.shape, padding_id, dtype=np.int64)
    padded[mask] = ids.flat
    return Padded(torch.from_numpy(padded), torch.from_numpy(lengths))


def bag(ids: FlatIds, *, max_length: int | None = None) -> Bag:
    """Leave the documents one after another: no padding at all, and no order between them.

    Args:
        ids: the documents; empty ones are allowed.
        max_length: cut longer documents.
    Returns:
        flat (number of tokens,), offsets (B,).
    Raises:
        ValueError: if max_length is not positive.
    """
    ids = _cut(ids, max_length)
    flat, offsets = (np.array(each, dtype=np.int64) for each in ids)
    return Bag(torch.from_numpy(flat), torch.from_numpy(offsets))


def pack(ids: FlatIds, *, max_length: int | None = None) -> PackedSequence:
    """Put the first tokens of all documents first, then all second tokens, and so on.

    Nothing is padded on the way: at each time step only the documents that are still going on
    take part, longest first.

    Args:
        ids: the documents.
        max_length: cut longer documents.
    Returns:
        Ids (number of tokens,) with batch_sizes (T,); recurrent layers give their results in the
        order of `ids`.
    Raises:
        ValueError: if a document is empty, which a recurrent layer cannot read.
    """
    ids = _cut(ids, max_length)
    lengths = ids.lengths
    if not len(lengths) or not lengths.all():
        where = int(np.argmin(lengths)) if len(lengths) else None
        raise ValueError(f"expected documents of one token or more, got an empty one: row {where}")
    order = np.argsort(-lengths, kind="stable")
    steps = np.arange(lengths.max())[:, None]
    going_on = steps < lengths[order]
    data = ids.flat[(ids.offsets[order] + steps)[going_on]].astype(np.int64)
    parts = (data, going_on.sum(1), order, np.argsort(order))
    return PackedSequence(*map(torch.from_numpy, parts))


def buckets(
    lengths: Sequence[int] | Ints, batch_size: int, *, seed: int = 0, pool: int = 50
) -> list[Ints]:
    """Put documents of similar length into the same batch, in random order.

    All documents are shuffled; `pool` batches at a time are sorted by length and cut; at last the
    batches are shuffled. A larger pool means less padding, a smaller one more chance.

    Args:
        lengths: length of each document.
        batch_size: documents in a batch; the last one may have fewer.
        seed: the same seed gives the same batches.
        pool: how many batches are sorted together.
    Returns:
        Row numbers of each batch; each document is in exactly one.
    Raises:
        ValueError: if batch_size or pool is not positive.
    """
    if batch_size < 1 or pool < 1:
        raise ValueError(f"expected positive batch_size and pool, got {batch_size} and {pool}")
    rng = np.random.default_rng(seed)
    sizes = np.asarray(lengths, dtype=np.int64)
    order = rng.permutation(len(sizes))
    batches = []
    for first in range(0, len(order), batch_size * pool):
        near = order[first : first + batch_size * pool]
        near = near[np.argsort(sizes[near], kind="stable")]
        batches += [near[i : i + batch_size] for i in range(0, len(near), batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def padding_share(lengths: Sequence[int] | Ints, batches: Sequence[Ints]) -> float:
    """Measure how much of the padded batches is padding.

    Args:
        lengths: length of each document.
        batches: row numbers of each batch.
    Returns:
        Padding as a share of all places, 0 to 1.
    """
    sizes = np.asarray(lengths, dtype=np.int64)
    places = sum(len(rows) * int(sizes[rows].max()) for rows in batches if len(rows))
    tokens = sum(int(sizes[rows].sum()) for rows in batches)
    return 1 - tokens / places if places else 0.0


class Batches:
    """All batches of one epoch, again and again: each pass is a new epoch in a new order.

    Args:
        ids: the documents, in memory or in a memory map.
        labels: one label for each document, or None.
        batch_size: documents in a batch; the last one may have fewer.
        form: makes the model's input of the documents: `pad`, `bag`, `pack`, or your own.
        shuffle: new order in each epoch; without it the documents come in their own order.
        by_length: with `shuffle`, documents of similar length together (see `buckets`).
        seed: the same seed gives the same epochs.
    Raises:
        ValueError: if batch_size is not positive, or labels and documents differ in number.
    """

    def __init__(
        self,
        ids: FlatIds,
        labels: Sequence[int] | Ints | None = None,
        *,
        batch_size: int = 32,
        form: Callable[[FlatIds], Any] = pad,
        shuffle: bool = True,
        by_length: bool = True,
        seed: int = 0,
    ) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size must be positive, got {batch_size}")
        if labels is not None and len(labels) != len(ids.offsets):
            raise ValueError(
                f"expected one label per document: {len(ids.offsets)} documents, "
                f"{len(labels)} labels"
            )
        self.ids, self.batch_size, self.form = ids, batch_size, form
        self.labels = None if labels is None else torch.from_numpy(np.array(labels, dtype=np.int64))
        self.shuffle, self.by_length, self.seed = shuffle, by_length, seed
        self.lengths = ids.lengths
        self.epoch = 0

    def __len__(self) -> int:
        return -(-len(self.ids.offsets) // self.batch_size)

    def __iter__(self) -> Iterator[Batch]:
        order = self._order()
        self.epoch += 1
        for rows in order:
            labels = None if self.labels is None else self.labels[torch.from_numpy(rows)]
            yield Batch(self.form(take(self.ids, rows)), labels, rows)

    def _order(self) -> list[Ints]:
        total = len(self.ids.offsets)
        seed = int(np.random.SeedSequence([self.seed, self.epoch]).generate_state(1)[0])
        if self.shuffle and self.by_length:
            return buckets(self.lengths, self.batch_size, seed=seed)
        rows: Any = np.arange(total)
        if self.shuffle:
            rows = np.random.default_rng(seed).permutation(total)
        return [rows[i : i + self.batch_size] for i in range(0, total, self.batch_size)]


def _cut(ids: FlatIds, max_length: int | None) -> FlatIds:
    if max_length is None:
        return ids
    if max_length < 1:
        raise ValueError(f"max_length must be positive, got {max_length}")
    return _gather(ids.flat, ids.offsets, np.minimum(ids.lengths, max_length))


def _gather(flat: Ints, begins: Ints, lengths: Ints) -> FlatIds:
    """Documents of given lengths from given places, as new documents."""
    offsets = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(begins - offsets, lengths)
    return FlatIds(np.asarray(flat[places], dtype=np.int64), offsets)
