"""Activation functions from their definitions, each with its derivative beside it.

``dsigmoid(x)`` is the derivative of ``sigmoid`` at x; multiplied with the gradient that arrives,
it gives the one that goes on. All are finite for any finite x in float64, float32 and bfloat16,
also when PyTorch's autograd runs through them. Where a function has a corner, the derivative there
is PyTorch's choice.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor


def sigmoid(x: Tensor) -> Tensor:
    """1 / (1 + e⁻ˣ).

    For x < 0 the equal form eˣ / (1 + eˣ) is used: the exponential never exceeds 1.

    Shape:
        x (*) → (*).
    Raises:
        TypeError: if x is no floating-point tensor; so all functions here.
    Source:
        Equals ``torch.sigmoid``.
    """
    _check_floating(x)
    small = torch.exp(torch.where(x >= 0, -x, x))
    return torch.where(x >= 0, 1, small) / (1 + small)


def dsigmoid(x: Tensor) -> Tensor:
    """σ(x)(1 − σ(x)): at most ¼, at x = 0.

    Shape:
        x (*) → (*).
    """
    y = sigmoid(x)
    return y * (1 - y)


def tanh(x: Tensor) -> Tensor:
    """(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), a sigmoid stretched to −1 … 1: 2σ(2x) − 1.

    Both parts are divided by the larger exponential; ``expm1`` keeps the digits of eᶻ − 1
    near 0.

    Shape:
        x (*) → (*).
    Source:
        Equals ``torch.tanh``.
    """
    _check_floating(x)
    small = torch.expm1(torch.where(x >= 0, -2 * x, 2 * x))  # e^(−2|x|) − 1, never above 0
    return torch.where(x >= 0, -small, small) / (2 + small)


def dtanh(x: Tensor) -> Tensor:
    """1 − tanh²(x): at most 1, at x = 0.

    Shape:
        x (*) → (*).
    """
    return 1 - tanh(x) ** 2


def relu(x: Tensor) -> Tensor:
    """max(x, 0).

    Shape:
        x (*) → (*).
    Source:
        Equals ``torch.relu``.
    """
    _check_floating(x)
    return torch.where(x <= 0, 0, x)


def drelu(x: Tensor) -> Tensor:
    """1 for x > 0, else 0.

    Shape:
        x (*) → (*).
    """
    _check_floating(x)
    return (x > 0).to(x.dtype)


def leaky_relu(x: Tensor, *, slope: float = 0.01) -> Tensor:
    """The x itself for x > 0, else slope·x: a unit that is off still learns a little.

    Shape:
        x (*) → (*).
    Source:
        Equals ``torch.nn.functional.leaky_relu``.
    """
    _check_floating(x)
    return torch.where(x > 0, x, slope * x)


def dleaky_relu(x: Tensor, *, slope: float = 0.01) -> Tensor:
    """1 for x > 0, else slope.

    Shape:
        x (*) → (*).
    """
    _check_floating(x)
    return torch.where(x > 0, 1, torch.full_like(x, slope))


def prelu(x: Tensor, slope: Tensor) -> Tensor:
    """A leaky ReLU whose slope is learned.

    Args:
        x: what comes in.
        slope: one number for all, or one for each channel.
    Shape:
        x (*), slope (1,) → (*); or x (B, C, *), slope (C,) → (B, C, *).
    Raises:
        ValueError: if slope has neither one number nor one for each channel.
    Source:
        Equals ``torch.nn.functional.prelu``.
    """
    return torch.where(x > 0, x, _per_channel(slope, x) * x)


def dprelu(x: Tensor, slope: Tensor) -> tuple[Tensor, Tensor]:
    """Derivatives with respect to x (1 or slope) and to the slope (0 or x), place by place.

    Shape:
        as in ``prelu`` → (*), (*).
    """
    dx = torch.where(x > 0, 1, _per_channel(slope, x).expand_as(x))
    return dx, torch.where(x > 0, 0, x)


def gelu(x: Tensor) -> Tensor:
    """x·Φ(x): x times the probability that a standard normal number is below x.

    Shape:
        x (*) → (*).
    Source:
        Hendrycks and Gimpel, 2016. Equals ``torch.nn.functional.gelu``.
    """
    _check_floating(x)
    return x * _normal_cdf(x)


def dgelu(x: Tensor) -> Tensor:
    """Φ(x) + x·φ(x), φ being the normal density.

    Shape:
        x (*) → (*).
    """
    _check_floating(x)
    density = torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return _normal_cdf(x) + x * density


def gelu_tanh(x: Tensor) -> Tensor:
    """GELU with ½(1 + tanh(√(2/π)(x + 0.044715x³))) for Φ(x), as in BERT's and GPT's code.

    Shape:
        x (*) → (*).
    Source:
        Equals ``torch.nn.functional.gelu(x, approximate="tanh")``.
    """
    return x * (1 + tanh(_gelu_inner(x))) / 2


def dgelu_tanh(x: Tensor) -> Tensor:
    """Product and chain rule applied to ``gelu_tanh``.

    Shape:
        x (*) → (*).
    """
    inner = _gelu_inner(x)
    dinner = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x * x)
    return (1 + tanh(inner)) / 2 + x * dtanh(inner) * dinner / 2


def silu(x: Tensor) -> Tensor:
    """Swish: x·σ(x).

    Shape:
        x (*) → (*).
    Source:
        Equals ``torch.nn.functional.silu``.
    """
    return x * sigmoid(x)


def dsilu(x: Tensor) -> Tensor:
    """σ(x) + x·σ'(x).

    Shape:
        x (*) → (*).
    """
    return sigmoid(x) + x * dsigmoid(x)


def softmax(x: Tensor, *, dim: int = -1) -> Tensor:
    """Exponentials divided by their sum; the largest x is subtracted first.

    e^(x−c) / Σ e^(x−c) does not depend on c. With the largest x as c no exponential exceeds 1,
    and since c cancels, no gradient has to flow through it.

    Shape:
        x (…, K, …) → the same; sums to 1 along dim.
    Source:
        Equals ``torch.softmax``.
    """
    powers = torch.exp(_below_zero(x, dim))
    return powers / powers.sum(dim, keepdim=True)


def dsoftmax(x: Tensor) -> Tensor:
    """The Jacobian ∂p_i/∂x_j = p_i(δ_ij − p_j): every output depends on every input.

    Shape:
        x (…, K) → (…, K, K).
    """
    p = softmax(x)
    one = torch.eye(x.shape[-1], dtype=x.dtype, device=x.device)
    return p.unsqueeze(-1) * (one - p.unsqueeze(-2))


def log_softmax(x: Tensor, *, dim: int = -1) -> Tensor:
    """Logarithm of softmax, x − log Σ eˣ; exact also where softmax rounds to 0.

    Shape:
        x (…, K, …) → the same.
    Source:
        Equals ``torch.log_softmax``.
    """
    shifted = _below_zero(x, dim)
    return shifted - torch.log(torch.exp(shifted).sum(dim, keepdim=True))


def dlog_softmax(x: Tensor) -> Tensor:
    """The Jacobian δ_ij − p_j.

    Shape:
        x (…, K) → (…, K, K).
    """
    one = torch.eye(x.shape[-1], dtype=x.dtype, device=x.device)
    return one - softmax(x).unsqueeze(-2)


def _check_floating(x: Tensor) -> None:
    if not torch.is_floating_point(x):
        raise TypeError(f"expected a floating-point tensor, got {x.dtype}: use x.float()")


def _per_channel(slope: Tensor, x: Tensor) -> Tensor:
    """The slope, shaped so that it broadcasts along x's channels."""
    _check_floating(x)
    channels = x.shape[1] if x.ndim > 1 else 1
    if slope.numel() not in (1, channels):
        raise ValueError(
            f"slope must hold 1 number or one per channel ({channels}), "
            f"got shape {tuple(slope.shape)} for x of shape {tuple(x.shape)}"
        )
    return slope.reshape(-1, *(1,) * max(0, x.ndim - 2)) if slope.numel() > 1 else slope.reshape(())


def _normal_cdf(x: Tensor) -> Tensor:
    return (1 + torch.erf(x / math.sqrt(2))) / 2


def _gelu_inner(x: Tensor) -> Tensor:
    _check_floating(x)
    return math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)


def _below_zero(x: Tensor, dim: int) -> Tensor:
    """Subtract the largest x along dim."""
    _check_floating(x)
    if x.ndim == 0 or x.shape[dim] == 0:
        raise ValueError(f"softmax needs an axis of one number or more, got {tuple(x.shape)}")
    return x - x.detach().amax(dim, keepdim=True)
