"""Exercises on matrix gradients agree with the chapter's numbers and with PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import cross_entropy, embedding, linear

from course_lib.exercises import exercises, judge

DW_BY_HAND, SCORE_GRADIENT, WORD_GRADIENT, TWO_LAYERS = exercises("matrix_gradients")


def test_dw_by_hand_is_autograd_of_the_matrices_in_the_chapter():
    X = torch.tensor([[1.0, 0, 2], [3, 1, 0]])
    W = torch.zeros(2, 3, requires_grad=True)
    linear(X, W).backward(torch.tensor([[2.0, -1], [1, 4]]))
    np.testing.assert_array_equal(DW_BY_HAND.reference(), W.grad.numpy())
    assert judge(DW_BY_HAND, [[5, 1, 4], [11, 4, -2]]).status == "passed"
    assert judge(DW_BY_HAND, np.float32([[5, 1, 4], [11, 4, -2]])).status == "passed"


def test_score_gradient_is_autograd():
    for Z, labels in SCORE_GRADIENT.inputs(0):
        scores = torch.tensor(Z, requires_grad=True)
        cross_entropy(scores, torch.tensor(labels)).backward()
        np.testing.assert_allclose(
            SCORE_GRADIENT.reference(Z, labels), scores.grad.numpy(), rtol=1e-11, atol=1e-15
        )


def test_word_gradient_is_autograd():
    for dx, windows, V in WORD_GRADIENT.inputs(0):
        L = torch.zeros(V, dx.shape[1] // 5, dtype=torch.float64, requires_grad=True)
        embedding(torch.tensor(windows), L).flatten(1).backward(torch.tensor(dx))
        np.testing.assert_allclose(WORD_GRADIENT.reference(dx, windows, V), L.grad.numpy())


def test_two_layers_is_autograd():
    for X, labels, *values in TWO_LAYERS.inputs(0):
        W1, b1, W2, b2 = (torch.tensor(value, requires_grad=True) for value in values)
        scores = linear(torch.relu(linear(torch.tensor(X), W1, b1)), W2, b2)
        cross_entropy(scores, torch.tensor(labels)).backward()
        found = TWO_LAYERS.reference(X, labels, *values)
        for name, parameter in zip(("W1", "b1", "W2", "b2"), (W1, b1, W2, b2), strict=True):
            np.testing.assert_allclose(
                found[name], parameter.grad.numpy(), rtol=1e-11, atol=1e-15, err_msg=name
            )
