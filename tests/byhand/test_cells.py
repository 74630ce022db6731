from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_lib.byhand import cells
from course_lib.byhand.cells import GRU, LSTM, RNN, RNN_RELU
from tests.parity import ByHand, assert_same

MODULES = {
    "RNN": lambda *sizes, **options: torch.nn.RNN(*sizes, **options),
    "RNN with ReLU": lambda *sizes, **options: torch.nn.RNN(*sizes, nonlinearity="relu", **options),
    "GRU": torch.nn.GRU,
    "LSTM": torch.nn.LSTM,
}
CELLS = (RNN, RNN_RELU, GRU, LSTM)
ANY_CELL = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
size = st.integers(1, 4)


def make_mask(lengths, T):
    return np.arange(T) < np.array(lengths)[:, None]


def make_inputs(cell, lengths, D, H, seed=0):
    """x, first states and parameters, all drawn from one generator."""
    rng = np.random.default_rng(seed)
    params = cells.init_params(cell, D, H, seed=seed)
    states = [rng.normal(size=(len(lengths), H)) for _ in cell.states]
    return rng.normal(size=(len(lengths), max(lengths), D)), states, params


def by_hand(cell, mask, reverse=False):
    """Outputs and last states of ours as one long array, with its gradient."""
    count = len(cell.states)

    def run(x, *arrays):
        params = dict(zip(cells.cell.NAMES, arrays[count:], strict=True))
        trace = cells.forward(cell, params, x, mask=mask, state=arrays[:count], reverse=reverse)
        return params, trace

    def forward(*arrays):
        _, trace = run(*arrays)
        return np.concatenate([part.ravel() for part in (trace.outputs, *trace.state)])

    def backward(upstream, *arrays):
        params, trace = run(*arrays)
        shapes = [part.shape for part in (trace.outputs, *trace.state)]
        ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
        doutputs, *dstate = (
            part.reshape(s) for part, s in zip(np.split(upstream, ends), shapes, strict=True)
        )
        back = cells.backward(params, trace, doutputs=doutputs, dstate=tuple(dstate))
        return (back.dx, *back.dstart, *back.dparams.values())

    return ByHand(forward, backward)


def torchs(cell, lengths, T):
    """The same of torch.nn on a packed batch."""
    count = len(cell.states)

    def forward(x, *arrays):
        module = MODULES[cell.name](x.shape[2], arrays[0].shape[1], batch_first=True).double()
        names = [f"{name}_l0" for name in cells.cell.NAMES]
        state = tuple(each[None] for each in arrays[:count])
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        outputs, last = torch.func.functional_call(
            module,
            dict(zip(names, arrays[count:], strict=True)),
            (packed, state if count == 2 else state[0]),
        )
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=T)
        last = last if count == 2 else (last,)
        return torch.cat([part.flatten() for part in (outputs, *last)])

    return forward


@ANY_CELL
@settings(deadline=None, max_examples=40)
@given(lengths=st.lists(st.integers(1, 7), min_size=1, max_size=4), D=size, H=size, seed=size)
def test_sentences_equal_torch_forward_and_backward(cell, lengths, D, H, seed):
    x, states, params = make_inputs(cell, lengths, D, H, seed)
    mask = make_mask(lengths, x.shape[1])
    assert_same(
        by_hand(cell, mask),
        torchs(cell, lengths, x.shape[1]),
        x, *states, *params.values(),
        rtol=1e-10, atol=1e-12,
    )  # fmt: skip


@ANY_CELL
def test_long_sentences_equal_torch(cell):
    x, states, params = make_inputs(cell, [120, 75], 6, 9)
    mask = make_mask([120, 75], 120)
    assert_same(
        by_hand(cell, mask),
        torchs(cell, [120, 75], 120),
        x, *states, *params.values(),
        rtol=1e-10, atol=1e-10,
    )  # fmt: skip


