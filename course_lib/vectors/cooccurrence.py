"""How often words stand near each other: counted once over a corpus of any length."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from course_lib.text.flat import FlatIds

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_PENDING = 200_000  # counts that wait before they are merged, or as many as have been merged


class CoOccurrences(NamedTuple):
    """The cells of a V×V table that are not 0, sorted by row and column.

    Attributes:
        rows: ids, (number of cells,).
        columns: ids, (number of cells,).
        values: weighted counts, (number of cells,).
        size: V.
    """

    rows: Ints
    columns: Ints
    values: Floats
    size: int

    def dense(self) -> Floats:
        """Give the whole table, (V, V): for vocabularies that fit on a page."""
        table = np.zeros((self.size, self.size))
        table[self.rows, self.columns] = self.values
        return table


def count_cooccurrences(
    corpus: FlatIds,
    *,
    size: int,
    window: int = 10,
    by_distance: bool = True,
    batch_tokens: int = 1_000_000,
) -> CoOccurrences:
    """Count the neighbours of every word, both ways.

    Args:
        corpus: the ids, in memory or mapped; a stretch at a time is read. Ids below 0 are left
            out before the windows are laid, and no window leaves its document.
        size: number of words, V.
        window: farthest neighbour on each side.
        by_distance: a neighbour d words away counts 1/d; otherwise 1.
        batch_tokens: tokens per stretch; the counts do not depend on it.
    Returns:
        The counts; memory grows with the pairs that occur, not with the corpus.
    Raises:
        IndexError: if an id is not below size.
        ValueError: if size, window or batch_tokens is below 1.
    Source:
        Pennington et al. (2014); GloVe's ``cooccur``.
    """
    if min(size, window, batch_tokens) < 1:
        got = f"{size}, {window} and {batch_tokens}"
        raise ValueError(f"size, window and batch_tokens must be at least 1, got {got}")
    counted: list[tuple[Ints, Floats]] = []
    last = np.empty((2, 0), dtype=np.int64)
    for start in range(0, len(corpus.flat), batch_tokens):
        tokens = np.hstack([last, _stretch(corpus, start, batch_tokens, size)])
        counted.append(_count(tokens, last.shape[1], size, window, by_distance))
        last = tokens[:, -window:]
        if sum(len(cells) for cells, _ in counted[1:]) > max(_PENDING, len(counted[0][0])):
            counted = [_merge(counted)]
    cells, values = _merge(counted)
    return CoOccurrences(cells // size, cells % size, values, size)


def _stretch(corpus: FlatIds, start: int, length: int, size: int) -> Ints:
    """Ids and documents of the known tokens, (2, n)."""
    ids = np.asarray(corpus.flat[start : start + length], dtype=np.int64)
    if len(ids) and ids.max() >= size:
        raise IndexError(f"expected ids below {size}, got {ids.max()}")
    known = np.flatnonzero(ids >= 0)
    return np.stack([ids[known], np.searchsorted(corpus.offsets, known + start, side="right")])


def _count(
    tokens: Ints, old: int, size: int, window: int, by_distance: bool
) -> tuple[Ints, Floats]:
    """Cells and sums of the pairs whose later token is not among the old ones."""
    ids, documents = tokens
    cells, values = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for gap in range(1, min(window, len(ids) - 1) + 1):
        later = np.arange(max(gap, old), len(ids))
        later = later[documents[later] == documents[later - gap]]
        a, b = ids[later - gap], ids[later]
        cells += [a * size + b, b * size + a]
        values += [np.full(2 * len(later), 1 / gap if by_distance else 1.0)]
    return _merge([(np.concatenate(cells), np.concatenate(values))])


def _merge(parts: list[tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    cells, place = np.unique(np.concatenate([each for each, _ in parts]), return_inverse=True)
    values = np.concatenate([each for _, each in parts])
    sums = np.bincount(place, weights=values, minlength=len(cells))
    return cells, sums.astype(np.float64, copy=False)  # bincount forgets the type without values
