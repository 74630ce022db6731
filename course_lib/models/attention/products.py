"""Attention from its definition, and PyTorch's fused kernel beside it.

A query that may see no key at all gets the zero vector and weights of 0, forward and backward;
the plain formula would give NaN.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F


def masked_softmax(scores: Tensor, mask: Tensor | None = None) -> Tensor:
    """Weights over the keys: softmax of the scores that may be seen, 0 elsewhere.

    Args:
        scores: how well each key fits each query.
        mask: True where a query may see a key; anything that broadcasts.
    Shape:
        scores (*, T, S), mask (*, T, S) bool → (*, T, S).
    Returns:
        Rows that sum to 1; a row that may see nothing is all 0.
    """
    if mask is None:
        return scores.softmax(dim=-1)
    blind = ~mask.any(dim=-1, keepdim=True)
    kept = scores.masked_fill(~(mask | blind), -torch.inf)
    return kept.softmax(dim=-1).masked_fill(~mask, 0)


def attend(scores: Tensor, values: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """The weighted mean of the values, and the weights.

    Args:
        scores: how well each key fits each query.
        values: one for each key.
        mask: True where a query may see a key; anything that broadcasts.
    Shape:
        scores (*, T, S), values (*, S, D), mask (*, T, S) bool → (*, T, D) and (*, T, S).
    """
    weights = masked_softmax(scores, mask)
    return weights @ values, weights


def scaled_dot_product(
    queries: Tensor,
    keys: Tensor,
    values: Tensor,
    mask: Tensor | None = None,
    *,
    dropout: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """softmax(Q Kᵀ / √D) V and its weights: the path to read.

    Args:
        queries: what is looked for.
        keys: what each value is found by.
        values: what is found.
        mask: True where a query may see a key; anything that broadcasts.
        dropout: share of the weights that is dropped.
    Shape:
        queries (*, T, D), keys (*, S, D), values (*, S, D'), mask (*, T, S) bool
        → (*, T, D') and (*, T, S).
    Source:
        Vaswani et al. (2017), equation 1.
    """
    scores = queries @ keys.mT / math.sqrt(queries.shape[-1])  # (*, T, S)
    weights = F.dropout(masked_softmax(scores, mask), dropout)
    return weights @ values, weights


def scaled_dot_product_fast(
    queries: Tensor,
    keys: Tensor,
    values: Tensor,
    mask: Tensor | None = None,
    *,
    causal: bool = False,
    dropout: float = 0.0,
    blind_to_zero: bool = True,
) -> Tensor:
    """What `scaled_dot_product` returns, without the weights, by PyTorch's fused kernel.

    Args:
        queries: what is looked for.
        keys: what each value is found by.
        values: what is found.
        mask: True where a query may see a key; anything that broadcasts.
        causal: hide every query's future; only without a mask, and with as many keys as queries.
        dropout: share of the weights that is dropped.
        blind_to_zero: give a query that may see nothing the zero vector; without it the answer is
            some finite vector, for those who drop it anyway.
    Shape:
        queries (*, T, D), keys (*, S, D), values (*, S, D'), mask (*, T, S) bool → (*, T, D').
    Raises:
        ValueError: if causal comes with a mask or with more keys than queries.
    Source:
        ``torch.nn.functional.scaled_dot_product_attention``, whose answer to a row that may see
        nothing depends on the version and the device.
    """
    if causal and (mask is not None or queries.shape[-2] != keys.shape[-2]):
        got = f"{queries.shape[-2]} queries, {keys.shape[-2]} keys"
        given = "no mask" if mask is None else "a mask"
        raise ValueError(f"causal needs as many keys as queries and no mask, got {got}, {given}")
    if mask is None:
        return F.scaled_dot_product_attention(
            queries, keys, values, dropout_p=dropout, is_causal=causal
        )
    blind = ~mask.any(dim=-1, keepdim=True)
    found = F.scaled_dot_product_attention(
        queries, keys, values, attn_mask=mask | blind, dropout_p=dropout
    )
    return found.masked_fill(blind, 0) if blind_to_zero else found
