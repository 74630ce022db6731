"""Initial weights: variances as promised and as PyTorch's; the variance argument measured."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch

from course_lib.byhand import initialization as init

SHAPE = (400, 300)  # 120,000 weights
T = torch.nn.init
# name: (ours, PyTorch's, kurtosis — 3 for a normal, 1.8 for a uniform distribution)
PAIRS = {
    "normal": (lambda **k: init.normal(SHAPE, std=0.02, **k), lambda t: T.normal_(t, 0, 0.02), 3),
    "xavier_uniform": (lambda **k: init.xavier_uniform(SHAPE, **k), T.xavier_uniform_, 1.8),
    "xavier_normal": (
        lambda **k: init.xavier_normal(SHAPE, gain=5 / 3, **k),
        lambda t: T.xavier_normal_(t, 5 / 3),
        3,
    ),
    "he_uniform": (
        lambda **k: init.he_uniform(SHAPE, **k),
        lambda t: T.kaiming_uniform_(t, nonlinearity="relu"),
        1.8,
    ),
    "he_normal": (
        lambda **k: init.he_normal(SHAPE, **k),
        lambda t: T.kaiming_normal_(t, nonlinearity="relu"),
        3,
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_variance_and_shape_of_the_distribution_are_torchs(name):
    """The relative error of a variance from n samples is √((κ − 1)/n): 5 of it for each side."""
    ours, theirs, kurtosis = PAIRS[name]
    torch.manual_seed(0)
    a = ours(rng=np.random.default_rng(0))
    b = theirs(torch.empty(SHAPE, dtype=torch.float64)).numpy()
    bound = 10 * math.sqrt((kurtosis - 1) / a.size)
    assert a.shape == SHAPE
    assert abs(a.var() / b.var() - 1) < bound < 0.05
    assert abs(a.mean()) < 5 * a.std() / math.sqrt(a.size)
    assert np.mean((a / a.std()) ** 4) == pytest.approx(kurtosis, abs=0.15)
    if kurtosis < 2:
        assert np.abs(a).max() == pytest.approx(np.abs(b).max(), rel=1e-3)


@pytest.mark.parametrize("shape", [(4, 3), (8, 2, 5), (8, 2, 5, 3)])
def test_fans_equal_torchs(shape):
    assert init.fans(shape) == T._calculate_fan_in_and_fan_out(torch.empty(shape))


def test_a_seed_fixes_the_weights():
    a, b = (init.he_normal((3, 2), rng=np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(a, b)
    assert not init.zeros((2, 3)).any()


def test_measured_variances_are_those_of_the_definition():
    """Against PyTorch's autograd, with biases 0 and the same gradient at the top."""
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=s) for s in ((6, 4), (5, 6))]
    X = rng.normal(size=(8, 4))
    signal = init.measure_variances(weights, X, rng=np.random.default_rng(1), activation="tanh")
    top = np.random.default_rng(1).normal(size=(8, 5))

    outputs = [torch.tensor(X, requires_grad=True)]
    for W in weights:
        outputs.append(torch.tanh(outputs[-1] @ torch.tensor(W).T))
        outputs[-1].retain_grad()
    outputs[-1].backward(torch.tensor(top))
    np.testing.assert_allclose(
        signal.forward, [h.var(correction=0).item() for h in outputs], rtol=1e-12
    )
    np.testing.assert_allclose(
        signal.backward, [h.grad.var(correction=0).item() for h in outputs], rtol=1e-12
    )


def stack(make, widths):
    return [make((high, low)) for low, high in pairwise(widths)]


def test_he_keeps_relu_alive_where_small_weights_vanish_and_large_ones_explode():
    rng = np.random.default_rng(0)
    X, widths = rng.normal(size=(100, 128)), [128] * 21
    he = init.measure_variances(
        stack(lambda s: init.he_normal(s, rng=rng), widths), X, rng=rng, activation="relu"
    )
    assert 0.1 < he.forward[-1] < 10
    assert 0.1 < he.backward[0] < 10
    small = init.measure_variances(stack(lambda s: init.normal(s, rng=rng), widths), X, rng=rng)
    assert small.forward[-1] < 1e-15
    assert small.backward[0] < 1e-15
    large = init.measure_variances(
        stack(lambda s: init.normal(s, rng=rng, std=1.0), widths), X, rng=rng, activation="relu"
    )
    assert large.forward[-1] > 1e30


def test_errors_name_what_came():
    with pytest.raises(ValueError, match=r"shape \(H, D, …\) to have fans, got \(3,\)"):
        init.he_normal((3,), rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"activation must be one of .*, got 'gelu'"):
        init.measure_variances(
            [np.eye(2)], np.eye(2), rng=np.random.default_rng(0), activation="gelu"
        )
    with pytest.raises(ValueError, match=r"W must have shape \(H, D=2\), got \(3, 3\)"):
        init.measure_variances([np.eye(3)], np.eye(2), rng=np.random.default_rng(0))
