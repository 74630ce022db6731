"""The engine: every operation against PyTorch, long chains, accumulation, bad input."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from operator import add, matmul, mul, sub, truediv

import numpy as np
import pytest
import torch

from course_lib.byhand import autograd as ag
from course_lib.byhand.autograd import Variable
from tests.parity import ByHand, assert_same

RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.normal(size=shape)


def positive(*shape):
    return RNG.uniform(0.5, 2, size=shape)


F = torch.nn.functional
IDS = np.array([[2, 0], [2, 2]])
# operation: (ours, PyTorch's — None: the same function does for both —, arguments)
CASES = {
    "add": (lambda a, b: a + b, None, [normal(2, 3), normal(3)]),
    "add_scalar": (lambda a, b: a + b, None, [normal(2, 3), normal()]),
    "add_both_broadcast": (lambda a, b: a + b, None, [normal(2, 1, 3), normal(4, 1)]),
    "sub": (lambda a, b: a - b, None, [normal(3), normal(2, 3)]),
    "mul": (lambda a, b: a * b, None, [normal(2, 1), normal(1, 3)]),
    "div": (lambda a, b: a / b, None, [normal(2, 3), positive(2, 1)]),
    "neg": (lambda a: -a, None, [normal(2, 3)]),
    "numbers_on_the_left": (lambda a: 1 - (2 + 3 * a) + 4 / a + 2**a, None, [positive(3)]),
    "pow": (lambda a, b: a**b, None, [positive(2, 3), normal(3)]),
    "square": (lambda a: a**2, None, [normal(2, 3)]),
    "power_0_at_0": (lambda a: a**0 + a**1 + a**2, None, [np.array([0.0, -1.0, 2.0])]),
    "zero_to_a_power": (lambda a, b: a**b, None, [np.zeros(3), np.array([0.0, 1.0, 2.0])]),
    "used_twice": (lambda a: a * a + a, None, [normal(2, 3)]),
    "vector@vector": (lambda a, b: a @ b, None, [normal(3), normal(3)]),
    "matrix@vector": (lambda a, b: a @ b, None, [normal(2, 3), normal(3)]),
    "vector@matrix": (lambda a, b: a @ b, None, [normal(3), normal(3, 4)]),
    "matrix@matrix": (lambda a, b: a @ b, None, [normal(2, 3), normal(3, 4)]),
    "batch@matrix": (lambda a, b: a @ b, None, [normal(5, 2, 3), normal(3, 4)]),
    "batch@vector": (lambda a, b: a @ b, None, [normal(5, 2, 3), normal(3)]),
    "vector@batch": (lambda a, b: a @ b, None, [normal(3), normal(5, 3, 4)]),
    "matrix@batch": (lambda a, b: a @ b, None, [normal(2, 3), normal(5, 3, 4)]),
    "batch@batch": (lambda a, b: a @ b, None, [normal(6, 1, 2, 3), normal(5, 3, 4)]),
    "sum": (lambda a: a.sum(), None, [normal(2, 3)]),
    "sum_axis": (lambda a: a.sum(-2), None, [normal(4, 2, 3)]),
    "sum_axes": (lambda a: a.sum((0, -1)), None, [normal(4, 2, 3)]),
    "sum_keepdims": (lambda a: a.sum(1, keepdims=True), None, [normal(4, 2, 3)]),
    "mean": (lambda a: a.mean(), None, [normal(2, 3)]),
    "mean_axes": (lambda a: a.mean((0, 2), keepdims=True), None, [normal(4, 2, 3)]),
    "max": (lambda a: a.max(), torch.amax, [normal(2, 3)]),
    "max_axis": (lambda a: a.max(1), lambda a: a.amax(1), [normal(4, 2, 3)]),
    "max_ties": (lambda a: a.max(1), lambda a: a.amax(1), [np.array([[1.0, 1, 0], [2, 2, 2]])]),
    "max_axes_keepdims": (
        lambda a: a.max((0, 1), keepdims=True),
        lambda a: a.amax((0, 1), keepdim=True),
        [normal(4, 2, 3)],
    ),
    "reshape": (lambda a: a.reshape(3, -1), None, [normal(2, 6)]),
    "T": (lambda a: a.T, lambda a: a.permute(2, 1, 0), [normal(2, 3, 4)]),
    "transpose": (
        lambda a: a.transpose(1, -1, 0), lambda a: a.permute(1, -1, 0), [normal(2, 3, 4)]
    ),
    "slice": (lambda a: a[1:, ::2], None, [normal(3, 4)]),
    "pick_one": (lambda a: a[1, -1], None, [normal(3, 4)]),
    "new_axis": (lambda a: a[:, None], None, [normal(3, 4)]),
    "repeated_rows": (lambda a: a[IDS], None, [normal(3, 4)]),
    "pairs": (lambda a: a[[0, 2, 0], [1, 1, 1]], None, [normal(3, 4)]),
    "mask": (lambda a: a[np.array([True, False, True])], None, [normal(3, 4)]),
    "rows_of_it": (lambda a: sum(row * i for i, row in enumerate(a)), None, [normal(3, 4)]),
    "exp": (ag.exp, torch.exp, [normal(2, 3)]),
    "log": (ag.log, torch.log, [positive(2, 3)]),
    "tanh": (ag.tanh, torch.tanh, [normal(2, 3)]),
    "sigmoid": (ag.sigmoid, torch.sigmoid, [np.array([-1e4, -30.0, 0.0, 1.0, 1e4])]),
    "relu": (ag.relu, torch.relu, [np.array([-1.0, 0.0, 2.0])]),
    "maximum": (ag.maximum, torch.maximum, [np.array([[1.0], [2.0]]), np.array([1.0, 3.0])]),
    "softmax": (ag.softmax, lambda a: a.softmax(-1), [normal(2, 3)]),
    "softmax_axis_0": (
        lambda a: ag.softmax(a, axis=0), lambda a: a.softmax(0), [normal(2, 3) * 1e4]
    ),
    "log_softmax": (ag.log_softmax, lambda a: a.log_softmax(-1), [normal(2, 3) * 1e4]),
    "log_softmax_axis_0": (
        lambda a: ag.log_softmax(a, axis=0), lambda a: a.log_softmax(0), [normal(2, 3)]
    ),
    "cross_entropy": (
        lambda a: ag.cross_entropy(a, [2, 0]),
        lambda a: F.cross_entropy(a, torch.tensor([2, 0])),
        [normal(2, 3)],
    ),
    "concatenate": (
        lambda a, b: ag.concatenate([a, b, a], axis=-1),
        lambda a, b: torch.cat([a, b, a], -1),
        [normal(2, 3), normal(2, 1)],
    ),
}  # fmt: skip


def engine(f):
    """A function of variables as a function of arrays with its gradient."""

    def backward(upstream, *arrays):
        variables = [Variable(x) for x in arrays]
        f(*variables).backward(upstream)
        return tuple(v.grad for v in variables)

    return ByHand(lambda *arrays: f(*map(Variable, arrays)).data, backward)


@pytest.mark.parametrize("name", CASES)
def test_operations_equal_torch_forward_and_backward(name):
    ours, theirs, arrays = CASES[name]
    assert_same(engine(ours), theirs or ours, *arrays)


@pytest.mark.parametrize("op", [add, sub, mul, truediv, matmul])
def test_an_array_on_the_left_is_a_constant(op):
    left, w = positive(3, 3), Variable(positive(3, 3))
    out = op(left, w)
    assert isinstance(out, Variable)
    np.testing.assert_array_equal(out.data, op(left, w.data))


# --- gradients add up --------------------------------------------------------------------------


def test_backward_again_adds_the_same_gradients_once_more():
    a, b = Variable(normal(2, 3)), Variable(normal(3))
    hidden = ag.tanh(a * b)
    out = (hidden * hidden).sum()
    out.backward()
    first = [v.grad.copy() for v in (a, b, hidden, out)]
    out.backward()
    for v, once in zip((a, b, hidden, out), first, strict=True):
        np.testing.assert_array_equal(v.grad, 2 * once)


def test_two_losses_add_up_and_zero_grad_forgets():
    w = Variable([1.0, 2.0])
    (w * w).sum().backward()
    (3 * w).sum().backward()
    np.testing.assert_array_equal(w.grad, [5, 7])
    w.zero_grad()
    assert w.grad is None


def test_gradients_share_no_memory():
    a, b = Variable(normal(3)), Variable(normal(3))
    out = a + b
    out.backward(np.ones(3))
    a.grad *= 10
    np.testing.assert_array_equal(b.grad, 1)
    np.testing.assert_array_equal(out.grad, 1)


def test_data_is_copied_and_becomes_float64():
    source = np.arange(3)
    v = Variable(source)
    v.data += 1
    assert v.data.dtype == np.float64
    np.testing.assert_array_equal(source, [0, 1, 2])


def test_gradients_are_those_of_the_forward_pass_even_if_data_is_replaced():
    w, x = Variable(2.0), Variable(3.0)
    out = w * x
    w.data = np.array(100.0)
    out.backward()
    assert x.grad == 2


def test_no_gradient_flows_through_detach_or_a_constant():
    w, c = Variable(2.0), Variable(5.0, requires_grad=False)
    ((w * w).detach() * w * c).backward()
    assert w.grad == 20  # not 60: the square is a number here
    assert c.grad is None
    assert (c * 2).edges == ()


def test_diamonds_do_not_take_exponential_time():
    w = v = Variable(1.0)
    for _ in range(60):
        v = v * 0.5 + v * 0.5
    v.backward()
    assert w.grad == 1


# --- long chains -------------------------------------------------------------------------------

CHAIN = """
from course_lib.byhand.autograd import Variable
w = v = Variable(1.0)
for _ in range(100_000):
    v = v + 0.0
