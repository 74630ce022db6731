"""Exercises on training agree with the library and with PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.byhand.optimizers import Adam
from course_lib.exercises import exercises, judge

UPDATES, WARMUP_COSINE, ADAM_STEP, LEAKY_STD = exercises("training_tips")


def test_updates_are_those_of_a_data_loader():
    for samples, batch_size, epochs in UPDATES.inputs(0):
        loader = torch.utils.data.DataLoader(range(samples), batch_size=batch_size)
        assert UPDATES.reference(samples, batch_size, epochs) == len(loader) * epochs
    assert UPDATES.reference(100, 10, 1) == 10  # document 000


def test_the_schedule_starts_at_0_and_ends_at_0():
    at = WARMUP_COSINE.reference
    assert [at(0, 0.1, 10, 50), at(10, 0.1, 10, 50), at(50, 0.1, 10, 50)] == [0, 0.1, 0]


@pytest.mark.parametrize("seed", range(20))
def test_both_halves_of_the_schedule_are_tried(seed):
    below = [step < warmup for step, _, warmup, _ in WARMUP_COSINE.inputs(seed)]
    assert any(below)
    assert not all(below)


def test_adam_steps_add_up_to_the_librarys():
    ours, w, m, v = Adam(lr=0.1), 1.0, 0.0, 0.0
    params = {"w": np.array(1.0)}
    for t in range(1, 20):
        params = ours.update(params, {"w": 2 * params["w"]})
        w, m, v = ADAM_STEP.reference(w, 2 * w, m, v, t, 0.1)
        assert w == pytest.approx(float(params["w"]), rel=1e-12)


def test_leaky_std_is_torchs():
    for fan_in, slope in LEAKY_STD.inputs(0):
        gain = torch.nn.init.calculate_gain("leaky_relu", slope)
        assert LEAKY_STD.reference(fan_in, slope) == pytest.approx(gain / fan_in**0.5)


def test_arguments_must_keep_their_order():
    swapped = judge(UPDATES, lambda batch_size, samples, epochs: epochs)
    assert swapped.status == "wrong"
