"""Masks of attention: True where a query may look at a key."""

from __future__ import annotations

import torch
from torch import Tensor

from course_lib.checks import check_shape


def causal_mask(T: int, S: int | None = None, *, device: torch.device | None = None) -> Tensor:
    """Every query sees itself and what came before it.

    Args:
        T: number of queries; they stand at the end of the keys.
        S: number of keys; T without it.
        device: where the mask lies.
    Returns:
        Booleans (T, S); query t sees the keys 0 … S − T + t.
    """
    S = T if S is None else S
    return torch.ones(T, S, dtype=torch.bool, device=device).tril(S - T)


def attention_mask(mask: Tensor | None, *, causal: bool, T: int, S: int) -> Tensor | None:
    """Padding, order, or both, in the shape that the scores of several heads have.

    Args:
        mask: True where a key is real, (B, S), or where a query may see a key, (B, T, S).
        causal: hide every query's future too.
        T: number of queries.
        S: number of keys.
    Shape:
        mask (B, S) or (B, T, S) bool → (B, 1, 1, S), (B, 1, T, S) or, causal alone, (T, S).
    Returns:
        None where everything may be seen.
    Raises:
        TypeError: if mask is not bool.
        ValueError: if its shape does not fit.
    """
    order = causal_mask(T, S) if causal and T > 1 else None
    if mask is None:
        return order
    if mask.dtype != torch.bool:
        raise TypeError(f"mask must be bool, True where a token is real, got {mask.dtype}")
    if mask.ndim == 2:
        check_shape(mask, "B S", name="mask", S=S)
        wide = mask[:, None, None, :]
    else:
        check_shape(mask, "B T S", name="mask", T=T, S=S)
        wide = mask[:, None]
    return wide if order is None else wide & order.to(mask.device)


class Packing:
    """Where the real tokens of a padded batch are: (B, T, …) ↔ (M, …), M real tokens in all.

    Everything but attention works on one token at a time, so it need not see padding at all.

    Args:
        mask: True where a token is real.
    Shape:
        mask (B, T) bool.
    """

    def __init__(self, mask: Tensor) -> None:
        check_shape(mask, "B T", name="mask")
        if mask.dtype != torch.bool:
            raise TypeError(f"mask must be bool, True where a token is real, got {mask.dtype}")
        self.mask = mask
        self.places = mask.flatten().nonzero().squeeze(1)  # (M,)

    def pack(self, x: Tensor) -> Tensor:
        """The real tokens, one after another.

        Shape:
            x (B, T, *) → (M, *).
        """
        return x.flatten(0, 1).index_select(0, self.places)

    def pad(self, x: Tensor) -> Tensor:
        """Each token back to its place; padding is 0.

        Shape:
            x (M, *) → (B, T, *).
        """
        B, T = self.mask.shape
        empty = x.new_zeros(B * T, *x.shape[1:])
        return empty.index_copy(0, self.places, x).view(B, T, *x.shape[1:])
