"""Seven ways to turn gradients into a step, each in a few lines.

    optimizer = Adam(lr=0.01)
    params = optimizer.update(params, grads)

Parameters and gradients are dicts, name → array. ``update`` returns *new* parameters and leaves
the old ones alone; what an optimizer remembers (velocities, averages) it keeps by name in
``optimizer.state``. ``optimizer.lr`` may be set before every step, as schedules do.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_lib.byhand.gradients import Array


@dataclass(kw_only=True)
class Optimizer(ABC):
    """What all optimizers share; each adds the rule for one array.

    Args:
        lr: learning rate.
        weight_decay: λ; adds λ·w to the gradient, as an L2 penalty ½λ‖w‖² would.
    Attributes:
        state: what is remembered, by the parameter's name.
    Raises:
        ValueError: if a setting is out of its range.
    """

    lr: float = 0.01
    weight_decay: float = 0.0
    state: dict[str, dict[str, Any]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, float | int) and not isinstance(value, bool):
                _check_setting(name, value, below=1.0 if name in _DECAYS else math.inf)

    def update(self, params: Mapping[str, Array], grads: Mapping[str, Array]) -> dict[str, Array]:
        """One step.

        Args:
            params: name → array.
            grads: name → gradient.
        Returns:
            New arrays under the same names.
        Shape:
            every gradient as its parameter.
        Raises:
            ValueError: if names or shapes differ.
        """
        _check_grads(params, grads)
        return {name: self._update(name, w, grads[name]) for name, w in params.items()}

    def _update(self, name: str, w: Array, dw: Array) -> Array:
        memory = self.state.setdefault(name, {})
        return self.rule(w, dw + self.weight_decay * w, memory)

    @abstractmethod
    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w; ``memory`` is this parameter's own and empty at the first step."""


@dataclass(kw_only=True)
class SGD(Optimizer):
    """Straight down: w − lr·dw.

    Source:
        Equals ``torch.optim.SGD(lr, weight_decay=…)``.
    """

    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w."""
        return w - self.lr * dw


@dataclass(kw_only=True)
class Momentum(Optimizer):
    """A rolling ball: the velocity collects gradients and forgets them slowly.

    Args:
        momentum: how much of the velocity is kept.
    Source:
        Equals ``torch.optim.SGD(lr, momentum=…)``. Polyak's form has lr inside the velocity,
        which differs once lr changes.
    """

    momentum: float = 0.9

    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w."""
        memory["v"] = self.momentum * memory.get("v", 0.0) + dw
        return w - self.lr * memory["v"]


@dataclass(kw_only=True)
class Nesterov(Momentum):
    """Momentum that looks ahead: the velocity's next pull is added to today's gradient.

    Source:
        Equals ``torch.optim.SGD(lr, momentum=…, nesterov=True)``.
    """

    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w."""
        memory["v"] = self.momentum * memory.get("v", 0.0) + dw
        return w - self.lr * (dw + self.momentum * memory["v"])


@dataclass(kw_only=True)
class AdaGrad(Optimizer):
    """Smaller steps for parameters that have moved much: divide by the root of all squares.

    Args:
        eps: keeps the division finite.
    Source:
        Equals ``torch.optim.Adagrad``.
    """

    eps: float = 1e-10

    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w."""
        memory["G"] = memory.get("G", 0.0) + dw**2
        return w - self.lr * dw / (np.sqrt(memory["G"]) + self.eps)


@dataclass(kw_only=True)
class RMSProp(Optimizer):
    """AdaGrad that forgets: a moving average of squares instead of their sum.

    Args:
        alpha: how much of the average is kept.
        eps: keeps the division finite.
    Source:
        Equals ``torch.optim.RMSprop``.
    """

    alpha: float = 0.99
    eps: float = 1e-8

    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w."""
        memory["G"] = self.alpha * memory.get("G", 0.0) + (1 - self.alpha) * dw**2
        return w - self.lr * dw / (np.sqrt(memory["G"]) + self.eps)


@dataclass(kw_only=True)
class Adam(Optimizer):
    """Momentum and RMSProp together, both corrected for having started at 0.

    Args:
        beta1: how much of the gradients' average is kept.
        beta2: how much of the squares' average is kept.
        eps: keeps the division finite.
    Source:
        Equals ``torch.optim.Adam``.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def rule(self, w: Array, dw: Array, memory: dict[str, Any]) -> Array:
        """The new w."""
        memory["t"] = t = memory.get("t", 0) + 1
        memory["m"] = self.beta1 * memory.get("m", 0.0) + (1 - self.beta1) * dw
        memory["v"] = self.beta2 * memory.get("v", 0.0) + (1 - self.beta2) * dw**2
        m = memory["m"] / (1 - self.beta1**t)
        v = memory["v"] / (1 - self.beta2**t)
        return w - self.lr * m / (np.sqrt(v) + self.eps)


@dataclass(kw_only=True)
class AdamW(Adam):
    """Adam whose weight decay bypasses the averages: w shrinks by the factor 1 − lr·λ.

    Source:
        Equals ``torch.optim.AdamW``.
    """

    weight_decay: float = 0.01

    def _update(self, name: str, w: Array, dw: Array) -> Array:
        memory = self.state.setdefault(name, {})
        return self.rule(w - self.lr * self.weight_decay * w, dw, memory)


def clip_by_norm(grads: Mapping[str, Array], *, max_norm: float) -> tuple[dict[str, Array], float]:
    """Shrink all gradients by one factor if together they are longer than max_norm.

    Args:
        grads: name → gradient.
        max_norm: the longest that is left as it is.
    Returns:
        New gradients, and the norm that they had before.
    Raises:
        ValueError: if max_norm is negative or a gradient is not finite.
    Source:
        Equals ``torch.nn.utils.clip_grad_norm_``, 1e-6 included.
    """
    _check_setting("max_norm", max_norm)
    norm = math.sqrt(sum(float((g**2).sum()) for g in grads.values()))
    if not math.isfinite(norm):
        raise ValueError(f"the gradients' norm must be finite, got {norm}")
    factor = min(1.0, max_norm / (norm + 1e-6))
    return {name: factor * g for name, g in grads.items()}, norm


def clip_by_value(grads: Mapping[str, Array], *, limit: float) -> dict[str, Array]:
    """Cut every number of every gradient to −limit … limit; the direction may change.

    Raises:
        ValueError: if limit is negative.
    Source:
        Equals ``torch.nn.utils.clip_grad_value_``.
    """
    _check_setting("limit", limit)
    return {name: np.clip(g, -limit, limit) for name, g in grads.items()}


_DECAYS = frozenset({"momentum", "alpha", "beta1", "beta2"})


def _check_setting(name: str, value: float, *, below: float = math.inf) -> None:
    if not 0 <= value < below:
        raise ValueError(f"{name} must lie in [0, {below:g}), got {value!r}")


def _check_grads(params: Mapping[str, Array], grads: Mapping[str, Array]) -> None:
    if params.keys() != grads.keys():
        raise ValueError(f"gradients must be named {sorted(params)}, got {sorted(grads)}")
    for name, w in params.items():
        if np.shape(w) != np.shape(grads[name]):
            raise ValueError(
                f"gradient of {name!r} must have shape {np.shape(w)}, got {np.shape(grads[name])}"
            )
