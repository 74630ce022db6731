"""The first chapter's exercises agree with its network and with autograd."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
import torch

from course_lib.byhand.network import Params, backward, forward, update
from course_lib.exercises import exercises, judge


def test_dw7_is_the_documents_number_with_swapped_targets():
    exercise = exercises("by_hand")[0]
    assert judge(exercise, 0.07536).status == "passed"
    assert judge(exercise, np.float32(0.07536)).status == "passed"
    assert judge(exercise, 0.0754).status == "wrong"
    assert "거의" in judge(exercise, 0.0754).lines[0]


def test_hidden_delta_and_descend_are_the_networks_own():
    params = Params()
    trace = forward(params)
    back = backward(params, trace)
    _, hidden_delta, descend, _ = (exercise.reference for exercise in exercises("by_hand"))
    ours = hidden_delta(trace.h1, params.w5, params.w7, back.dsum_o1, back.dsum_o2)
    assert ours == pytest.approx(back.dsum_h1, rel=1e-12)
    moved = descend(asdict(params), back.gradients(), 0.5)
    assert moved == asdict(update(params, back, lr=0.5))


def test_tanh_reference_is_autograd():
    exercise = exercises("by_hand")[3]
    for x, t, w, b in exercise.inputs(0):
        weights, biases = (torch.tensor(values, requires_grad=True) for values in (w, b))
        first, second = weights[:4].reshape(2, 2), weights[4:].reshape(2, 2)
        h = torch.tanh(torch.from_numpy(x) @ first + biases[0])
        o = torch.tanh(second @ h + biases[1])
        (0.5 * (torch.from_numpy(t) - o) ** 2).sum().backward()
        expected = torch.cat([weights.grad, biases.grad]).numpy()
        np.testing.assert_allclose(exercise.reference(x, t, w, b), expected, rtol=1e-12)


def test_learners_may_answer_with_lists_tensors_or_single_precision():
    exercise = exercises("by_hand")[3]
    right = exercise.reference
    for shape in (
        lambda *args: right(*args).tolist(),
        lambda *args: torch.from_numpy(right(*args)),
        lambda *args: right(*args).astype(np.float32),
    ):
        assert judge(exercise, shape).status == "passed"


def test_the_places_that_differ_are_named():
    exercise = exercises("by_hand")[3]

    def doubled_first(x, t, w, b):
        grads = exercise.reference(x, t, w, b)
        grads[0] *= 2
        return grads

    assert "`[0]`" in judge(exercise, doubled_first).lines[0]