v.backward()
assert w.grad == 1
del v
print("freed")
"""


@pytest.mark.parametrize("collector", ["enable", "disable"])
def test_a_chain_of_100_000_steps_is_run_backward_and_freed(collector):
    """In a process of its own: recursion while freeing would end it without an exception."""
    code = f"import gc; gc.{collector}()\n{CHAIN}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "freed\n"), done.stderr


def test_a_graph_has_no_cycles_and_is_freed_at_once():
    w = Variable(normal(4, 3))
    out = ag.cross_entropy(ag.softmax(ag.sigmoid(w @ w.T))[[0, 0]].max(0, keepdims=True), [1])
    out.backward()
    gone = weakref.ref(out.edges[0][0])
    gc.disable()
    try:
        del out
        assert gone() is None
    finally:
        gc.enable()


# --- training ----------------------------------------------------------------------------------


def test_a_two_layer_network_learns_what_a_line_cannot():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, size=(400, 2))
    label = (x[:, 0] * x[:, 1] > 0).astype(int)
    params = [
        Variable(rng.normal(size=s)) for s in ((2, 16), (16,), (16, 2), (2,))
    ]  # fmt: skip
    for _ in range(300):
        W1, b1, W2, b2 = params
        logits = ag.tanh(x @ W1 + b1) @ W2 + b2
        loss = ag.cross_entropy(logits, label)
        for p in params:
            p.zero_grad()
        loss.backward()
        for p in params:
            p.data = p.data - 1.0 * p.grad
    assert loss.item() < 0.15
    assert (logits.data.argmax(1) == label).mean() > 0.96


# --- bad input ---------------------------------------------------------------------------------

ERRORS = {
    "backward starts from a single number, got shape (2, 3)": lambda a: a.backward(),
    "upstream must have shape (2, 3), got (3,)": lambda a: a.backward(np.ones(3)),
    "requires a gradient, got a constant": lambda a: a.detach().backward(),
    "+ needs shapes that broadcast, got (2, 3) and (2,)": lambda a: a + np.ones(2),
    "maximum needs shapes that broadcast, got (2, 3) and (2,)": lambda a: ag.maximum(a, [1, 2]),
    "@ needs (…, n, k) @ (…, k, m), got (2, 3) and (2, 3)": lambda a: a @ a,
    "@ needs (…, n, k) @ (…, k, m), got () and (2, 3)": lambda a: 2 @ a,
    "cannot reshape (2, 3) into (4,)": lambda a: a.reshape(4),
    "mean over axis 0 of shape (0, 3) joins no number": lambda a: a[:0].mean(0),
    "max over axis None of shape (0, 3) joins no number": lambda a: a[:0].max(),
    "concatenate along axis 0 cannot join shapes [(2, 3), (3, 2)]": (
        lambda a: ag.concatenate([a, a.T])
    ),
    "labels must have shape (B=2,), got (3,)": (lambda a: ag.cross_entropy(a, [0, 1, 2])),
    "scores must have shape (B, K) with B, K > 0, got (0, 3)": (
        lambda a: ag.cross_entropy(a[:0], np.zeros(0, int))
    ),
    "labels must lie in 0 … 2, got 0 … 3": lambda a: ag.cross_entropy(a, [0, 3]),
    "labels must lie in 0 … 2, got -1 … 0": lambda a: ag.cross_entropy(a, [-1, 0]),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message](Variable(np.ones((2, 3))))
    assert message in str(caught.value)


def test_labels_must_be_integers():
    with pytest.raises(TypeError, match=r"class numbers \(integers\), got float64"):
        ag.cross_entropy(np.ones((2, 3)), [0.0, 1.0])


def test_a_variable_is_not_data():
    with pytest.raises(TypeError, match="got a Variable"):
        Variable(Variable(1.0))


def test_repr_shows_name_and_operation():
    v = (Variable([1.0, 2.0]) * 2).named("twice")
    assert repr(v) == "Variable([2., 4.], name='twice', op='*')"
    assert v[0].item() == 2
