"""Encoder and decoder with attention: the decoder opens the source again at every word."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from course_lib.models.attention.alignment import Alignment
from course_lib.models.seq2seq import DecoderState, Seq2Seq


class AttentionSeq2Seq(Seq2Seq):
    """`Seq2Seq` whose logits are made of the decoder's output and of what it found in the source.

    The decoder's output asks, the encoder's outputs answer; both together pass through one layer:
    tanh(W [context; output]). The decoder's LSTM itself does not hear of the answer, so that all
    places of a target can be computed at once.

    Args:
        source_vocab_size: V of the source.
        target_vocab_size: V of the target.
        attention: how well an encoder's output fits a decoder's; both have the size H.
        hidden_size: H of both sides.
        **options: of `Seq2Seq`.
    Source:
        Luong, Pham and Manning (2015); with `AdditiveAttention` the score of Bahdanau, Cho and
        Bengio (2015), who ask with the state before and feed the answer to the cell.
    """

    def __init__(
        self,
        source_vocab_size: int,
        target_vocab_size: int,
        *,
        attention: Alignment,
        hidden_size: int = 256,
        **options: Any,
    ) -> None:
        super().__init__(source_vocab_size, target_vocab_size, hidden_size=hidden_size, **options)
        self.attention = attention
        self.combine = nn.Linear(2 * hidden_size, hidden_size)

    def read(self, x: Tensor, state: DecoderState) -> Tensor:
        """What the logits are made of: the outputs, and what they found in the source.

        Args:
            x: the decoder's outputs.
            state: with the encoder's outputs and their mask.
        Shape:
            x (B, T, H) → (B, T, H).
        """
        context, _ = self.attention(x, state.memory, state.mask)
        return torch.tanh(self.combine(torch.cat([context, x], dim=2)))

    def alignment(self, source_ids: Tensor, source_lengths: Tensor, target_ids: Tensor) -> Tensor:
        """Where the decoder looks while it reads these targets.

        Args:
            source_ids: token numbers of the source, padded at the end.
            source_lengths: number of real tokens of each source.
            target_ids: of the target from its start token on.
        Shape:
            source_ids (B, S), source_lengths (B,), target_ids (B, T) → (B, T, S). Row t has the
            weights for the word that follows token t; they sum to 1 and are 0 at padding.
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a number or a length is out of range.
        """
        state = self.begin(source_ids, source_lengths)
        x, _ = self.decoder(self.dropout(self.target(target_ids)), (state.h, state.c))
        _, weights = self.attention(x, state.memory, state.mask)
        return weights
