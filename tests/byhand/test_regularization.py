"""Penalty, dropout, early stopping."""

from __future__ import annotations

import math

import numpy as np
import pytest

from course_lib.byhand import regularization as r
from course_lib.byhand.gradients import check_gradient
from course_lib.byhand.optimizers import SGD


def test_penalty_and_its_gradient_agree():
    params = {"W": np.array([[1.0, -2.0], [3.0, 0.0]]), "U": np.array([0.5])}
    penalty, grads = r.l2_penalty(params, strength=0.1)
    assert penalty == pytest.approx(0.05 * (14 + 0.25))
    for name in params:

        def at(w, name=name):
            return r.l2_penalty(params | {name: w}, strength=0.1)[0]

        assert check_gradient(at, params[name], grads[name]) < 1e-9


def test_penalty_is_weight_decay_of_sgd():
    params, grads = {"w": np.array([1.0, -2.0])}, {"w": np.array([0.3, 0.4])}
    _, extra = r.l2_penalty(params, strength=0.1)
    by_penalty = SGD(lr=0.5).update(params, {"w": grads["w"] + extra["w"]})
    by_decay = SGD(lr=0.5, weight_decay=0.1).update(params, grads)
    np.testing.assert_array_equal(by_penalty["w"], by_decay["w"])


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean(rate):
    """Share of zeros and mean within five standard errors of 100,000 draws."""
    n = 100_000
    mask = r.dropout_mask((n,), rate=rate, rng=np.random.default_rng(0))
    assert set(np.unique(mask)) <= {0.0, 1 / (1 - rate)}
    error = 5 * math.sqrt(rate * (1 - rate) / n)
    assert abs((mask == 0).mean() - rate) <= error
    assert abs(mask.mean() - 1) <= error / (1 - rate)


def test_a_seed_fixes_the_mask():
    a, b = (r.dropout_mask((4, 5), rate=0.5, rng=np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(a, b)


def test_early_stopping_waits_for_its_patience():
    stopping = r.EarlyStopping(patience=2, min_delta=0.1)
    losses = [1.0, 0.8, 0.79, 0.75, 0.6, 0.7, 0.7, 0.55]
    answers = [stopping.should_stop(loss) for loss in losses]
    assert answers == [False] * 7 + [True]
    assert stopping.best == 0.6
    assert stopping.waited == 3


def test_a_loss_that_is_no_number_is_no_progress():
    stopping = r.EarlyStopping(patience=0)
    assert stopping.should_stop(math.nan)


@pytest.mark.parametrize("rate", [1.0, -0.1, math.nan])
def test_rate_must_lie_in_its_range(rate):
    with pytest.raises(ValueError, match=r"rate must lie in \[0, 1\), got"):
        r.dropout_mask((3,), rate=rate, rng=np.random.default_rng(0))


def test_strength_must_not_be_negative():
    with pytest.raises(ValueError, match="strength must be >= 0, got -1"):
        r.l2_penalty({}, strength=-1)
