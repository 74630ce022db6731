"""One long text for a language model: contiguous streams, or all overlapping windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor


class Block(NamedTuple):
    """The next stretch of every stream.

    Shape:
        ids (B, T) int64; fresh (B,) bool, True where the stream begins here.
    """

    ids: Tensor
    fresh: Tensor


class Streams:
    """A text cut into B streams that are read side by side: block after block, each id once.

    Stream b is one stretch of the text, and its next block begins where the last one ended: a
    model that carries its state reads every stream as a whole. Up to B ids at the end are left
    out. Each batch is ``(Block, labels)``; labels are the ids one place further, flat.

    Args:
        ids: the text, a 1-D array or tensor.
        batch_size: B.
        length: T, the places of a block; the last block of an epoch may be shorter.
    Shape:
        ids (N,) integers.
    Raises:
        ValueError: if ids are not 1-D or too few, or batch_size or length is below 1.
    """

    def __init__(
        self, ids: npt.NDArray[np.integer] | Tensor, *, batch_size: int, length: int
    ) -> None:
        flat = torch.as_tensor(ids).long()
        if flat.ndim != 1 or min(batch_size, length) < 1 or len(flat) <= batch_size:
            got = f"{tuple(flat.shape)}, {batch_size} and {length}"
            raise ValueError(
                f"expected more ids (N,) than batch_size >= 1 and length >= 1, got {got}"
            )
        self.length = length
        self.steps = (len(flat) - 1) // batch_size  # ids of each stream
        end = self.steps * batch_size
        self._inputs = flat[:end].view(batch_size, -1)
        self._labels = flat[1 : end + 1].view(batch_size, -1)

    def __len__(self) -> int:
        return -(-self.steps // self.length)

    def __iter__(self) -> Iterator[tuple[Block, Tensor]]:
        for first in range(0, self.steps, self.length):
            here = slice(first, first + self.length)
            fresh = torch.full((len(self._inputs),), first == 0)
            yield Block(self._inputs[:, here], fresh), self._labels[:, here].flatten()


def windows(ids: npt.NDArray[np.integer] | Tensor, *, length: int) -> tuple[Tensor, Tensor]:
    """All stretches of a text, each one place further: the document's batch.

    Args:
        ids: the text.
        length: T.
    Shape:
        ids (N,) integers → inputs (N − T, T) and labels (N − T, T), without copies.
    Raises:
        ValueError: if the text has not more than T ids.
    Source:
        ``get_batch`` of document 003.
    """
    flat = torch.as_tensor(ids).long()
    if flat.ndim != 1 or not 0 < length < len(flat):
        got = f"{tuple(flat.shape)} and {length}"
        raise ValueError(f"expected more ids (N,) than length >= 1, got {got}")
    return flat[:-1].unfold(0, length, 1), flat[1:].unfold(0, length, 1)
