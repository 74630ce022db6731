"""From token numbers to vectors that know their position."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from course_lib.checks import check_shape
from course_lib.models.attention.positions import LearnedPositions, SinusoidalPositions
from course_lib.models.pooling import length_mask
from course_lib.models.recurrent import check_lengths
from course_lib.models.transformer.config import TransformerConfig


def check_ids(ids: Tensor, vocab_size: int, *, name: str = "ids") -> None:
    """Check token numbers before they are looked up.

    Args:
        ids: one sentence in each row.
        vocab_size: V.
        name: what to call them in the message.
    Shape:
        ids (B, T).
    Raises:
        TypeError: if they are no integers.
        ValueError: if there are none, or one is not in 0 … V − 1.
    """
    check_shape(ids, "B T", name=name)
    if ids.dtype not in (torch.int64, torch.int32):
        raise TypeError(f"{name} must be integers, got {ids.dtype}")
    if not ids.numel():
        raise ValueError(f"{name} must hold one token or more, got shape {tuple(ids.shape)}")
    low, high = (value.item() for value in ids.aminmax())
    if low < 0 or high >= vocab_size:
        got = low if low < 0 else high
        raise ValueError(f"{name} must lie in 0 … {vocab_size - 1}, got {got}")


def real_tokens(ids: Tensor, lengths: Tensor | None) -> Tensor | None:
    """True where a token is real; None without lengths, where all are.

    Args:
        ids: token numbers, padded at the end.
        lengths: number of real tokens of each sentence.
    Shape:
        ids (B, T), lengths (B,) → (B, T) bool.
    Raises:
        TypeError: if lengths are no integers.
        ValueError: if one is not in 1 … T.
    """
    if lengths is None:
        return None
    check_lengths(lengths, *ids.shape)
    return length_mask(lengths.to(ids.device), ids.shape[1])


def _positions(config: TransformerConfig) -> nn.Module | None:
    if config.positions == "learned":
        return LearnedPositions(config.max_length, config.size)
    return SinusoidalPositions() if config.positions == "sinusoidal" else None


class TokenEmbedding(nn.Module):
    """Token vectors times √D, plus positions, with dropout.

    Args:
        vocab_size: V.
        config: sizes and choices.
    Source:
        Vaswani et al. (2017), section 3.4.
    """

    def __init__(self, vocab_size: int, config: TransformerConfig) -> None:
        super().__init__()
        self.words = nn.Embedding(vocab_size, config.size)
        nn.init.normal_(self.words.weight, std=config.size**-0.5)
        self.positions = _positions(config)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, ids: Tensor, *, start: int = 0, name: str = "ids") -> Tensor:
        """One vector for each token.

        Args:
            ids: token numbers.
            start: position of the first.
            name: what to call ids in a message.
        Shape:
            ids (B, T) → (B, T, D).
        Raises:
            TypeError: if ids are no integers.
            ValueError: if one is not in 0 … V − 1, or the sentence is too long.
        """
        check_ids(ids, self.words.num_embeddings, name=name)
        x = self.words(ids) * math.sqrt(self.words.embedding_dim)
        return self.dropout(x if self.positions is None else self.positions(x, start=start))
