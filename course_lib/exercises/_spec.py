"""What an exercise is: a reference, inputs to draw, and the wrong answers worth knowing."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Wrong:
    """A typical wrong answer and what to tell the learner who gave it.

    Args:
        answer: called like the reference; what it returns is what that mistake leads to.
        hint: Korean, names the mistake without giving the answer away.
    """

    answer: Callable[..., Any]
    hint: str


@dataclass(frozen=True)
class Exercise:
    """One exercise, the same for self-study and for grading.

    Args:
        name: its key within the topic, e.g. "hidden_delta".
        title: Korean, as in the chapter.
        stars: difficulty, 1 to 3.
        reference: the solution. Without ``gen`` it takes nothing and returns the value asked for.
        gen: draws one set of positional inputs; given where the answer is a function.
        wrong: the bank of wrong answers, most specific first.
        hints: general hints, one more with every try.
        rtol: relative tolerance.
        atol: absolute tolerance.
        cases: how many inputs a function is tried on.
        pure: True if the function must leave its arguments as they were.
    """

    name: str
    title: str
    stars: int
    reference: Callable[..., Any]
    gen: Callable[[np.random.Generator], tuple[Any, ...]] | None = None
    wrong: tuple[Wrong, ...] = ()
    hints: tuple[str, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    cases: int = 4
    pure: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the arguments that the answer takes."""
        return tuple(inspect.signature(self.reference).parameters)

    def inputs(self, seed: int) -> list[tuple[Any, ...]]:
        """Draw the inputs that a function is tried on; the same seed, the same inputs."""
        if self.gen is None:
            return [()]
        rng = np.random.default_rng(seed)
        return [self.gen(rng) for _ in range(self.cases)]
