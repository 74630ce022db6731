"""Sizes and choices of a Transformer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from torch import Tensor
from torch.nn import functional as F

ACTIVATIONS: Mapping[str, Callable[[Tensor], Tensor]] = MappingProxyType(
    {"relu": F.relu, "gelu": F.gelu, "gelu_tanh": partial(F.gelu, approximate="tanh")}
)
POSITIONS = ("sinusoidal", "learned", "rotary")


@dataclass(frozen=True, kw_only=True)
class TransformerConfig:
    """Sizes and choices that all layers share.

    Args:
        size: D.
        num_heads: N; it must divide D.
        num_layers: layers on top of each other.
        hidden_size: size between the two matrices of a feed-forward network; 4·D without it.
        dropout: share dropped of embeddings and of what each sublayer adds.
        attention_dropout: share dropped of attention's weights; `dropout` without it.
        hidden_dropout: share dropped inside feed-forward networks; `dropout` without it.
        activation: "relu", "gelu" or "gelu_tanh".
        pre_norm: normalize before each sublayer and once at the end, instead of after each.
        eps: added to the variance by layer normalization.
        positions: "sinusoidal", "learned" or "rotary".
        max_length: longest sequence, if positions are learned.
    Raises:
        ValueError: if an option is not one of its choices or a size does not fit.
    """

    size: int = 256
    num_heads: int = 4
    num_layers: int = 4
    hidden_size: int | None = None
    dropout: float = 0.1
    attention_dropout: float | None = None
    hidden_dropout: float | None = None
    activation: str = "relu"
    pre_norm: bool = False
    eps: float = 1e-5
    positions: str = "sinusoidal"
    max_length: int = 512

    def __post_init__(self) -> None:
        if min(self.size, self.num_heads, self.num_layers) < 1 or self.size % self.num_heads:
            got = f"{self.size}, {self.num_heads} and {self.num_layers}"
            wanted = "size, num_heads and num_layers must be >= 1 and num_heads divide size"
            raise ValueError(f"{wanted}, got {got}")
        for name, choices in (("activation", tuple(ACTIVATIONS)), ("positions", POSITIONS)):
            value = getattr(self, name)
            if value not in choices:
                raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")

    @property
    def inner_size(self) -> int:
        """Size between the two matrices of a feed-forward network."""
        return 4 * self.size if self.hidden_size is None else self.hidden_size

    def dropout_of(self, part: str) -> float:
        """Share dropped in "attention" or "hidden"."""
        own: float | None = getattr(self, f"{part}_dropout")
        return self.dropout if own is None else own