@ANY_CELL
def test_reading_from_the_end_equals_torchs_second_direction(cell):
    lengths = [2, 5, 4]
    x, _, params = make_inputs(cell, lengths, 3, 4)
    module = MODULES[cell.name](3, 4, batch_first=True, bidirectional=True).double()
    cells.to_torch(params, module, reverse=True)
    packed = pack_padded_sequence(
        torch.from_numpy(x), lengths, batch_first=True, enforce_sorted=False
    )
    expected, last = module(packed)
    expected, _ = pad_packed_sequence(expected, batch_first=True)
    last = last if cell is LSTM else (last,)
    trace = cells.forward(cell, params, x, mask=make_mask(lengths, 5), reverse=True)
    np.testing.assert_allclose(trace.outputs, expected[..., 4:].detach(), rtol=1e-12, atol=1e-14)
    for ours, theirs in zip(trace.state, last, strict=True):
        np.testing.assert_allclose(ours, theirs[1].detach(), rtol=1e-12, atol=1e-14)


@ANY_CELL
def test_backward_of_reading_from_the_end_is_that_of_the_turned_text(cell):
    x, states, params = make_inputs(cell, [5, 5], 3, 4)
    mask = np.array([[1, 1, 0, 1, 0], [0, 1, 1, 1, 1]], bool)  # any padding, not only at the end
    one = cells.forward(cell, params, x, mask=mask, state=tuple(states), reverse=True)
    other = cells.forward(cell, params, x[:, ::-1], mask=mask[:, ::-1], state=tuple(states))
    up = np.random.default_rng(1).normal(size=one.outputs.shape)
    first = cells.backward(params, one, doutputs=up, dstate=tuple(states))
    second = cells.backward(params, other, doutputs=up[:, ::-1], dstate=tuple(states))
    np.testing.assert_array_equal(first.dx, second.dx[:, ::-1])
    for name in params:
        np.testing.assert_allclose(first.dparams[name], second.dparams[name], rtol=1e-13)
    np.testing.assert_array_equal(first.norms_by_distance(), second.norms_by_distance())


@ANY_CELL
def test_one_step_equals_torchs_cell_and_its_gradient(cell):
    _, states, params = make_inputs(cell, [1, 1, 1], 2, 5)
    x = np.random.default_rng(3).normal(size=(3, 2))
    step = cell.step(x, tuple(states), params)
    back = cell.step_backward(step.state, step, params)
    options = {"nonlinearity": "relu"} if cell is RNN_RELU else {}
    module = getattr(torch.nn, f"{cell.name.split()[0]}Cell")(2, 5, **options).double()
    tensors = [torch.tensor(each, requires_grad=True) for each in (x, *states, *params.values())]
    given, own = tensors[1 : len(states) + 1], tensors[len(states) + 1 :]
    for one, other in zip(module.parameters(), own, strict=True):
        one.data = other.data
    state = module(tensors[0], tuple(given) if cell is LSTM else given[0])
    state = state if cell is LSTM else (state,)
    for ours, theirs in zip(step.state, state, strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-13)
    sum((each**2 / 2).sum() for each in state).backward()
    np.testing.assert_allclose(back.dx, tensors[0].grad, rtol=1e-12)
    for ours, theirs in zip(back.dstate_before, given, strict=True):
        np.testing.assert_allclose(ours, theirs.grad, rtol=1e-12)
    for name, parameter in zip(cells.cell.NAMES, module.parameters(), strict=True):
        np.testing.assert_allclose(back.dparams[name], parameter.grad, rtol=1e-12, atol=1e-15)


