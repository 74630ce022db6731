"""Surfaces: their gradients are their slopes, walks are torch.optim's, turning changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.byhand.optimizers import SGD, AdaGrad, Momentum
from course_lib.byhand.surfaces import RAVINE, SADDLE, quadratic, turned, walk

SURFACES = {"ravine": RAVINE, "saddle": SADDLE, "turned": turned(RAVINE, degrees=30)}
near = st.floats(-3, 3)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@given(x=near, y=near)
def test_the_gradient_is_the_slope(surface, x, y):
    w, h = np.array([x, y]), 1e-5
    steps = np.eye(2) * h
    slope = (surface.value(w + steps) - surface.value(w - steps)) / (2 * h)
    np.testing.assert_allclose(surface.gradient(w), slope, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_many_points_at_once(surface):
    w = np.random.default_rng(0).normal(size=(4, 3, 2))
    assert surface.value(w).shape == (4, 3)
    np.testing.assert_allclose(surface.gradient(w)[2, 1], surface.gradient(w[2, 1]), rtol=1e-12)


def test_the_saddle_is_flat_but_no_minimum():
    origin, valley = np.zeros(2), np.array([0.0, 1.0])
    assert not SADDLE.gradient(origin).any()
    assert not SADDLE.gradient(valley).any()
    assert SADDLE.value(origin) == 0.25
    assert SADDLE.value(valley) == 0.0


def test_a_walk_is_torchs():
    w = torch.tensor(RAVINE.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.3, momentum=0.9)
    path = walk(Momentum(lr=0.3), RAVINE, steps=50)
    assert path.shape == (51, 2)
    for here in path:
        np.testing.assert_allclose(here, w.detach(), rtol=1e-12, atol=1e-12)
        optimizer.zero_grad()
        (0.5 * (0.02 * w[0] ** 2 + w[1] ** 2)).backward()
        optimizer.step()


def test_turning_matters_only_to_those_who_scale_each_parameter():
    level, tilted = RAVINE, turned(RAVINE, degrees=45)
    for make, same in ((SGD, True), (AdaGrad, False)):
        losses = [s.value(walk(make(lr=0.5), s, steps=30)) for s in (level, tilted)]
        assert np.allclose(*losses) == same


def test_what_is_refused():
    with pytest.raises(ValueError, match="steps must be >= 0, got -1"):
        walk(SGD(), RAVINE, steps=-1)
    with pytest.raises(ValueError, match=r"start must have shape \(2,\), got \(3,\)"):
        walk(SGD(), quadratic((1, 1), start=(0, 0, 0)), steps=1)
