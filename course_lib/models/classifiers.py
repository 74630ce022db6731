"""Classifiers of token numbers: embedding, recurrent layers, one vector per sentence, logits.

They run on ``torch.nn``'s fused layers; ``recurrent`` has the same layers written out. Packed
sequences leave padding out altogether. Reading one way, a layer may also run over padding at the
end without harm, as long as nobody looks there: the logits are the same, and on a CPU, where torch
runs padded batches with faster code than packed ones, it takes less time.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from course_lib.checks import check_shape
from course_lib.models.inputs import check_ids
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
        packed: leave padding out of the recurrent layers; without it they run over padding and
            the poolings look at real steps only, which reading one way gives the same logits.
            The two wrong poolings run over padding whatever this says.
        padding_id: the number at padding; its vector stays 0.
        forget_bias: what the forget gates of an LSTM begin with; see `set_forget_bias`.
    Raises:
        ValueError: if an option is not one of its choices, or bidirectional layers are to run over
            padding, which the second direction would read first.
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
        packed: bool = True,
        padding_id: int = 0,
        forget_bias: float | None = None,
    ) -> None:
        super().__init__()
        _check_choice(cell, tuple(CELLS), name="cell")
        _check_choice(pooling, POOLINGS + READS_PADDING, name="pooling")
        if bidirectional and not packed and pooling in POOLINGS:
            raise ValueError("bidirectional layers need packed=True, got packed=False")
        if forget_bias is not None and cell != "lstm":
            raise ValueError(f"forget_bias needs cell 'lstm', got {cell!r}")
        self.vocab_size, self.pooling = vocab_size, pooling
        self.packed = packed and pooling in POOLINGS
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

    def forward(self, ids: Tensor | PackedSequence, lengths: Tensor | None = None) -> Tensor:
        """One logit for each class.

        Args:
            ids: token numbers, padded at the end or packed.
            lengths: number of real tokens of each sentence, on any device; not with packed ids,
                which know them.
        Shape:
            ids (B, T), lengths (B,) → (B, K).
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a shape does not fit, there is no sentence or no token, a length is not
                in 1 … T or missing, or a number is not in 0 … V − 1.
        """
        sentences = self._packed(ids, lengths)
        run = self._run_packed if self.packed else self._run_padded
        outputs, h, lengths = run(sentences)
        return self.output(self.dropout(self._pooled(outputs, h, lengths.to(outputs.device))))

    def _run_packed(self, ids: PackedSequence) -> tuple[Tensor, Tensor, Tensor]:
        """Outputs (B, T, …), h of every layer and direction, and lengths."""
        x = self.dropout(self.embedding(ids.data))  # (number of tokens, D)
        outputs, state = self.recurrent(ids._replace(data=x))
        padded, lengths = pad_packed_sequence(outputs, batch_first=True)
        return padded, _hidden(state), lengths

    def _run_padded(self, ids: PackedSequence) -> tuple[Tensor, Tensor, Tensor]:
        """The same, but padding is run over as if it were text."""
        padding = float(self.embedding.padding_idx or 0)
        padded, lengths = pad_packed_sequence(ids, batch_first=True, padding_value=padding)
        outputs, state = self.recurrent(self.dropout(self.embedding(padded)))
        return outputs, _hidden(state), lengths

    def _pooled(self, outputs: Tensor, h: Tensor, lengths: Tensor) -> Tensor:
        """One vector for each sentence."""
        if self.pooling in READS_PADDING:
            return h[-1] if self.pooling == "last_padded" else outputs.mean(dim=1)
        if self.pooling == "last":
            return last_step(outputs, lengths, bidirectional=self.recurrent.bidirectional)
        mask = length_mask(lengths, outputs.shape[1])
        if self.attention is not None:
            return self.attention(outputs, mask)
        return masked_mean(outputs, mask) if self.pooling == "mean" else masked_max(outputs, mask)

    def _packed(self, ids: Tensor | PackedSequence, lengths: Tensor | None) -> PackedSequence:
        if isinstance(ids, PackedSequence) != (lengths is None):
            got = "both" if lengths is not None else "padded ids alone"
            raise ValueError(f"expected packed ids, or padded ids and their lengths, got {got}")
        if not isinstance(ids, PackedSequence):
            ids = _pack(ids, lengths)
        check_ids(ids.data, self.vocab_size)
        return ids


def _hidden(state: Tensor | tuple[Tensor, Tensor]) -> Tensor:
    """The h of a last state, (layers · directions, B, H)."""
    return state[0] if isinstance(state, tuple) else state


def _pack(ids: Tensor, lengths: Any) -> PackedSequence:
    sizes = check_shape(ids, "B T", name="ids")
    check_lengths(lengths, sizes["B"], sizes["T"])
    return pack_padded_sequence(ids, lengths.cpu(), batch_first=True, enforce_sorted=False)


def _check_choice(value: str, choices: tuple[str, ...], *, name: str) -> None:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
