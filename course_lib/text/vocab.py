"""Numbers for tokens: which tokens get one, in which order, and what happens to the others."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Literal

import numpy as np

from course_lib.text._files import load_json, save_json
from course_lib.text.flat import FlatIds, check_tokens, flatten, number_tokens

Order = Literal["frequency", "text"]
_FORMAT = "course-lib vocabulary 1"


class _Index(dict[str, int]):
    """A dict that answers with one number for every token that it does not hold."""

    unknown: int | None = None

    def __missing__(self, token: str) -> int:
        if self.unknown is None:
            raise KeyError(token)
        return self.unknown


class Vocab:
    """A fixed list of tokens, each with its place as its number.

    Args:
        tokens: all tokens in order, each once, special tokens among them.
        counts: how often each occurred; without them all are 0.
        specials: those of the tokens that stand for no text.
        unknown: the one of the specials that stands for all other texts, or None.
    Raises:
        ValueError: if a token stands twice, a special is not among the tokens, the unknown token
            not among the specials, or counts has another length.
    """

    def __init__(
        self,
        tokens: Iterable[str],
        *,
        counts: Iterable[int] | None = None,
        specials: Sequence[str] = (),
        unknown: str | None = None,
    ) -> None:
        self.tokens = tuple(tokens)
        self.counts = (0,) * len(self.tokens) if counts is None else tuple(counts)
        self.specials = tuple(specials)
        self.unknown = unknown
        self._index = _Index(zip(self.tokens, range(len(self.tokens)), strict=True))
        self._check()
        self._index.unknown = None if unknown is None else self._index[unknown]

    def _check(self) -> None:
        if len(self._index) != len(self.tokens):
            twice = next(token for token, n in Counter(self.tokens).items() if n > 1)
            raise ValueError(f"expected every token once, got {twice!r} more than once")
        if len(self.counts) != len(self.tokens):
            got = f"{len(self.tokens)} tokens and {len(self.counts)} counts"
            raise ValueError(f"expected one count for each token, got {got}")
        missing = [token for token in self.specials if token not in self._index]
        if missing:
            raise ValueError(f"expected special tokens to be among the tokens, got {missing}")
        if self.unknown is not None and self.unknown not in self.specials:
            got = f"{self.unknown!r} and {self.specials}"
            raise ValueError(f"expected the unknown token to be one of the specials, got {got}")

    @classmethod
    def from_counts(
        cls,
        counts: Mapping[str, int],
        *,
        min_freq: int = 1,
        max_size: int | None = None,
        specials: Sequence[str] = ("<unk>", "<pad>"),
        specials_first: bool = True,
        unknown: str | None = "<unk>",
        order: Order = "frequency",
    ) -> Vocab:
        """Choose tokens by how often they occur.

        Args:
            counts: occurrences of each token; those of special tokens do not count.
            min_freq: leave out what is rarer.
            max_size: keep at most so many, the most frequent ones, special tokens not counted.
            specials: tokens with a meaning of their own.
            specials_first: put them before the others; otherwise after.
            unknown: the special token for all tokens that are left out, or None.
            order: "frequency" (most frequent first, equals by text) or "text".
        Raises:
            ValueError: if order is neither, or unknown is not one of the specials.
        Source:
            Equals ``torchtext.vocab.Vocab`` of 0.6 with the same options, in order "frequency".
        """
        if order not in ("frequency", "text"):
            raise ValueError(f"order must be 'frequency' or 'text', got {order!r}")
        chosen = _most_frequent(counts, max(min_freq, 1), max_size, frozenset(specials))
        if order == "text":
            chosen.sort()
        freqs, zeros = [*map(counts.__getitem__, chosen)], [0] * len(specials)
        tokens = [*specials, *chosen] if specials_first else [*chosen, *specials]
        all_freqs = zeros + freqs if specials_first else freqs + zeros
        return cls(tokens, counts=all_freqs, specials=specials, unknown=unknown)

    @classmethod
    def from_documents(cls, documents: Iterable[Sequence[str]], **options: Any) -> Vocab:
        """Count the tokens of all documents, then choose as `from_counts` does.

        Args:
            documents: lists of tokens; they are gone through once, so a generator will do.
            **options: those of `from_counts`.
        Raises:
            TypeError: if a document is a text.
        """
        return cls.from_counts(
            Counter(chain.from_iterable(map(check_tokens, documents))), **options
        )

    @classmethod
    def fit(cls, documents: Iterable[Sequence[str]], **options: Any) -> tuple[Vocab, FlatIds]:
        """Do `from_documents` and `encode_many` in one go, which takes half the time.

        Args:
            documents: lists of tokens; they are gone through once, so a generator will do.
            **options: those of `from_counts`.
        Returns:
            The vocabulary, and the documents in its numbers.
        Raises:
            KeyError: if a token is left out and there is no unknown token.
            TypeError: if a document is a text.
        """
        names, ids = number_tokens(documents)
        counts = np.bincount(ids.flat, minlength=len(names))
        vocab = cls.from_counts(dict(zip(names, counts.tolist(), strict=True)), **options)
        final = np.array(vocab.encode(names), dtype=np.int64)
        return vocab, FlatIds(final[ids.flat], ids.offsets)

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: object) -> bool:
        return token in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self.tokens)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocab) and self.facts() == other.facts()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Vocab({len(self)} tokens, specials={self.specials}, unknown={self.unknown!r})"

    @property
    def unknown_index(self) -> int | None:
        """Number of the unknown token, or None."""
        return self._index.unknown

    def index(self, token: str) -> int:
        """Give a token's number, or the unknown token's.

        Raises:
            KeyError: if the token has no number and there is no unknown token.
        """
        return self.encode((token,))[0]

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """Give the numbers of tokens.

        Raises:
            KeyError: for a token that has no number, if there is no unknown token.
            TypeError: if the tokens are one text.
        """
        try:
            return list(map(self._index.__getitem__, check_tokens(tokens)))
        except KeyError as error:
            raise KeyError(self._stranger(error)) from None

    def _stranger(self, error: KeyError) -> str:
        token = error.args[0]
        return f"{token!r} is none of the {len(self)} tokens, and there is no unknown token"

    def decode(self, ids: Iterable[int]) -> list[str]:
        """Give the tokens of numbers; `encode` and `decode` undo each other for known tokens.

        Raises:
            IndexError: if a number is not below the number of tokens, or is negative.
        """
        ids = list(ids)
        strange = next((i for i in ids if not 0 <= i < len(self)), None)
        if strange is not None:
            raise IndexError(f"expected ids from 0 to {len(self) - 1}, got {strange}")
        return [self.tokens[i] for i in ids]

    def encode_many(
        self, documents: Iterable[Sequence[str]], *, unknown: int | None = None
    ) -> FlatIds:
        """Encode documents into one array with offsets.

        Args:
            documents: lists of tokens; they are gone through once, so a generator will do.
            unknown: number for tokens that have none; by default the unknown token's.
        Shape:
            Returns flat (number of tokens,) and offsets (B,), both int64.
        Raises:
            KeyError: for a token that has no number, if there is none for unknown tokens.
            TypeError: if a document is a text.
        """
        checked = map(check_tokens, documents)
        if unknown is not None:
            default = repeat(unknown)
            return flatten(checked, lambda tokens: map(self._index.get, tokens, default))
        try:
            return flatten(checked, lambda tokens: map(self._index.__getitem__, tokens))
        except KeyError as error:
            raise KeyError(self._stranger(error)) from None

    def facts(self) -> dict[str, Any]:
        """Give all that makes the vocabulary: ``Vocab(**vocab.facts())`` is an equal one."""
        return {
            "tokens": list(self.tokens),
            "counts": list(self.counts),
            "specials": list(self.specials),
            "unknown": self.unknown,
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the vocabulary as JSON; the file appears whole or not at all.

        Raises:
            OSError: if the file cannot be written.
        """
        save_json(path, self.facts(), form=_FORMAT)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Vocab:
        """Read what `save` wrote.

        Raises:
            OSError: if the file cannot be read.
            ValueError: if it is not such a file.
        """
        facts = load_json(path, form=_FORMAT)
        try:
            return cls(**facts)
        except TypeError as error:
            raise ValueError(f"expected a whole vocabulary in {path}: {error}") from error


def _most_frequent(
    counts: Mapping[str, int], min_freq: int, max_size: int | None, specials: frozenset[str]
) -> list[str]:
    """The tokens that are kept, most frequent first, equals by text."""
    kept = sorted(token for token, n in counts.items() if n >= min_freq and token not in specials)
    freqs = np.fromiter(map(counts.__getitem__, kept), dtype=np.int64, count=len(kept))
    return [kept[i] for i in np.argsort(-freqs, kind="stable")[:max_size].tolist()]
