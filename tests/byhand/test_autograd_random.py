"""Random expression graphs: every gradient equals PyTorch's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.byhand import autograd as ag
from course_lib.byhand.autograd import Variable

SHAPES = [(), (1,), (3,), (2, 1), (2, 3), (3, 2), (3, 3), (2, 3, 1), (2, 2, 3), (2, 3, 2)]

# name: (ours, PyTorch's); each keeps values moderate, so that graphs may grow deep
UNARY = {
    "neg": (lambda a: -a, lambda a: -a),
    "square": (lambda a: ag.tanh(a) ** 2, lambda a: a.tanh() ** 2),
    "exp": (lambda a: ag.exp(ag.tanh(a)), lambda a: a.tanh().exp()),
    "log": (lambda a: ag.log(ag.sigmoid(a) + 0.1), lambda a: (a.sigmoid() + 0.1).log()),
    "tanh": (ag.tanh, torch.tanh),
    "sigmoid": (ag.sigmoid, torch.sigmoid),
    "relu": (ag.relu, torch.relu),
    "sum": (lambda a: a.sum(), lambda a: a.sum()),
    "mean": (lambda a: a.mean(), lambda a: a.mean()),
    "max": (lambda a: a.max(), lambda a: a.amax()),
    "transpose": (lambda a: a.T, lambda a: a.permute(tuple(reversed(range(a.ndim))))),
    "flatten": (lambda a: a.reshape(-1), lambda a: a.reshape(-1)),
}
ALONG = {  # need at least one axis
    "sum": (lambda a, i: a.sum(i), lambda a, i: a.sum(i)),
    "mean": (
        lambda a, i: a.mean(i, keepdims=True),
        lambda a, i: a.mean(i, keepdim=True),
    ),
    "max": (lambda a, i: a.max(i), lambda a, i: a.amax(i)),
    "softmax": (lambda a, i: ag.softmax(a, axis=i), lambda a, i: a.softmax(i)),
    "log_softmax": (
        lambda a, i: ag.tanh(ag.log_softmax(a, axis=i)),
        lambda a, i: a.log_softmax(i).tanh(),
    ),
    "double": (
        lambda a, i: ag.concatenate([a, a], axis=i),
        lambda a, i: torch.cat([a, a], i),
    ),
    "rows": (lambda a, i: a[[0, -1, 0]], lambda a, i: a[[0, -1, 0]]),
    "slice": (lambda a, i: a[..., ::2], lambda a, i: a[..., ::2]),
}
BINARY = {
    "+": (lambda a, b: a + b, lambda a, b: a + b),
    "-": (lambda a, b: a - b, lambda a, b: a - b),
    "*": (lambda a, b: ag.tanh(a) * b, lambda a, b: a.tanh() * b),
    "/": (lambda a, b: a / (ag.sigmoid(b) + 0.5), lambda a, b: a / (b.sigmoid() + 0.5)),
    "**": (
        lambda a, b: (ag.sigmoid(a) + 0.5) ** ag.tanh(b),
        lambda a, b: (a.sigmoid() + 0.5) ** b.tanh(),
    ),
    "@": (lambda a, b: ag.tanh(a) @ b, lambda a, b: a.tanh() @ b),
    "maximum": (ag.maximum, torch.maximum),
}


@dataclass
class Grown:
    """The same graph twice: our variables and PyTorch's."""

    ours: list[Variable]
    theirs: list[torch.Tensor]

    def add(self, pair, *operands):
        mine = pair[0](*operands[0])
        if mine.data.size <= 500:
            self.ours.append(mine)
            self.theirs.append(pair[1](*operands[1]))


def fits(op, a, b):
    try:
        (np.matmul if op == "@" else np.add)(a, b)
    except ValueError:
        return False
    return True


@st.composite
def graphs(draw):
    """Two to four leaves, then up to 25 operations, each on anything made so far."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    leaves = [
        rng.normal(size=draw(st.sampled_from(SHAPES))) for _ in range(draw(st.integers(2, 4)))
    ]
    grown = Grown(
        [Variable(x) for x in leaves], [torch.tensor(x, requires_grad=True) for x in leaves]
    )
    for _ in range(draw(st.integers(1, 25))):
        i, j = (draw(st.integers(0, len(grown.ours) - 1)) for _ in range(2))
        a, b = grown.ours[i], grown.ours[j]
        kind = draw(st.sampled_from(["unary", "along", "binary"]))
        if kind == "unary":
            name = draw(st.sampled_from(sorted(UNARY)))
            grown.add(UNARY[name], [a], [grown.theirs[i]])
        elif kind == "along" and a.ndim:
            name, axis = draw(st.sampled_from(sorted(ALONG))), draw(st.integers(0, a.ndim - 1))
            grown.add(ALONG[name], [a, axis], [grown.theirs[i], axis])
        elif kind == "binary":
            name = draw(st.sampled_from(sorted(BINARY)))
            if fits(name, a.data, b.data):
                grown.add(BINARY[name], [a, b], [grown.theirs[i], grown.theirs[j]])
    return grown


@settings(max_examples=200)
@given(graphs())
def test_every_gradient_of_a_random_graph_equals_torch(grown):
    root = sum((ag.tanh(v).sum() for v in grown.ours), Variable(0.0))
    expected = sum(v.tanh().sum() for v in grown.theirs)
    for v in grown.theirs:
        v.retain_grad()
    root.backward()
    expected.backward()
    np.testing.assert_allclose(root.data, expected.item(), rtol=1e-9)
    for mine, theirs in zip(grown.ours, grown.theirs, strict=True):
        np.testing.assert_allclose(mine.data, theirs.detach().numpy(), rtol=1e-9, atol=1e-12)
        scale = max(1.0, theirs.grad.abs().max().item())
        np.testing.assert_allclose(mine.grad, theirs.grad.numpy(), rtol=1e-9, atol=1e-9 * scale)
