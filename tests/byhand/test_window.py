"""The window classifier: gradients against PyTorch and numerically, repeated words, training."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.byhand import gradients, window
from course_lib.byhand.optimizers import Adam

V, D, C, H = 7, 2, 3, 4
WINDOWS = np.array([[1, 5, 1], [5, 0, 6], [1, 1, 1], [2, 3, 6]])  # word 4 never, word 1 often


def make_params(K, seed=0):
    rng = np.random.default_rng(seed)
    shapes = {"L": (V, D), "W": (H, C * D), "b": (H,), "U": (K, H)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def torch_scores(p):
    x = p["L"][torch.tensor(WINDOWS)].flatten(1)
    return torch.tanh(torch.nn.functional.linear(x, p["W"], p["b"])) @ p["U"].T


def test_softmax_over_classes_equals_autograd():
    params, labels = make_params(K=3), np.array([0, 2, 1, 1])
    p = {k: torch.tensor(v, requires_grad=True) for k, v in params.items()}
    expected = torch.nn.functional.cross_entropy(torch_scores(p), torch.tensor(labels))
    expected.backward()

    cache = window.forward(params, WINDOWS)
    loss, probabilities = gradients.cross_entropy(cache.scores, labels)
    error = gradients.cross_entropy_backward(probabilities, labels)
    grads = window.backward(params, cache, error)

    assert loss == pytest.approx(expected.item(), rel=1e-12)
    assert grads.keys() == params.keys()
    for name in params:
        np.testing.assert_allclose(grads[name], p[name].grad.numpy(), rtol=1e-11, atol=1e-15)
    assert not grads["L"][4].any()


def test_margin_between_a_real_and_a_corrupt_window_equals_autograd():
    scores, corrupt = np.array([[2.0], [0.5], [-1.0]]), np.array([[0.5], [0.4], [1.0]])
    s, c = (torch.tensor(a, requires_grad=True) for a in (scores, corrupt))
    expected = (1 - s + c).clamp(min=0).mean()
    expected.backward()
    loss, dscores, dcorrupt = window.margin_loss(scores, corrupt)
    assert loss == pytest.approx(expected.item(), rel=1e-12)
    np.testing.assert_allclose(dscores, s.grad)
    np.testing.assert_allclose(dcorrupt, c.grad)


def test_score_of_one_window_passes_the_numeric_check():
    params = make_params(K=1)
    cache = window.forward(params, WINDOWS)
    grads = window.backward(params, cache, np.ones((4, 1)))
    for name in params:

        def total(value, name=name):
            return window.forward(params | {name: value}, WINDOWS).scores.sum()

        assert gradients.check_gradient(total, params[name], grads[name]) < 1e-8


def test_a_word_that_stands_twice_in_a_window_gets_both_gradients():
    dx = np.array([[1.0, 2, 10, 20, 100, 200]])
    dL = window.embed_backward(dx, np.array([[1, 0, 1]]), vocabulary=3)
    np.testing.assert_array_equal(dL, [[10, 20], [101, 202], [0, 0]])


def test_windows_reach_over_both_ends():
    np.testing.assert_array_equal(
        window.make_windows([3, 4, 5], radius=2, pad=9),
        [[9, 9, 3, 4, 5], [9, 3, 4, 5, 9], [3, 4, 5, 9, 9]],
    )
    np.testing.assert_array_equal(window.make_windows([3, 4], radius=0, pad=9), [[3], [4]])
    assert window.make_windows([], radius=1, pad=0).shape == (0, 3)


def test_it_learns_a_word_from_its_neighbour():
    rng = np.random.default_rng(0)
    ids = rng.integers(1, V, size=200)
    windows = window.make_windows(ids, radius=1, pad=0)
    labels = (windows[:, 0] <= 3).astype(int)  # the class is in the left neighbour
    params, adam = make_params(K=2), Adam(lr=0.05)
    for _ in range(150):
        cache = window.forward(params, windows)
        loss, p = gradients.cross_entropy(cache.scores, labels)
        error = gradients.cross_entropy_backward(p, labels)
        params = adam.update(params, window.backward(params, cache, error))
    assert loss < 0.05


ERRORS = {
    "windows must hold words 0 … 6, got 0 … 7": lambda p: window.forward(
        p, WINDOWS + (WINDOWS > 5)
    ),
    "windows must have shape (B, C), got (3,)": lambda p: window.forward(p, WINDOWS[0]),
    "W must have shape (H, D=4), got (4, 6)": lambda p: window.forward(p, WINDOWS[:, :2]),
    "U must have shape (K, H=4), got (4, 3)": (
        lambda p: window.forward(p | {"U": p["U"].T}, WINDOWS)
    ),
    "dscores must have shape (B=4, K=3), got (3, 4)": (
        lambda p: window.backward(p, window.forward(p, WINDOWS), np.ones((3, 4)))
    ),
    "B > 0, got (2, 1) and (3, 1)": (
        lambda p: window.margin_loss(np.ones((2, 1)), np.ones((3, 1)))
    ),
    "B > 0, got (0, 1) and (0, 1)": (
        lambda p: window.margin_loss(np.ones((0, 1)), np.ones((0, 1)))
    ),
    "radius must be >= 0, got -1": lambda p: window.make_windows([1], radius=-1, pad=0),
    "ids must have shape (T,), got (1, 1)": lambda p: window.make_windows([[1]], radius=1, pad=0),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message](make_params(K=3))
    assert message in str(caught.value)


def test_words_must_be_integers():
    with pytest.raises(TypeError, match=r"word numbers \(integers\), got float64"):
        window.forward(make_params(K=3), WINDOWS * 1.0)
