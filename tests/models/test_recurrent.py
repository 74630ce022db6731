from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_lib.byhand import cells
from course_lib.models import recurrent
from course_lib.models.recurrent import GRU, LSTM, RNN, set_forget_bias
from tests.parity import assert_same

KINDS = {
    "tanh": (RNN, torch.nn.RNN, {}),
    "relu": (RNN, torch.nn.RNN, {"nonlinearity": "relu"}),
    "gru": (GRU, torch.nn.GRU, {}),
    "lstm": (LSTM, torch.nn.LSTM, {}),
}
ANY_KIND = pytest.mark.parametrize("kind", KINDS)
size = st.integers(1, 4)


def pair(kind, D, H, **options):
    """Our layers and torch's with the same weights, in float64."""
    ours, theirs, own = KINDS[kind]
    theirs = theirs(D, H, batch_first=True, **own, **options).double()
    ours = ours(D, H, **own, **options).double()
    ours.load_state_dict(theirs.state_dict())
    return ours, theirs


def run_torch(module, x, lengths, state):
    """Outputs and states of torch's layers, as ours give them."""
    T = x.shape[1]
    if lengths is not None:
        x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    outputs, last = module(x, state if isinstance(module, torch.nn.LSTM) else state[0])
    if lengths is not None:
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=T)
    return outputs, last if isinstance(last, tuple) else (last,)


