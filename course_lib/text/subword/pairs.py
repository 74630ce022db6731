"""Words cut into symbols, and how often each pair of neighbouring symbols occurs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Pair = tuple[str, str]


class PairTable:
    """Counts of pairs and symbols that are kept up to date while pairs are merged.

    A merge touches only the words that have the pair: that is what makes training quick.

    Args:
        words: how often each word occurs, a word being a tuple of symbols.
    """

    def __init__(self, words: Mapping[tuple[str, ...], int]) -> None:
        self._words = [list(word) for word in words]
        self._freqs = list(words.values())
        self._where: defaultdict[Pair, set[int]] = defaultdict(set)
        self.pairs: Counter[Pair] = Counter()
        self.symbols: Counter[str] = Counter()
        for i in range(len(self._words)):
            self._add(i, sign=1)

    def merge(self, pair: Pair, joined: str) -> set[Pair]:
        """Write one symbol for a pair in all words, from left to right.

        Args:
            pair: two symbols.
            joined: the symbol to write instead.
        Returns:
            The pairs that may have become more frequent: those with the new symbol.
        """
        new: set[Pair] = set()
        for i in sorted(self._where.pop(pair, ())):
            self._add(i, sign=-1)
            self._words[i] = merge_symbols(self._words[i], pair, joined)
            self._add(i, sign=1)
            new.update(found for found in _neighbours(self._words[i]) if joined in found)
        return new

    def _add(self, i: int, *, sign: int) -> None:
        """Count word i in, or out."""
        word, freq = self._words[i], sign * self._freqs[i]
        for symbol in word:
            self.symbols[symbol] += freq
        for pair in _neighbours(word):
            self.pairs[pair] += freq
            if sign > 0:
                self._where[pair].add(i)
            elif not self.pairs[pair]:
                del self.pairs[pair]


def _neighbours(word: Sequence[str]) -> Iterable[Pair]:
    return pairwise(word)


def merge_symbols(word: Sequence[str], pair: Pair, joined: str) -> list[str]:
    """Replace a pair of neighbours by one symbol, from left to right: aaa → (aa)a.

    Args:
        word: symbols.
        pair: two symbols.
        joined: what to write instead.
    Returns:
        The new symbols; the word itself is left alone.
    """
    merged: list[str] = []
    for symbol in word:
        if merged and (merged[-1], symbol) == pair:
            merged[-1] = joined
        else:
            merged.append(symbol)
    return merged
