"""Points in the plane in two classes: data sets small enough to be seen at a glance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]


class Points(NamedTuple):
    """Points and their classes: ``x, y = clouds(100)``.

    Attributes:
        x: (n, 2), float64.
        labels: (n,), 0 or 1; as many of either as n allows, in random order.
    """

    x: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int64]


def clouds(
    size: int,
    *,
    seed: int = 0,
    centers: tuple[Point, Point] = ((-1.0, -1.0), (1.0, 1.0)),
    spread: float = 0.7,
) -> Points:
    """Two round Gaussian clouds, one for each class.

    Args:
        size: how many points.
        seed: the same seed gives the same points.
        centers: of class 0 and of class 1.
        spread: standard deviation in both directions.
    Raises:
        ValueError: if size or spread is negative.
    """
    rng, labels = _start(size, seed, spread)
    return Points(np.array(centers)[labels] + rng.normal(0, spread, (size, 2)), labels)


def xor(size: int, *, seed: int = 0, spread: float = 0.35) -> Points:
    """Four clouds at the corners of a square; opposite corners have one class.

    Args:
        size: how many points.
        seed: the same seed gives the same points.
        spread: standard deviation of each cloud; at 0 the points are the corners themselves.
    Raises:
        ValueError: if size or spread is negative.
    """
    rng, labels = _start(size, seed, spread)
    first = rng.permutation(np.arange(size) % 2)
    corners = 2.0 * np.column_stack([first, first ^ labels]) - 1
    return Points(corners + rng.normal(0, spread, (size, 2)), labels)


def moons(size: int, *, seed: int = 0, noise: float = 0.15) -> Points:
    """Two half circles that reach into each other.

    Args:
        size: how many points.
        seed: the same seed gives the same points.
        noise: standard deviation around the half circles.
    Raises:
        ValueError: if size or noise is negative.
    Source:
        The shape of ``sklearn.datasets.make_moons``, moved and scaled to lie around the origin.
    """
    rng, labels = _start(size, seed, noise)
    angle = rng.uniform(0, np.pi, size)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    half_circles = np.where(labels[:, None] == 0, upper, -upper)
    return Points(1.2 * (half_circles + rng.normal(0, noise, (size, 2))), labels)


def corners(name: str) -> Points:
    """The four corners of the unit square, labelled by a logic gate.

    Args:
        name: "AND", "OR" or "XOR".
    Returns:
        (0, 0), (0, 1), (1, 0), (1, 1) in this order.
    Raises:
        ValueError: for another gate.
    """
    gates = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
    if name not in gates:
        raise ValueError(f"name must be one of {', '.join(gates)}, got {name!r}")
    return Points(np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array(gates[name]))


def _start(
    size: int, seed: int, spread: float
) -> tuple[np.random.Generator, npt.NDArray[np.int64]]:
    if size < 0 or spread < 0:
        raise ValueError(f"size and spread must not be negative, got {size} and {spread}")
    rng = np.random.default_rng(seed)
    return rng, rng.permutation(np.arange(size) % 2)
