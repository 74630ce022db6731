"""Layers on top of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from torch import Tensor, nn

from course_lib.checks import check_shape
from course_lib.models.attention.cache import LayerCache
from course_lib.models.attention.masks import Packing
from course_lib.models.transformer.config import TransformerConfig
from course_lib.models.transformer.layers import DecoderLayer, EncoderLayer

Weights = tuple[Tensor, ...]


class Encoder(nn.Module):
    """Encoder layers; with pre-norm a last normalization follows.

    Sentences of different lengths are packed: no matrix sees padding, and the outputs there are 0.

    Args:
        config: sizes and choices.
    Source:
        Equals ``torch.nn.TransformerEncoder`` at the real tokens.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.size = config.size
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(config.num_layers))
        self.norm = nn.LayerNorm(config.size, eps=config.eps) if config.pre_norm else None
        self.apply(spread_weights)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        *,
        causal: bool = False,
        caches: Sequence[LayerCache] | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Weights]:
        """Token vectors that know their sentence, and on request each layer's weights.

        Args:
            x: token vectors.
            mask: True where a token is real.
            causal: hide every token's future.
            caches: one for each layer; then there is no padding.
            need_weights: return the weights too.
        Shape:
            x (B, T, D), mask (B, T) bool → (B, T, D) and, on request, (B, N, T, S) for each layer.
        Raises:
            TypeError: if mask is not bool.
            ValueError: if a shape does not fit, or both a mask and caches come.
        """
        packing = self._packing(x, mask)
        if mask is not None and caches is not None:
            raise ValueError("caches are for sentences without padding, got a mask too")
        x, weights = self._run(x, packing, causal=causal, caches=caches, need_weights=need_weights)
        x = x if self.norm is None else self.norm(x)
        return x if packing is None else packing.pad(x), weights

    def forward_first(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """The first token's vector alone; the last layer works for no other.

        Args:
            x: token vectors.
            mask: True where a token is real; the first must be.
        Shape:
            x (B, T, D), mask (B, T) bool → (B, D).
        Raises:
            TypeError: if mask is not bool.
            ValueError: if a shape does not fit.
        Source:
            Equals the first token of `forward`.
        """
        packing = self._packing(x, mask)
        *lower, top = self.layers
        x, _ = self._run(x, packing, layers=lower)
        x = x if packing is None else packing.pad(x)
        last = cast(EncoderLayer, top)
        first = last.forward_first(x, mask=None if packing is None else packing.mask)
        return first if self.norm is None else self.norm(first)

    def _packing(self, x: Tensor, mask: Tensor | None) -> Packing | None:
        """Where the real tokens are, if not all are."""
        sizes = check_shape(x, "B T D", name="x", D=self.size)
        if mask is None:
            return None
        check_shape(mask, "B T", name="mask", B=sizes["B"], T=sizes["T"])
        packing = Packing(mask.to(x.device))
        return packing if len(packing.places) < mask.numel() else None

    def _run(
        self,
        x: Tensor,
        packing: Packing | None,
        *,
        layers: Iterable[nn.Module] | None = None,
        causal: bool = False,
        caches: Sequence[LayerCache] | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Weights]:
        x, found = x if packing is None else packing.pack(x), []
        for place, layer in enumerate(self.layers if layers is None else layers):
            x, weights = layer(
                x,
                packing=packing,
                causal=causal,
                cache=None if caches is None else caches[place],
                need_weights=need_weights,
            )
            found.append(weights)
        return x, tuple(found) if need_weights else ()


class Decoder(nn.Module):
    """Decoder layers; with pre-norm a last normalization follows.

    Args:
        config: sizes and choices.
    Source:
        Equals ``torch.nn.TransformerDecoder`` with a causal mask at the real tokens.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.num_layers))
        self.norm = nn.LayerNorm(config.size, eps=config.eps) if config.pre_norm else None
        self.apply(spread_weights)

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        *,
        mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        caches: Sequence[LayerCache] | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Weights]:
        """Token vectors of the target, and on request where they looked in the source.

        Args:
            x: token vectors of the target.
            memory: what the encoder returned.
            mask: True where a token of the target is real.
            memory_mask: True where a token of the source is real.
            caches: one for each layer; then the target has no padding.
            need_weights: return the weights too.
        Shape:
            x (B, T, D), memory (B, S, D), mask (B, T), memory_mask (B, S) bool
            → (B, T, D) and, on request, (B, N, T, S) for each layer.
        Raises:
            TypeError: if a mask is not bool.
            ValueError: if a shape does not fit.
        """
        found = []
        for place, layer in enumerate(self.layers):
            x, weights = layer(
                x,
                memory,
                mask=mask,
                memory_mask=memory_mask,
                cache=None if caches is None else caches[place],
                need_weights=need_weights,
            )
            found.append(weights)
        x = x if self.norm is None else self.norm(x)
        return x, tuple(found) if need_weights else ()


def spread_weights(module: nn.Module) -> None:
    """Draw a matrix by Glorot and Bengio's rule, with biases of 0; other modules stay."""
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
