"""Losses of two parameters that can be drawn, and the paths that optimizers take on them.

    path = walk(Momentum(lr=0.1), RAVINE, steps=100)    # (101, 2)

Real losses have millions of parameters, but two of their difficulties fit into a plane: a
direction that is much steeper than another, and a point that is flat without being a minimum.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib.byhand.gradients import Array
from course_lib.byhand.optimizers import Optimizer
from course_lib.checks import check_shape


@dataclass(frozen=True)
class Surface:
    """A loss of two parameters.

    Attributes:
        value: w (…, 2) → (…,).
        gradient: w (…, 2) → (…, 2).
        start: where walks begin.
    """

    value: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    start: tuple[float, float]


def quadratic(curvatures: tuple[float, float], *, start: tuple[float, float]) -> Surface:
    """½ (a x² + b y²), with its minimum, 0, at the origin.

    Args:
        curvatures: a and b; SGD diverges once lr is above 2 / max(a, b).
        start: where walks begin.
    """
    ab = np.array(curvatures)
    return Surface(lambda w: 0.5 * (ab * w**2).sum(axis=-1), lambda w: ab * w, start)


def turned(surface: Surface, *, degrees: float) -> Surface:
    """The same surface, turned around the origin together with its start.

    Args:
        surface: what to turn.
        degrees: how far, counterclockwise.
    """
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    x, y = (np.array(surface.start) @ turn).tolist()
    return Surface(
        lambda w: surface.value(w @ turn.T), lambda w: surface.gradient(w @ turn.T) @ turn, (x, y)
    )


def _saddle_gradient(w: Array) -> Array:
    x, y = w[..., 0], w[..., 1]
    return np.stack([x, y**3 - y], axis=-1)


RAVINE = quadratic((0.02, 1.0), start=(-9.0, 2.5))
"""Fifty times as steep across as along."""

SADDLE = Surface(
    lambda w: 0.5 * w[..., 0] ** 2 + 0.25 * (w[..., 1] ** 2 - 1) ** 2,
    _saddle_gradient,
    (2.5, 0.001),
)
"""½x² + ¼(y² − 1)²: minima, 0, at (0, ±1), and between them a saddle at the origin."""


def walk(optimizer: Optimizer, surface: Surface, *, steps: int) -> Array:
    """Where an optimizer goes from the surface's start.

    Args:
        optimizer: a fresh one; it keeps what it has learned on the way.
        surface: the loss.
        steps: how many steps to take.
    Shape:
        → (steps + 1, 2); the first row is the start.
    Raises:
        ValueError: if steps is negative.
    """
    if steps < 0:
        raise ValueError(f"steps must be >= 0, got {steps}")
    w = np.array(surface.start, dtype=float)
    check_shape(w, "2", name="start")
    path = [w]
    for _ in range(steps):
        w = optimizer.update({"w": w}, {"w": surface.gradient(w)})["w"]
        path.append(w)
    return np.stack(path)
