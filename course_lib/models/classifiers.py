"""Classifiers of token numbers: embedding, recurrent layers, one vector per sentence, logits.

They run on ``torch.nn``'s fused layers; ``recurrent`` has the same layers written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_lib.checks import check_shape
from course_lib.models.pooling import (
    AttentionPooling,
    last_step,
    length_mask,
    masked_max,
    masked_mean,
)
from course_lib.models.recurrent import check_lengths, set_forget_bias

CELLS: Mapping[str, Any] = MappingProxyType({"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM})
POOLINGS = ("last", "mean", "max", "attention")
READS_PADDING = ("last_padded", "mean_padded")

DOCUMENTED: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "rnn": {"cell": "rnn", "embedding_dim": 64, "hidden_size": 32, "pooling": "mean_padded"},
        "lstm": {"cell": "lstm", "embedding_dim": 64, "hidden_size": 32, "pooling": "last_padded"},
        "lstm_packed": {"cell": "lstm", "embedding_dim": 64, "hidden_size": 32},
        "bilstm_stacked": {
            "cell": "lstm",
            "embedding_dim": 128,
            "hidden_size": 64,
            "num_layers": 2,
            "bidirectional": True,
        },
    }
)
"""Settings of the documents' classifiers: the first three of 003, the last of 001.

``RecurrentClassifier(V, K, **DOCUMENTED["lstm"])``. The first two read padding, as the document
does; with ``| {"pooling": "mean"}`` or ``"last"`` they do not.
"""


class RecurrentClassifier(nn.Module):
    """Token numbers and lengths → logits.

    Args:
        vocab_size: V.
        num_classes: K.
        embedding_dim: D.
        hidden_size: H of each direction.
        cell: "rnn", "gru" or "lstm".
        num_layers: layers on top of each other.
        bidirectional: read from the end too.
        dropout: share dropped of the embeddings, between layers, and of the sentence's vector.
        pooling: "last" real step of each direction, "mean", "max" or "attention" over the real
            steps. Two more are wrong on purpose, to be measured: "last_padded" runs over the
            padding and takes ``h[-1]``, "mean_padded" counts the padding in.
        padding_id: the number at padding; its vector stays 0.
        forget_bias: what the forget gates of an LSTM begin with; see `set_forget_bias`.
    Raises:
        ValueError: if an option is not one of its choices.
    Source:
        Documents 001 and 003, repaired.
    """

    def __init__(
        self,
        vocab_size: int,
        num_classes: int,
        *,
        embedding_dim: int = 128,
        hidden_size: int = 64,
        cell: str = "lstm",
        num_layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
        pooling: str = "last",
        padding_id: int = 0,
        forget_bias: float | None = None,
    ) -> None:
        super().__init__()
        _check_choice(cell, tuple(CELLS), name="cell")
        _check_choice(pooling, POOLINGS + READS_PADDING, name="pooling")
        if forget_bias is not None and cell != "lstm":
            raise ValueError(f"forget_bias needs cell 'lstm', got {cell!r}")
        self.vocab_size, self.pooling = vocab_size, pooling
        self.embedding = nn.Embedding(vocab_size, embedding_dim, padding_idx=padding_id)
        self.recurrent = CELLS[cell](
            embedding_dim,
            hidden_size,
            num_layers=num_layers,
            bidirectional=bidirectional,
            dropout=dropout if num_layers > 1 else 0.0,
            batch_first=True,
        )
        if forget_bias is not None:
            set_forget_bias(self.recurrent, forget_bias)
        self.dropout = nn.Dropout(dropout)
        directions = 2 if bidirectional and pooling != "last_padded" else 1
        self.attention = (
            AttentionPooling(directions * hidden_size) if pooling == "attention" else None
        )
        self.output = nn.Linear(directions * hidden_size, num_classes)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """One logit for each class.

        Args:
            ids: token numbers, padded at the end.
            lengths: number of real tokens of each sentence, on any device.
        Shape:
            ids (B, T), lengths (B,) → (B, K).
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a shape does not fit, there is no sentence or no token, a length is not
                in 1 … T, or a number is not in 0 … V − 1.
        """
        x = self.dropout(self.embedding(self._checked(ids, lengths)))  # (B, T, D)
        return self.output(self.dropout(self._sentences(x, lengths)))

    def _sentences(self, x: Tensor, lengths: Tensor) -> Tensor:
        """(B, T, D) → one vector for each sentence."""
        if self.pooling in READS_PADDING:
            outputs, state = self.recurrent(x)
            h = state[0] if isinstance(state, tuple) else state  # (layers · directions, B, H)
            return h[-1] if self.pooling == "last_padded" else outputs.mean(dim=1)
        outputs, lengths = self._outputs(x, lengths), lengths.to(x.device)
        if self.pooling == "last":
            return last_step(outputs, lengths, bidirectional=self.recurrent.bidirectional)
        mask = length_mask(lengths, outputs.shape[1])
        if self.attention is not None:
            return self.attention(outputs, mask)
        return masked_mean(outputs, mask) if self.pooling == "mean" else masked_max(outputs, mask)

    def _outputs(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Outputs of a packed run, (B, T, directions · H), zero at padding."""
        packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        outputs, _ = self.recurrent(packed)
        return pad_packed_sequence(outputs, batch_first=True, total_length=x.shape[1])[0]

    def _checked(self, ids: Tensor, lengths: Tensor) -> Tensor:
        sizes = check_shape(ids, "B T", name="ids")
        if ids.is_floating_point() or ids.dtype == torch.bool:
            raise TypeError(f"ids must be integers, got {ids.dtype}")
        if not ids.numel():
            raise ValueError(f"ids must hold one token or more, got shape {tuple(ids.shape)}")
        check_lengths(lengths, sizes["B"], sizes["T"])
        low, high = ids.min().item(), ids.max().item()
        if low < 0 or high >= self.vocab_size:
            wanted, got = f"0 … {self.vocab_size - 1}", low if low < 0 else high
            raise ValueError(f"ids must lie in {wanted}, got {got}")
        return ids


def _check_choice(value: str, choices: tuple[str, ...], *, name: str) -> None:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
