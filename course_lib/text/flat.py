"""Many documents in one array: what models, files and memory maps like best."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_Document = TypeVar("_Document")
_Tokens = TypeVar("_Tokens", bound=Iterable[str])


class FlatIds(NamedTuple):
    """Many documents in one array: document i begins at offsets[i].

    Args:
        flat: the ids of all documents, one after another.
        offsets: where each document begins, as ``torch.nn.EmbeddingBag`` takes it.
    Shape:
        flat (number of tokens,), offsets (B,), both int64.
    """

    flat: Ints
    offsets: Ints

    @property
    def lengths(self) -> Ints:
        """Number of tokens of each document, (B,)."""
        return np.diff(self.offsets, append=len(self.flat))

    def documents(self) -> Iterator[Ints]:
        """Yield the ids of each document, without a copy."""
        ends = self.offsets + self.lengths
        return (self.flat[start:end] for start, end in zip(self.offsets, ends, strict=True))


def flatten(
    documents: Iterable[_Document], encode: Callable[[_Document], Iterable[int]]
) -> FlatIds:
    """Turn all documents into numbers.

    Args:
        documents: gone through once, so a generator will do.
        encode: gives the numbers of one document.
    Shape:
        Returns flat (number of tokens,) and offsets (B,), both int64.
    """
    flat, starts = array("q"), array("q")
    for document in documents:
        starts.append(len(flat))
        flat.extend(encode(document))
    return FlatIds(np.array(flat, dtype=np.int64), np.array(starts, dtype=np.int64))


def number_tokens(documents: Iterable[Sequence[str]]) -> tuple[list[str], FlatIds]:
    """Number the tokens in the order in which they come up.

    Args:
        documents: lists of tokens; they are gone through once, so a generator will do.
    Returns:
        The tokens, each once, and the documents in their numbers.
    Raises:
        TypeError: if a document is a text.
    """
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a new token gets the next number
    checked = map(check_tokens, documents)
    ids = flatten(checked, lambda tokens: map(numbers.__getitem__, tokens))
    return list(numbers), ids


def surround(ids: FlatIds, *, start: int | None = None, end: int | None = None) -> FlatIds:
    """Put a token before or behind every document, or both.

    Args:
        ids: the documents.
        start: id to put before each.
        end: id to put behind each.
    Returns:
        New documents.
    """
    extra = (start is not None) + (end is not None)
    count = len(ids.offsets)
    flat = np.empty(len(ids.flat) + extra * count, dtype=np.int64)
    offsets = ids.offsets + extra * np.arange(count)
    lengths = ids.lengths
    places = np.arange(len(ids.flat)) + np.repeat(extra * np.arange(count), lengths)
    if start is not None:
        flat[offsets] = start
        places = places + 1
    if end is not None:
        flat[offsets + lengths + extra - 1] = end
    flat[places] = ids.flat
    return FlatIds(flat, offsets)


def reverse(ids: FlatIds) -> FlatIds:
    """Turn every document around, last token first; the documents keep their order.

    Args:
        ids: the documents.
    Returns:
        New documents.
    Source:
        Sutskever, Vinyals and Le (2014) feed their sources so.
    """
    ends = np.repeat(ids.offsets + ids.lengths - 1, ids.lengths)
    within = np.arange(len(ids.flat)) - np.repeat(ids.offsets, ids.lengths)
    return FlatIds(ids.flat[ends - within], ids.offsets.copy())


def check_tokens(tokens: _Tokens) -> _Tokens:
    """Return a list of tokens; raise TypeError for a text, which is a list of characters too."""
    if isinstance(tokens, str):
        raise TypeError(f"expected a list of tokens, got the text {tokens[:40]!r}: tokenize it")
    return tokens


def check_texts(texts: Iterable[str]) -> Iterable[str]:
    """Return a list of texts; raise TypeError for one text, which is a list of characters too."""
    if isinstance(texts, str):
        raise TypeError(f"expected a list of texts, got the text {texts[:40]!r}: write [text]")
    return texts
