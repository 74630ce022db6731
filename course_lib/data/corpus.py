"""Labelled texts that know where they come from."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, overload

import numpy as np
import numpy.typing as npt

Origin = Literal["real", "embedded"]
Labels = npt.NDArray[np.int64]


class Review(NamedTuple):
    """One row."""

    text: str
    label: int


@dataclass(frozen=True, eq=False, repr=False)
class Corpus(Sequence[Review]):
    """Immutable rows of one split; a slice is a corpus again.

    Args:
        name: name of the data set.
        split: name of the split.
        texts: the documents.
        labels: one class number each; kept as a read-only copy.
        label_names: what the class numbers mean, in Korean.
        origin: "real", or "embedded" for the sentences that come with the course.
        source: the file, or the generator, that the rows were read from.
        note: one Korean sentence that says plainly what these rows are.
        ceiling: best accuracy that any model can reach on these rows, where that is known.
    Shape:
        texts of length n, labels (n,) int64.
    Raises:
        ValueError: if texts and labels differ in number, or a label has no name.
    """

    name: str
    split: str
    texts: tuple[str, ...]
    labels: Labels
    label_names: tuple[str, ...]
    origin: Origin
    source: str
    note: str
    ceiling: float | None = None

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

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Review: ...
    @overload
    def __getitem__(self, index: slice) -> Corpus: ...
    def __getitem__(self, index: int | slice) -> Review | Corpus:
        if isinstance(index, slice):
            return self._part(self.texts[index], self.labels[index])
        return Review(self.texts[index], int(self.labels[index]))

    @property
    def empty(self) -> int:
        """Number of rows without any text."""
        return sum(not text for text in self.texts)

    def without_empty(self) -> Corpus:
        """Leave out the rows without text.

        Returns:
            A corpus of the other rows, in the same order; this one where no row is empty.
        """
        if not self.empty:
            return self
        kept = [i for i, text in enumerate(self.texts) if text]
        return self._part(tuple(self.texts[i] for i in kept), self.labels[kept])

    def _part(self, texts: tuple[str, ...], labels: Labels) -> Corpus:
        return replace(self, texts=texts, labels=labels, ceiling=None)

    def _facts(self) -> dict[str, str]:
        counts = np.bincount(self.labels, minlength=len(self.label_names))
        shares = ", ".join(f"{n} {c:,}" for n, c in zip(self.label_names, counts, strict=True))
        empty = f" (빈 문서 {self.empty}건 포함)" if self.empty else ""
        return {
            "자료": f"{self.name} / {self.split}",
            "크기": f"{len(self):,}건{empty}",
            "레이블": shares,
            "출처": self.source,
            "안내": self.note,
        }

    def __repr__(self) -> str:
        return "\n".join(f"{key}: {value}" for key, value in self._facts().items())

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(key)}</th>'
            f'<td style="text-align:left">{html.escape(value)}</td></tr>'
            for key, value in self._facts().items()
        )
        style = f'class="dataframe corpus" data-origin="{self.origin}"'
        return f"<table {style}><tbody>{rows}</tbody></table>"
