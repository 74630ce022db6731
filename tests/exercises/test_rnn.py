"""The references of ``rnn`` are what torch computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.exercises import find

SEEDS = range(5)


def _tensors(*arrays):
    return [torch.from_numpy(np.asarray(array)) for array in arrays]


def test_second_state_is_torchs():
    cell = torch.nn.RNNCell(1, 1).double()
    with torch.no_grad():
        for parameter, value in zip(cell.parameters(), (0.5, -0.8, 0.2, 0.0), strict=True):
            parameter.fill_(value)
        h = None
        for number in (1.0, 0.4):
            h = cell(torch.tensor([[number]], dtype=torch.float64), h)
    assert find("rnn/second_state").reference() == pytest.approx(h.item(), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_run_is_torchs_rnn(seed):
    exercise = find("rnn/run")
    for x, W_ih, W_hh, b in exercise.inputs(seed):
        layer = torch.nn.RNN(x.shape[1], len(b)).double()
        with torch.no_grad():
            for parameter, value in zip(
                layer.parameters(), _tensors(W_ih, W_hh, b, 0 * b), strict=True
            ):
                parameter.copy_(value)
            _, h = layer(torch.from_numpy(x))
        np.testing.assert_allclose(exercise.reference(x, W_ih, W_hh, b), h[0], rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_clip_is_torchs(seed):
    exercise = find("rnn/clip")
    for gradients, longest in exercise.inputs(seed):
        leaves = []
        for gradient in _tensors(*gradients.values()):
            leaf = torch.zeros_like(gradient, requires_grad=True)
            leaf.grad = gradient.clone()
            leaves.append(leaf)
        torch.nn.utils.clip_grad_norm_(leaves, longest)
        ours = exercise.reference(gradients, longest).values()
        for own, leaf in zip(ours, leaves, strict=True):
            np.testing.assert_allclose(own, leaf.grad, rtol=1e-5)  # torch divides by length + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_recurrent_weight_is_torchs_gradient(seed):
    """Inputs that lead to the given states are found first; then autograd goes back."""
    exercise = find("rnn/recurrent_weight")
    for arrays in exercise.inputs(seed):
        h, W, dh = _tensors(*arrays)
        inputs = torch.atanh(h[1:]) - h[:-1] @ W.T
        W.requires_grad_()
        state = h[0]
        for x in inputs:
            state = torch.tanh(x + W @ state)
        (state @ dh).backward()
        np.testing.assert_allclose(exercise.reference(*arrays), W.grad, rtol=1e-10)
