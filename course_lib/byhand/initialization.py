"""How to choose the first weights, and how to see whether the choice was good.

A layer adds up fan_in products, so its output varies fan_in · var(w) times as much as its input;
on the way back fan_out takes fan_in's place. Weights that are too large make signals explode
from layer to layer, weights that are too small make them vanish: ``measure_variances`` shows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.random import Generator

from course_lib.byhand import gradients as rules
from course_lib.byhand.gradients import Array

Shape: TypeAlias = tuple[int, ...]


def fans(shape: Shape) -> tuple[int, int]:
    """How many inputs an output has, and how many outputs an input has.

    Args:
        shape: of the weights.
    Shape:
        (H, D) → D, H; further axes (a convolution's window) multiply both.
    Raises:
        ValueError: if there are fewer than two axes.
    Source:
        Equals ``torch.nn.init``'s rule.
    """
    if len(shape) < 2:
        raise ValueError(f"weights must have shape (H, D, …) to have fans, got {shape}")
    window = math.prod(shape[2:])
    return shape[1] * window, shape[0] * window


def zeros(shape: Shape) -> Array:
    """All 0: right for biases, fatal for weights (all units stay alike)."""
    return np.zeros(shape)


def normal(shape: Shape, *, rng: Generator, std: float = 0.01) -> Array:
    """Normal with mean 0. Equals ``torch.nn.init.normal_`` in distribution."""
    return rng.normal(0.0, std, size=shape)


def xavier_uniform(shape: Shape, *, rng: Generator, gain: float = 1.0) -> Array:
    """Uniform with variance gain² · 2 / (fan_in + fan_out).

    Source:
        Glorot and Bengio, 2010. Equals ``torch.nn.init.xavier_uniform_`` in distribution.
    """
    return _uniform(shape, _xavier_std(shape, gain), rng)


def xavier_normal(shape: Shape, *, rng: Generator, gain: float = 1.0) -> Array:
    """Normal with variance gain² · 2 / (fan_in + fan_out).

    Source:
        Glorot and Bengio, 2010. Equals ``torch.nn.init.xavier_normal_`` in distribution.
    """
    return rng.normal(0.0, _xavier_std(shape, gain), size=shape)


def he_uniform(shape: Shape, *, rng: Generator) -> Array:
    """Uniform with variance 2 / fan_in, made for ReLU, which silences one half.

    Source:
        He et al., 2015. Equals ``torch.nn.init.kaiming_uniform_(nonlinearity="relu")`` in
        distribution.
    """
    return _uniform(shape, _he_std(shape), rng)


def he_normal(shape: Shape, *, rng: Generator) -> Array:
    """Normal with variance 2 / fan_in, made for ReLU, which silences one half.

    Source:
        He et al., 2015. Equals ``torch.nn.init.kaiming_normal_(nonlinearity="relu")`` in
        distribution.
    """
    return rng.normal(0.0, _he_std(shape), size=shape)


def _xavier_std(shape: Shape, gain: float) -> float:
    return gain * math.sqrt(2 / sum(fans(shape)))


def _he_std(shape: Shape) -> float:
    return math.sqrt(2 / fans(shape)[0])


def _uniform(shape: Shape, std: float, rng: Generator) -> Array:
    bound = math.sqrt(3) * std  # the variance of −bound … bound is bound²/3
    return rng.uniform(-bound, bound, size=shape)


@dataclass(frozen=True)
class Signal:
    """Variances in a stack of layers; index 0 is the input, the last is the top.

    Attributes:
        forward: variance of every layer's output.
        backward: variance of the gradient that arrives at every layer's output.
    """

    forward: list[float]
    backward: list[float]


Activation: TypeAlias = tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]
ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "linear": (lambda Z: Z, lambda dY, Y: dY),
        "sigmoid": (rules.sigmoid, rules.sigmoid_backward),
        "tanh": (np.tanh, rules.tanh_backward),
        "relu": (rules.relu, rules.relu_backward),
    }
)


def measure_variances(
    weights: Sequence[Array], X: Array, *, rng: Generator, activation: str = "tanh"
) -> Signal:
    """Send X up through the layers and random gradients down, and measure both variances.

    Args:
        weights: one matrix per layer; biases are 0.
        X: inputs.
        rng: draws the gradients that arrive at the top, with variance 1.
        activation: "linear", "sigmoid", "tanh" or "relu", after every layer.
    Shape:
        weights (H, D), (H', H), …; X (B, D).
    Raises:
        ValueError: if the shapes do not fit or the activation is unknown.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {sorted(ACTIVATIONS)}, got {activation!r}")
    f, f_backward = ACTIVATIONS[activation]
    outputs = [X]
    for W in weights:
        outputs.append(f(rules.linear(outputs[-1], W, np.zeros(len(W)))))
    flows = [rng.normal(size=outputs[-1].shape)]
    for W, Y in zip(reversed(weights), reversed(outputs), strict=False):
        flows.append(f_backward(flows[-1], Y) @ W)
    return Signal([float(Y.var()) for Y in outputs], [float(d.var()) for d in reversed(flows)])
