"""Words and their vectors: loading, saving, neighbours and analogies.

The answers are those of gensim's ``KeyedVectors``; our own folder form can be mapped into memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from course_lib.checks import check_shape
from course_lib.vectors import formats
from course_lib.vectors.formats import Duplicates, Floats, PathLike

Query = str | tuple[str, float]  # a word, or a word and its weight
Queries = Query | Sequence[Query]
Neighbours = list[tuple[str, float]]
_ROWS = 65_536  # rows of a mapped file that are looked at at a time


class KeyedVectors:
    """Words, each with a vector.

    Args:
        words: each once, the most frequent first if there is such an order.
        vectors: one row for each word; a memory map is left where it is.
    Shape:
        V words, vectors (V, D).
    Raises:
        ValueError: if a word stands twice or the numbers of words and rows differ.
    """

    def __init__(self, words: Iterable[str], vectors: npt.ArrayLike) -> None:
        self.words = tuple(words)
        self.vectors: Floats = np.asanyarray(vectors)
        self.index = {word: i for i, word in enumerate(self.words)}
        if len(self.index) != len(self.words):
            twice = next(word for i, word in enumerate(self.words) if self.index[word] != i)
            raise ValueError(f"expected every word once, got {twice!r} more than once")
        check_shape(self.vectors, "V D", name="vectors", V=len(self.words))

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __repr__(self) -> str:
        return f"KeyedVectors({len(self)} words, {self.dim} numbers each)"

    @property
    def dim(self) -> int:
        """Numbers per word, D."""
        return int(self.vectors.shape[1])

    @cached_property
    def norms(self) -> Floats:
        """Lengths of all vectors, (V,)."""
        parts = (self.vectors[i : i + _ROWS] for i in range(0, len(self), _ROWS))
        return np.concatenate([np.linalg.norm(part, axis=1) for part in parts])

    def __getitem__(self, word: str) -> Floats:
        """Give a word's vector, (D,).

        Raises:
            KeyError: if the word has none.
        """
        return self.vectors[self._at(word)]

    def unit(self, word: str) -> Floats:
        """Give a word's vector, divided by its length.

        Shape:
            Returns (D,).
        Raises:
            KeyError: if the word has none.
        """
        i = self._at(word)
        return self.vectors[i] / max(self.norms[i], np.finfo(np.float32).tiny)

    def _at(self, word: str) -> int:
        if word not in self.index:
            raise KeyError(f"expected one of the {len(self)} words, got {word!r}")
        return self.index[word]

    def similarity(self, a: str, b: str) -> float:
        """Give the cosine of the angle between two words' vectors.

        Raises:
            KeyError: if a word has no vector.
        """
        return float(self.unit(a) @ self.unit(b))

    def most_similar(
        self,
        positive: Queries = (),
        negative: Queries = (),
        *,
        top: int = 10,
        among: int | None = None,
    ) -> Neighbours:
        """Find the words nearest to a weighted sum of words: 3CosAdd.

        ``most_similar(["king", ("woman", 1.3)], ["man"])`` asks for king − man + 1.3·woman, every
        vector at length 1 first.

        Args:
            positive: words to add, each alone or with a weight.
            negative: words to subtract.
            top: at most so many answers, the nearest first; the words asked with are none.
            among: look among the first so many words only.
        Returns:
            Words and cosines.
        Raises:
            KeyError: if a word has no vector.
            ValueError: if there is no word, or top or among is below 1.
        Source:
            gensim's ``KeyedVectors.most_similar``.
        """
        asked = [*_weighted(positive), *((word, -weight) for word, weight in _weighted(negative))]
        if not asked:
            raise ValueError("expected one or more words, got none")
        target = np.sum([weight * self.unit(word) for word, weight in asked], axis=0)
        return self.nearest(target, top=top, among=among, without=[word for word, _ in asked])

    def most_similar_product(
        self,
        positive: Queries,
        negative: Queries = (),
        *,
        top: int = 10,
        among: int | None = None,
    ) -> Neighbours:
        """Find the words for which the product of similarities is largest: 3CosMul.

        Args:
            positive: words whose similarities multiply; weights are exponents.
            negative: words whose similarities divide.
            top: at most so many answers, the best first; the words asked with are none.
            among: look among the first so many words only.
        Returns:
            Words and scores; a similarity counts as (1 + cosine) / 2.
        Raises:
            KeyError: if a word has no vector.
            ValueError: if there is no word, or top or among is below 1.
        Source:
            Levy & Goldberg (2014); gensim's ``KeyedVectors.most_similar_cosmul``.
        """
        above, below = _weighted(positive), _weighted(negative)
        if not above:
            raise ValueError("expected one or more positive words, got none")
        score = np.ones(self._count(among))
        for word, weight in above:
            score *= ((1 + self._cosines(self.unit(word), among)) / 2) ** weight
        divisor = np.ones_like(score)
        for word, weight in below:
            divisor *= ((1 + self._cosines(self.unit(word), among)) / 2) ** weight
        return self._best(score / (divisor + 1e-6), top, [word for word, _ in above + below])

    def nearest(
        self,
        vector: npt.ArrayLike,
        *,
        by: Literal["cosine", "distance"] = "cosine",
        top: int = 10,
        among: int | None = None,
        without: Iterable[str] = (),
    ) -> Neighbours:
        """Find the words nearest to a vector.

        Args:
            vector: where to look.
            by: "cosine", the largest first, or Euclidean "distance", the smallest first.
            top: at most so many answers.
            among: look among the first so many words only.
            without: words that are no answer.
        Shape:
            vector (D,).
        Returns:
            Words and cosines, or words and distances.
        Raises:
            KeyError: if one of without has no vector.
            ValueError: for a vector of another shape, by anything else, or top or among below 1.
        """
        target = np.asarray(vector, dtype=np.float32)
        check_shape(target, "D", name="vector", D=self.dim)
        if by == "cosine":
            return self._best(self._cosines(_unit(target), among), top, without)
        if by != "distance":
            raise ValueError(f"by must be 'cosine' or 'distance', got {by!r}")
        gaps = np.linalg.norm(self.vectors[: self._count(among)] - target, axis=1)
        return [(word, -score) for word, score in self._best(-gaps, top, without)]

    def _cosines(self, unit: Floats, among: int | None) -> Floats:
        n = self._count(among)
        norms = np.maximum(self.norms[:n], np.finfo(np.float32).tiny)
        return (self.vectors[:n] @ unit / norms).astype(np.float32, copy=False)

    def _count(self, among: int | None) -> int:
        if among is not None and among < 1:
            raise ValueError(f"among must be at least 1, got {among}")
        return min(len(self), among or len(self))

    def _best(self, scores: npt.NDArray[Any], top: int, without: Iterable[str]) -> Neighbours:
        if top < 1:
            raise ValueError(f"top must be at least 1, got {top}")
        out = {self._at(word) for word in without}
        n = min(len(scores), top + len(out))
        found = np.argpartition(-scores, n - 1)[:n]
        ranked = [int(i) for i in found[np.argsort(-scores[found], kind="stable")]]
        return [(self.words[i], float(scores[i])) for i in ranked if i not in out][:top]

    def save(self, folder: PathLike) -> None:
        """Write a folder that `load` reads, ``words.json`` and ``vectors.npy``.

        Raises:
            OSError: if the folder cannot be written.
        """
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        np.save(place / "vectors.npy", self.vectors)
        words = json.dumps(self.words, ensure_ascii=False)
        (place / "words.json").write_text(words, encoding="utf-8")

    @classmethod
    def load(cls, folder: PathLike, *, memory_map: bool = False) -> KeyedVectors:
        """Read what `save` wrote.

        Args:
            folder: with ``words.json`` and ``vectors.npy``.
            memory_map: leave the vectors on the disk; only what is looked at is read.
        Raises:
            OSError: if a file cannot be read.
            ValueError: if the files do not fit together.
        """
        place = Path(folder)
        vectors = np.load(place / "vectors.npy", mmap_mode="r" if memory_map else None)
        return cls(json.loads((place / "words.json").read_text(encoding="utf-8")), vectors)

    @classmethod
    def load_word2vec(
        cls,
        path: PathLike,
        *,
        binary: bool = False,
        limit: int | None = None,
        duplicates: Duplicates = "error",
    ) -> KeyedVectors:
        """Read word2vec's text or binary form.

        Args:
            path: the file.
            binary: which of the two it is.
            limit: read the first so many words only.
            duplicates: what a word that stands twice is: an "error", or left out but the "first".
        Raises:
            OSError: if the file cannot be read.
            VectorFileError: if it is not such a file, with the line, or the word's number.
        """
        if binary:
            return cls(*formats.read_binary(path, limit=limit, duplicates=duplicates))
        return cls(*formats.read_text(path, header=True, limit=limit, duplicates=duplicates))

    @classmethod
    def load_glove(
        cls, path: PathLike, *, limit: int | None = None, duplicates: Duplicates = "error"
    ) -> KeyedVectors:
        """Read GloVe's text form, which has no header.

        Args:
            path: the file.
            limit: read the first so many words only.
            duplicates: what a word that stands twice is: an "error", or left out but the "first".
        Raises:
            OSError: if the file cannot be read.
            VectorFileError: if it is not such a file, with the line.
        """
        return cls(*formats.read_text(path, header=False, limit=limit, duplicates=duplicates))

    def save_word2vec(self, path: PathLike, *, binary: bool = False) -> None:
        """Write word2vec's text or binary form.

        Raises:
            OSError: if the file cannot be written.
            ValueError: if a word holds white space.
        """
        if binary:
            formats.write_binary(path, self.words, self.vectors)
        else:
            formats.write_text(path, self.words, self.vectors, header=True)

    def save_glove(self, path: PathLike) -> None:
        """Write GloVe's text form.

        Raises:
            OSError: if the file cannot be written.
            ValueError: if a word holds white space.
        """
        formats.write_text(path, self.words, self.vectors, header=False)


def _weighted(queries: Queries) -> list[tuple[str, float]]:
    """One form for a word, a pair, and lists of both."""
    if isinstance(queries, str):
        return [(queries, 1.0)]
    if isinstance(queries, tuple) and len(queries) == 2 and isinstance(queries[1], int | float):
        return [(str(queries[0]), float(queries[1]))]
    each = [(query, 1.0) if isinstance(query, str) else query for query in queries]  # type: ignore[union-attr]
    return [(str(word), float(weight)) for word, weight in each]  # type: ignore[misc]


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.linalg.norm(vector)), float(np.finfo(np.float32).tiny))
