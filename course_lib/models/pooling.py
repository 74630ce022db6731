"""From one vector per token to one per sentence, padding left out."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from course_lib.checks import check_shape


def length_mask(lengths: Tensor, T: int) -> Tensor:
    """True where a token is real.

    Args:
        lengths: number of real tokens of each sentence.
        T: number of time steps.
    Shape:
        lengths (B,) → (B, T) bool.
    """
    return torch.arange(T, device=lengths.device) < lengths[:, None]


def last_step(outputs: Tensor, lengths: Tensor, *, bidirectional: bool = False) -> Tensor:
    """What each direction said when it had read the whole sentence.

    Args:
        outputs: of a recurrent layer.
        lengths: number of real tokens of each sentence.
        bidirectional: whether the second half of each vector comes from reading backwards, which
            ends at the first token.
    Shape:
        outputs (B, T, H) or, bidirectional, (B, T, 2·H); lengths (B,) → (B, H) or (B, 2·H).
    Raises:
        ValueError: if the shapes do not fit.
    Source:
        ``h[-1]`` of document 003 reads padding unless the batch is packed, and only one direction.
    """
    sizes = check_shape(outputs, "B T H", name="outputs")
    check_shape(lengths, "B", name="lengths", B=sizes["B"])
    rows = torch.arange(sizes["B"], device=outputs.device)
    ends = outputs[rows, lengths.to(outputs.device) - 1]  # (B, H)
    if not bidirectional:
        return ends
    half = sizes["H"] // 2
    return torch.cat([ends[:, :half], outputs[:, 0, half:]], dim=1)


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    """Mean over time that leaves padding out.

    Args:
        x: token vectors.
        mask: True where a token is real; one or more in every row.
    Shape:
        x (B, T, D), mask (B, T) bool → (B, D).
    Raises:
        TypeError: if mask is not bool.
        ValueError: if the shapes do not fit or a row of mask has no True.
    Source:
        Document 003 averages over all positions, padding included; this is the corrected form.
    """
    mask = _checked(x, mask)
    return torch.where(mask, x, 0).sum(dim=1) / mask.sum(dim=1)


def masked_max(x: Tensor, mask: Tensor) -> Tensor:
    """Largest value of each coordinate over time, padding left out.

    Args:
        x: token vectors.
        mask: True where a token is real; one or more in every row.
    Shape:
        x (B, T, D), mask (B, T) bool → (B, D).
    Raises:
        TypeError: if mask is not bool.
        ValueError: if the shapes do not fit or a row of mask has no True.
    """
    return x.masked_fill(~_checked(x, mask), -torch.inf).amax(dim=1)


class AttentionPooling(nn.Module):
    """A weighted mean over time whose weights are learned: softmax of v · tanh(W x + b).

    Args:
        size: D.
    Source:
        Word attention of Yang et al. (2016), with v for their context vector.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(size, size)
        self.score = nn.Linear(size, 1, bias=False)

    def weights(self, x: Tensor, mask: Tensor) -> Tensor:
        """How much each token counts.

        Args:
            x: token vectors.
            mask: True where a token is real; one or more in every row.
        Shape:
            x (B, T, D), mask (B, T) bool → (B, T); every row sums to 1, padding has exactly 0.
        Raises:
            TypeError: if mask is not bool.
            ValueError: if the shapes do not fit or a row of mask has no True.
        """
        real = _checked(x, mask)
        scores = self.score(torch.tanh(self.hidden(torch.where(real, x, 0))))  # (B, T, 1)
        return scores.masked_fill(~real, -torch.inf).softmax(dim=1).squeeze(2)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The weighted mean.

        Args:
            x: token vectors.
            mask: True where a token is real; one or more in every row.
        Shape:
            x (B, T, D), mask (B, T) bool → (B, D).
        Raises:
            TypeError: if mask is not bool.
            ValueError: if the shapes do not fit or a row of mask has no True.
        """
        weights = self.weights(x, mask)
        return (weights[:, :, None] * torch.where(mask[:, :, None], x, 0)).sum(dim=1)


def _checked(x: Tensor, mask: Tensor) -> Tensor:
    """The mask with a third axis, (B, T, 1)."""
    sizes = check_shape(x, "B T D", name="x")
    check_shape(mask, "B T", name="mask", B=sizes["B"], T=sizes["T"])
    if mask.dtype != torch.bool:
        raise TypeError(f"mask must be bool, True where a token is real, got {mask.dtype}")
    if not mask.any(dim=1).all():
        empty = int((~mask.any(dim=1)).sum())
        raise ValueError(f"every row of mask needs one True or more, got {empty} without")
    return mask[:, :, None]
