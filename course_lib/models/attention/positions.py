"""Where a token stands: attention alone cannot see the order of its keys."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from course_lib.checks import check_shape

BASE = 10_000.0


def _angles(T: int, D: int, *, start: int, device: torch.device | None) -> Tensor:
    """Position / 10000^(2i/D), (T, D/2), in float64 so that far positions keep their digits."""
    if D % 2:
        raise ValueError(f"sines and cosines come in pairs: D must be even, got {D}")
    real = torch.float32 if device is not None and device.type == "mps" else torch.float64
    rates = BASE ** (-torch.arange(0, D, 2, dtype=real, device=device) / D)
    return torch.arange(start, start + T, dtype=real, device=device)[:, None] * rates


def _waves(T: int, D: int, *, start: int, device: torch.device | None) -> Tensor:
    angles = _angles(T, D, start=start, device=device)
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)


def sinusoidal_positions(
    T: int, D: int, *, start: int = 0, device: torch.device | None = None
) -> Tensor:
    """One vector for each position: sin in the even, cos in the odd coordinates.

    Args:
        T: number of positions.
        D: size of a vector, even.
        start: the first position.
        device: where the result lies.
    Returns:
        (T, D); coordinates 2i and 2i + 1 turn with the angle position / 10000^(2i/D).
    Raises:
        ValueError: if D is odd.
    Source:
        Vaswani et al. (2017), section 3.5.
    """
    return _waves(T, D, start=start, device=device).to(torch.get_default_dtype())


def rotate(x: Tensor, *, start: int = 0) -> Tensor:
    """Turn each pair of coordinates by an angle that grows with the position.

    The dot product of two turned vectors depends only on how far apart they stand.

    Args:
        x: queries or keys.
        start: position of the first.
    Shape:
        x (*, T, D) → (*, T, D), D even.
    Raises:
        ValueError: if D is odd.
    Source:
        Rotary positions of Su et al. (2021), with neighbouring coordinates as pairs.
    """
    T, D = x.shape[-2:]
    angles = _angles(T, D, start=start, device=x.device)
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)


class SinusoidalPositions(nn.Module):
    """x plus `sinusoidal_positions`: nothing to learn, no longest sentence."""

    def forward(self, x: Tensor, *, start: int = 0) -> Tensor:
        """Add a vector for each position.

        Args:
            x: token vectors.
            start: position of the first.
        Shape:
            x (B, T, D) → (B, T, D).
        """
        _, T, D = x.shape
        return x + _waves(T, D, start=start, device=x.device).to(x.dtype)


class LearnedPositions(nn.Module):
    """x plus a learned vector for each position.

    Args:
        max_length: number of positions.
        embedding_dim: D.
    """

    def __init__(self, max_length: int, embedding_dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(max_length, embedding_dim).normal_(std=0.02))

    def forward(self, x: Tensor, *, start: int = 0) -> Tensor:
        """Add a vector for each position.

        Args:
            x: token vectors.
            start: position of the first.
        Shape:
            x (B, T, D) → (B, T, D).
        Raises:
            ValueError: if x goes beyond the last position.
        """
        max_length, D = self.weight.shape
        T = check_shape(x, "B T D", name="x", D=D)["T"]
        if start + T > max_length:
            raise ValueError(f"a sequence must have {max_length} tokens or fewer, got {start + T}")
        return x + self.weight[start : start + T]
