"""Runs of tokens numbered without a vocabulary of them: the hashing trick.

A run's number is computed from the numbers of its tokens, so nothing is counted and kept
beforehand. The price: different runs may get one number, a collision.
"""

from __future__ import annotations

import numpy as np

from course_lib.text.features.grams import check_range
from course_lib.text.flat import FlatIds, Ints

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ / golden ratio, odd
_SHIFT = np.uint64(32)


def hash_ngrams(ids: FlatIds, *, first: int, buckets: int, high: int = 2) -> FlatIds:
    """Follow each document's tokens by the hashed runs of its neighbouring tokens.

    Args:
        ids: documents in numbers from 0 to first − 1.
        first: number of the first bucket, which is the size of the vocabulary.
        buckets: how many numbers the runs share, from `first` on.
        high: length of the longest runs.
    Returns:
        New documents: first all tokens of a document, then its pairs, then its triples, and so on.
    Raises:
        ValueError: if buckets is not positive, high is below 2 or an id is not in 0 … first − 1.
    Source:
        Weinberger et al. (2009); fastText (Joulin et al., 2017) hashes the texts of tokens, here
        their numbers are hashed.
    """
    check_range(2, high)
    if buckets < 1:
        raise ValueError(f"buckets must be positive, got {buckets}")
    if ids.flat.size and not 0 <= ids.flat.min() <= ids.flat.max() < first:
        got = f"{ids.flat.min()} to {ids.flat.max()}"
        raise ValueError(f"expected ids from 0 to {first - 1}, got {got}")
    parts, codes = [ids], FlatIds(_mix(ids.flat.astype(np.uint64)), ids.offsets)
    for n in range(2, high + 1):
        codes = _longer(codes, ids, n)
        numbers = first + (codes.flat % np.uint64(buckets)).astype(np.int64)
        parts.append(FlatIds(numbers, codes.offsets))
    return _join(parts)


def _mix(codes: np.ndarray) -> np.ndarray:
    """Scatter codes over all 64 bits; the product wraps around."""
    codes = (codes + np.uint64(1)) * _FACTOR
    return (codes ^ (codes >> _SHIFT)) * _FACTOR


def _longer(codes: FlatIds, ids: FlatIds, n: int) -> FlatIds:
    """Codes of all runs of n tokens from those of n − 1."""
    counts = np.maximum(ids.lengths - n + 1, 0)  # runs in each document
    offsets = np.cumsum(counts) - counts
    within = np.arange(counts.sum()) - np.repeat(offsets, counts)
    before = codes.flat[within + np.repeat(codes.offsets, counts)]
    last = ids.flat[within + np.repeat(ids.offsets, counts) + n - 1].astype(np.uint64)
    mixed = _mix(before ^ last)
    return FlatIds(mixed ^ (mixed >> _SHIFT), offsets)


def _join(parts: list[FlatIds]) -> FlatIds:
    """Documents side by side: the first part's, then the second's, and so on."""
    lengths: Ints = np.stack([part.lengths for part in parts])  # (parts, B)
    offsets = np.cumsum(lengths.sum(0)) - lengths.sum(0)
    begins = offsets + np.cumsum(lengths, axis=0) - lengths
    flat = np.empty(int(lengths.sum()), dtype=np.int64)
    for part, begin in zip(parts, begins, strict=True):
        places = np.arange(len(part.flat)) + np.repeat(begin - part.offsets, part.lengths)
        flat[places] = part.flat
    return FlatIds(flat, offsets)
