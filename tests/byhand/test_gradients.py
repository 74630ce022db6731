"""Matrix rules against PyTorch and against numeric gradients."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.byhand import gradients as g
from tests.parity import ByHand, assert_same

RNG = np.random.default_rng(0)
X, W, B = RNG.normal(size=(4, 3)), RNG.normal(size=(5, 3)), RNG.normal(size=5)
EDGES = np.array([[-1e4, -30.0, -1.0], [0.5, 30.0, 1e4]])
F = torch.nn.functional


def with_linear_backward(dY, X, W, b):
    return g.linear_backward(dY, X, W)


RULES = {
    "linear": (ByHand(g.linear, with_linear_backward), F.linear, [X, W, B]),
    "sigmoid": (
        ByHand(g.sigmoid, lambda d, x: g.sigmoid_backward(d, g.sigmoid(x))), torch.sigmoid, [EDGES]
    ),
    "tanh": (
        ByHand(np.tanh, lambda d, x: g.tanh_backward(d, np.tanh(x))), torch.tanh, [EDGES]
    ),
    "relu": (
        ByHand(g.relu, lambda d, x: g.relu_backward(d, g.relu(x))),
        torch.relu,
        [np.array([-1.0, 0.0, 2.0])],
    ),
    "softmax": (
        ByHand(g.softmax, lambda d, x: g.softmax_backward(d, g.softmax(x))),
        lambda x: torch.softmax(x, -1),
        [EDGES],
    ),
    "softmax_axis_0": (
        ByHand(lambda x: g.softmax(x, 0), lambda d, x: g.softmax_backward(d, g.softmax(x, 0), 0)),
        lambda x: torch.softmax(x, 0),
        [X],
    ),
    "log_softmax": (
        ByHand(g.log_softmax, lambda d, x: g.log_softmax_backward(d, g.log_softmax(x))),
        lambda x: torch.log_softmax(x, -1),
        [EDGES],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_rules_equal_torch(name):
    ours, theirs, arrays = RULES[name]
    assert_same(ours, theirs, *arrays)


def test_cross_entropy_equals_torch():
    labels = np.array([4, 0, 4, 2])
    Z = RNG.normal(size=(4, 5))

    def backward(upstream, Z, labels):
        return upstream * g.cross_entropy_backward(g.cross_entropy(Z, labels)[1], labels)

    ours = ByHand(lambda Z, t: np.asarray(g.cross_entropy(Z, t)[0]), backward)
    for scale in (1, 1e4):
        assert_same(ours, F.cross_entropy, scale * Z, labels)


def test_gradient_is_p_minus_one_for_the_right_class_and_p_for_the_wrong_ones():
    _, p = g.cross_entropy(np.array([[2.0, 1.0, 0.1]]), np.array([1]))
    dZ = g.cross_entropy_backward(p, np.array([1]))
    np.testing.assert_allclose(dZ, [[p[0, 0], p[0, 1] - 1, p[0, 2]]], rtol=1e-15)
    np.testing.assert_allclose(dZ.sum(), 0, atol=1e-16)


def test_softmax_jacobian_has_two_cases():
    z = RNG.normal(size=4)
    p, J = g.softmax(z), g.softmax_jacobian(g.softmax(z))
    assert J[2, 2] == p[2] * (1 - p[2])
    assert J[1, 3] == -p[1] * p[3]
    np.testing.assert_allclose(J, g.numeric_gradient(g.softmax, z).gradient, atol=1e-10)
    dP = RNG.normal(size=4)
    np.testing.assert_allclose(dP @ J, g.softmax_backward(dP, p), rtol=1e-12)


def test_softmax_jacobian_of_a_batch():
    P = g.softmax(X)
    np.testing.assert_array_equal(g.softmax_jacobian(P)[1], g.softmax_jacobian(P[1]))


# --- the numeric check -------------------------------------------------------------------------


def test_numeric_gradient_counts_two_calls_for_every_number():
    calls = []

    def f(x):
        calls.append(x)
        return (x**3).sum()

    x = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 5.0]])
    result = g.numeric_gradient(f, x)
    assert result.evaluations == len(calls) == 12
    np.testing.assert_allclose(result.gradient, 3 * x**2, atol=1e-8)
    np.testing.assert_array_equal(x, [[1, 2, 3], [0, -1, 5]])


def test_numeric_gradient_of_a_vector_is_the_jacobian():
    result = g.numeric_gradient(lambda x: W @ x, RNG.normal(size=3))
    np.testing.assert_allclose(result.gradient, W, atol=1e-9)
    assert g.numeric_gradient(lambda s: s**2, 3.0).gradient.shape == ()


def test_check_gradient_tells_right_from_wrong():
    def f(W):
        return float((np.tanh(g.linear(X, W, B)) ** 2).sum())

    Y = np.tanh(g.linear(X, W, B))
    _, dW, _ = g.linear_backward(g.tanh_backward(2 * Y, Y), X, W)
    assert g.check_gradient(f, W, dW) < 1e-9
    assert g.check_gradient(f, W, 1.01 * dW) > 1e-3
    assert g.check_gradient(f, W, -dW) == pytest.approx(1)
    assert g.check_gradient(lambda W: 0.0, W, np.zeros_like(W)) == 0


# --- bad input ---------------------------------------------------------------------------------

IDS = np.array([0, 1])
ERRORS = {
    "W must have shape (H, D=3), got (3, 5)": lambda: g.linear(X, W.T, B),
    "b must have shape (H=5,), got (3,)": lambda: g.linear(X, W, np.ones(3)),
    "dY must have shape (B=4, H=5), got (5, 4)": lambda: g.linear_backward(np.ones((5, 4)), X, W),
    "labels must have shape (B=4,), got (2,)": lambda: g.cross_entropy(X, IDS),
    "scores must have shape (B, K), got (3,)": lambda: g.cross_entropy(X[0], IDS),
    "scores must have shape (B, K) with B, K > 0, got (0, 3)": (
        lambda: g.cross_entropy(X[:0], IDS[:0])
    ),
    "labels must lie in 0 … 2, got 0 … 3": lambda: g.cross_entropy(X[:2], np.array([0, 3])),
    "labels must lie in 0 … 2, got -1 … 1": (
        lambda: g.cross_entropy_backward(X[:2], np.array([1, -1]))
    ),
    "gradient must have shape (4, 3), got (3, 4)": lambda: g.check_gradient(np.sum, X, X.T),
    "got shape (0,), h=1e-05": lambda: g.numeric_gradient(np.sum, []),
    "got shape (1,), h=0": lambda: g.numeric_gradient(np.sum, [1.0], h=0),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)


def test_labels_must_be_integers():
    with pytest.raises(TypeError, match=r"class numbers \(integers\), got float64"):
        g.cross_entropy(X[:2], np.array([0.0, 1.0]))
