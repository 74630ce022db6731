"""Byte-pair encoding: begin with single symbols, and join the most frequent pair, many times.

Symbols are bytes (nothing is ever unknown) or characters (easier to read; characters that were
not in the training texts are unknown). Words are cut before white space and keep it, so decoding
gives every text back, spaces and line ends too.
"""

from __future__ import annotations

import heapq
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from course_lib.text._files import load_json, save_json
from course_lib.text.flat import FlatIds, check_texts, flatten
from course_lib.text.subword.bytes import byte_alphabet, from_bytes_text, to_bytes_text
from course_lib.text.subword.pairs import Pair, PairTable
from course_lib.text.vocab import Vocab

PIECE = r" ?[^ \t\r\n]+|[ \t\r\n]+"  # a word with the space before it, or a run of white space
_FORMAT = "course-lib byte-pair encoding 1"
_CACHED = 100_000
_find_pieces = re.compile(PIECE).findall


class Bpe:
    """Merges in the order in which they were learnt, and a number for each symbol.

    Args:
        vocab: special tokens, single symbols, and what the merges make.
        merges: pairs of symbols, first learnt first.
        byte_level: symbols are bytes (written as in `bytes.byte_alphabet`), not characters.
    Raises:
        ValueError: if a merge makes a symbol that has no number.
    """

    def __init__(self, vocab: Vocab, merges: Iterable[Pair], *, byte_level: bool) -> None:
        self.vocab, self.byte_level = vocab, byte_level
        self.merges = tuple((left, right) for left, right in merges)
        self._ranks = {pair: rank for rank, pair in enumerate(self.merges)}
        self._done: dict[str, list[str]] = {}
        strange = next((pair for pair in self.merges if "".join(pair) not in vocab), None)
        if strange is not None:
            raise ValueError(f"expected what merges make in the vocabulary, got {strange}")

    @classmethod
    def train(
        cls,
        texts: Iterable[str],
        *,
        vocab_size: int,
        min_freq: int = 2,
        byte_level: bool = True,
        specials: Sequence[str] = ("<unk>", "<pad>"),
        unknown: str | None = "<unk>",
    ) -> Bpe:
        """Learn merges until the vocabulary is full or no pair is frequent enough.

        Args:
            texts: the corpus; gone through once.
            vocab_size: number of tokens wanted, special ones and single symbols among them.
            min_freq: pairs that are rarer are not joined.
            byte_level: begin with the 256 bytes instead of the characters of the texts.
            specials: tokens with a meaning of their own; no merge makes one of them.
            unknown: the special token for characters that have no number.
        Raises:
            ValueError: if unknown is not one of the specials.
        Source:
            Sennrich et al. (2016). Equals ``tokenizers.trainers.BpeTrainer``: among pairs that
            are equally frequent the one with the smaller numbers comes first.
        """
        words = count_words(texts, to_bytes_text if byte_level else str)
        alphabet = sorted(byte_alphabet()) if byte_level else sorted(set().union(*words))
        tokens = dict.fromkeys((*specials, *alphabet))
        merges = list(_learn(words, tokens, vocab_size, max(min_freq, 1), frozenset(specials)))
        return cls(Vocab(tokens, specials=specials, unknown=unknown), merges, byte_level=byte_level)

    def tokenize(self, text: str) -> list[str]:
        """Cut a text into symbols; with characters, joining them gives the text back.

        Raises:
            UnicodeEncodeError: with bytes, for half a surrogate pair.
        """
        return [symbol for piece in _find_pieces(text) for symbol in self._symbols_of(piece)]

    def _symbols_of(self, piece: str) -> list[str]:
        if piece not in self._done:
            if len(self._done) >= _CACHED:
                self._done.clear()
            symbols = to_bytes_text(piece) if self.byte_level else piece
            self._done[piece] = merge_by_rank(symbols, self._ranks)
        return self._done[piece]

    def encode(self, text: str) -> list[int]:
        """Give the numbers of a text's symbols.

        Raises:
            KeyError: for an unknown character, if there is no unknown token.
            UnicodeEncodeError: with bytes, for half a surrogate pair.
        """
        return self.vocab.encode(self.tokenize(text))

    def encode_many(self, texts: Iterable[str]) -> FlatIds:
        """Encode texts into one array with offsets; `fast.encode_many` does the same faster.

        Shape:
            Returns flat (number of tokens,) and offsets (B,), both int64.
        """
        return flatten(check_texts(texts), self.encode)

    def decode(self, ids: Iterable[int]) -> str:
        """Give the text of numbers: special tokens say nothing, the unknown token says �.

        Raises:
            IndexError: if a number is out of range.
        """
        return self.show("".join(map(self._said, self.vocab.decode(ids))))

    def _said(self, token: str) -> str:
        if token not in self.vocab.specials:
            return token
        unknown = "\N{REPLACEMENT CHARACTER}"
        return "" if token != self.vocab.unknown else self._raw(unknown)

    def _raw(self, text: str) -> str:
        return to_bytes_text(text) if self.byte_level else text

    def show(self, symbol: str) -> str:
        """Give a symbol as readable text; a part of a character is �."""
        return from_bytes_text(symbol) if self.byte_level else symbol

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model as JSON; the file appears whole or not at all.

        Raises:
            OSError: if the file cannot be written.
        """
        facts = {"vocab": self.vocab.facts(), "merges": self.merges, "byte_level": self.byte_level}
        save_json(path, facts, form=_FORMAT)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Bpe:
        """Read what `save` wrote.

        Raises:
            OSError: if the file cannot be read.
            ValueError: if it is not such a file.
        """
        facts = load_json(path, form=_FORMAT)
        try:
            return cls(Vocab(**facts.pop("vocab")), **facts)
        except (TypeError, KeyError) as error:
            raise ValueError(f"expected a whole model in {path}: {error}") from error


def count_words(texts: Iterable[str], write: Callable[[str], str]) -> dict[tuple[str, ...], int]:
    """Count the pieces of all texts, each as a tuple of symbols.

    Args:
        texts: the corpus.
        write: how a piece is written in symbols.
    """
    counts = Counter(piece for text in check_texts(texts) for piece in _find_pieces(text))
    return {tuple(write(piece)): count for piece, count in counts.items()}


def _learn(
    words: Mapping[tuple[str, ...], int],
    tokens: dict[str, None],
    vocab_size: int,
    min_freq: int,
    specials: frozenset[str],
) -> Iterator[Pair]:
    """Yield merges, most frequent pair first, and add what they make to the tokens."""
    table = PairTable(words)
    number = {token: i for i, token in enumerate(tokens)}

    def entry(pair: Pair) -> tuple[int, int, int, Pair]:
        return -table.pairs[pair], number[pair[0]], number[pair[1]], pair

    heap = [entry(pair) for pair in table.pairs]
    heapq.heapify(heap)
    while heap and len(tokens) < vocab_size:
        count, *_, pair = heapq.heappop(heap)
        if -count != table.pairs[pair]:  # it has become rarer since
            if table.pairs[pair]:
                heapq.heappush(heap, entry(pair))
            continue
        if -count < min_freq:
            return
        joined = "".join(pair)
        if joined in specials:
            continue
        number.setdefault(joined, len(tokens))
        tokens[joined] = None
        yield pair
        for new in table.merge(pair, joined):
            heapq.heappush(heap, entry(new))


def merge_by_rank(symbols: Iterable[str], ranks: Mapping[Pair, int]) -> list[str]:
    """Join neighbours as long as their pair has a rank: lowest rank first, from left to right.

    Args:
        symbols: of one piece.
        ranks: which pairs may be joined, and in which order.
    Returns:
        The joined symbols.
    """
    parts = list(symbols)
    end = len(parts)
    before, after = list(range(-1, end - 1)), list(range(1, end + 1))
    heap = [(ranks[p], i) for i, p in enumerate(pairwise(parts)) if p in ranks]
    heapq.heapify(heap)
    while heap:
        rank, i = heapq.heappop(heap)
        j = after[i]
        if not parts[i] or j == end or ranks.get((parts[i], parts[j])) != rank:
            continue  # a neighbour has changed since
        parts[i], parts[j], after[i] = parts[i] + parts[j], "", after[j]
        if after[j] < end:
            before[after[j]] = i
        for left in (before[i], i):
            if left >= 0 and after[left] < end:
                pair = (parts[left], parts[after[left]])
                if pair in ranks:
                    heapq.heappush(heap, (ranks[pair], left))
    return [part for part in parts if part]
