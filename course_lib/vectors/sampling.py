"""What stands in for the sum over the whole vocabulary: drawn words, or a tree of choices."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class AliasTable:
    """Draws from any distribution over V outcomes, each draw in constant time.

    Every outcome owns one of V equally likely cells and lends the free part of it to one other.

    Args:
        weights: how likely each outcome is, up to a common factor.
    Shape:
        weights (V,).
    Raises:
        ValueError: if weights are negative, not finite or sum to 0.
    Source:
        Walker (1977), in Vose's form (1991).
    """

    def __init__(self, weights: npt.ArrayLike) -> None:
        w = np.asarray(weights, dtype=np.float64)
        if w.ndim != 1 or not np.isfinite(w).all() or w.min(initial=0) < 0 or not w.sum() > 0:
            raise ValueError("expected weights of shape (V,), none negative, with a sum above 0")
        self.probabilities = w / w.sum()
        share = self.probabilities * len(w)
        self._own, self._alias = np.ones(len(w)), np.arange(len(w))
        small, large = list(np.flatnonzero(share < 1)), list(np.flatnonzero(share >= 1))
        while small and large:
            poor, rich = small.pop(), large[-1]
            self._own[poor], self._alias[poor] = share[poor], rich
            share[rich] -= 1 - share[poor]
            if share[rich] < 1:
                small.append(large.pop())

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Ints:
        """Draw outcomes.

        Args:
            rng: what is drawn is drawn from it.
            shape: of the result.
        """
        place = rng.random(shape) * len(self._own)
        cell = np.minimum(place.astype(np.int64), len(self._own) - 1)
        return np.where(place - cell < self._own[cell], cell, self._alias[cell])


def noise(counts: npt.ArrayLike, *, power: float = 0.75) -> AliasTable:
    """Make the table from which negative words are drawn.

    Args:
        counts: how often each word occurs; what never occurs is never drawn.
        power: 1 draws as the text does, 0 all alike.
    Shape:
        counts (V,).
    Raises:
        ValueError: if counts are negative or sum to 0.
    Source:
        Mikolov et al. (2013), section 2.2.
    """
    count = np.asarray(counts, dtype=np.float64)
    if count.min(initial=0) < 0:
        raise ValueError(f"expected counts of 0 or more, got {count.min()}")
    return AliasTable(np.where(count > 0, np.maximum(count, 1) ** power, 0.0))


class Tree(NamedTuple):
    """Where each word hangs in a binary tree: the inner nodes on its way and the turns there.

    Attributes:
        nodes: inner nodes from the root on, 0 beyond the end, (V, L).
        turns: +1 or −1 at each node, 0 beyond the end, (V, L).
    """

    nodes: Ints
    turns: npt.NDArray[np.float32]

    @property
    def lengths(self) -> Ints:
        """Number of turns to each word, (V,)."""
        return np.count_nonzero(self.turns, axis=1)


def huffman(counts: npt.ArrayLike) -> Tree:
    """Build the tree in which frequent words have short ways.

    Args:
        counts: how often each word occurs.
    Shape:
        counts (V,); the tree has V − 1 inner nodes.
    Raises:
        ValueError: for fewer than two words or negative counts.
    Source:
        Huffman (1952); word2vec.c's hierarchical softmax.
    """
    count = [int(n) for n in np.asarray(counts)]
    size = len(count)
    if size < 2 or min(count) < 0:
        raise ValueError(f"expected two or more counts, none negative, got {size} counts")
    heap = [(n, i) for i, n in enumerate(count)]
    heapq.heapify(heap)
    parent, turn = [0] * (2 * size - 1), [0] * (2 * size - 1)
    for new in range(size, 2 * size - 1):
        (n, left), (m, right) = heapq.heappop(heap), heapq.heappop(heap)
        parent[left] = parent[right] = new
        turn[left], turn[right] = 1, -1
        heapq.heappush(heap, (n + m, new))
    root = 2 * size - 2
    ways = [_way(word, parent, turn, root) for word in range(size)]
    longest = max(map(len, ways))
    padded = [way + [(root, 0)] * (longest - len(way)) for way in ways]
    nodes, turns = np.moveaxis(np.array(padded, dtype=np.int64), -1, 0)
    return Tree(root - nodes, turns.astype(np.float32))


def _way(word: int, parent: list[int], turn: list[int], root: int) -> list[tuple[int, int]]:
    """Nodes and turns from the root down to a word."""
    way, here = [], word
    while here != root:
        way.append((parent[here], turn[here]))
        here = parent[here]
    return way[::-1]
