"""The parity helper itself: it accepts what is equal and can fail on everything that is not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.parity import ByHand, assert_same

X = np.random.default_rng(0).standard_normal((3, 4))


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _sigmoid_gradient(upstream, x):
    return upstream * _sigmoid(x) * (1 - _sigmoid(x))


def test_accepts_equal_torch_functions():
    assert_same(lambda x: 1 / (1 + torch.exp(-x)), torch.sigmoid, X)


def test_accepts_a_gradient_written_by_hand():
    assert_same(ByHand(_sigmoid, _sigmoid_gradient), torch.sigmoid, X)


def test_accepts_several_inputs_and_scalars():
    ours = ByHand(
        lambda o, t: 0.5 * ((o - t) ** 2).sum(),
        lambda up, o, t: (up * (o - t), up * (t - o)),
    )
    assert_same(ours, lambda o, t: 0.5 * ((o - t) ** 2).sum(), X, X[::-1].copy())


def test_passes_integers_through_undifferentiated():
    targets = np.array([1, 0, 3])
    ours = lambda x, y: -torch.log_softmax(x, 1)[torch.arange(3), y].mean()  # noqa: E731
    assert_same(ours, torch.nn.functional.cross_entropy, X, targets)


@pytest.mark.parametrize(
    ("ours", "message"),
    [
        (lambda x: torch.sigmoid(x) + 1e-9, "output differs"),
        (lambda x: torch.sigmoid(x)[:, :1], "output: shape"),
        (lambda x: torch.sigmoid(x) + 0 * x / (x - x), "output differs"),
        (lambda x: torch.sigmoid(x).detach() + 0 * x, "gradient 0 differs"),
        (ByHand(_sigmoid, lambda up, x: up * (1 - _sigmoid(x))), "gradient 0 differs"),
        (ByHand(_sigmoid, lambda up, x: ()), "0 gradients for 1 inputs"),
    ],
)
def test_fails_on_what_differs(ours, message):
    with pytest.raises(AssertionError, match=message):
        assert_same(ours, torch.sigmoid, X)
