"""The 2-2-2 sigmoid network of document 000, with every intermediate quantity kept.

    i1, i2 → (sum_h1 → h1, sum_h2 → h2) → (sum_o1 → o1, sum_o2 → o2) → E1 + E2 = E

Plain Python numbers, one name per quantity, so that each line can be checked with a pencil.
A gradient is ``d`` + name: ``dw5`` is ∂E/∂w5. Left out on purpose: vectors (see
``course_lib.byhand.gradients``), other sizes, other activations.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields

Pair = tuple[float, float]


@dataclass(frozen=True)
class Params:
    """Eight weights and two biases; the two units of a layer share one bias."""

    w1: float = 0.1
    w2: float = 0.2
    w3: float = 0.3
    w4: float = 0.4
    w5: float = 0.5
    w6: float = 0.6
    w7: float = 0.7
    w8: float = 0.8
    b1: float = 0.25
    b2: float = 0.35


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Params))
INPUT: Pair = (0.1, 0.5)
TARGET: Pair = (0.05, 0.95)


@dataclass(frozen=True)
class Forward:
    """Everything the forward pass computes, in the order in which it is computed."""

    i1: float
    i2: float
    sum_h1: float
    sum_h2: float
    h1: float
    h2: float
    sum_o1: float
    sum_o2: float
    o1: float
    o2: float
    target1: float
    target2: float
    E1: float
    E2: float
    E: float


@dataclass(frozen=True)
class Backward:
    """Everything the backward pass computes; each ``dq`` is ∂E/∂q.

    ``slope_*`` are the local derivatives of the sigmoid, ``h(1 − h)`` and ``o(1 − o)``.
    """

    do1: float
    do2: float
    slope_o1: float
    slope_o2: float
    dsum_o1: float
    dsum_o2: float
    dw5: float
    dw6: float
    dw7: float
    dw8: float
    db2: float
    dh1: float
    dh2: float
    slope_h1: float
    slope_h2: float
    dsum_h1: float
    dsum_h2: float
    dw1: float
    dw2: float
    dw3: float
    dw4: float
    db1: float

    def gradients(self) -> dict[str, float]:
        """The ten parameters' gradients, keyed by the parameter's name (``w1`` … ``b2``)."""
        return {name: getattr(self, "d" + name) for name in NAMES}


@dataclass(frozen=True)
class History:
    """What ``train`` saw: ``errors[k]`` and ``params[k]`` belong to k updates."""

    errors: list[float]
    params: list[Params]


def sigmoid(s: float) -> float:
    """1 / (1 + e^(−s)), without overflow for any finite s.

    Source:
        Equals ``torch.sigmoid``; for s < 0 the equal form e^s / (1 + e^s) is used.
    """
    if s >= 0:
        return 1.0 / (1.0 + math.exp(-s))
    return math.exp(s) / (1.0 + math.exp(s))


def forward(p: Params, x: Pair = INPUT, target: Pair = TARGET) -> Forward:
    """Run the network from the inputs to the error.

    Args:
        p: the ten parameters.
        x: the inputs (i1, i2).
        target: what o1 and o2 should be.
    Returns:
        Every intermediate quantity; ``E`` is ½(target1 − o1)² + ½(target2 − o2)².
    Raises:
        ValueError: if x or target is not a pair of finite numbers.
    Source:
        Document 000; h1 uses w1, w3 and h2 uses w2, w4, but o1 uses w5, w6 and o2 uses w7, w8.
    """
    i1, i2 = _pair(x, name="x")
    target1, target2 = _pair(target, name="target")
    sum_h1 = i1 * p.w1 + i2 * p.w3 + p.b1
    sum_h2 = i1 * p.w2 + i2 * p.w4 + p.b1
    h1, h2 = sigmoid(sum_h1), sigmoid(sum_h2)
    sum_o1 = h1 * p.w5 + h2 * p.w6 + p.b2
    sum_o2 = h1 * p.w7 + h2 * p.w8 + p.b2
    o1, o2 = sigmoid(sum_o1), sigmoid(sum_o2)
    E1, E2 = 0.5 * (target1 - o1) ** 2, 0.5 * (target2 - o2) ** 2
    return Forward(
        i1, i2, sum_h1, sum_h2, h1, h2, sum_o1, sum_o2, o1, o2, target1, target2, E1, E2, E1 + E2
    )


def backward(p: Params, f: Forward) -> Backward:
    """Carry the error back to all ten parameters with the chain rule.

    Args:
        p: the parameters that produced ``f``.
        f: the trace of the forward pass.
    Returns:
        Every intermediate derivative, output layer first.
    Source:
        Document 000 stops inside ∂E/∂w5; this finishes it. Equals ``torch.autograd``.
    """
    do1, do2 = f.o1 - f.target1, f.o2 - f.target2
    slope_o1, slope_o2 = f.o1 * (1 - f.o1), f.o2 * (1 - f.o2)
    dsum_o1, dsum_o2 = do1 * slope_o1, do2 * slope_o2
    dw5, dw6 = dsum_o1 * f.h1, dsum_o1 * f.h2
    dw7, dw8 = dsum_o2 * f.h1, dsum_o2 * f.h2
    db2 = dsum_o1 + dsum_o2

    dh1 = dsum_o1 * p.w5 + dsum_o2 * p.w7
    dh2 = dsum_o1 * p.w6 + dsum_o2 * p.w8
    slope_h1, slope_h2 = f.h1 * (1 - f.h1), f.h2 * (1 - f.h2)
    dsum_h1, dsum_h2 = dh1 * slope_h1, dh2 * slope_h2
    dw1, dw3 = dsum_h1 * f.i1, dsum_h1 * f.i2
    dw2, dw4 = dsum_h2 * f.i1, dsum_h2 * f.i2
    db1 = dsum_h1 + dsum_h2
    return Backward(
        do1, do2, slope_o1, slope_o2, dsum_o1, dsum_o2, dw5, dw6, dw7, dw8, db2,
        dh1, dh2, slope_h1, slope_h2, dsum_h1, dsum_h2, dw1, dw2, dw3, dw4, db1,
    )  # fmt: skip


def update(p: Params, b: Backward, *, lr: float) -> Params:
    """One step of gradient descent: every parameter minus lr times its gradient.

    Raises:
        ValueError: if lr is not a positive finite number.
    Source:
        Equals one step of ``torch.optim.SGD(lr=lr)``.
    """
    if not (math.isfinite(lr) and lr > 0):
        raise ValueError(f"lr must be a positive finite number, got {lr!r}")
    gradients = b.gradients()
    return Params(**{name: value - lr * gradients[name] for name, value in asdict(p).items()})


def train(
    p: Params, x: Pair = INPUT, target: Pair = TARGET, *, lr: float = 0.5, steps: int = 10_000
) -> History:
    """Repeat forward, backward and update.

    Args:
        p: where to start.
        x: the inputs (i1, i2).
        target: what o1 and o2 should be.
        lr: learning rate.
        steps: number of updates.
    Returns:
        ``steps + 1`` errors and parameters: before the first update … after the last.
    Raises:
        ValueError: if steps is negative or lr is not positive.
    """
    if steps < 0:
        raise ValueError(f"steps must be >= 0, got {steps}")
    errors, params = [], [p]
    for _ in range(steps):
        f = forward(p, x, target)
        errors.append(f.E)
        p = update(p, backward(p, f), lr=lr)
        params.append(p)
    errors.append(forward(p, x, target).E)
    return History(errors, params)


def _pair(values: Pair, *, name: str) -> Pair:
    pair = tuple(values)
    if len(pair) != 2 or not all(math.isfinite(v) for v in pair):
        raise ValueError(f"{name} must be a pair of finite numbers, got {values!r}")
    return float(pair[0]), float(pair[1])
