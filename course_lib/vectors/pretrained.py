"""Vectors that somebody else learned, put into an embedding: by our vocabulary or by the file's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.text.vocab import Vocab
from course_lib.vectors.keyed import KeyedVectors


@dataclass(frozen=True, eq=False)
class Match:
    """First vectors for a vocabulary, and where they come from.

    Attributes:
        vocab: the vocabulary.
        weights: a vector for each token, a new tensor, (V, D).
        from_file: whether the token's vector is one of the file's, (V,) bool.
    """

    vocab: Vocab
    weights: Tensor
    from_file: Tensor

    @property
    def found(self) -> int:
        """Number of tokens that the file has; special tokens are not counted here or below."""
        return int((self.from_file & ~self._special).sum())

    @property
    def missing(self) -> tuple[str, ...]:
        """The tokens that the file has not, in the vocabulary's order."""
        lost = torch.nonzero(~self.from_file & ~self._special).flatten().tolist()
        return tuple(self.vocab.tokens[i] for i in lost)

    @property
    def coverage(self) -> float:
        """Share of the running text whose token the file has, by the vocabulary's counts."""
        counts = torch.tensor(self.vocab.counts, dtype=torch.float64) * ~self._special
        return float((counts * self.from_file).sum() / counts.sum().clamp(min=1))

    @property
    def _special(self) -> Tensor:
        return torch.tensor([token in self.vocab.specials for token in self.vocab.tokens])


def match(
    keyed: KeyedVectors,
    vocab: Vocab,
    *,
    padding: str | None = "<pad>",
    fold_case: bool = True,
    seed: int = 0,
) -> Match:
    """Look up every token of our vocabulary in the file's.

    Args:
        keyed: the file's vectors.
        vocab: ours; its numbers stay as they are.
        padding: the token that gets zeros; None, or a token that is not there, for no such token.
        fold_case: where the file has not the token itself, take its lower-case form.
        seed: of the vectors drawn for tokens that the file has not.
    Returns:
        The file's vectors; zeros for padding; the mean of the file's vectors for the unknown
        token; normal draws around that mean, as wide as the file's own numbers, for all others.
    Raises:
        ValueError: if there is no token.
    Source:
        Document 003, with ``found, not_found = 0, 0`` and rows that are really written.
    """
    if not len(vocab):
        raise ValueError("expected a vocabulary of one token or more, got an empty one")
    rows = np.array([_row(keyed, vocab, token, fold_case) for token in vocab.tokens])
    mean, spread = keyed.vectors.mean(axis=0), keyed.vectors.std(axis=0)
    drawn = np.random.default_rng(seed).normal(mean, spread, (len(vocab), keyed.dim))
    weights = np.where((rows >= 0)[:, None], keyed.vectors[rows], drawn).astype(np.float32)
    if vocab.unknown is not None:
        weights[vocab.index(vocab.unknown)] = mean
    if padding is not None and padding in vocab:
        weights[vocab.index(padding)] = 0
    return Match(vocab, torch.from_numpy(weights), torch.from_numpy(rows >= 0))


def _row(keyed: KeyedVectors, vocab: Vocab, token: str, fold_case: bool) -> int:
    """The file's number of a token, or −1; a special token stands for no text."""
    if token in vocab.specials:
        return -1
    return keyed.index.get(token, keyed.index.get(token.lower(), -1) if fold_case else -1)


def adopt(
    keyed: KeyedVectors,
    *,
    limit: int | None = None,
    unknown: str = "<unk>",
    padding: str = "<pad>",
) -> Match:
    """Take the file's vocabulary for ours, two special tokens before it.

    Args:
        keyed: the file's vectors.
        limit: take the first so many words only.
        unknown: the token for words that the file has not; its vector is the mean of the others.
        padding: the token for padding; its vector is 0.
    Returns:
        A vocabulary without counts, and its vectors.
    Raises:
        ValueError: if the file has a word of that name, or limit is below 1.
    Source:
        ``torchtext.vocab.GloVe`` in document 003, which has neither of the two.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"limit must be at least 1, got {limit}")
    specials, words = (unknown, padding), keyed.words[:limit]
    taken = [token for token in specials if token in words]
    if taken:
        raise ValueError(f"expected names that no word has for special tokens, got {taken}")
    vocab = Vocab([*specials, *words], specials=specials, unknown=unknown)
    vectors = torch.tensor(np.asarray(keyed.vectors[:limit]), dtype=torch.float32)
    first = torch.stack([vectors.mean(dim=0), torch.zeros(keyed.dim)])
    from_file = torch.arange(len(vocab)) >= len(specials)
    return Match(vocab, torch.cat([first, vectors]), from_file)


def parameter_groups(model: nn.Module, *, lr: float, embedding_lr: float) -> list[dict[str, Any]]:
    """Let embeddings learn at a pace of their own: groups for any ``torch.optim`` optimizer.

    Args:
        model: with one ``nn.Embedding`` or ``nn.EmbeddingBag`` or more.
        lr: of all other parameters.
        embedding_lr: of the embeddings.
    Returns:
        One group for the embeddings and one for the rest; frozen parameters are in neither.
    Raises:
        ValueError: if no embedding of the model learns.
    """
    kinds = (nn.Embedding, nn.EmbeddingBag)
    tables = [module.weight for module in model.modules() if isinstance(module, kinds)]
    learning = [weight for weight in tables if weight.requires_grad]
    if not learning:
        raise ValueError("expected a model with an embedding that learns, got none or frozen ones")
    own = {id(weight) for weight in learning}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": learning, "lr": embedding_lr}, {"params": rest, "lr": lr}]
