"""Vectors drawn on a plane: principal component analysis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from course_lib.checks import check_shape

Array = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Projection:
    """A turn and a cut: how vectors get to the plane.

    Attributes:
        points: the projected vectors, (N, dims).
        mean: of the vectors, (D,).
        axes: orthonormal directions, the one with the largest variance first, (dims, D).
        explained: share of the whole variance along each axis, (dims,).
    """

    points: Array
    mean: Array
    axes: Array
    explained: Array

    def apply(self, vectors: npt.ArrayLike) -> Array:
        """Project other vectors the same way.

        Args:
            vectors: of the same length as those that made the projection.
        Shape:
            vectors (…, D) → (…, dims).
        """
        return (np.asarray(vectors) - self.mean) @ self.axes.T


def project(vectors: npt.ArrayLike, *, dims: int = 2) -> Projection:
    """Find the plane on which vectors lie farthest apart.

    Args:
        vectors: two or more.
        dims: axes to keep; 2 makes a plane.
    Shape:
        vectors (N, D).
    Returns:
        The points, and what is needed to project others. Each axis points where its largest
        component is positive, so that the picture does not flip from machine to machine.
    Raises:
        ValueError: for vectors of another shape, or dims not between 1 and the smaller of N and D.
    Source:
        ``sklearn.decomposition.PCA``, up to the signs of the axes.
    """
    x = np.asarray(vectors, dtype=np.float64)
    sizes = check_shape(x, "N D", name="vectors")
    if not 1 <= dims <= min(sizes.values()) or sizes["N"] < 2:
        raise ValueError(f"expected 1 <= dims <= min(N, D) and N >= 2, got {dims} and {sizes}")
    mean = x.mean(axis=0)
    _, strength, axes = np.linalg.svd(x - mean, full_matrices=False)
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]
    variance = strength**2
    explained = variance / max(float(variance.sum()), np.finfo(float).tiny)
    return Projection((x - mean) @ axes[:dims].T, mean, axes[:dims], explained[:dims])
