"""Optimizers equal torch.optim for a hundred steps; clipping; bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from course_lib.byhand import optimizers as ours
from course_lib.byhand.optimizers import SGD, Adam, AdamW

T = torch.optim
# name: (our optimizer, PyTorch's class and its settings)
PAIRS = {
    "SGD": (ours.SGD(lr=0.1), T.SGD, {"lr": 0.1}),
    "SGD decay": (
        ours.SGD(lr=0.1, weight_decay=0.05), T.SGD, {"lr": 0.1, "weight_decay": 0.05}
    ),
    "Momentum": (ours.Momentum(lr=0.02), T.SGD, {"lr": 0.02, "momentum": 0.9}),
    "Momentum decay": (
        ours.Momentum(lr=0.02, momentum=0.5, weight_decay=0.1),
        T.SGD,
        {"lr": 0.02, "momentum": 0.5, "weight_decay": 0.1},
    ),
    "Nesterov": (
        ours.Nesterov(lr=0.02, momentum=0.8, weight_decay=0.01),
        T.SGD,
        {"lr": 0.02, "momentum": 0.8, "weight_decay": 0.01, "nesterov": True},
    ),
    "AdaGrad": (ours.AdaGrad(lr=0.3), T.Adagrad, {"lr": 0.3}),
    "AdaGrad eps": (
        ours.AdaGrad(lr=0.3, eps=1e-3, weight_decay=0.1),
        T.Adagrad,
        {"lr": 0.3, "eps": 1e-3, "weight_decay": 0.1},
    ),
    "RMSProp": (ours.RMSProp(), T.RMSprop, {}),
    "RMSProp alpha": (
        ours.RMSProp(lr=0.005, alpha=0.8, eps=1e-4, weight_decay=0.1),
        T.RMSprop,
        {"lr": 0.005, "alpha": 0.8, "eps": 1e-4, "weight_decay": 0.1},
    ),
    "Adam": (ours.Adam(), T.Adam, {}),
    "Adam betas": (
        ours.Adam(lr=0.1, beta1=0.5, beta2=0.7, eps=1e-3, weight_decay=0.1),
        T.Adam,
        {"lr": 0.1, "betas": (0.5, 0.7), "eps": 1e-3, "weight_decay": 0.1},
    ),
    "AdamW": (ours.AdamW(), T.AdamW, {}),
    "AdamW decay": (
        ours.AdamW(lr=0.1, beta1=0.8, beta2=0.9, weight_decay=0.3),
        T.AdamW,
        {"lr": 0.1, "betas": (0.8, 0.9), "weight_decay": 0.3},
    ),
}  # fmt: skip


def start():
    rng = np.random.default_rng(0)
    return {"W": rng.normal(size=(3, 2)), "b": rng.normal(size=2)}


def loss(W, b):
    """Rosenbrock-like: curved, badly scaled, never at rest within a hundred steps."""
    return ((1 - W) ** 2).sum() + 5 * ((b - W**2) ** 2).mean() + (W[0] * b).sum() ** 2 / 10


@pytest.mark.parametrize("name", PAIRS)
def test_a_hundred_steps_equal_torch(name):
    """The learning rate halves on the way: state and rate must not be mixed up."""
    mine, theirs, settings = PAIRS[name]
    mine = type(mine)(**{k: v for k, v in vars(mine).items() if k != "state"})
    params = start()
    tensors = {k: torch.tensor(v, requires_grad=True) for k, v in params.items()}
    optimizer = theirs(tensors.values(), **settings)
    for step in range(100):
        if step == 60:
            mine.lr = optimizer.param_groups[0]["lr"] = mine.lr / 2
        optimizer.zero_grad()
        loss(**tensors).backward()
        optimizer.step()
        at = {k: torch.tensor(v, requires_grad=True) for k, v in params.items()}
        loss(**at).backward()
        params = mine.update(params, {k: v.grad.numpy() for k, v in at.items()})
        for k, value in params.items():
            np.testing.assert_allclose(value, tensors[k].detach(), rtol=1e-10, atol=1e-10)
    assert all(np.isfinite(v).all() and (v != start()[k]).all() for k, v in params.items())


def test_parameters_are_left_alone_and_state_is_kept_by_name():
    params, adam = start(), Adam()
    new = adam.update(params, {k: np.ones_like(v) for k, v in params.items()})
    for name, value in start().items():
        np.testing.assert_array_equal(params[name], value)
        assert new[name] is not params[name]
    assert adam.state.keys() == {"W", "b"}
    assert adam.state["W"]["m"].shape == (3, 2)


def test_two_optimizers_share_nothing():
    one, other = Adam(), Adam()
    one.update(start(), start())
    assert other.state == {}


def test_decay_in_adamw_bypasses_the_averages():
    params, zero = {"w": np.array([2.0])}, {"w": np.array([0.0])}
    np.testing.assert_allclose(AdamW(lr=0.1, weight_decay=0.5).update(params, zero)["w"], [1.9])
    np.testing.assert_allclose(
        Adam(lr=0.1, weight_decay=0.5).update(params, zero)["w"], [1.9], atol=1e-8
    )
    larger = {"w": np.array([200.0])}
    shrunk = AdamW(lr=0.1, weight_decay=0.5).update(larger, zero)["w"]
    stepped = Adam(lr=0.1, weight_decay=0.5).update(larger, zero)["w"]
    np.testing.assert_allclose(shrunk, [190.0])  # in proportion to w
    np.testing.assert_allclose(stepped, [199.9])  # normalised away


@pytest.mark.parametrize("max_norm", [0.0, 0.5, 1e3])
def test_clipping_by_norm_equals_torch(max_norm):
    grads = start()
    tensors = [torch.zeros(v.shape, dtype=torch.float64) for v in grads.values()]
    for t, g in zip(tensors, grads.values(), strict=True):
        t.grad = torch.tensor(g)
    expected = torch.nn.utils.clip_grad_norm_(tensors, max_norm)
    clipped, norm = ours.clip_by_norm(grads, max_norm=max_norm)
    assert norm == pytest.approx(expected.item(), rel=1e-12)
    for t, g in zip(tensors, clipped.values(), strict=True):
        np.testing.assert_allclose(g, t.grad, rtol=1e-12)
    np.testing.assert_array_equal(grads["W"], start()["W"])


def test_clipping_by_value_equals_torch():
    grads = start()
    t = torch.zeros(3, 2, dtype=torch.float64)
    t.grad = torch.tensor(grads["W"])
    torch.nn.utils.clip_grad_value_([t], 0.3)
    np.testing.assert_array_equal(ours.clip_by_value(grads, limit=0.3)["W"], t.grad)


ERRORS = {
    "lr must lie in [0, inf), got -0.1": lambda: SGD(lr=-0.1),
    "lr must lie in [0, inf), got nan": lambda: SGD(lr=math.nan),
    "lr must lie in [0, inf), got inf": lambda: SGD(lr=math.inf),
    "weight_decay must lie in [0, inf), got -1": lambda: SGD(weight_decay=-1),
    "momentum must lie in [0, 1), got 1.0": lambda: ours.Momentum(momentum=1.0),
    "momentum must lie in [0, 1), got -0.5": lambda: ours.Nesterov(momentum=-0.5),
    "alpha must lie in [0, 1), got 1": lambda: ours.RMSProp(alpha=1),
    "beta2 must lie in [0, 1), got 1.5": lambda: Adam(beta2=1.5),
    "eps must lie in [0, inf), got -1e-08": lambda: Adam(eps=-1e-8),
    "gradients must be named ['W', 'b'], got ['W']": (
        lambda: SGD().update(start(), {"W": start()["W"]})
    ),
    "gradient of 'b' must have shape (2,), got (3, 2)": (
        lambda: SGD().update(start(), {"W": start()["W"], "b": start()["W"]})
    ),
    "norm must be finite, got nan": (
        lambda: ours.clip_by_norm({"w": np.array([math.nan])}, max_norm=1)
    ),
    "max_norm must lie in [0, inf), got -1": lambda: ours.clip_by_norm({}, max_norm=-1),
    "limit must lie in [0, inf), got -1": lambda: ours.clip_by_value({}, limit=-1),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_settings_and_shapes_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)
