"""The references of the exercises on computation graphs equal the engine and PyTorch."""

from __future__ import annotations

import numpy as np
import torch

from course_lib.byhand.autograd import Variable, maximum
from course_lib.exercises import exercises, judge

THREE, HYPOT, FOLD, GRADIENTS = exercises("computation_graph")


def test_three_gradients_are_the_engines():
    x, y, z = (Variable(v) for v in (2, -3, 1))
    ((x * y) * (y + maximum(x, z))).backward()
    assert THREE.reference() == (x.grad, y.grad, z.grad) == (-3, -8, 0)
    assert judge(THREE, (-3, -8, 0)).status == "passed"


def test_hypot_backward_is_autograd():
    for d, a, b in HYPOT.inputs(0):
        sides = [torch.tensor(side, requires_grad=True) for side in (a, b)]
        torch.hypot(*sides).backward(torch.tensor(d))
        for mine, side in zip(HYPOT.reference(d, a, b), sides, strict=True):
            np.testing.assert_allclose(mine, side.grad.numpy(), rtol=1e-12)


def test_fold_is_the_gradient_of_broadcasting():
    for d, shape in FOLD.inputs(0):
        small = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
        small.expand(d.shape).backward(torch.tensor(d))
        np.testing.assert_allclose(FOLD.reference(d, shape), small.grad.numpy(), rtol=1e-12)


def test_gradients_are_those_of_a_linear_graph():
    for edges, root in GRADIENTS.inputs(0):
        names = sorted({name for edge in edges for name in edge[:2]})
        step = {name: i for i, name in enumerate(names)}
        A = np.zeros((len(names), len(names)))
        for source, target, local in edges:
            A[step[target], step[source]] = local
        paths = np.linalg.inv(np.eye(len(names)) - A)  # the sum over all ways of all lengths
        expected = {name: paths[step[root], step[name]] for name in names}
        found = GRADIENTS.reference(edges, root)
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            np.testing.assert_allclose(found[name], value, rtol=1e-9, atol=1e-12)
