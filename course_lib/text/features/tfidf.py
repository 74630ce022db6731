"""TF-IDF: a word counts for more where it is frequent, and for less where all texts have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from course_lib.checks import check_shape

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
Norm = Literal["l1", "l2"]


def document_frequency(counts: csr_matrix) -> Floats:
    """Number of documents that have each term.

    Shape:
        counts (B, V) → (V,) float64.
    """
    present = counts.tocsr().indices[counts.tocsr().data != 0]
    return np.bincount(present, minlength=counts.shape[1]).astype(np.float64)


def idf(frequency: Floats, *, documents: int, smooth: bool = True) -> Floats:
    """Inverse document frequency: log(B / df) + 1, smooth log((B + 1) / (df + 1)) + 1.

    Smooth counts as if one more document had every term: no term is in none.

    Args:
        frequency: number of documents that have each term.
        documents: number of all documents, B.
        smooth: add that document.
    Shape:
        frequency (V,) → (V,).
    Raises:
        ValueError: if a term is in no document and smooth is False.
    Source:
        ``sklearn.feature_extraction.text.TfidfTransformer``; textbooks leave the + 1 out, and
        terms that all documents have then vanish.
    """
    if not smooth and (frequency == 0).any():
        absent = int((frequency == 0).sum())
        raise ValueError(f"expected every term in a document, got {absent} in none: smooth=True")
    extra = 1.0 if smooth else 0.0
    return np.log((documents + extra) / (frequency + extra)) + 1.0


@dataclass(frozen=True, eq=False, kw_only=True)
class TfIdf:
    """Weights of terms, learnt from counts, to be used on any counts with the same columns.

    Args:
        idf: weight of each term.
        norm: divide each row by its Euclidean length ("l2"), by its sum ("l1") or not (None).
        sublinear: take 1 + log(count) instead of the count.
    Shape:
        idf (V,).
    Raises:
        ValueError: if norm is something else.
    """

    idf: Floats
    norm: Norm | None = "l2"
    sublinear: bool = False

    def __post_init__(self) -> None:
        if self.norm not in ("l1", "l2", None):
            raise ValueError(f"norm must be 'l1', 'l2' or None, got {self.norm!r}")

    @classmethod
    def fit(
        cls,
        counts: csr_matrix,
        *,
        norm: Norm | None = "l2",
        smooth: bool = True,
        sublinear: bool = False,
    ) -> TfIdf:
        """Learn the weights from the counts of training documents.

        Args:
            counts: how often each term occurs in each document.
            norm: as in the class.
            smooth: as in `idf`.
            sublinear: as in the class.
        Shape:
            counts (B, V), sparse.
        Raises:
            ValueError: if a term is in no document and smooth is False.
        """
        weights = idf(document_frequency(counts), documents=counts.shape[0], smooth=smooth)
        return cls(idf=weights, norm=norm, sublinear=sublinear)

    def transform(self, counts: csr_matrix) -> csr_matrix:
        """Weigh counts; the matrix that comes is left alone.

        Shape:
            counts (B, V), sparse → (B, V) float64, sparse. A row without terms stays zero.
        Raises:
            ValueError: if counts has other columns than there are weights.
        Source:
            Equals ``sklearn.feature_extraction.text.TfidfTransformer`` with the same options.
        """
        check_shape(counts, "B V", name="counts", V=len(self.idf))
        weights = counts.tocsr().astype(np.float64)  # a copy
        if self.sublinear:
            weights.data = np.log(weights.data) + 1.0
        weights.data *= self.idf[weights.indices]
        if self.norm:
            weights.data /= np.repeat(_row_norms(weights, self.norm), np.diff(weights.indptr))
        return weights


def _row_norms(x: csr_matrix, norm: Norm) -> Floats:
    """Length of each row; 1 for a row of zeros, which then stays one."""
    sizes = abs(x.data) if norm == "l1" else x.data**2
    rows = np.repeat(np.arange(x.shape[0]), np.diff(x.indptr))
    sums = np.bincount(rows, weights=sizes, minlength=x.shape[0])
    lengths = sums if norm == "l1" else np.sqrt(sums)
    return np.where(lengths == 0, 1.0, lengths)
