"""The references of ``lstm`` are what torch computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.exercises import find

SEEDS = range(5)


def test_cell_state_by_hand():
    c = 0.9 * 0.5 + 0.2 * 0.5
    c = 0.4 * c + 0.8 * -0.6
    assert find("lstm/cell_state").reference() == pytest.approx(0.5 * np.tanh(c), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_size_is_that_of_torchs_layer(seed):
    exercise = find("lstm/size")
    for sizes in exercise.inputs(seed):
        parameters = torch.nn.LSTM(*sizes).parameters()
        assert exercise.reference(*sizes) == sum(p.numel() for p in parameters)


@pytest.mark.parametrize("seed", SEEDS)
def test_step_is_torchs_cell(seed):
    exercise = find("lstm/step")
    for arrays in exercise.inputs(seed):
        x, h, c, W_ih, W_hh, b = map(torch.from_numpy, arrays)
        cell = torch.nn.LSTMCell(len(x), len(h)).double()
        with torch.no_grad():
            for parameter, value in zip(cell.parameters(), (W_ih, W_hh, b, 0 * b), strict=True):
                parameter.copy_(value)
            wanted = cell(x, (h, c))
        for ours, theirs in zip(exercise.reference(*arrays), wanted, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_conveyor_is_torchs_gradient(seed):
    exercise = find("lstm/conveyor")
    for arrays in exercise.inputs(seed):
        dh, dc_later, i, f, g, o, c_before = map(torch.tensor, arrays)
        leaves = {"di": i, "df": f, "dg": g, "do": o, "dc_before": c_before}
        for leaf in leaves.values():
            leaf.requires_grad_()
        c = f * c_before + i * g
        (o * torch.tanh(c) @ dh + c @ dc_later).backward()
        found = exercise.reference(*arrays)
        assert found.keys() == leaves.keys()
        for name, leaf in leaves.items():
            np.testing.assert_allclose(found[name], leaf.grad, rtol=1e-10)
