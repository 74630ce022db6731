"""Clipping, 16 bits, schedules, and a loss that is no number."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from course_lib.byhand.schedules import warmup_cosine, warmup_linear
from course_lib.training import Update, deterministic, fit, train_epoch
from course_lib.training.repeat import random_state, set_random_state
from course_lib.training.schedules import cosine, linear
from tests.training import trained

LOSS = nn.CrossEntropyLoss()


def _model(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 2))


def _fit(model, epochs=2, lr=0.5, **options):
    x, y = trained.data()
    sgd = torch.optim.SGD(model.parameters(), lr=lr)
    batches = list(zip(x.split(20), y.split(20), strict=True))
    return fit(model, batches, [(x, y)], loss_of=LOSS, optimizer=sgd, epochs=epochs, **options)


def test_gradients_are_clipped_all_together_and_measured_before():
    x, y = trained.data()
    ours, theirs = _model(), _model()
    update = Update(clip=0.1)
    sgd = [torch.optim.SGD(model.parameters(), lr=1.0) for model in (ours, theirs)]
    train_epoch(ours, [(x, y)], loss_of=LOSS, optimizer=sgd[0], update=update)
    LOSS(theirs(x), y).backward()
    norm = torch.nn.utils.clip_grad_norm_(theirs.parameters(), 0.1)
    sgd[1].step()
    assert update.mean_norm() == pytest.approx(norm.item())
    assert norm > 0.1
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(p, q)


def test_an_infinite_clip_measures_and_changes_nothing():
    plain, measured = _model(), _model()
    assert [each.gradient_norm for each in _fit(plain).epochs] == [None, None]
    assert all(each.gradient_norm > 0 for each in _fit(measured, clip=math.inf).epochs)
    for p, q in zip(plain.parameters(), measured.parameters(), strict=True):
        assert torch.equal(p, q)


def test_16_bits_on_a_cpu_are_near_and_not_the_same():
    exact, coarse = _fit(_model()), _fit(_model(), precision="bf16")
    losses = exact.epochs[-1].train_loss, coarse.epochs[-1].train_loss
    assert losses[0] == pytest.approx(losses[1], abs=0.02)
    assert losses[0] != losses[1]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="fp16 needs a GPU")
def test_fp16_on_a_gpu_is_near():
    exact, coarse = _fit(_model().cuda()), _fit(_model().cuda(), precision="fp16", clip=1.0)
    assert exact.epochs[-1].train_loss == pytest.approx(coarse.epochs[-1].train_loss, abs=0.02)


@pytest.mark.parametrize(
    ("options", "wrong"),
    [({"precision": "fp16"}, "needs a GPU"), ({"precision": "int8"}, "precision must be one of"),
     ({"clip": 0.0}, "clip must be positive")],
)  # fmt: skip
def test_wrong_options_are_named(options, wrong):
    with pytest.raises(ValueError, match=wrong):
        _fit(_model(), **options)
    with pytest.raises(ValueError, match="warmup must lie in"):
        linear(warmup=1.0)


@pytest.mark.parametrize(
    ("ours", "shape"), [(linear, warmup_linear), (cosine, warmup_cosine)]
)  # fmt: skip
def test_schedules_reach_every_step(ours, shape):
    rates = []
    sgd = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = ours(warmup=0.2)(sgd, 10)
    for _ in range(10):
        rates.append(sgd.param_groups[0]["lr"])
        sgd.step()
        scheduler.step()
    assert rates == pytest.approx([shape(s, lr=0.5, warmup=2, total=10) for s in range(10)])
    last = _fit(_model(), schedule=ours(warmup=0.2)).epochs[-1]
    assert last.learning_rate == pytest.approx(0)


def test_any_scheduler_of_torch_fits():
    from torch.optim.lr_scheduler import OneCycleLR, ReduceLROnPlateau

    one = _fit(_model(), schedule=lambda o, steps: OneCycleLR(o, 0.5, total_steps=steps + 1))
    assert one.epochs[-1].learning_rate < 0.01
    plateau = _fit(
        _model(), epochs=4, lr=1e-9,
        schedule=lambda o, _: ReduceLROnPlateau(o, factor=0.5, patience=0, threshold=0.1, eps=0),
    )  # fmt: skip
    rates = [epoch.learning_rate for epoch in plateau.epochs]
    assert rates == pytest.approx([1e-9, 1e-9, 0.5e-9, 0.25e-9])
    with pytest.raises(TypeError, match="batches with a length, got generator"):
        fit(
            _model(), (batch for batch in []), [], loss_of=LOSS, epochs=1, schedule=linear(),
            optimizer=torch.optim.SGD(_model().parameters(), lr=1),
        )  # fmt: skip


def test_a_loss_that_is_no_number_stops_before_its_step_and_says_where():
    x, y = trained.data()
    poisoned = x.clone()
    poisoned[25] = math.nan
    model = _model()
    passes = iter([x, poisoned])

    class Batches:
        def __iter__(self):
            yield from zip(next(passes).split(20), y.split(20), strict=True)

    sgd = torch.optim.SGD(model.parameters(), lr=0.5)
    with pytest.raises(FloatingPointError, match=r"loss is nan in epoch 2, step 2: "):
        fit(model, Batches(), [(x, y)], loss_of=LOSS, optimizer=sgd, epochs=3)
    assert all(p.isfinite().all() for p in model.parameters())
    with pytest.raises(FloatingPointError, match="validation loss is nan after epoch 1"):
        fit(model, [(x, y)], [(poisoned, y)], loss_of=LOSS, optimizer=sgd, epochs=1)


def test_the_bar_is_off_unless_asked_for(capsys):
    _fit(_model())
    assert capsys.readouterr() == ("", "")
    _fit(_model(), progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "에폭 2" in err
    assert "/3 [" in err


def test_random_states_come_back():
    import random

    import numpy as np

    state = random_state()
    draws = [(random.random(), np.random.rand(), torch.rand(1).item()) for _ in range(2)]
    set_random_state(state)
    assert (random.random(), np.random.rand(), torch.rand(1).item()) == draws[0]


def test_deterministic_seeds_and_switches_back():
    draws = []
    for _ in range(2):
        with deterministic(3):
            assert torch.are_deterministic_algorithms_enabled()
            draws.append(torch.rand(2).tolist())
    assert draws[0] == draws[1]
    assert not torch.are_deterministic_algorithms_enabled()