@ANY_CELL
def test_what_stands_at_padding_changes_nothing(cell):
    x, _, params = make_inputs(cell, [2, 4], 3, 4)
    mask = make_mask([2, 4], 4)
    spoiled = np.where(mask[:, :, None], x, np.nan)
    up = np.where(mask[:, :, None], np.ones((2, 4, 4)), np.nan)
    one, other = (cells.forward(cell, params, each, mask=mask) for each in (x, spoiled))
    np.testing.assert_array_equal(one.outputs, other.outputs)
    assert not one.outputs[0, 2:].any()
    first = cells.backward(params, one, doutputs=np.ones((2, 4, 4)))
    second = cells.backward(params, other, doutputs=up)
    assert not second.dx[0, 2:].any()
    for name in params:
        np.testing.assert_array_equal(first.dparams[name], second.dparams[name])


def test_the_trace_keeps_the_formulas_of_the_lstm():
    x, _, params = make_inputs(LSTM, [3, 1], 2, 4)
    trace = cells.forward(LSTM, params, x, mask=make_mask([3, 1], 3))
    i, f, g, o, c, before = (trace.values(name) for name in ("i", "f", "g", "o", "c", "c_before"))
    np.testing.assert_allclose(c, f * before + i * g, rtol=1e-14)
    np.testing.assert_allclose(trace.values("h"), o * np.tanh(c), rtol=1e-14)
    assert np.isnan(f[1, 1:]).all()
    assert f.shape == (2, 3, 4)
    assert not np.isnan(f[0]).any()
    np.testing.assert_array_equal(trace.state[1], [c[0, 2], c[1, 0]])


def test_the_gradient_of_a_weight_is_the_sum_of_the_steps_shares():
    x, states, params = make_inputs(GRU, [4, 4], 2, 3)
    trace = cells.forward(GRU, params, x)
    back = cells.backward(params, trace, dstate=tuple(states))
    total = sum(step.dparams["weight_hh"] for step in back.steps)
    np.testing.assert_array_equal(back.dparams["weight_hh"], total)


def test_gradients_shrink_with_the_distance_as_the_weight_says():
    """One unit with ReLU, weight ½: every step back halves the gradient."""
    params = {"weight_ih": np.ones((1, 1)), "weight_hh": np.full((1, 1), 0.5)}
    params |= {"bias_ih": np.zeros(1), "bias_hh": np.zeros(1)}
    mask = make_mask([6, 3], 6)
    trace = cells.forward(RNN_RELU, params, np.ones((2, 6, 1)), mask=mask)
    back = cells.backward(params, trace, dstate=(np.array([[1.0], [3.0]]),))
    found = back.norms_by_distance()
    np.testing.assert_allclose(found[:3], 2.0 * 0.5 ** np.arange(3))
    np.testing.assert_allclose(found[3:], 0.5 ** np.arange(3, 6))
    np.testing.assert_allclose(back.norms_by_distance("dx"), found)


def test_an_open_forget_gate_carries_gradients_further():
    x, states, _ = make_inputs(LSTM, [60] * 4, 8, 16)
    left = {}
    for bias in (0.0, 5.0):
        params = cells.init_params(LSTM, 8, 16, forget_bias=bias)
        trace = cells.forward(LSTM, params, x)
        back = cells.backward(params, trace, dstate=(states[0], np.zeros((4, 16))))
        left[bias] = back.norms_by_distance("dc")[-1]
    assert left[5.0] > 1e6 * left[0.0]


@ANY_CELL
def test_parameters_travel_both_ways(cell):
    module = MODULES[cell.name](3, 4, num_layers=2, bidirectional=True)
    params = cells.init_params(cell, 8, 4, seed=5)
    before = {name: value.clone() for name, value in module.state_dict().items()}
    cells.to_torch(params, module, layer=1, reverse=True)
    got = cells.from_torch(module, layer=1, reverse=True)
    for name in params:
        np.testing.assert_array_equal(got[name], params[name].astype(np.float32))
    for name, value in module.state_dict().items():
        assert torch.equal(value, before[name]) != name.endswith("l1_reverse")


@ANY_CELL
def test_first_parameters_are_reproducible_and_in_range(cell):
    one, other = (cells.init_params(cell, 3, 16, seed=seed) for seed in (0, 0))
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name])
        assert 0.2 < np.abs(value).max() <= 0.25
        assert value.shape[0] == 16 * len(cell.gates)


