"""The five kinds of rows: labelled texts, plain texts, pairs, analogies, similarities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from course_lib.data.rows import Rows, Self

Labels = npt.NDArray[np.int64]


class Labelled(NamedTuple):
    """A text and its class number."""

    text: str
    label: int


class Pair(NamedTuple):
    """A sentence and its translation."""

    source: str
    target: str


class Analogy(NamedTuple):
    """`a` is to `b` as `c` is to `d`."""

    a: str
    b: str
    c: str
    d: str
    group: str


class Similarity(NamedTuple):
    """Two words and how alike people found them, 0 to 10."""

    first: str
    second: str
    score: float


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Corpus(Rows[Labelled]):
    """Texts with one label each.

    Args:
        texts: the documents.
        labels: one class number each; kept as a read-only copy.
        label_names: what the class numbers mean, in Korean.
        ceiling: best accuracy that any model can reach on these rows, where that is known.
    Shape:
        texts of length n, labels (n,) int64.
    Raises:
        ValueError: if texts and labels differ in number, or a label has no name.
    """

    texts: tuple[str, ...]
    labels: Labels
    label_names: tuple[str, ...]
    ceiling: float | None = None

    columns: ClassVar[tuple[str, ...]] = ("texts", "labels")

    def __post_init__(self) -> None:
        labels = np.array(self.labels, dtype=np.int64)
        if labels.shape != (len(self.texts),):
            raise ValueError(
                f"expected one label per text: {len(self.texts)} texts, labels {labels.shape}"
            )
        if labels.size and not 0 <= labels.min() <= labels.max() < len(self.label_names):
            raise ValueError(
                f"expected labels 0 to {len(self.label_names) - 1}, "
                f"got {labels.min()} to {labels.max()}"
            )
        labels.flags.writeable = False
        object.__setattr__(self, "labels", labels)

    def _row(self, index: int) -> Labelled:
        return Labelled(self.texts[index], int(self.labels[index]))

    @property
    def keys(self) -> tuple[str, ...]:
        """The texts."""
        return self.texts

    @property
    def empty(self) -> int:
        """Number of rows without any text."""
        return sum(not text for text in self.texts)

    def without_empty(self) -> Corpus:
        """Leave out the rows without text.

        Returns:
            A corpus of the other rows, in the same order; this one where no row is empty.
        """
        return self.select(i for i, text in enumerate(self.texts) if text) if self.empty else self

    def select(self: Self, indices: Any) -> Self:
        """Pick rows by number; the ceiling of a part is not known.

        Args:
            indices: row numbers, in the order in which the rows are wanted.
        Returns:
            A corpus.
        """
        return replace(super().select(indices), ceiling=None)  # type: ignore[call-arg]

    def _facts(self) -> dict[str, str]:
        counts = np.bincount(self.labels, minlength=len(self.label_names))
        shares = ", ".join(f"{n} {c:,}" for n, c in zip(self.label_names, counts, strict=True))
        empty = f" (빈 문서 {self.empty}건 포함)" if self.empty else ""
        first, size, *others = super()._facts().items()
        return dict([first, (size[0], size[1] + empty), ("라벨", shares), *others])


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Texts(Rows[str]):
    """Texts without labels: documents, sentences, or single words.

    Args:
        texts: the texts.
    """

    texts: tuple[str, ...]

    columns: ClassVar[tuple[str, ...]] = ("texts",)

    def _row(self, index: int) -> str:
        return self.texts[index]

    @property
    def keys(self) -> tuple[str, ...]:
        """The texts."""
        return self.texts


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Pairs(Rows[Pair]):
    """Sentences with their translations.

    Args:
        sources: English sentences.
        targets: their translations.
        credits: whom each pair is to be credited to; empty where the file does not say.
    Raises:
        ValueError: if the columns differ in length.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    credits: tuple[str, ...] = ()

    columns: ClassVar[tuple[str, ...]] = ("sources", "targets", "credits")

    def __post_init__(self) -> None:
        sizes = {len(self.sources), len(self.targets), len(self.credits or self.sources)}
        if len(sizes) > 1:
            raise ValueError(f"expected columns of one length, got lengths {sorted(sizes)}")

    def _row(self, index: int) -> Pair:
        return Pair(self.sources[index], self.targets[index])

    @property
    def keys(self) -> tuple[str, ...]:
        """The English sentences: one of them may have many translations."""
        return self.sources

    def _facts(self) -> dict[str, str]:
        first, size, *others = super()._facts().items()
        distinct = (size[0], f"{size[1]} (서로 다른 원문 {len(set(self.sources)):,}개)")
        return dict([first, distinct, *others])


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Analogies(Rows[Analogy]):
    """Questions of the form "a is to b as c is to what?".

    Args:
        questions: the questions, each with the name of its group.
    """

    questions: tuple[Analogy, ...]

    columns: ClassVar[tuple[str, ...]] = ("questions",)

    def _row(self, index: int) -> Analogy:
        return self.questions[index]

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The questions without their answers."""
        return tuple(question[:3] for question in self.questions)

    @property
    def groups(self) -> dict[str, int]:
        """Number of questions in each group, in the order of the file."""
        return dict(Counter(question.group for question in self.questions))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Similarities(Rows[Similarity]):
    """Pairs of words with the mean judgement of people.

    Args:
        judgements: the word pairs and their scores.
    """

    judgements: tuple[Similarity, ...]

    columns: ClassVar[tuple[str, ...]] = ("judgements",)

    def _row(self, index: int) -> Similarity:
        return self.judgements[index]

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The word pairs."""
        return tuple(each[:2] for each in self.judgements)
