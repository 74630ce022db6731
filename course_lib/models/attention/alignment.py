"""Attention between a decoder and an encoder: three ways to say how well a key fits a query.

Each module takes queries (B, T, ·) and keys (B, S, ·) and returns contexts and weights. The keys
are the values too, as in translation with recurrent networks.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from course_lib.checks import check_shape
from course_lib.models.attention.masks import attention_mask
from course_lib.models.attention.products import attend


class Alignment(nn.Module, ABC):
    """What the three share: scores → weights → context."""

    @abstractmethod
    def scores(self, queries: Tensor, keys: Tensor) -> Tensor:
        """How well each key fits each query.

        Args:
            queries: states of the decoder.
            keys: states of the encoder.
        Shape:
            queries (B, T, Dq), keys (B, S, Dk) → (B, T, S).
        """

    def forward(
        self, queries: Tensor, keys: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """The weighted mean of the keys for each query, and the weights.

        Args:
            queries: states of the decoder.
            keys: states of the encoder.
            mask: True where a key is real, or where a query may see a key.
        Shape:
            queries (B, T, Dq), keys (B, S, Dk), mask (B, S) or (B, T, S) bool
            → (B, T, Dk) and (B, T, S); a query that may see nothing has only zeros.
        Raises:
            TypeError: if mask is not bool.
            ValueError: if a shape does not fit.
        """
        sizes = check_shape(queries, "B T Dq", name="queries")
        sizes = check_shape(keys, "B S Dk", name="keys", B=sizes["B"]) | sizes
        wide = attention_mask(mask, causal=False, T=sizes["T"], S=sizes["S"])
        return attend(self.scores(queries, keys), keys, None if wide is None else wide[:, 0])


class AdditiveAttention(Alignment):
    """v · tanh(W q + U k): a small network with one hidden layer.

    Args:
        query_size: Dq.
        key_size: Dk.
        hidden_size: H of the small network.
    Source:
        Bahdanau, Cho and Bengio (2015); the attention of document 003.
    """

    def __init__(self, query_size: int, key_size: int, *, hidden_size: int) -> None:
        super().__init__()
        self.query = nn.Linear(query_size, hidden_size)
        self.key = nn.Linear(key_size, hidden_size, bias=False)
        self.score = nn.Linear(hidden_size, 1, bias=False)

    def scores(self, queries: Tensor, keys: Tensor) -> Tensor:
        """How well each key fits each query; see `Alignment.scores`.

        Shape:
            queries (B, T, Dq), keys (B, S, Dk) → (B, T, S).
        """
        hidden = self.query(queries)[:, :, None] + self.key(keys)[:, None]  # (B, T, S, H)
        return self.score(torch.tanh(hidden)).squeeze(3)


class MultiplicativeAttention(Alignment):
    """q · W k: a dot product after one matrix.

    Args:
        query_size: Dq.
        key_size: Dk.
    Source:
        "General" attention of Luong, Pham and Manning (2015).
    """

    def __init__(self, query_size: int, key_size: int) -> None:
        super().__init__()
        self.key = nn.Linear(key_size, query_size, bias=False)

    def scores(self, queries: Tensor, keys: Tensor) -> Tensor:
        """How well each key fits each query; see `Alignment.scores`.

        Shape:
            queries (B, T, Dq), keys (B, S, Dk) → (B, T, S).
        """
        return queries @ self.key(keys).mT


class DotAttention(Alignment):
    """q · k, scaled by 1/√D or not: nothing to learn, but both sides need one size.

    Args:
        scaled: divide by √D, so that the scores do not grow with D.
    """

    def __init__(self, *, scaled: bool = True) -> None:
        super().__init__()
        self.scaled = scaled

    def scores(self, queries: Tensor, keys: Tensor) -> Tensor:
        """How well each key fits each query; see `Alignment.scores`.

        Shape:
            queries (B, T, D), keys (B, S, D) → (B, T, S).
        """
        D = queries.shape[2]
        check_shape(keys, "B S D", name="keys", D=D)
        return queries @ keys.mT / (math.sqrt(D) if self.scaled else 1)