def test_the_forget_bias_is_the_sum_of_two():
    params = cells.init_params(LSTM, 3, 4, forget_bias=2.0)
    total = params["bias_ih"] + params["bias_hh"]
    np.testing.assert_array_equal(total[4:8], 2.0)
    assert np.abs(np.delete(total, range(4, 8))).max() <= 1.0


X, _, PARAMS = make_inputs(LSTM, [3, 2], 2, 4)
MASK = make_mask([3, 2], 3)
TRACE = cells.forward(LSTM, PARAMS, X, mask=MASK)
ERRORS = {
    "x must have shape (B, T, D), got (2, 3)": lambda: cells.forward(LSTM, PARAMS, X[..., 0]),
    "weight_ih must have shape (16, 3), got (16, 2)": (
        lambda: cells.forward(LSTM, PARAMS, np.zeros((2, 3, 3)))
    ),
    "weight_hh must have shape (12, 4), got (16, 4)": (
        lambda: cells.forward(GRU, PARAMS | {"weight_ih": np.zeros((12, 2))}, X)
    ),
    "params must hold weight_ih, weight_hh, bias_ih, bias_hh, got none": (
        lambda: cells.forward(LSTM, {}, X)
    ),
    "mask must have shape (B=2, T=3), got (2,)": (
        lambda: cells.forward(LSTM, PARAMS, X, mask=MASK[:, 0])
    ),
    "every sentence needs one real token or more, got [3, 0]": (
        lambda: cells.forward(LSTM, PARAMS, X, mask=make_mask([3, 0], 3))
    ),
    "every sentence needs one real token or more, got [0, 0]": (
        lambda: cells.forward(LSTM, PARAMS, X[:, :0])
    ),
    "every sentence needs one real token or more, got []": (
        lambda: cells.forward(LSTM, PARAMS, X[:0])
    ),
    "state of LSTM must be (h, c), got 1 arrays": (
        lambda: cells.forward(LSTM, PARAMS, X, state=(np.zeros((2, 4)),))
    ),
    "state c must have shape (2, 4), got (4,)": (
        lambda: cells.forward(LSTM, PARAMS, X, state=(np.zeros((2, 4)), np.zeros(4)))
    ),
    "expected doutputs or dstate, got neither": lambda: cells.backward(PARAMS, TRACE),
    "doutputs must have shape (2, 3, 4), got (2, 3)": (
        lambda: cells.backward(PARAMS, TRACE, doutputs=np.zeros((2, 3)))
    ),
    "dstate of LSTM must be (h, c), got 1 arrays": (
        lambda: cells.backward(PARAMS, TRACE, dstate=(np.zeros((2, 4)),))
    ),
    "expected one of x, h_before, h, c_before, i, f, g, o, c, tanh_c, got 'r'": (
        lambda: TRACE.values("r")
    ),
    "forget_bias needs a forget gate, got GRU": (
        lambda: cells.init_params(GRU, 2, 3, forget_bias=1.0)
    ),
    "sizes must be at least 1, got 2 and 0": lambda: cells.init_params(RNN, 2, 0),
    "expected a module with weight_ih_l1": lambda: cells.from_torch(torch.nn.RNN(2, 3), layer=1),
    "expected a module with weight_ih_l0, weight_hh_l0, bias_ih_l0": (
        lambda: cells.from_torch(torch.nn.RNN(2, 3, bias=False))
    ),
    "the module's weight_ih_l0 must have one shape, got (16, 2) and (4, 2)": (
        lambda: cells.to_torch(PARAMS, torch.nn.RNN(2, 4))
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", ERRORS)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)


def test_a_mask_must_be_bool():
    with pytest.raises(TypeError, match="mask must be bool, True where a token is real, got int"):
        cells.forward(LSTM, PARAMS, X, mask=MASK.astype(int))
