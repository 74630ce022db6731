"""What all data sets have in common: rows that know where they come from."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeVar, overload

import numpy as np

Origin = Literal["real", "embedded"]
Row = TypeVar("Row", covariant=True)
Self = TypeVar("Self", bound="Rows[Any]")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Rows(Sequence[Row], ABC):
    """Immutable rows of one split, kept as columns; a slice is of the same class again.

    Args:
        name: name of the data set.
        split: name of the split.
        origin: "real", or "embedded" for the sentences that come with the course.
        source: the file, or the generator, that the rows were read from.
        note: one Korean sentence that says plainly what these rows are.
        licence: what the rows may be used for.
    """

    name: str
    split: str
    origin: Origin
    source: str
    note: str
    licence: str = ""

    columns: ClassVar[tuple[str, ...]]

    @abstractmethod
    def _row(self, index: int) -> Row: ...

    @property
    @abstractmethod
    def keys(self) -> Sequence[Hashable]:
        """What makes two rows the same input; data sets are split by it."""

    def __len__(self) -> int:
        return len(getattr(self, self.columns[0]))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self: Self, index: slice) -> Self: ...
    def __getitem__(self: Self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return self.select(range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(f"row {index} of {len(self):,}")
        return self._row(index)

    def select(self: Self, indices: Iterable[int]) -> Self:
        """Pick rows by number.

        Args:
            indices: row numbers, in the order in which the rows are wanted.
        Returns:
            Rows of the same class.
        """
        chosen = list(indices)
        return replace(self, **{name: _pick(getattr(self, name), chosen) for name in self.columns})

    def _facts(self) -> dict[str, str]:
        return {
            "자료": f"{self.name} / {self.split}",
            "크기": f"{len(self):,}건",
            "출처": self.source,
            "라이선스": self.licence,
            "안내": self.note,
        }

    def _shown(self) -> dict[str, str]:
        return {key: value for key, value in self._facts().items() if value}

    def __repr__(self) -> str:
        return "\n".join(f"{key}: {value}" for key, value in self._shown().items())

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(key)}</th>'
            f'<td style="text-align:left">{html.escape(value)}</td></tr>'
            for key, value in self._shown().items()
        )
        style = f'class="dataframe corpus" data-origin="{self.origin}"'
        return f"<table {style}><tbody>{rows}</tbody></table>"


def _pick(column: Any, chosen: list[int]) -> Any:
    if isinstance(column, np.ndarray):
        return column[chosen]
    return tuple(column[i] for i in chosen) if column else column
