"""Arrays against single numbers: the same two-layer network, differentiated by two engines.

Run it from the repository's root: ``python -m benchmarks.autograd [--points 10000]``. It prints
JSON. The scalar engine below is the smallest that is really one: a node for every number.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Callable

import numpy as np

from benchmarks._provenance import provenance
from course_lib.byhand import autograd as ag
from course_lib.byhand.autograd import Variable
from course_lib.byhand.optimizers import Adam

HIDDEN, SEED, STEPS = 16, 0, 200
Grads = dict[str, np.ndarray]


class Scalar:
    """One number, and (parent, local derivative) for each number it was made from."""

    __slots__ = ("edges", "grad", "value")

    def __init__(self, value: float, *edges: tuple[Scalar, float]) -> None:
        self.value, self.grad, self.edges = value, 0.0, edges

    def __add__(self, other: Scalar) -> Scalar:
        return Scalar(self.value + other.value, (self, 1.0), (other, 1.0))

    def __mul__(self, other: Scalar) -> Scalar:
        return Scalar(self.value * other.value, (self, other.value), (other, self.value))

    def tanh(self) -> Scalar:
        """Hyperbolic tangent."""
        y = math.tanh(self.value)
        return Scalar(y, (self, 1 - y * y))

    def softplus(self) -> Scalar:
        """log(1 + eˣ), whose derivative is the sigmoid."""
        small = math.exp(-abs(self.value))
        y = max(self.value, 0.0) + math.log1p(small)
        return Scalar(y, (self, (1.0 if self.value >= 0 else small) / (1 + small)))

    def backward(self) -> None:
        """Add ∂self/∂n to the ``grad`` of every number n that self was made from."""
        order: list[Scalar] = []
        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, parents_done = stack.pop()
            if parents_done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in node.edges)
        self.grad = 1.0
        for node in reversed(order):
            for parent, local in node.edges:
                parent.grad += local * node.grad


def make_data(points: int) -> tuple[np.ndarray, np.ndarray]:
    """Points in a square; +1 where the two coordinates have one sign, else −1."""
    x = np.random.default_rng(SEED).uniform(-1, 1, size=(points, 2))
    return x, np.where(x[:, 0] * x[:, 1] > 0, 1.0, -1.0)


def make_params() -> Grads:
    """Draw the first weights."""
    rng = np.random.default_rng(SEED + 1)
    shapes = {"W": (2, HIDDEN), "b": (HIDDEN,), "v": (HIDDEN,), "c": ()}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def array_loss(p: dict[str, Variable], x: np.ndarray, sign: np.ndarray) -> Variable:
    """Mean of log(1 + e^(−sign·s)) with s = tanh(x W + b)·v + c."""
    s = ag.tanh(x @ p["W"] + p["b"]) @ p["v"] + p["c"]
    return -ag.log(ag.sigmoid(sign * s)).mean()


def array_engine(params: Grads, x: np.ndarray, sign: np.ndarray) -> Grads:
    """Gradients of all parameters, one node per operation."""
    p = {name: Variable(value) for name, value in params.items()}
    array_loss(p, x, sign).backward()
    return {name: v.grad for name, v in p.items()}


def scalar_engine(params: Grads, x: np.ndarray, sign: np.ndarray) -> Grads:
    """Gradients of all parameters, one node per number.

    One graph per point, so that memory stays small: that favours this engine.
    """
    W = [[Scalar(w) for w in row] for row in params["W"].tolist()]
    b, v = ([Scalar(w) for w in params[name].tolist()] for name in "bv")
    c, share = Scalar(float(params["c"])), Scalar(1 / len(x))
    for (x1, x2), y in zip(x.tolist(), sign.tolist(), strict=True):
        s, one, two = c, Scalar(x1), Scalar(x2)
        for w1, w2, bias, out in zip(*W, b, v, strict=True):
            s = s + (one * w1 + two * w2 + bias).tanh() * out
        ((Scalar(-y) * s).softplus() * share).backward()
    return {
        "W": np.array([[w.grad for w in row] for row in W]),
        "b": np.array([w.grad for w in b]),
        "v": np.array([w.grad for w in v]),
        "c": np.array(c.grad),
    }


def seconds(f: Callable[[], object], repeats: int) -> float:
    """Median time of a call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        f()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def accuracy(params: Grads, x: np.ndarray, sign: np.ndarray) -> float:
    """Share of points on the right side."""
    s = np.tanh(x @ params["W"] + params["b"]) @ params["v"] + params["c"]
    return float((np.sign(s) == sign).mean())


def train(params: Grads, x: np.ndarray, sign: np.ndarray) -> Grads:
    """Run Adam on the gradients of the array engine."""
    adam = Adam(lr=0.05)
    for _ in range(STEPS):
        params = adam.update(params, array_engine(params, x, sign))
    return params


def measure(points: int) -> dict[str, object]:
    """Compare both engines on one network, then train it with the faster one."""
    x, sign = make_data(points)
    params = make_params()
    arrays, scalars = (f(params, x, sign) for f in (array_engine, scalar_engine))
    gap = max(float(np.abs(arrays[name] - scalars[name]).max()) for name in params)
    array_s = seconds(lambda: array_engine(params, x, sign), 20)
    scalar_s = seconds(lambda: scalar_engine(params, x, sign), 3)
    start = time.perf_counter()
    trained = train(params, x, sign)
    return {
        "network": f"2-{HIDDEN}-1, tanh",
        "points": points,
        "array_engine_seconds": round(array_s, 5),
        "scalar_engine_seconds": round(scalar_s, 3),
        "times_as_fast": round(scalar_s / array_s),
        "largest_gradient_difference": gap,
        "training_steps": STEPS,
        "training_seconds": round(time.perf_counter() - start, 2),
        "accuracy_before": accuracy(params, x, sign),
        "accuracy_after": accuracy(trained, x, sign),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=10_000)
    points = parser.parse_args().points
    print(json.dumps({"autograd": measure(points), "provenance": provenance(seed=SEED)}, indent=2))


if __name__ == "__main__":
    main()
