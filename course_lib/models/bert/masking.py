"""Gaps for the masked language model."""

from __future__ import annotations

import torch
from torch import Tensor

from course_lib.checks import check_shape

IGNORE = -100
"""The label of a token that was not chosen."""


def mask_tokens(
    ids: Tensor,
    maskable: Tensor,
    *,
    mask_id: int,
    vocab_size: int,
    generator: torch.Generator,
    rate: float = 0.15,
    words: Tensor | None = None,
    hidden: float = 0.8,
    exchanged: float = 0.1,
) -> tuple[Tensor, Tensor]:
    """Choose tokens; of these hide 80 %, exchange 10 % for any token, and leave 10 %.

    A model that saw gaps only where it has to answer would learn nothing about the other words;
    so some answers are asked for words that look untouched.

    Args:
        ids: token numbers.
        maskable: True where a token may be chosen: no padding, no [CLS], no [SEP].
        mask_id: number of [MASK].
        vocab_size: V.
        generator: what draws; the same seed chooses the same tokens. It decides the device.
        rate: chance of a token, or of a word, to be chosen.
        words: the number of the word that each token belongs to, below T; tokens of one word are
            chosen together (whole-word masking). Without it each token is by itself.
        hidden: share of the chosen tokens that become [MASK].
        exchanged: share of the chosen tokens that become any token; the rest is left.
    Shape:
        ids (B, T), maskable (B, T) bool, words (B, T) → ids with gaps (B, T) and labels (B, T),
        `IGNORE` where no token was chosen. The argument is left alone.
    Raises:
        TypeError: if maskable is not bool.
        ValueError: if a shape does not fit, or rate, a share or a word's number is out of range.
    Source:
        Devlin et al. (2019), section 3.1: 15 %, 80/10/10.
    """
    sizes = check_shape(ids, "B T", name="ids")
    check_shape(maskable, "B T", name="maskable", **sizes)
    if maskable.dtype != torch.bool:
        raise TypeError(f"maskable must be bool, True where a token may go, got {maskable.dtype}")
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must lie in [0, 1], got {rate}")
    if min(hidden, exchanged) < 0 or hidden + exchanged > 1:
        wanted = "hidden and exchanged must be shares of one whole"
        raise ValueError(f"{wanted}, got {hidden} and {exchanged}")
    luck = torch.rand(ids.shape, generator=generator, device=generator.device).to(ids.device)
    chosen = (_by_word(luck, maskable, words) < rate) & maskable
    kind = torch.rand(ids.shape, generator=generator, device=generator.device).to(ids.device)
    other = torch.randint(vocab_size, ids.shape, generator=generator, device=generator.device)
    gaps = torch.where(chosen & (kind < hidden), mask_id, ids)
    gaps = torch.where(chosen & (kind >= 1 - exchanged), other.to(ids), gaps)
    return gaps, torch.where(chosen, ids, IGNORE)


def word_numbers(ids: Tensor, begins: Tensor) -> Tensor:
    """The number of the word that each piece belongs to, for whole-word masking.

    Args:
        ids: token numbers.
        begins: for each number whether a word begins with it: "영화" does, "##가" does not.
    Shape:
        ids (B, T), begins (V,) bool → (B, T), 0 for the first word of each row.
    Raises:
        TypeError: if begins is not bool.
        ValueError: if a shape does not fit.
    """
    check_shape(ids, "B T", name="ids")
    check_shape(begins, "V", name="begins")
    if begins.dtype != torch.bool:
        raise TypeError(f"begins must be bool, True where a word begins, got {begins.dtype}")
    return (begins[ids].cumsum(1) - 1).clamp(min=0)


def _by_word(luck: Tensor, maskable: Tensor, words: Tensor | None) -> Tensor:
    """The same luck for all tokens of a word."""
    if words is None:
        return luck
    B, T = luck.shape
    check_shape(words, "B T", name="words", B=B, T=T)
    asked = words[maskable]
    if asked.numel() and (asked.min() < 0 or asked.max() >= T):
        got = f"{int(asked.min())} … {int(asked.max())}"
        raise ValueError(f"words must lie in 0 … {T - 1} where maskable, got {got}")
    return luck.gather(1, torch.where(maskable, words, 0).long())