def flat(module, run):
    """x, states and parameters → outputs and last states as one array, for the parity helper."""
    names = [name for name, _ in module.named_parameters()]
    count = 2 if isinstance(module, LSTM | torch.nn.LSTM) else 1

    class Run(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.module = module

        def forward(self, x, state):
            outputs, last = run(self.module, x, state)
            return torch.cat([part.flatten() for part in (outputs, *last)])

    def function(x, *arrays):
        parameters = zip((f"module.{name}" for name in names), arrays[count:], strict=True)
        return torch.func.functional_call(Run(), dict(parameters), (x, arrays[:count]))

    return function


def assert_layers_same(kind, lengths, T, D, H, *, seed=0, **options):
    ours, theirs = pair(kind, D, H, **options)
    rng = np.random.default_rng(seed)
    B = 3 if lengths is None else len(lengths)
    rows = options.get("num_layers", 1) * (1 + options.get("bidirectional", False))
    states = [rng.normal(size=(rows, B, H)) for _ in ours.states]
    length = None if lengths is None else torch.tensor(lengths)
    assert_same(
        flat(ours, lambda module, x, state: module(x, length, state)),
        flat(theirs, lambda module, x, state: run_torch(module, x, lengths, state)),
        rng.normal(size=(B, T, D)),
        *states,
        *ours.parameters(),
        rtol=1e-10,
        atol=1e-11,
    )


@ANY_KIND
@settings(deadline=None, max_examples=30)
@given(
    lengths=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    more=st.integers(0, 2),
    D=size,
    H=size,
    num_layers=st.integers(1, 3),
    bidirectional=st.booleans(),
)
def test_layers_equal_torch_packed(kind, lengths, more, D, H, num_layers, bidirectional):
    T = max(lengths) + more
    options = {"num_layers": num_layers, "bidirectional": bidirectional}
    assert_layers_same(kind, lengths, T, D, H, **options)


@ANY_KIND
@pytest.mark.parametrize("bidirectional", [False, True])
def test_layers_equal_torch_padded(kind, bidirectional):
    assert_layers_same(kind, None, 5, 3, 4, num_layers=2, bidirectional=bidirectional)


@ANY_KIND
def test_dropout_between_layers_equals_torchs_with_the_same_seed(kind):
    ours, theirs = pair(kind, 3, 8, num_layers=3, dropout=0.4, bidirectional=True)
    x = torch.randn(4, 6, 3, dtype=torch.float64)
    torch.manual_seed(0)
    expected, _ = theirs(x)
    torch.manual_seed(0)
    got, _ = ours(x)
    torch.testing.assert_close(got, expected)
    assert not torch.equal(got, ours(x)[0])
    torch.testing.assert_close(ours.eval()(x)[0], theirs.eval()(x)[0])


@ANY_KIND
def test_the_first_weights_are_torchs(kind):
    ours, theirs, own = KINDS[kind]
    torch.manual_seed(3)
    expected = theirs(3, 4, num_layers=2, bidirectional=True, **own).state_dict()
    torch.manual_seed(3)
    got = ours(3, 4, num_layers=2, bidirectional=True, **own).state_dict()
    assert list(got) == list(expected)
    assert all(torch.equal(got[name], expected[name]) for name in expected)


@ANY_KIND
def test_layers_equal_the_cells_by_hand(kind):
    cell = {"tanh": cells.RNN, "relu": cells.RNN_RELU, "gru": cells.GRU, "lstm": cells.LSTM}[kind]
    ours, _ = pair(kind, 3, 4)
    x = torch.randn(2, 5, 3, dtype=torch.float64)
    mask = np.arange(5) < np.array([[2], [5]])
    trace = cells.forward(cell, cells.from_torch(ours), x.numpy(), mask=mask)
    outputs, state = ours(x, torch.tensor([2, 5]))
    np.testing.assert_allclose(outputs.detach(), trace.outputs, rtol=1e-12, atol=1e-14)
    for one, other in zip(state, trace.state, strict=True):
        np.testing.assert_allclose(one[0].detach(), other, rtol=1e-12, atol=1e-14)


def test_what_stands_at_padding_changes_neither_values_nor_gradients():
    ours, _ = pair("lstm", 3, 4, num_layers=2, bidirectional=True)
    lengths = torch.tensor([2, 4])
    clean = torch.randn(2, 4, 3, dtype=torch.float64)
    spoiled = clean.clone()
    spoiled[0, 2:] = torch.nan
    gradients = []
    for x in (clean, spoiled):
        ours.zero_grad()
        outputs, _ = ours(x, lengths)
        assert not outputs[0, 2:].any()
        outputs.sum().backward()
        gradients.append([p.grad.clone() for p in ours.parameters()])
    for one, other in zip(*gradients, strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("make", [torch.nn.LSTM, LSTM])
def test_the_forget_bias_touches_only_the_forget_gates(make):
    options = {"num_layers": 2, "bidirectional": True}
    torch.manual_seed(0)
    plain = make(3, 4, **options)
    torch.manual_seed(0)
    opened = make(3, 4, **options)
    set_forget_bias(opened, 1.5)
    for (name, one), other in zip(plain.named_parameters(), opened.parameters(), strict=True):
        changed = torch.zeros(len(one), dtype=torch.bool)
        changed[4:8] = name.startswith("bias")
        assert torch.equal(one[~changed], other[~changed])
        if name.startswith("bias"):
            assert (other[4:8] == (1.5 if "ih" in name else 0)).all()


def test_the_forget_bias_is_an_option_of_ours():
    layer = LSTM(3, 4, forget_bias=2.0)
    assert (layer.bias_ih_l0 + layer.bias_hh_l0)[4:8].tolist() == [2.0] * 4


X, LAYER = torch.zeros(2, 3, 5), LSTM(5, 4)
ERRORS = {
    "x must have shape (B, T, D=5), got (2, 3, 4)": lambda: LAYER(X[..., 1:]),
    "x must have shape (B, T, D=5), got (3, 5)": lambda: LAYER(X[0]),
    "one token or more, got B=2 and T=0": lambda: LAYER(X[:, :0]),
    "one token or more, got B=0 and T=3": lambda: LAYER(X[:0]),
    "lengths must have shape (B=2,), got (3,)": lambda: LAYER(X, torch.tensor([1, 2, 3])),
    "lengths must lie in 1 … 3, got 0": lambda: LAYER(X, torch.tensor([0, 2])),
    "lengths must lie in 1 … 3, got 4": lambda: LAYER(X, torch.tensor([1, 4])),
    "state must be a tuple (h, c), got Tensor": lambda: LAYER(X, None, torch.zeros(1, 2, 4)),
    "state must be a tuple (h,), got tuple": (
        lambda: GRU(5, 4)(X, None, (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4)))
    ),
    "c must have shape (1, 2, 4), got (2, 4)": (
        lambda: LAYER(X, None, (torch.zeros(1, 2, 4), torch.zeros(2, 4)))
    ),
    "num_layers must be >= 1, got 5, 4 and 0": lambda: LSTM(5, 4, num_layers=0),
    "dropout must lie in [0, 1), got 1.0": lambda: GRU(5, 4, dropout=1.0),
    "nonlinearity must be 'tanh' or 'relu', got 'gelu'": (
        lambda: RNN(5, 4, nonlinearity="gelu")
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", ERRORS)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)


def test_lengths_must_be_integers():
    with pytest.raises(TypeError, match=r"lengths must be integers, got torch.float32"):
        LAYER(X, torch.tensor([1.0, 2.0]))


def test_the_step_is_left_to_each_layer():
    with pytest.raises(TypeError, match="abstract"):
        recurrent.Recurrent(2, 3)
