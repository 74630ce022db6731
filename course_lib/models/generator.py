"""A recurrent language model: what was read so far → logits of what comes next."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_lib.checks import check_shape
from course_lib.models.inputs import check_ids

CELLS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


class RecurrentLanguageModel(nn.Module):
    """Token numbers → logits of the token that follows each, and the state.

    The model itself is a step of `course_lib.generation`.

    Args:
        vocab_size: V.
        hidden_size: H.
        embedding_dim: D; None feeds one-hot vectors, as the document does.
        cell: "rnn", "gru" or "lstm".
        num_layers: layers on top of each other.
        dropout: share dropped of embeddings, between layers, and before the output.
        tied: the embedding's matrix makes the logits too; where H is not D, a matrix makes D of H.
    Raises:
        ValueError: if a size is below 1, the cell is unknown, or there is no matrix to tie.
    Source:
        ``LSTMGenerator`` of document 003 with ``embedding_dim=None``; Press and Wolf (2017) for
        tied weights.
    """

    def __init__(
        self,
        vocab_size: int,
        *,
        hidden_size: int,
        embedding_dim: int | None = None,
        cell: str = "lstm",
        num_layers: int = 1,
        dropout: float = 0.0,
        tied: bool = False,
    ) -> None:
        super().__init__()
        D = vocab_size if embedding_dim is None else embedding_dim
        if min(vocab_size, hidden_size, D, num_layers) < 1:
            raise ValueError(f"sizes must be >= 1, got {(vocab_size, hidden_size, D, num_layers)}")
        if cell not in CELLS:
            raise ValueError(f"cell must be one of {', '.join(CELLS)}, got {cell!r}")
        if tied and embedding_dim is None:
            raise ValueError("tied needs an embedding, got embedding_dim=None")
        self.vocab_size = vocab_size
        self.embedding = None if embedding_dim is None else nn.Embedding(vocab_size, D)
        between = dropout if num_layers > 1 else 0.0
        self.rnn: nn.RNNBase = CELLS[cell](
            D, hidden_size, num_layers=num_layers, dropout=between, batch_first=True
        )
        self.dropout = nn.Dropout(dropout)
        self.bridge = nn.Linear(hidden_size, D) if tied and hidden_size != D else nn.Identity()
        self.output = nn.Linear(D if tied else hidden_size, vocab_size)
        if tied and self.embedding is not None:
            nn.init.normal_(self.embedding.weight, std=1 / math.sqrt(D))
            self.output.weight = self.embedding.weight

    def forward(self, ids: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """Logits of the next token at every place, and the state after the last.

        Args:
            ids: token numbers.
            state: what the last call returned; zeros without it.
        Shape:
            ids (B, T) → (B, T, V); states (layers, B, H): a tensor, of an LSTM (h, c).
        Raises:
            TypeError: if ids are no integers.
            ValueError: if a number is out of range or ids have another shape.
        """
        check_shape(ids, "B T", name="ids")
        check_ids(ids, self.vocab_size)
        x, state = self.rnn(self.dropout(self._embed(ids)), state)  # (B, T, H)
        return self.output(self.bridge(self.dropout(x))), state

    def _embed(self, ids: Tensor) -> Tensor:
        """Vectors of the tokens, (B, T) → (B, T, D)."""
        if self.embedding is None:
            return F.one_hot(ids, self.vocab_size).to(self.output.weight.dtype)
        return self.embedding(ids)


class Carried(nn.Module):
    """A language model that remembers where the last block ended: for training on streams.

    The state goes on, the gradient does not (truncated backpropagation through time).

    Args:
        model: (ids, state) → (logits, state), recurrent.
    """

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model
        self.state: Any = None

    def forward(self, ids: Tensor, fresh: Tensor) -> Tensor:
        """Logits of the next token at every place, one place after another.

        Args:
            ids: token numbers of a block.
            fresh: True where a stream begins, whose state is then zero.
        Shape:
            ids (B, T), fresh (B,) bool → (B·T, V).
        """
        state = None if bool(fresh.all()) else keep_rows(self.state, ~fresh)
        logits, state = self.model(ids, state)
        self.state = detach(state)
        return logits.flatten(0, 1)


def detach(state: Any) -> Any:
    """Cut a recurrent state from the graph that made it: the numbers stay, no gradient goes back.

    Args:
        state: a tensor, or a tuple of tensors.
    Returns:
        A state of the same kind.
    """
    return state.detach() if isinstance(state, Tensor) else tuple(part.detach() for part in state)


def keep_rows(state: Any, kept: Tensor) -> Any:
    """Set the state of some sentences to zero.

    Args:
        state: a tensor, or a tuple of tensors.
        kept: True where the state stays.
    Shape:
        states (layers, B, H), kept (B,) bool.
    Returns:
        A state of the same kind.
    """
    parts = (state,) if isinstance(state, Tensor) else state
    new = tuple(torch.where(kept[:, None], part, torch.zeros_like(part)) for part in parts)
    return new[0] if isinstance(state, Tensor) else new
