"""Sentences and pairs of sentences as BERT takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence


class PairBatch(NamedTuple):
    """A batch for BERT: ``model(*batch)``.

    Args:
        ids: token numbers, padded at the end, (B, T).
        lengths: number of real tokens, (B,).
        segments: 0 up to the first [SEP], 1 after it, 0 at padding, (B, T).
    """

    ids: Tensor
    lengths: Tensor
    segments: Tensor


def encode_pair(
    first: Sequence[int],
    second: Sequence[int] | None = None,
    *,
    cls_id: int,
    sep_id: int,
    max_length: int,
) -> tuple[list[int], list[int]]:
    """[CLS] first [SEP], or [CLS] first [SEP] second [SEP], and the segment of each token.

    What is too long loses tokens at the end, the longer sentence first.

    Args:
        first: token numbers of a sentence, without special tokens.
        second: of another one.
        cls_id: number of [CLS].
        sep_id: number of [SEP].
        max_length: longest result.
    Returns:
        Token numbers and segments, not padded.
    Raises:
        ValueError: if max_length leaves no room for a token beside the special ones.
    Source:
        ``BERTSentenceTransform`` of document 004; its valid length is the length of the lists.
    """
    special = 2 if second is None else 3
    if max_length <= special:
        raise ValueError(f"max_length must be above {special} special tokens, got {max_length}")
    one, other = list(first), list(second or ())
    keep = _kept(len(one), len(other), max_length - special)
    front = [cls_id, *one[: keep[0]], sep_id]
    if second is None:
        return front, [0] * len(front)
    back = [*other[: keep[1]], sep_id]
    return front + back, [0] * len(front) + [1] * len(back)


def _kept(first: int, second: int, room: int) -> tuple[int, int]:
    """How many tokens stay; one after another is taken from the longer sentence."""
    if first + second <= room:
        return first, second
    half = room // 2
    if second <= half:
        return room - second, second
    if first <= room - half:
        return first, room - first
    return room - half, half


def pad_pairs(
    pairs: Sequence[tuple[Sequence[int], Sequence[int]]], *, padding_id: int = 0
) -> PairBatch:
    """What `encode_pair` returned for several pairs, as one batch.

    Args:
        pairs: token numbers and segments of each pair.
        padding_id: number of [PAD].
    Raises:
        ValueError: if there is no pair.
    """
    if not pairs:
        raise ValueError("pairs must hold one pair or more, got none")
    ids, segments = zip(*pairs, strict=True)
    return PairBatch(
        pad_sequence([torch.tensor(row) for row in ids], True, padding_id),
        torch.tensor([len(row) for row in ids]),
        pad_sequence([torch.tensor(row) for row in segments], True, 0),
    )
