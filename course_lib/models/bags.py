"""Classifiers of bags of tokens: one vector for each token, their mean or sum, logits.

Both know nothing of the order of tokens. `EmbeddingClassifier` takes padded rows, and
`EmbeddingBagClassifier` documents one after another; the same parameters fit both and give the same
logits. The vector of an empty document is 0: its logits are the biases of the last layer.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from course_lib.checks import check_shape
from course_lib.models.inputs import check_ids
from course_lib.models.pooling import length_mask


class EmbeddingClassifier(nn.Module):
    """Token numbers and lengths → the mean of the tokens' vectors → logits.

    Args:
        vocab_size: V.
        num_classes: K.
        embedding_dim: D; with `embeddings`, theirs is taken.
        pooling: "mean" of the real tokens. "mean_padded" is wrong on purpose, to be measured: it
            counts the padding in, so a sentence's logits depend on the longest one beside it.
        padding_id: number whose vector stays 0; None for a vocabulary without padding.
        embeddings: vectors to begin with, copied; without them uniform from −1/D to 1/D.
        freeze: leave the vectors as they are while training.
        sparse: gradients hold the rows of the batch's tokens alone; for ``SGD`` or ``SparseAdam``.
    Shape:
        embeddings (V, D).
    Raises:
        ValueError: if pooling is neither, or embeddings has not V rows.
    Source:
        EmbedClassifier of document 003, which is ``pooling="mean_padded", padding_id=None``,
        repaired; the first vectors are those of fastText (Joulin et al., 2017).
    """

    def __init__(
        self,
        vocab_size: int,
        num_classes: int,
        *,
        embedding_dim: int = 32,
        pooling: str = "mean",
        padding_id: int | None = 0,
        embeddings: Tensor | None = None,
        freeze: bool = False,
        sparse: bool = False,
    ) -> None:
        super().__init__()
        if pooling not in ("mean", "mean_padded"):
            raise ValueError(f"pooling must be 'mean' or 'mean_padded', got {pooling!r}")
        self.pooling = pooling
        start = _first_vectors(vocab_size, embedding_dim, embeddings)
        if padding_id is not None:
            start[padding_id] = 0
        self.embedding = nn.Embedding.from_pretrained(
            start, freeze=freeze, padding_idx=padding_id, sparse=sparse
        )
        self.output = nn.Linear(start.shape[1], num_classes)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """One logit for each class.

        Args:
            ids: token numbers, padded at the end.
            lengths: number of real tokens of each document; 0 for an empty one.
        Shape:
            ids (B, T), lengths (B,) → (B, K).
        Raises:
            TypeError: if ids or lengths are no integers.
            ValueError: if a shape does not fit, a length is not in 0 … T or a number not in
                0 … V − 1.
        """
        sizes = check_shape(ids, "B T", name="ids")
        check_shape(lengths, "B", name="lengths", B=sizes["B"])
        check_ids(lengths, sizes["T"] + 1, name="lengths")
        check_ids(ids, self.embedding.num_embeddings)
        x = self.embedding(ids)  # (B, T, D)
        shares = self.shares(lengths.to(ids.device), sizes["T"])
        return self.output((shares[:, None] @ x).squeeze(1))  # (B, 1, T) @ (B, T, D)

    def shares(self, lengths: Tensor, T: int) -> Tensor:
        """How much each place counts in a document's vector.

        Args:
            lengths: number of real tokens of each document.
            T: number of places.
        Shape:
            lengths (B,) → (B, T); a row sums to 1, or to 0 for an empty document.
        """
        mask = length_mask(lengths, T).to(self.embedding.weight.dtype)
        if self.pooling == "mean_padded":
            return torch.full_like(mask, 1 / max(T, 1))
        return mask / lengths.clamp(min=1)[:, None]


class EmbeddingBagClassifier(nn.Module):
    """Documents one after another → mean or sum of the tokens' vectors → logits.

    There is no padding, and no (B, T, D) of all vectors in memory. With n-grams numbered by
    `course_lib.text.hash_ngrams` it is the classifier of fastText.

    Args:
        vocab_size: V, the numbers of hashed n-grams included.
        num_classes: K.
        embedding_dim: D; with `embeddings`, theirs is taken.
        mode: "mean" or "sum"; a sum grows with the length of the document.
        embeddings: vectors to begin with, copied; without them uniform from −1/D to 1/D.
        freeze: leave the vectors as they are while training.
        sparse: gradients hold the rows of the batch's tokens alone; for ``SGD`` or ``SparseAdam``.
    Shape:
        embeddings (V, D).
    Raises:
        ValueError: if mode is neither, or embeddings has not V rows.
    Source:
        The second EmbedClassifier of document 003; fastText (Joulin et al., 2017).
    """

    def __init__(
        self,
        vocab_size: int,
        num_classes: int,
        *,
        embedding_dim: int = 32,
        mode: str = "mean",
        embeddings: Tensor | None = None,
        freeze: bool = False,
        sparse: bool = False,
    ) -> None:
        super().__init__()
        if mode not in ("mean", "sum"):
            raise ValueError(f"mode must be 'mean' or 'sum', got {mode!r}")
        start = _first_vectors(vocab_size, embedding_dim, embeddings)
        self.embedding = nn.EmbeddingBag.from_pretrained(
            start, freeze=freeze, mode=mode, sparse=sparse
        )
        self.output = nn.Linear(start.shape[1], num_classes)

    def forward(self, flat: Tensor, offsets: Tensor, weights: Tensor | None = None) -> Tensor:
        """One logit for each class.

        Args:
            flat: token numbers of all documents, one after another.
            offsets: where each document begins.
            weights: how much each token counts, such as its TF-IDF; only with mode "sum".
        Shape:
            flat (number of tokens,), offsets (B,), weights (number of tokens,) → (B, K).
        Raises:
            TypeError: if flat or offsets are no integers.
            ValueError: if a shape does not fit, the offsets do not begin at 0 or go back or beyond
                the end, a number is not in 0 … V − 1, or there are weights with mode "mean".
        """
        sizes = check_shape(flat, "N", name="flat")
        check_shape(offsets, "B", name="offsets")
        check_ids(flat, self.embedding.num_embeddings, name="flat")
        _check_offsets(offsets, sizes["N"])
        if weights is not None:
            if self.embedding.mode != "sum":
                raise ValueError(f"weights need mode 'sum', got mode {self.embedding.mode!r}")
            check_shape(weights, "N", name="weights", **sizes)
            weights = weights.to(self.embedding.weight.dtype)
        return self.output(self.embedding(flat, offsets, weights))


def _check_offsets(offsets: Tensor, total: int) -> None:
    check_ids(offsets, total + 1, name="offsets")
    if len(offsets) and (offsets[0] != 0 or (offsets.diff() < 0).any()):
        raise ValueError(f"offsets must begin at 0 and never go back, got {offsets.tolist()[:8]}")


def _first_vectors(vocab_size: int, embedding_dim: int, embeddings: Tensor | None) -> Tensor:
    """A new tensor (V, D)."""
    if embeddings is None:
        bound = 1 / embedding_dim
        return torch.empty(vocab_size, embedding_dim).uniform_(-bound, bound)
    check_shape(embeddings, "V D", name="embeddings", V=vocab_size)
    return embeddings.detach().clone().to(torch.get_default_dtype())
