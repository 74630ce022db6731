"""The n-grams of one document."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPACES = re.compile(r"\s\s+")


def ngrams(tokens: Sequence[str], low: int = 1, high: int = 2, *, joiner: str = " ") -> list[str]:
    """All runs of low to high neighbouring tokens, the short ones first.

    Args:
        tokens: of one document.
        low: length of the shortest runs.
        high: length of the longest runs.
        joiner: what to write between the tokens of a run.
    Returns:
        The runs as texts: ["here", "we", "are", "here we", "we are"].
    Raises:
        ValueError: unless 1 <= low <= high.
    Source:
        Document 003. With low=1 it equals ``torchtext.data.utils.ngrams_iterator(tokens, high)``,
        with any low the word n-grams of ``sklearn.feature_extraction.text.CountVectorizer``.
    """
    check_range(low, high)
    starts = [tokens[i:] for i in range(high)]
    return [
        joiner.join(run) for n in range(low, high + 1) for run in zip(*starts[:n], strict=False)
    ]


def char_ngrams(text: str, low: int = 1, high: int = 2) -> list[str]:
    """All runs of low to high neighbouring characters, across spaces too.

    Source:
        Equals ``CountVectorizer(analyzer="char", lowercase=False)``: of two or more white space
        characters one space is left.
    """
    return ngrams(_SPACES.sub(" ", text), low, high, joiner="")


def check_range(low: int, high: int) -> None:
    """Raise ValueError unless 1 <= low <= high."""
    if not 1 <= low <= high:
        raise ValueError(f"expected 1 <= low <= high, got low={low!r} and high={high!r}")
