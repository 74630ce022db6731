"""WordPiece: join the pair that explains the corpus best, and cut words into the longest pieces.

A piece that does not begin a word is written with ## before it. A word with a character that was
not in the training texts is unknown as a whole. Decoding puts one space between words.
"""

from __future__ import annotations

import math
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from course_lib.text._files import load_json, save_json
from course_lib.text.flat import FlatIds, check_texts, flatten
from course_lib.text.subword.pairs import Pair, PairTable
from course_lib.text.vocab import Vocab

INSIDE = "##"
LONGEST_WORD = 100
_FORMAT = "course-lib WordPiece 1"
Score = Callable[[int, int, int, int], float]


def likelihood(pair: int, left: int, right: int, total: int) -> float:
    """How much a merge raises the log likelihood of the corpus: n(ab) · log(p(ab) / p(a)p(b))."""
    return pair * math.log(pair * total / (left * right))


def ratio(pair: int, left: int, right: int, total: int) -> float:
    """How much more often than by chance the two meet: n(ab) / n(a)n(b). Favours rare pairs."""
    return pair / (left * right)


SCORES: Mapping[str, Score] = MappingProxyType({"likelihood": likelihood, "ratio": ratio})


class WordPiece:
    """A list of pieces; words are cut into the longest that fit, from the left.

    Args:
        vocab: special tokens and pieces; it must have an unknown token.
    Raises:
        ValueError: if the vocabulary has no unknown token.
    """

    def __init__(self, vocab: Vocab) -> None:
        if vocab.unknown is None:
            raise ValueError("expected a vocabulary with an unknown token, got one without")
        self.vocab, self._unknown = vocab, vocab.unknown
        self._longest = max(map(len, vocab.tokens))

    @classmethod
    def train(
        cls,
        texts: Iterable[str],
        *,
        vocab_size: int,
        min_freq: int = 2,
        score: str = "likelihood",
        specials: Sequence[str] = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
        unknown: str = "[UNK]",
    ) -> WordPiece:
        """Learn pieces until the vocabulary is full or no pair is frequent or useful enough.

        Args:
            texts: the corpus; gone through once. Lower the case before if it should not matter.
            vocab_size: number of tokens wanted, special ones and single characters among them.
            min_freq: pairs that are rarer are not joined.
            score: which pair is best: "likelihood" or "ratio".
            specials: tokens with a meaning of their own.
            unknown: the special token for words that cannot be cut.
        Raises:
            ValueError: if score is neither, or unknown is not one of the specials.
        Source:
            Schuster and Nakajima (2012) for "likelihood"; "ratio" is what tutorials often give.
            ``tokenizers.trainers.WordPieceTrainer`` counts as BPE does, so its pieces differ.
        """
        if score not in SCORES:
            raise ValueError(f"score must be one of {', '.join(SCORES)}, got {score!r}")
        counts = Counter(word for text in check_texts(texts) for word in split_words(text))
        words = {tuple(_characters(word)): count for word, count in counts.items()}
        tokens = dict.fromkeys((*specials, *sorted(set().union(*words))))
        for pair in _learn(PairTable(words), SCORES[score], max(min_freq, 1)):
            if len(tokens) >= vocab_size:
                break
            tokens[_join(pair)] = None
        return cls(Vocab(tokens, specials=specials, unknown=unknown))

    def tokenize(self, text: str) -> list[str]:
        """Cut a text into words and the words into pieces."""
        return [piece for word in split_words(text) for piece in self._cut(word)]

    def _cut(self, word: str) -> list[str]:
        """Take the longest piece that fits, again and again."""
        pieces: list[str] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            mark = INSIDE if start else ""
            ends = range(min(len(word), start + self._longest), start, -1)
            fits = (end for end in ends if mark + word[start:end] in self.vocab)
            end = next(fits, None)
            if end is None:
                return [self._unknown]
            pieces.append(mark + word[start:end])
            start = end
        return pieces or [self._unknown]

    def encode(self, text: str) -> list[int]:
        """Give the numbers of a text's pieces.

        Source:
            Equals the library ``tokenizers`` with the model ``WordPiece`` on the same vocabulary
            and the pre-tokenizer ``BertPreTokenizer``.
        """
        return self.vocab.encode(self.tokenize(text))

    def encode_many(self, texts: Iterable[str]) -> FlatIds:
        """Encode texts into one array with offsets; `fast.encode_many` does the same faster.

        Shape:
            Returns flat (number of tokens,) and offsets (B,), both int64.
        """
        return flatten(check_texts(texts), self.encode)

    def decode(self, ids: Iterable[int]) -> str:
        """Give the words of numbers, one space between them; only an unknown special is said.

        For a text without unknown words this is ``" ".join(split_words(text))``.

        Raises:
            IndexError: if a number is out of range.
        """
        silent = set(self.vocab.specials) - {self._unknown}
        said = [token for token in self.vocab.decode(ids) if token not in silent]
        return "".join(
            token.removeprefix(INSIDE) if i and _inside(token) else f" {token}"
            for i, token in enumerate(said)
        ).removeprefix(" ")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model as JSON; the file appears whole or not at all.

        Raises:
            OSError: if the file cannot be written.
        """
        save_json(path, self.vocab.facts(), form=_FORMAT)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> WordPiece:
        """Read what `save` wrote.

        Raises:
            OSError: if the file cannot be read.
            ValueError: if it is not such a file.
        """
        facts = load_json(path, form=_FORMAT)
        try:
            return cls(Vocab(**facts))
        except TypeError as error:
            raise ValueError(f"expected a whole model in {path}: {error}") from error


def split_words(text: str) -> list[str]:
    """Cut a text at white space and around each punctuation mark.

    Source:
        BERT's ``BasicTokenizer`` without its cleaning and lower-casing; equals
        ``tokenizers.pre_tokenizers.BertPreTokenizer`` but for U+001C–U+001F, which are white
        space here.
    """
    return [word for part in text.split() for word in _around_marks(part)]


def _around_marks(part: str) -> Iterator[str]:
    for marks, run in groupby(part, key=_is_mark):
        if marks:
            yield from run
        else:
            yield "".join(run)


def _is_mark(character: str) -> bool:
    if character < "\x7f":
        return not character.isalnum() and character > " "
    return unicodedata.category(character)[0] == "P"


def _characters(word: str) -> list[str]:
    return [word[0], *(INSIDE + character for character in word[1:])]


def _inside(token: str) -> bool:
    return token.startswith(INSIDE) and len(token) > len(INSIDE)


def _join(pair: Pair) -> str:
    return pair[0] + pair[1].removeprefix(INSIDE)


def _learn(table: PairTable, score: Score, min_freq: int) -> Iterator[Pair]:
    """Yield merges, the best first; equals by text."""
    total = sum(table.symbols.values())
    while True:
        found = [
            (-score(count, table.symbols[left], table.symbols[right], total), (left, right))
            for (left, right), count in table.pairs.items()
            if count >= min_freq
        ]
        loss, pair = min(found, default=(0.0, ("", "")))
        if loss >= 0:
            return
        total -= table.pairs[pair]
        table.merge(pair, _join(pair))
        yield pair
