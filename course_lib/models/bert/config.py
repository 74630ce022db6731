"""Sizes and choices of a BERT."""

from __future__ import annotations

from dataclasses import dataclass

from course_lib.models.transformer.config import TransformerConfig


@dataclass(frozen=True, kw_only=True)
class BertConfig:
    """Sizes and choices; without arguments those of BERT base.

    Args:
        vocab_size: V.
        hidden_size: H of a token's vector, everywhere.
        num_layers: layers on top of each other.
        num_heads: N; it must divide H.
        intermediate_size: size between the two matrices of a feed-forward network.
        max_length: longest sequence.
        num_segments: kinds of sentences: first and second.
        dropout: share dropped of embeddings and of what each sublayer adds.
        attention_dropout: share dropped of attention's weights.
        classifier_dropout: share dropped before a classifier; `dropout` without it.
        activation: "gelu", "gelu_tanh" or "relu".
        eps: added to the variance by layer normalization.
        initializer_range: standard deviation of the first weights.
        padding_id: number of the padding token, whose vector stays 0; None if there is none.
    Raises:
        ValueError: if a size or a choice does not fit.
    """

    vocab_size: int = 30_522
    hidden_size: int = 768
    num_layers: int = 12
    num_heads: int = 12
    intermediate_size: int = 3_072
    max_length: int = 512
    num_segments: int = 2
    dropout: float = 0.1
    attention_dropout: float = 0.1
    classifier_dropout: float | None = None
    activation: str = "gelu"
    eps: float = 1e-12
    initializer_range: float = 0.02
    padding_id: int | None = 0

    def __post_init__(self) -> None:
        sizes = (self.vocab_size, self.intermediate_size, self.max_length, self.num_segments)
        if min(sizes) < 1:
            names = "vocab_size, intermediate_size, max_length and num_segments"
            raise ValueError(f"{names} must be >= 1, got {', '.join(map(str, sizes))}")
        self.layers()

    def layers(self) -> TransformerConfig:
        """The encoder's own settings: post-norm, positions learned elsewhere."""
        return TransformerConfig(
            size=self.hidden_size,
            num_heads=self.num_heads,
            num_layers=self.num_layers,
            hidden_size=self.intermediate_size,
            dropout=self.dropout,
            attention_dropout=self.attention_dropout,
            hidden_dropout=0.0,
            activation=self.activation,
            eps=self.eps,
            positions="learned",
            max_length=self.max_length,
        )


BERT_BASE = BertConfig()
"""L = 12, H = 768, A = 12 of document 003: bert-base-uncased."""

BERT_LARGE = BertConfig(hidden_size=1_024, num_layers=24, num_heads=16, intermediate_size=4_096)
"""L = 24, H = 1,024, A = 16 of document 003: bert-large-uncased."""
