"""One layer of an encoder, one of a decoder.

Each sublayer (attention, feed-forward) adds to its input. With post-norm the sum is normalized,
``norm(x + sublayer(x))``, as in the paper; with pre-norm the input is, ``x + sublayer(norm(x))``,
which leaves a straight way for gradients and trains without a warm-up.
"""

from __future__ import annotations

from torch import Tensor, nn

from course_lib.models.attention.cache import LayerCache
from course_lib.models.attention.heads import MultiHeadAttention
from course_lib.models.attention.masks import Packing
from course_lib.models.transformer.config import ACTIVATIONS, TransformerConfig


class FeedForward(nn.Module):
    """Two matrices with an activation function between them, for each token by itself.

    Args:
        config: sizes and choices.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.hidden = nn.Linear(config.size, config.inner_size)
        self.output = nn.Linear(config.inner_size, config.size)
        self.activation = ACTIVATIONS[config.activation]
        self.dropout = nn.Dropout(config.dropout_of("hidden"))

    def forward(self, x: Tensor) -> Tensor:
        """W' f(W x + b) + b'.

        Args:
            x: token vectors.
        Shape:
            x (*, D) → (*, D).
        """
        return self.output(self.dropout(self.activation(self.hidden(x))))


class EncoderLayer(nn.Module):
    """Self-attention, then a feed-forward network. With ``causal`` it makes a language model.

    Args:
        config: sizes and choices.
    Source:
        Equals ``torch.nn.TransformerEncoderLayer``.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.pre_norm = config.pre_norm
        self.attention = self_attention(config)
        self.attention_norm = nn.LayerNorm(config.size, eps=config.eps)
        self.feed_forward = FeedForward(config)
        self.feed_forward_norm = nn.LayerNorm(config.size, eps=config.eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(
        self,
        x: Tensor,
        *,
        mask: Tensor | None = None,
        packing: Packing | None = None,
        causal: bool = False,
        cache: LayerCache | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """New token vectors, and on request attention's weights.

        Args:
            x: token vectors; packed ones with `packing`.
            mask: True where a key is real, or where a query may see a key.
            packing: where the packed tokens stand; it takes the place of the mask.
            causal: hide every token's future.
            cache: keys and values of earlier tokens.
            need_weights: return the weights too.
        Shape:
            x (B, T, D), or packed (M, D) → x's shape and, on request, (B, N, T, S).
        """
        normed = self.attention_norm(x) if self.pre_norm else x
        if packing is not None:
            found, weights = self.attention.forward_packed(
                normed, packing, causal=causal, need_weights=need_weights
            )
        else:
            found, weights = self.attention(
                normed, mask=mask, causal=causal, cache=cache, need_weights=need_weights
            )
        return self._finish(x, found), weights

    def forward_first(self, x: Tensor, *, mask: Tensor | None = None) -> Tensor:
        """The first token's new vector alone, for a last layer of which nothing else is asked.

        Args:
            x: token vectors, not packed.
            mask: True where a key is real.
        Shape:
            x (B, T, D), mask (B, T) bool → (B, D).
        Source:
            Equals the first token of `forward`, which works for all the others too.
        """
        normed = self.attention_norm(x) if self.pre_norm else x
        found, _ = self.attention(normed[:, :1], normed, mask=mask)
        return self._finish(x[:, 0], found[:, 0])

    def _finish(self, x: Tensor, found: Tensor) -> Tensor:
        """Add what attention found, then the feed-forward network; each token by itself."""
        x = x + self.dropout(found)
        if self.pre_norm:
            return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))
        x = self.attention_norm(x)
        return self.feed_forward_norm(x + self.dropout(self.feed_forward(x)))


class DecoderLayer(nn.Module):
    """Self-attention to the past, attention to the encoder, then a feed-forward network.

    Args:
        config: sizes and choices.
    Source:
        Equals ``torch.nn.TransformerDecoderLayer``.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.pre_norm = config.pre_norm
        self.attention = self_attention(config)
        self.attention_norm = nn.LayerNorm(config.size, eps=config.eps)
        self.cross = MultiHeadAttention(
            config.size, config.num_heads, dropout=config.dropout_of("attention")
        )
        self.cross_norm = nn.LayerNorm(config.size, eps=config.eps)
        self.feed_forward = FeedForward(config)
        self.feed_forward_norm = nn.LayerNorm(config.size, eps=config.eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        *,
        mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        cache: LayerCache | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """New token vectors, and on request where they looked in the source.

        Args:
            x: token vectors of the target.
            memory: what the encoder returned.
            mask: True where a token of the target is real.
            memory_mask: True where a token of the source is real.
            cache: keys and values of the target's earlier tokens.
            need_weights: return the weights too.
        Shape:
            x (B, T, D), memory (B, S, D), mask (B, T), memory_mask (B, S) bool
            → (B, T, D) and, on request, (B, N, T, S).
        """
        asked = self.attention_norm(x) if self.pre_norm else x
        x = x + self.dropout(self.attention(asked, mask=mask, causal=True, cache=cache)[0])
        x = x if self.pre_norm else self.attention_norm(x)
        asked = self.cross_norm(x) if self.pre_norm else x
        found, weights = self.cross(asked, memory, mask=memory_mask, need_weights=need_weights)
        x = x + self.dropout(found)
        x = x if self.pre_norm else self.cross_norm(x)
        asked = self.feed_forward_norm(x) if self.pre_norm else x
        x = x + self.dropout(self.feed_forward(asked))
        return x if self.pre_norm else self.feed_forward_norm(x), weights


def self_attention(config: TransformerConfig) -> MultiHeadAttention:
    """Self-attention with these sizes, rotary if the positions are."""
    return MultiHeadAttention(
        config.size,
        config.num_heads,
        dropout=config.dropout_of("attention"),
        rotary=config.positions == "rotary",
    )
