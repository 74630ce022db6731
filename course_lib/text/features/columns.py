"""Counts of n-grams for many documents, with whole arrays instead of one text at a time.

A pair of tokens is one number, ``first · V + second``; a triple is (number of its pair) · V +
third, and so on. Equal n-grams get equal numbers, and sorting them finds the different ones: no
text is joined before somebody asks for the names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from course_lib.text.features.counts import count_ids
from course_lib.text.features.grams import check_range
from course_lib.text.flat import FlatIds, Ints
from course_lib.text.vocab import Vocab

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Ngrams:
    """The n-grams that were seen in documents, each with its column.

    Made by `fit`. Columns are ordered by length, then by the texts of the tokens.

    Args:
        vocab: the single tokens, in the order of their texts.
        codes: for lengths 2, 3, …: the numbers of all n-grams that were seen, in order.
        low: length of the shortest n-grams that have columns.
        joiner: what stands between the tokens in a name.
        kept: numbers of the columns that are left, among all from length low on.
    """

    def __init__(
        self, vocab: Vocab, codes: Sequence[Ints], *, low: int, joiner: str, kept: Ints
    ) -> None:
        self.vocab, self.low, self.joiner = vocab, low, joiner
        self._codes, self._kept = tuple(codes), kept

    @classmethod
    def fit(
        cls,
        documents: Iterable[Sequence[str]],
        *,
        low: int = 1,
        high: int = 2,
        joiner: str = " ",
        min_docs: int = 1,
        max_size: int | None = None,
    ) -> tuple[Ngrams, csr_matrix]:
        """Learn the n-grams of documents, and count them.

        Args:
            documents: lists of tokens; they are gone through once, so a generator will do.
            low: length of the shortest n-grams.
            high: length of the longest n-grams.
            joiner: what to write between the tokens in a name; "" for characters.
            min_docs: leave out n-grams that are in fewer documents.
            max_size: keep at most so many, the most frequent ones.
        Shape:
            Returns the n-grams and counts (B, V), int64, sparse.
        Raises:
            TypeError: if a document is a text.
            ValueError: unless 1 <= low <= high.
        Source:
            Equals ``CountVectorizer(ngram_range=(low, high))`` up to the order of columns.
        """
        check_range(low, high)
        vocab, ids = Vocab.fit(documents, specials=(), unknown=None, order="text")
        codes: list[Ints] = []
        numbers = [ids]
        for n in range(2, high + 1):
            pairs = _extend(numbers[-1], ids, n=n, size=len(vocab))
            seen, flat = np.unique(pairs.flat, return_inverse=True)
            codes.append(seen)
            numbers.append(FlatIds(flat, pairs.offsets))
        sizes = [len(vocab), *map(len, codes)]
        counts = _side_by_side(numbers[low - 1 :], sizes[low - 1 :])
        kept = _worth_keeping(counts, min_docs, max_size)
        grams = cls(vocab, codes, low=low, joiner=joiner, kept=kept)
        return grams, counts if len(kept) == counts.shape[1] else counts[:, kept]

    def count(self, documents: Iterable[Sequence[str]]) -> csr_matrix:
        """Count the known n-grams of other documents; what `fit` has not seen is left out.

        Args:
            documents: lists of tokens; they are gone through once, so a generator will do.
        Shape:
            Returns counts (B, V), int64, sparse.
        Raises:
            TypeError: if a document is a text.
        """
        ids = self.vocab.encode_many(documents, unknown=-1)
        numbers, sizes = [ids], [len(self.vocab), *map(len, self._codes)]
        for n, seen in enumerate(self._codes, start=2):
            pairs = _extend(numbers[-1], ids, n=n, size=len(self.vocab))
            numbers.append(FlatIds(_places(pairs.flat, seen), pairs.offsets))
        counts = _side_by_side(numbers[self.low - 1 :], sizes[self.low - 1 :])
        return counts if len(self) == counts.shape[1] else counts[:, self._kept]

    def __len__(self) -> int:
        return len(self._kept)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The n-grams as texts, one for each column."""
        every = [name for level in list(self._levels())[self.low - 1 :] for name in level]
        return tuple(every[i] for i in self._kept.tolist())

    def _levels(self) -> Iterator[list[str]]:
        """Names of all single tokens, then of all pairs, and so on."""
        tokens, names = self.vocab.tokens, list(self.vocab.tokens)
        yield names
        for codes in self._codes:
            before, last = (part.tolist() for part in np.divmod(codes, len(tokens)))
            pairs = zip(before, last, strict=True)
            names = [f"{names[i]}{self.joiner}{tokens[j]}" for i, j in pairs]
            yield names


def _extend(shorter: FlatIds, ids: FlatIds, *, n: int, size: int) -> FlatIds:
    """Numbers of all n-grams from those of all (n − 1)-grams; −1 if a part is unknown."""
    counts = np.maximum(ids.lengths - n + 1, 0)  # n-grams in each document
    offsets = np.concatenate(([0], np.cumsum(counts)))
    within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts)
    before = shorter.flat[within + np.repeat(shorter.offsets, counts)]
    last = ids.flat[within + np.repeat(ids.offsets, counts) + n - 1]
    return FlatIds(np.where((before < 0) | (last < 0), -1, before * size + last), offsets[:-1])


def _places(codes: Ints, seen: Ints) -> Ints:
    """Where each code stands in a sorted array; −1 if it does not."""
    if not len(seen):
        return np.full(len(codes), -1)
    places = np.minimum(np.searchsorted(seen, codes), len(seen) - 1)
    return np.where(seen[places] == codes, places, -1)


def _side_by_side(numbers: Sequence[FlatIds], sizes: Sequence[int]) -> csr_matrix:
    from scipy.sparse import hstack

    parts = [count_ids(ids, size=size) for ids, size in zip(numbers, sizes, strict=True)]
    return parts[0] if len(parts) == 1 else hstack(parts, format="csr")


def _worth_keeping(counts: csr_matrix, min_docs: int, max_size: int | None) -> Ints:
    columns = counts.shape[1]
    in_docs = np.bincount(counts.indices, minlength=columns)
    kept = np.flatnonzero(in_docs >= min_docs)
    if max_size is not None and len(kept) > max_size:
        total = np.bincount(counts.indices, weights=counts.data, minlength=columns)[kept]
        kept = np.sort(kept[np.argsort(-total, kind="stable")[:max_size]])
    return kept
