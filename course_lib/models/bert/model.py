"""BERT without a head: embeddings, encoder, pooler."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_lib.checks import check_shape
from course_lib.models.bert.config import BertConfig
from course_lib.models.transformer.inputs import check_ids, real_tokens
from course_lib.models.transformer.stacks import Encoder, Weights


class BertOutput(NamedTuple):
    """What BERT says.

    Args:
        hidden: one vector for each token, (B, T, H); 0 at padding.
        pooled: one for each sequence, (B, H), if there is a pooler.
        weights: attention of each layer, (B, N, T, T), on request.
    """

    hidden: Tensor
    pooled: Tensor | None
    weights: Weights


class BertEmbeddings(nn.Module):
    """Word + position + segment, normalized.

    Args:
        config: sizes and choices.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.config = config
        H = config.hidden_size
        self.words = nn.Embedding(config.vocab_size, H, padding_idx=config.padding_id)
        self.positions = nn.Embedding(config.max_length, H)
        self.segments = nn.Embedding(config.num_segments, H)
        self.norm = nn.LayerNorm(H, eps=config.eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, ids: Tensor, segments: Tensor | None = None) -> Tensor:
        """One vector for each token.

        Args:
            ids: token numbers.
            segments: 0 in the first sentence, 1 in the second; all 0 without it.
        Shape:
            ids and segments (B, T) → (B, T, H).
        Raises:
            TypeError: if ids or segments are no integers.
            ValueError: if a number is out of range or the sequence too long.
        """
        check_ids(ids, self.config.vocab_size)
        T, longest = ids.shape[1], self.config.max_length
        if longest < T:
            raise ValueError(f"a sequence must have {longest} tokens or fewer, got {T}")
        x = self.words(ids) + self.positions.weight[:T]
        return self.dropout(self.norm(x + self._kinds(ids, segments)))

    def _kinds(self, ids: Tensor, segments: Tensor | None) -> Tensor:
        if segments is None:
            return self.segments.weight[0]
        check_ids(segments, self.config.num_segments, name="segments")
        check_shape(segments, "B T", name="segments", B=ids.shape[0], T=ids.shape[1])
        return self.segments(segments)


class Bert(nn.Module):
    """Token numbers → a vector for each token, and one for the whole sequence.

    Args:
        config: sizes and choices.
        pooler: make the vector for the sequence: tanh(W h + b) of its first token.
    Source:
        Devlin et al. (2019). Equals ``BertModel`` of transformers at the real tokens; padding,
        which is left to chance there, is 0 here.
    """

    def __init__(self, config: BertConfig, *, pooler: bool = True) -> None:
        super().__init__()
        self.config = config
        self.embeddings = BertEmbeddings(config)
        self.encoder = Encoder(config.layers())
        self.pooler = nn.Linear(config.hidden_size, config.hidden_size) if pooler else None
        self.apply(partial(draw_weights, std=config.initializer_range))

    def forward(
        self,
        ids: Tensor,
        lengths: Tensor | None = None,
        segments: Tensor | None = None,
        *,
        need_weights: bool = False,
    ) -> BertOutput:
        """Read whole sequences, each token seeing all others.

        Args:
            ids: token numbers, padded at the end.
            lengths: number of real tokens of each sequence; without them all T are real.
            segments: 0 in the first sentence, 1 in the second; all 0 without it.
            need_weights: return attention's weights too.
        Shape:
            ids and segments (B, T), lengths (B,) → see `BertOutput`.
        Raises:
            TypeError: if ids, lengths or segments are no integers.
            ValueError: if a number or a length is out of range, or the sequence too long.
        """
        x = self.embeddings(ids, segments)
        hidden, weights = self.encoder(x, real_tokens(ids, lengths), need_weights=need_weights)
        pooled = None if self.pooler is None else torch.tanh(self.pooler(hidden[:, 0]))
        return BertOutput(hidden, pooled, weights)

    def pool(
        self, ids: Tensor, lengths: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """The vector for the whole sequence alone: the last layer works for its first token only.

        Args:
            ids: token numbers, padded at the end.
            lengths: number of real tokens of each sequence; without them all T are real.
            segments: 0 in the first sentence, 1 in the second; all 0 without it.
        Shape:
            ids and segments (B, T), lengths (B,) → (B, H).
        Raises:
            TypeError: if there is no pooler, or ids, lengths or segments are no integers.
            ValueError: as in `forward`.
        Source:
            Equals the ``pooled`` of `forward`, forward and backward.
        """
        if self.pooler is None:
            raise TypeError("pool needs a BERT with a pooler, got one without")
        x = self.embeddings(ids, segments)
        first = self.encoder.forward_first(x, real_tokens(ids, lengths))
        return torch.tanh(self.pooler(first))


@torch.no_grad()
def draw_weights(module: nn.Module, *, std: float) -> None:
    """Draw matrices and embeddings from a normal distribution, biases 0; padding's vector is 0.

    Args:
        module: one module, without those inside it.
        std: standard deviation.
    """
    if isinstance(module, nn.Linear | nn.Embedding):
        module.weight.normal_(std=std)
    if isinstance(module, nn.Linear):
        module.bias.zero_()
    if isinstance(module, nn.Embedding) and module.padding_idx is not None:
        module.weight[module.padding_idx].zero_()


def find_bert(model: nn.Module) -> Bert:
    """The BERT in a model.

    Args:
        model: a BERT with or without a head.
    Raises:
        TypeError: if there is none.
    """
    bert = getattr(model, "bert", model)
    if not isinstance(bert, Bert):
        raise TypeError(f"model must be a BERT with or without a head, got {type(model).__name__}")
    return bert
