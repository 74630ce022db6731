"""Encoder and decoder with recurrent layers: one vector carries the whole source.

`Seq2Seq.begin` reads the source, `Seq2Seq.decode` is a step of `course_lib.generation`. The
decoder's state holds the encoder's outputs too: `Seq2Seq.read` is the place where a model with
attention looks at them; here it looks at nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_lib.checks import check_shape
from course_lib.models.inputs import check_ids
from course_lib.models.pooling import length_mask
from course_lib.models.recurrent import check_lengths


class DecoderState(NamedTuple):
    """What the decoder carries from token to token.

    Args:
        h: short-term state of each layer.
        c: long-term state of each layer.
        memory: the encoder's outputs.
        mask: True where a token of the source is real.
    Shape:
        h and c (layers, B, H), memory (B, S, H), mask (B, S) bool.
    """

    h: Tensor
    c: Tensor
    memory: Tensor
    mask: Tensor

    def select(self, rows: Tensor) -> DecoderState:
        """These sentences in this order, for `beam_search(…, select=DecoderState.select)`.

        Args:
            rows: numbers of sentences; one may stand more than once.
        Shape:
            rows (B',) integers.
        """
        return DecoderState(self.h[:, rows], self.c[:, rows], self.memory[rows], self.mask[rows])


class Seq2Seq(nn.Module):
    """Two LSTMs: the encoder's last state is the decoder's first.

    Args:
        source_vocab_size: V of the source.
        target_vocab_size: V of the target.
        embedding_dim: D of both sides.
        hidden_size: H of both sides.
        num_layers: layers on top of each other, on both sides.
        dropout: share dropped of embeddings, between layers, and before the output.
    Source:
        Sutskever, Vinyals and Le (2014); the model of document 003.
    """

    def __init__(
        self,
        source_vocab_size: int,
        target_vocab_size: int,
        *,
        embedding_dim: int = 128,
        hidden_size: int = 256,
        num_layers: int = 1,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.source = nn.Embedding(source_vocab_size, embedding_dim)
        self.target = nn.Embedding(target_vocab_size, embedding_dim)
        between = dropout if num_layers > 1 else 0.0
        sizes = {"num_layers": num_layers, "dropout": between, "batch_first": True}
        self.encoder = nn.LSTM(embedding_dim, hidden_size, **sizes)
        self.decoder = nn.LSTM(embedding_dim, hidden_size, **sizes)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(hidden_size, target_vocab_size)

    def begin(self, ids: Tensor, lengths: Tensor | None = None) -> DecoderState:
        """Read the source; what the decoder begins with.

        Args:
            ids: token numbers of the source, padded at the end.
            lengths: number of real tokens of each source; without them all are real.
        Shape:
            ids (B, S), lengths (B,).
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a number or a length is out of range.
        """
        sizes = check_shape(ids, "B S", name="source ids")
        check_ids(ids, self.source.num_embeddings, name="source ids")
        lengths = torch.full((len(ids),), sizes["S"]) if lengths is None else lengths
        check_lengths(lengths, sizes["B"], sizes["S"])
        x = self.dropout(self.source(ids))
        if int(lengths.min()) == sizes["S"]:  # nothing to leave out: torch's faster code
            memory, (h, c) = self.encoder(x)
        else:
            packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
            packed, (h, c) = self.encoder(packed)
            memory, _ = pad_packed_sequence(packed, batch_first=True, total_length=sizes["S"])
        return DecoderState(h, c, memory, length_mask(lengths.to(ids.device), sizes["S"]))

    def decode(self, ids: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState]:
        """Logits of the target's next token at every place.

        Args:
            ids: token numbers of the target, the new ones; the first is the start token.
            state: from `begin`, or from the last call.
        Shape:
            ids (B, T) → (B, T, V).
        Raises:
            TypeError: if ids are no integers.
            ValueError: if a number is out of range or ids have another shape.
        """
        check_shape(ids, "B T", name="target ids")
        check_ids(ids, self.target.num_embeddings, name="target ids")
        x, (h, c) = self.decoder(self.dropout(self.target(ids)), (state.h, state.c))
        x = self.read(x, state)
        return self.output(self.dropout(x)), state._replace(h=h, c=c)

    def read(self, x: Tensor, state: DecoderState) -> Tensor:
        """What the logits are made of; a model with attention looks at ``state.memory`` here.

        Args:
            x: the decoder's outputs.
            state: with the encoder's outputs and their mask.
        Shape:
            x (B, T, H) → (B, T, H).
        """
        return x

    def forward(
        self,
        source_ids: Tensor,
        source_lengths: Tensor,
        target_ids: Tensor,
        target_lengths: Tensor,
        *,
        teacher_share: float = 1.0,
    ) -> Tensor:
        """Logits of what follows each real token of the target, for training.

        Args:
            source_ids: token numbers of the source, padded at the end.
            source_lengths: number of real tokens of each source.
            target_ids: of the target from its start token on, without its last token.
            target_lengths: number of real tokens of each target.
            teacher_share: how often the decoder reads the right token (teacher forcing); the rest
                of the time it reads what it would have said itself.
        Shape:
            source_ids (B, S), target_ids (B, T), lengths (B,) → (sum of target_lengths, V), row
            after row.
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a number, a length or the share is out of range.
        Source:
            Bengio et al. (2015) for shares below 1 (scheduled sampling).
        """
        if not 0 <= teacher_share <= 1:
            raise ValueError(f"teacher_share must lie in [0, 1], got {teacher_share}")
        state = self.begin(source_ids, source_lengths)
        if teacher_share == 1:
            logits, _ = self.decode(target_ids, state)
        else:
            logits = self._decode_alone(target_ids, state, teacher_share)
        return logits[length_mask(target_lengths.to(logits.device), target_ids.shape[1])]

    def _decode_alone(self, ids: Tensor, state: DecoderState, share: float) -> Tensor:
        """Token after token: the right one, or the last prediction, by chance for each sentence."""
        new, found = ids[:, :1], []
        for t in range(ids.shape[1]):
            logits, state = self.decode(new, state)
            found.append(logits)
            if t + 1 < ids.shape[1]:
                taught = torch.rand(len(ids), 1, device=ids.device) < share
                new = torch.where(taught, ids[:, t + 1 : t + 2], logits.argmax(2))
        return torch.cat(found, dim=1)
