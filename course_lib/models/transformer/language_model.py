"""A decoder alone: it reads what came before and says what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn
from torch.nn import functional as F

from course_lib.models.attention.cache import LayerCache
from course_lib.models.transformer.config import TransformerConfig
from course_lib.models.transformer.inputs import TokenEmbedding, real_tokens
from course_lib.models.transformer.stacks import Encoder


class TransformerLanguageModel(nn.Module):
    """Token numbers → logits of the token that follows each.

    The layers are an encoder's with a causal mask: without a source there is nothing else to
    attend to. The embedding's matrix makes the logits too.

    Args:
        vocab_size: V.
        config: sizes and choices.
    Source:
        Radford et al. (2018), with the choices of `TransformerConfig`.
    """

    def __init__(self, vocab_size: int, config: TransformerConfig) -> None:
        super().__init__()
        self.embedding = TokenEmbedding(vocab_size, config)
        self.layers = Encoder(config)

    def new_cache(self) -> list[LayerCache]:
        """An empty cache for generating one token after another."""
        return [LayerCache() for _ in self.layers.layers]

    def forward(
        self,
        ids: Tensor,
        lengths: Tensor | None = None,
        *,
        cache: Sequence[LayerCache] | None = None,
    ) -> Tensor:
        """Logits of the next token at every position.

        Args:
            ids: token numbers, padded at the end; with a cache, only the new ones.
            lengths: number of real tokens of each sentence; without them all T are real.
            cache: from `new_cache`; it takes up the new tokens. No gradients, no lengths.
        Shape:
            ids (B, T), lengths (B,) → (B, T, V).
        Raises:
            RuntimeError: if a cache comes where gradients are recorded.
            TypeError: if ids or lengths are no integers.
            ValueError: if a number or a length is out of range, the sentence is too long, or both
                lengths and a cache come.
        """
        start = cache[0].length if cache else 0
        x = self.embedding(ids, start=start)
        x, _ = self.layers(x, real_tokens(ids, lengths), causal=True, caches=cache)
        return F.linear(x, self.embedding.words.weight)
