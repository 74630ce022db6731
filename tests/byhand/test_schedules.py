"""Schedules equal their counterparts in torch and transformers, step by step."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.byhand import schedules as s

L = torch.optim.lr_scheduler
STEPS = 120


def torch_rates(make, lr=0.3, steps=STEPS):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler, rates = make(optimizer), []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def hugging_face(name):
    def make(optimizer):
        return getattr(pytest.importorskip("transformers"), name)(optimizer, 20, 100)

    return make


PAIRS = {
    "constant": (lambda k: s.constant(k, lr=0.3), lambda o: L.ConstantLR(o, factor=1)),
    "step_decay": (
        lambda k: s.step_decay(k, lr=0.3, every=30, factor=0.5),
        lambda o: L.StepLR(o, 30, 0.5),
    ),
    "exponential": (
        lambda k: s.step_decay(k, lr=0.3, every=1, factor=0.97),
        lambda o: L.ExponentialLR(o, 0.97),
    ),
    "warmup_linear": (
        lambda k: s.warmup_linear(k, lr=0.3, warmup=20, total=100),
        hugging_face("get_linear_schedule_with_warmup"),
    ),
    "triangular": (
        lambda k: s.triangular(k, low=0.01, high=0.1, half_cycle=20),
        lambda o: L.CyclicLR(o, 0.01, 0.1, step_size_up=20, cycle_momentum=False),
    ),
    "exp_range": (
        lambda k: s.triangular(k, low=0.01, high=0.1, half_cycle=7, gamma=0.99),
        lambda o: L.CyclicLR(
            o, 0.01, 0.1, step_size_up=7, mode="exp_range", gamma=0.99, cycle_momentum=False
        ),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_schedules_equal_their_counterparts(name):
    ours, theirs = PAIRS[name]
    rates = [ours(k) for k in range(STEPS)]
    np.testing.assert_allclose(rates, torch_rates(theirs), rtol=1e-9, atol=1e-15)


def test_cosine_equals_torch_until_its_end_and_then_stays_low():
    rates = [s.cosine(k, lr=0.3, total=100, low=0.01) for k in range(STEPS)]
    expected = torch_rates(lambda o: L.CosineAnnealingLR(o, 100, 0.01))
    np.testing.assert_allclose(rates[:101], expected[:101], rtol=1e-9)
    assert rates[101:] == [0.01] * (STEPS - 101)


def test_warmup_cosine_equals_transformers_until_its_end():
    rates = [s.warmup_cosine(k, lr=0.3, warmup=20, total=100) for k in range(101)]
    expected = torch_rates(hugging_face("get_cosine_schedule_with_warmup"), steps=101)
    np.testing.assert_allclose(rates, expected, rtol=1e-9, atol=1e-15)


def test_no_warmup_starts_at_the_top():
    assert s.warmup_linear(0, lr=0.3, warmup=0, total=10) == 0.3
    assert s.warmup_cosine(0, lr=0.3, warmup=0, total=10) == 0.3


@pytest.mark.parametrize("cooldown", [0, 1, 5])
@pytest.mark.parametrize("patience", [0, 3])
def test_plateau_equals_torch(patience, cooldown):
    rng = np.random.default_rng(patience + cooldown)
    losses = 1 / np.sqrt(np.arange(1, 200)) + 0.03 * rng.normal(size=199)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    settings = {"factor": 0.5, "patience": patience, "cooldown": cooldown, "min_lr": 1e-3}
    theirs = L.ReduceLROnPlateau(optimizer, threshold=0.01, threshold_mode="abs", eps=0, **settings)
    ours = s.Plateau(lr=0.3, min_delta=0.01, **settings)
    for loss in losses:
        theirs.step(loss)
        assert ours.update(loss) == optimizer.param_groups[0]["lr"]
    assert ours.lr == 1e-3


def test_plateau_must_lower_the_rate():
    with pytest.raises(ValueError, match=r"factor must lie between 0 and 1, got 1\.5"):
        s.Plateau(lr=0.1, factor=1.5)
