"""What all analyzers have in common: batches, a cache, and a note that says what they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice

from course_lib.text.flat import check_texts
from course_lib.text.korean.cache import TagCache
from course_lib.text.korean.engines import Tag, Tagged, tidy

_BATCH = 1_000


class MissingAnalyzerError(ImportError):
    """An analyzer was asked for by name and is not installed."""


class FallbackWarning(UserWarning):
    """No analyzer is installed; a simpler cut takes its place."""


class Analyzer:
    """Cuts Korean texts into morphemes.

    Args:
        name: of the analyzer.
        version: of the analyzer and its data.
        load: starts it; called when the first text comes that the cache does not know.
        cache: where results are kept, or None.
        note: one Korean sentence that says what cuts the texts.
    """

    def __init__(
        self,
        *,
        name: str,
        version: str,
        load: Callable[[], Tag],
        cache: TagCache | None,
        note: str,
    ) -> None:
        self.name, self.version, self.note = name, version, note
        self._load, self._cache = load, cache

    def morphs(self, texts: Iterable[str]) -> list[list[str]]:
        """Cut texts into morphemes.

        Args:
            texts: a list of texts; white space and control characters count as one space.
        Returns:
            A list for each text.
        Raises:
            TypeError: if texts is one text.
        """
        return [[morph for morph, _ in tagged] for tagged in self._results(texts)]

    def tagged(self, texts: Iterable[str]) -> list[Tagged]:
        """Cut texts into morphemes with their parts of speech.

        Args:
            texts: as in `morphs`.
        Returns:
            A list of (morpheme, tag) for each text; every analyzer has tags of its own.
        Raises:
            TypeError: if texts is one text.
        """
        return list(self._results(texts))

    def _results(self, texts: Iterable[str]) -> Iterator[Tagged]:
        rest = iter(check_texts(texts))
        while batch := [tidy(text) for text in islice(rest, _BATCH)]:
            known = self._look_up(list(dict.fromkeys(text for text in batch if text)))
            yield from (list(known.get(text, ())) for text in batch)

    def _look_up(self, texts: list[str]) -> dict[str, Tagged]:
        """Results for different texts: from the cache, and the others from the analyzer."""
        known = self._cache.get(texts) if self._cache else {}
        new = [text for text in texts if text not in known]
        if new:
            results = dict(zip(new, self._tag(new), strict=True))
            if self._cache:
                self._cache.put(results)
            known |= results
        return known

    @cached_property
    def _tag(self) -> Tag:
        return self._load()

    def __repr__(self) -> str:
        return f"Analyzer({self.name!r}, {self.version}): {self.note}"


def simple_tags(tokens: Iterable[str]) -> Tagged:
    """Tag pieces by their first character: Hangul, Alpha, Number, Punctuation or Other."""
    return [(token, _kind(token[0])) for token in tokens]


def _kind(character: str) -> str:
    if unicodedata.name(character, "").startswith("HANGUL"):
        return "Hangul"
    kinds = {"L": "Alpha", "N": "Number", "P": "Punctuation"}
    return kinds.get(unicodedata.category(character)[0], "Other")
