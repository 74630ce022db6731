"""The 2-2-2 network: document 000's numbers, PyTorch's gradients, bad input."""

from __future__ import annotations

import math
from dataclasses import asdict, fields

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.byhand import network
from course_lib.byhand.network import Params, backward, forward, sigmoid, train, update

DOCUMENT = {
    "sum_h1": 0.41, "h1": 0.60108, "h2": 0.61538, "sum_o1": 1.01977, "o1": 0.73492,
    "o2": 0.77955, "E1": 0.23456, "E2": 0.01452, "E": 0.24908,
}  # fmt: skip

numbers = st.floats(-5, 5)
pairs = st.tuples(numbers, numbers)
params = st.tuples(*[numbers] * 10).map(lambda values: Params(*values))


def torch_error(values: torch.Tensor, x: tuple, target: tuple) -> torch.Tensor:
    """The same network in matrix form, written independently of ``network``."""
    w, b = values[:8], values[8:]
    hidden = torch.sigmoid(torch.tensor(x, dtype=torch.float64) @ w[:4].view(2, 2) + b[0])
    output = torch.sigmoid(w[4:].view(2, 2) @ hidden + b[1])
    return 0.5 * ((torch.tensor(target, dtype=torch.float64) - output) ** 2).sum()


def torch_gradients(p: Params, x: tuple, target: tuple) -> tuple[torch.Tensor, torch.Tensor]:
    values = torch.tensor(list(asdict(p).values()), dtype=torch.float64, requires_grad=True)
    error = torch_error(values, x, target)
    error.backward()
    return error.detach(), values.grad


@pytest.mark.parametrize("name", DOCUMENT)
def test_forward_reproduces_the_document(name):
    """The document cuts digits off after the fifth, so it may be low by one unit there."""
    assert 0 <= getattr(forward(Params()), name) - DOCUMENT[name] + 1e-12 < 1e-5


def test_gradient_of_w5_is_the_documents_product():
    f = forward(Params())
    b = backward(Params(), f)
    assert (round(b.do1 - 5e-6, 5), round(b.slope_o1, 5)) == (0.68492, 0.19481)
    assert math.isclose(b.dw5, 0.08020, abs_tol=5e-6)
    assert b.dw5 == b.do1 * b.slope_o1 * f.h1


@given(params, pairs, pairs)
def test_forward_and_backward_equal_autograd(p, x, target):
    error, gradients = torch_gradients(p, x, target)
    f = forward(p, x, target)
    ours = torch.tensor(list(backward(p, f).gradients().values()), dtype=torch.float64)
    torch.testing.assert_close(torch.tensor(f.E, dtype=torch.float64), error, rtol=1e-12, atol=0)
    torch.testing.assert_close(ours, gradients, rtol=1e-12, atol=1e-15)


def test_training_equals_torch_sgd_for_a_hundred_steps():
    values = torch.tensor(list(asdict(Params()).values()), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([values], lr=0.5)
    for _ in range(100):
        optimizer.zero_grad()
        torch_error(values, network.INPUT, network.TARGET).backward()
        optimizer.step()
    ours = train(Params(), lr=0.5, steps=100).params[-1]
    torch.testing.assert_close(
        torch.tensor(list(asdict(ours).values()), dtype=torch.float64), values.detach(),
        rtol=1e-12, atol=0,
    )  # fmt: skip


def test_history_counts_from_before_the_first_update():
    history = train(Params(), lr=0.5, steps=3)
    assert len(history.errors) == len(history.params) == 4
    assert history.params[0] == Params()
    assert history.errors == [forward(p).E for p in history.params]
    assert history.errors == sorted(history.errors, reverse=True)


def test_update_leaves_its_argument_alone_and_moves_all_ten():
    p = Params()
    moved = update(p, backward(p, forward(p)), lr=0.1)
    assert p == Params()
    assert all(getattr(moved, f.name) != getattr(p, f.name) for f in fields(Params))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_sigmoid_never_overflows_and_equals_torch(s):
    expected = torch.sigmoid(torch.tensor(s, dtype=torch.float64)).item()
    assert math.isclose(sigmoid(s), expected, rel_tol=1e-12, abs_tol=1e-300)


@pytest.mark.parametrize("x", [(0.1,), (0.1, 0.2, 0.3), (0.1, math.nan), (math.inf, 0.0)])
def test_inputs_must_be_a_pair_of_finite_numbers(x):
    with pytest.raises(ValueError, match="x must be a pair of finite numbers, got"):
        forward(Params(), x)


@pytest.mark.parametrize("lr", [0.0, -0.5, math.nan, math.inf])
def test_learning_rate_must_be_positive(lr):
    p = Params()
    with pytest.raises(ValueError, match="lr must be a positive finite number"):
        update(p, backward(p, forward(p)), lr=lr)


def test_negative_steps_are_refused():
    with pytest.raises(ValueError, match="steps must be >= 0, got -1"):
        train(Params(), steps=-1)
