"""Encoder and decoder together: translation without recurrence."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn
from torch.nn import functional as F

from course_lib.models.attention.cache import LayerCache
from course_lib.models.transformer.config import TransformerConfig
from course_lib.models.transformer.inputs import TokenEmbedding, real_tokens
from course_lib.models.transformer.stacks import Decoder, Encoder, Weights


class EncoderDecoder(nn.Module):
    """A source and the beginning of a target → logits of the target's next tokens.

    The target's embedding makes the logits too.

    Args:
        source_vocab_size: V of the source.
        target_vocab_size: V of the target.
        config: sizes and choices, the same on both sides.
    Source:
        Vaswani et al. (2017).
    """

    def __init__(
        self, source_vocab_size: int, target_vocab_size: int, config: TransformerConfig
    ) -> None:
        super().__init__()
        self.source = TokenEmbedding(source_vocab_size, config)
        self.target = TokenEmbedding(target_vocab_size, config)
        self.encoder, self.decoder = Encoder(config), Decoder(config)

    def new_cache(self) -> list[LayerCache]:
        """An empty cache for writing one token after another."""
        return [LayerCache() for _ in self.decoder.layers]

    def encode(self, ids: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Read the source once.

        Args:
            ids: token numbers of the source, padded at the end.
            lengths: number of real tokens of each source.
        Shape:
            ids (B, S), lengths (B,) → (B, S, D).
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a number or a length is out of range.
        """
        return self.encoder(self.source(ids, name="source ids"), real_tokens(ids, lengths))[0]

    def decode(
        self,
        ids: Tensor,
        memory: Tensor,
        memory_mask: Tensor | None = None,
        *,
        cache: Sequence[LayerCache] | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Weights]:
        """Logits of the target's next tokens, and on request where each looked in the source.

        Padding at a target's end needs no mask: no real token sees what comes after it.

        Args:
            ids: token numbers of the target so far; with a cache, only the new ones.
            memory: what `encode` returned.
            memory_mask: True where a token of the source is real.
            cache: from `new_cache`; it takes up the new tokens.
            need_weights: return the weights too.
        Shape:
            ids (B, T), memory (B, S, D), memory_mask (B, S) bool
            → (B, T, V) and, on request, (B, N, T, S) for each layer.
        Raises:
            TypeError: if ids are no integers.
            ValueError: if a number is out of range or a shape does not fit.
        """
        x = self.target(ids, start=cache[0].length if cache else 0, name="target ids")
        x, weights = self.decoder(
            x, memory, memory_mask=memory_mask, caches=cache, need_weights=need_weights
        )
        return F.linear(x, self.target.words.weight), weights

    def forward(
        self, source_ids: Tensor, target_ids: Tensor, source_lengths: Tensor | None = None
    ) -> Tensor:
        """Logits at every position of the target, all at once (teacher forcing).

        Args:
            source_ids: token numbers of the source, padded at the end.
            target_ids: of the target, from its start token on.
            source_lengths: number of real tokens of each source.
        Shape:
            source_ids (B, S), target_ids (B, T), source_lengths (B,) → (B, T, V).
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a number or a length is out of range.
        """
        memory = self.encode(source_ids, source_lengths)
        return self.decode(target_ids, memory, real_tokens(source_ids, source_lengths))[0]
