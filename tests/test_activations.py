"""Activations and their derivatives equal PyTorch's; nothing becomes NaN at ±10,000."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib import activations as a
from tests.parity import assert_same

F = torch.nn.functional
# name: (ours, PyTorch's, our derivative)
ELEMENTWISE = {
    "sigmoid": (a.sigmoid, torch.sigmoid, a.dsigmoid),
    "tanh": (a.tanh, torch.tanh, a.dtanh),
    "relu": (a.relu, torch.relu, a.drelu),
    "leaky_relu": (a.leaky_relu, F.leaky_relu, a.dleaky_relu),
    "leaky_relu_0.3": (
        lambda x: a.leaky_relu(x, slope=0.3),
        lambda x: F.leaky_relu(x, 0.3),
        lambda x: a.dleaky_relu(x, slope=0.3),
    ),
    "gelu": (a.gelu, F.gelu, a.dgelu),
    "gelu_tanh": (a.gelu_tanh, lambda x: F.gelu(x, approximate="tanh"), a.dgelu_tanh),
    "silu": (a.silu, F.silu, a.dsilu),
}
SOFTMAX = {
    "softmax": (a.softmax, torch.softmax, a.dsoftmax),
    "log_softmax": (a.log_softmax, torch.log_softmax, a.dlog_softmax),
}
EDGES = [-1e4, -750.0, -100.0, -40.0, -1.0, -1e-8, 0.0, 1e-300, 1e-8, 0.5, 3.0, 40.0, 750.0, 1e4]
ATOL = {"gelu_tanh": 1e-13}  # 1 − tanh² cancels and is multiplied with x³; 1e-15 for the others
numbers = st.lists(st.floats(-1e4, 1e4) | st.floats(-5, 5), min_size=1, max_size=20)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(values=numbers)
def test_values_and_gradients_equal_torch(name, values):
    ours, theirs, _ = ELEMENTWISE[name]
    x = torch.tensor([*values, *EDGES], dtype=torch.float64)
    assert_same(ours, theirs, x, atol=ATOL.get(name, 1e-15))


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(values=numbers)
def test_our_derivative_equals_autograd(name, values):
    ours, theirs, derivative = ELEMENTWISE[name]
    x = torch.tensor([*values, *EDGES], dtype=torch.float64, requires_grad=True)
    for f in (ours, theirs):
        (gradient,) = torch.autograd.grad(f(x).sum(), x)
        torch.testing.assert_close(
            derivative(x.detach()), gradient, rtol=1e-12, atol=ATOL.get(name, 1e-15)
        )


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("name", [*ELEMENTWISE, *SOFTMAX])
def test_no_nan_in_any_precision(name, dtype):
    """Also close to PyTorch's, as far as the precision goes."""
    ours, theirs, derivative = (ELEMENTWISE | SOFTMAX)[name]
    theirs = theirs if name in ELEMENTWISE else lambda x: SOFTMAX[name][1](x, -1)
    x = torch.tensor(EDGES, dtype=dtype, requires_grad=True)
    results = {}
    for f in (ours, theirs):
        y = f(x)
        (gradient,) = torch.autograd.grad(y, x, torch.ones_like(y))
        results[f] = torch.stack([y.detach(), gradient])
    slope = derivative(x.detach())
    assert results[ours].dtype == slope.dtype == dtype
    assert torch.isfinite(results[ours]).all()
    assert torch.isfinite(slope).all()
    eps = torch.finfo(dtype).eps
    torch.testing.assert_close(results[ours], results[theirs], rtol=8 * eps, atol=8 * eps)


# --- PReLU -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "channels"),
    [
        ((), 1),
        ((5,), 1),
        ((4, 3), 1),
        ((4, 3), 3),
        ((2, 3, 4), 1),
        ((2, 3, 4), 3),
        ((2, 3, 1, 2), 3),
    ],
)
def test_prelu_equals_torch(shape, channels):
    x = torch.randn(shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    slope = torch.linspace(0.1, 0.5, channels, dtype=torch.float64)
    assert_same(a.prelu, F.prelu, x, slope)
    assert_same(a.prelu, F.prelu, torch.zeros_like(x), slope)
    weights = torch.arange(1.0, channels + 1, dtype=torch.float64, requires_grad=True)
    y = F.prelu(x.requires_grad_(), weights)
    dx, dslope = torch.autograd.grad(y.sum(), [x, weights])
    own_dx, own_dslope = a.dprelu(x.detach(), weights.detach())
    torch.testing.assert_close(own_dx, dx)
    others = [i for i in range(len(shape)) if i != 1]
    summed = own_dslope.sum().reshape(1) if channels == 1 else own_dslope.sum(others)
    torch.testing.assert_close(summed, dslope)


def test_prelu_names_both_shapes():
    with pytest.raises(ValueError, match=r"got shape \(2,\) for x of shape \(4, 3\)"):
        a.prelu(torch.zeros(4, 3), torch.zeros(2))


# --- softmax -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOFTMAX)
@pytest.mark.parametrize("dim", [0, 1, -1])
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_softmax_equals_torch(name, dim, scale):
    ours, theirs, _ = SOFTMAX[name]
    x = scale * torch.randn(3, 4, 2, generator=torch.Generator().manual_seed(0)).double()
    assert_same(lambda x: ours(x, dim=dim), lambda x: theirs(x, dim), x)


@pytest.mark.parametrize("name", SOFTMAX)
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_jacobians_equal_autograd(name, scale):
    _, theirs, jacobian = SOFTMAX[name]
    x = scale * torch.randn(2, 4, generator=torch.Generator().manual_seed(0)).double()
    expected = torch.stack(
        [torch.autograd.functional.jacobian(lambda row: theirs(row, -1), row) for row in x]
    )
    torch.testing.assert_close(jacobian(x), expected, rtol=1e-12, atol=1e-15)


def test_softmax_with_a_masked_class():
    x = torch.tensor([1.0, -torch.inf, 2.0], requires_grad=True)
    p = a.softmax(x)
    (gradient,) = torch.autograd.grad(p[0], x)
    torch.testing.assert_close(p, torch.softmax(x, -1))
    assert gradient[1] == 0
    assert torch.isfinite(gradient).all()


def test_softmax_of_the_document():
    """Document 002 prints the input without its minus signs; only with them this comes out."""
    p = a.softmax(torch.tensor([0.5836, -1.3749, -1.1229]))
    torch.testing.assert_close(p, torch.tensor([0.7561, 0.1067, 0.1372]), rtol=0, atol=5e-5)


@pytest.mark.parametrize("shape", [(), (0,), (3, 0)])
def test_softmax_of_nothing_is_refused(shape):
    for f in (a.softmax, a.log_softmax):
        with pytest.raises(ValueError, match="needs an axis of one number or more, got"):
            f(torch.zeros(shape))


@pytest.mark.parametrize("name", [*ELEMENTWISE, *SOFTMAX])
def test_integers_are_refused(name):
    for f in (ELEMENTWISE | SOFTMAX)[name][::2]:
        with pytest.raises(TypeError, match=r"floating-point tensor, got torch\.int64"):
            f(torch.arange(3))
