"""From a corpus in one array to what word2vec learns from: kept tokens, windows, pairs.

Nothing here goes through the words one by one; a loop over the corpus is one over batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from course_lib.text.flat import FlatIds

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Tokens(NamedTuple):
    """A stretch of the corpus, as training sees it.

    Attributes:
        ids: of the tokens that were kept, (n,).
        documents: the document of each, (n,).
        reach: how far each token's window reaches to both sides, (n,).
    """

    ids: Ints
    documents: Ints
    reach: Ints


class Pairs(NamedTuple):
    """Positions of centers and of their neighbours, sorted by center, both (number of pairs,)."""

    centers: Ints
    contexts: Ints


def keep_probabilities(counts: npt.ArrayLike, *, threshold: float) -> Floats:
    """Give the probability with which subsampling keeps each word.

    Args:
        counts: how often each word occurs; what never occurs is never kept.
        threshold: share of the text above which words are thinned out; 0 keeps all.
    Shape:
        counts (V,) → (V,).
    Raises:
        ValueError: for a negative threshold, or counts that are negative or all 0.
    Source:
        word2vec.c and gensim: √(t/f) + t/f, at most 1. Mikolov et al. (2013) print √(t/f) only.
    """
    count = np.asarray(counts, dtype=np.float64)
    if threshold < 0 or count.ndim != 1 or not count.sum() > 0 or count.min() < 0:
        raise ValueError(f"expected threshold >= 0 and counts with a sum, got {threshold} and them")
    there = (count > 0).astype(np.float64)
    if threshold == 0:
        return there
    ratio = threshold * count.sum() / np.maximum(count, 1)
    return there * np.minimum(np.sqrt(ratio) + ratio, 1)


def take(
    corpus: FlatIds,
    start: int,
    stop: int,
    *,
    keep: Floats,
    window: int,
    dynamic: bool,
    rng: np.random.Generator,
) -> Tokens:
    """Read a stretch of the corpus, thin it out and draw the windows.

    Args:
        corpus: the ids; a memory map is read from start to stop only. Ids below 0 are left out.
        start: first token.
        stop: one after the last token.
        keep: probability to keep each word.
        window: farthest neighbour on each side.
        dynamic: draw each token's reach from 1 to window, so that near words count more.
        rng: what is drawn is drawn from it.
    Shape:
        keep (V,).
    Raises:
        IndexError: if an id is not below V.
    """
    ids = np.asarray(corpus.flat[start:stop], dtype=np.int64)
    if len(ids) and ids.max() >= len(keep):
        raise IndexError(f"expected ids below {len(keep)}, got {ids.max()}")
    kept = np.flatnonzero((rng.random(len(ids)) < keep[ids]) & (ids >= 0))
    documents = np.searchsorted(corpus.offsets, kept + start, side="right")
    drawn = rng.integers(1, window + 1, len(ids))[kept]
    return Tokens(ids[kept], documents, drawn if dynamic else np.full(len(kept), window))


def pairs(documents: Ints, reach: Ints) -> Pairs:
    """Pair each token with its neighbours in the same document.

    Args:
        documents: the document of each token, documents lying side by side.
        reach: how far each token's window reaches to both sides.
    Shape:
        both (n,).
    """
    n, far = len(documents), int(reach.max(initial=0))
    steps = np.concatenate([np.arange(-far, 0), np.arange(1, far + 1)])
    other = np.arange(n)[:, None] + steps
    inside = (other >= 0) & (other < n) & (np.abs(steps) <= reach[:, None])
    inside &= documents[np.clip(other, 0, max(n - 1, 0))] == documents[:, None]
    centers = np.nonzero(inside)[0]
    return Pairs(centers, other[inside])


def id_pairs(
    corpus: FlatIds,
    *,
    window: int,
    dynamic: bool = False,
    seed: int = 0,
    batch_tokens: int = 100_000,
) -> Iterator[tuple[Ints, Ints]]:
    """Yield the ids of centers and their neighbours, a stretch of the corpus at a time.

    Args:
        corpus: the ids, in memory or mapped; ids below 0 are left out before the windows are laid.
        window: farthest neighbour on each side.
        dynamic: draw each token's reach from 1 to window.
        seed: of the drawing.
        batch_tokens: tokens per stretch; no window goes from one to the next.
    Shape:
        Yields two arrays (number of pairs,).
    Raises:
        ValueError: if window or batch_tokens is below 1.
    """
    if window < 1 or batch_tokens < 1:
        raise ValueError(f"window, batch_tokens must be at least 1, got {window}, {batch_tokens}")
    rng = np.random.default_rng(seed)
    for start in range(0, len(corpus.flat), batch_tokens):
        stop = min(start + batch_tokens, len(corpus.flat))
        keep = np.ones(int(corpus.flat[start:stop].max()) + 2)
        tokens = take(corpus, start, stop, keep=keep, window=window, dynamic=dynamic, rng=rng)
        found = pairs(tokens.documents, tokens.reach)
        yield tokens.ids[found.centers], tokens.ids[found.contexts]
