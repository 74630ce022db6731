"""Exercises on activation functions agree with the library and with PyTorch."""

from __future__ import annotations

import numpy as np
import torch

from course_lib import activations
from course_lib.exercises import exercises, judge

TANH, SILU_SLOPE, DEAD_UNITS, SOFTMAX_BACKWARD = exercises("activations")


def test_tanh_and_the_slope_of_silu_are_the_librarys():
    for (x,) in TANH.inputs(0):
        np.testing.assert_allclose(TANH.reference(x), np.tanh(x), rtol=1e-12)
    for (x,) in SILU_SLOPE.inputs(0):
        expected = activations.dsilu(torch.from_numpy(x)).numpy()
        np.testing.assert_allclose(SILU_SLOPE.reference(x), expected, rtol=1e-12)


def test_dead_units_get_no_gradient():
    for x, W, b in DEAD_UNITS.inputs(0):
        weights, bias = (torch.tensor(values, requires_grad=True) for values in (W, b))
        torch.relu(torch.from_numpy(x) @ weights.T + bias).sum().backward()
        silent = (bias.grad == 0).sum().item()
        assert DEAD_UNITS.reference(x, W, b) == silent > 0


def test_softmax_backward_is_autograd():
    for p, dp in SOFTMAX_BACKWARD.inputs(0):
        logits = torch.log(torch.from_numpy(p)).requires_grad_()
        (expected,) = torch.autograd.grad(torch.softmax(logits, 0), logits, torch.from_numpy(dp))
        np.testing.assert_allclose(SOFTMAX_BACKWARD.reference(p, dp), expected.numpy(), atol=1e-12)


def test_a_count_may_be_any_integer_type():
    right = DEAD_UNITS.reference
    assert judge(DEAD_UNITS, lambda x, W, b: np.int64(right(x, W, b))).status == "passed"
    assert judge(DEAD_UNITS, lambda x, W, b: torch.tensor(right(x, W, b))).status == "passed"
