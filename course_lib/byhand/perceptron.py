"""One threshold unit and Rosenblatt's rule, with every look at an example kept.

    s = w·x + b            guess = 1 if s > 0 else 0
    w ← w + (label − guess)·x            b ← b + (label − guess)

Labels are 0 and 1, so that ``label − guess`` is 0 for a right guess and ±1 for a wrong one. Left
out on purpose: a learning rate (from zero weights it only scales w and b) and more than one unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from course_lib.checks import check_shape

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Look:
    """One look at one example.

    Attributes:
        epoch: pass over the data, from 1.
        index: which example.
        s: the weighted sum with the weights before the look.
        guess: 1 if s > 0, else 0.
        label: what the guess should have been.
        w, b: weights and bias after the look.
    """

    epoch: int
    index: int
    s: float
    guess: int
    label: int
    w: Array
    b: float

    @property
    def mistake(self) -> bool:
        """Whether the guess was wrong, so that w and b moved."""
        return self.guess != self.label


@dataclass(frozen=True, eq=False)
class Lesson:
    """All looks of a run, in order.

    Attributes:
        looks: one for each example and epoch.
        converged: whether the last epoch went by without a mistake.
    """

    looks: tuple[Look, ...]
    converged: bool

    @property
    def mistakes(self) -> int:
        """How many looks moved the weights."""
        return sum(look.mistake for look in self.looks)

    @property
    def epochs(self) -> int:
        """How many passes over the data there were."""
        return self.looks[-1].epoch

    @property
    def w(self) -> Array:
        """The last weights."""
        return self.looks[-1].w

    @property
    def b(self) -> float:
        """The last bias."""
        return self.looks[-1].b


def predict(x: Array, w: Array, b: float) -> Labels:
    """1 where the weighted sum is above 0, else 0.

    Shape:
        x (B, D), w (D,) → (B,).
    """
    return (x @ w + b > 0).astype(np.int64)


def distance(x: Array, w: Array, b: float) -> Array:
    """Signed distance to the line (plane, hyperplane) ``w·x + b = 0``; positive on w's side.

    Shape:
        x (B, D), w (D,) → (B,).
    Raises:
        ValueError: if w is zero, which draws no line.
    """
    length = float(np.linalg.norm(w))
    if not length:
        raise ValueError("w must not be zero, got a vector of zeros")
    return (x @ w + b) / length


def margin(x: Array, labels: Labels, w: Array, b: float) -> float:
    """Distance of the nearest example to the boundary; negative if one is on the wrong side.

    Shape:
        x (B, D), labels (B,) of 0 and 1, w (D,) → a number.
    """
    return float(np.min(_signs(labels) * distance(x, w, b)))


def mistake_bound(x: Array, labels: Labels, w: Array, b: float) -> float:
    """The most mistakes that the rule can make from zero: (R / γ)².

    The bias counts as the weight of an input that is always 1: R is the length of the longest
    such example, γ the margin of ``(w, b)`` among them.

    Args:
        x: examples.
        labels: 0 or 1 each.
        w: weights of *any* unit that separates them; the wider its margin, the tighter the bound.
        b: its bias.
    Shape:
        x (B, D), labels (B,), w (D,) → a number.
    Raises:
        ValueError: if (w, b) does not separate the examples.
    Source:
        Novikoff 1962.
    """
    ones = np.column_stack([x, np.ones(len(x))])
    gamma = margin(ones, labels, np.append(w, b), 0.0)
    if gamma <= 0:
        raise ValueError(f"(w, b) must separate the examples, got a margin of {gamma:g}")
    return float((np.linalg.norm(ones, axis=1).max() / gamma) ** 2)


def learn(
    x: Array, labels: Labels, *, w: Array | None = None, b: float = 0.0, max_epochs: int = 100
) -> Lesson:
    """Go over the examples in order, again and again, until an epoch passes without a mistake.

    Args:
        x: examples.
        labels: 0 or 1 each.
        w: where to start; zeros by default.
        b: where the bias starts.
        max_epochs: stop after so many passes in any case.
    Shape:
        x (B, D), labels (B,), w (D,).
    Returns:
        Every look, and whether the rule came to rest.
    Raises:
        ValueError: for other shapes, no example, other labels, or max_epochs below 1.
    Source:
        Rosenblatt 1958. ``sklearn.linear_model.Perceptron`` differs where s is exactly 0: it
        counts that as a mistake for either label.
    """
    _check(x, labels, max_epochs)
    weights = np.zeros(x.shape[1]) if w is None else np.array(w, dtype=np.float64)
    check_shape(weights, "D", name="w", D=x.shape[1])
    looks: list[Look] = []
    for epoch in range(1, max_epochs + 1):
        for index in range(len(x)):
            look = _look(x[index], int(labels[index]), weights, b, epoch=epoch, index=index)
            weights, b = look.w, look.b
            looks.append(look)
        if not any(look.mistake for look in looks[-len(x) :]):
            return Lesson(tuple(looks), converged=True)
    return Lesson(tuple(looks), converged=False)


def _look(x: Array, label: int, w: Array, b: float, *, epoch: int, index: int) -> Look:
    s = float(x @ w + b)
    guess = int(s > 0)
    move = label - guess
    return Look(epoch, index, s, guess, label, w + move * x, b + move)


def _signs(labels: Labels) -> Labels:
    """0 and 1 as −1 and +1."""
    return 2 * labels - 1


def _check(x: Array, labels: Labels, max_epochs: int) -> None:
    sizes = check_shape(x, "B D", name="x")
    check_shape(labels, "B", name="labels", **sizes)
    if not sizes["B"]:
        raise ValueError(f"x must have at least one example, got shape {x.shape}")
    other = set(np.unique(labels).tolist()) - {0, 1}
    if other:
        raise ValueError(f"labels must be 0 or 1, got {sorted(other)}")
    if max_epochs < 1:
        raise ValueError(f"max_epochs must be at least 1, got {max_epochs}")
