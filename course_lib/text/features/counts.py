"""Bags of words: how often each token of a vocabulary occurs in each document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from course_lib.text.flat import FlatIds
from course_lib.text.vocab import Vocab

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


def bag_of_words(documents: Iterable[Sequence[str]], vocab: Vocab) -> csr_matrix:
    """Count the tokens of each document.

    Args:
        documents: lists of tokens; they are gone through once, so a generator will do.
        vocab: which column belongs to which token. Other tokens are counted as the unknown
            token, or not at all if there is none.
    Shape:
        Returns counts (B, V), int64, sparse.
    Raises:
        TypeError: if a document is a text.
    Source:
        Document 003's ``to_bow``, for all documents at once and without the zeros.
    """
    left_out = -1 if vocab.unknown is None else None
    return count_ids(vocab.encode_many(documents, unknown=left_out), size=len(vocab))


def count_ids(ids: FlatIds, *, size: int) -> csr_matrix:
    """Count the ids of each document; negative ids are left out.

    Args:
        ids: documents as numbers.
        size: number of columns.
    Shape:
        ids.offsets (B,) → counts (B, size), int64, sparse, the columns of a row in order.
    Raises:
        ValueError: if an id is not below size.
    """
    from scipy.sparse import csr_matrix

    known = ids.flat >= 0
    columns = ids.flat[known]
    if columns.size and columns.max() >= size:
        raise ValueError(f"expected ids below {size}, got {columns.max()}")
    before = np.concatenate(([0], np.cumsum(known)))  # known ids before each place
    row_ends = before[np.append(ids.offsets, len(ids.flat))]
    ones = np.ones(len(columns), dtype=np.int64)
    counts = csr_matrix((ones, columns, row_ends), shape=(len(ids.offsets), size))
    counts.sum_duplicates()
    return counts
