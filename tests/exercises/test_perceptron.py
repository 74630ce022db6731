"""The perceptron's exercises: learners may solve them in other ways."""

from __future__ import annotations

import numpy as np
import torch

from course_lib.exercises import exercises, judge
from course_lib.exercises.perceptron._gradients import gradients

DISTANCE, LOOK, MAJORITY, GRADIENTS = exercises("perceptron")


def test_other_weights_make_a_majority_too():
    for w, b in (([1, 1, 1], -1.5), ([2, 2, 2], -2.5), ([3, 2, 2], -3.5), ([1, 1, 1], -1)):
        unit = lambda X, w=w, b=b: (X @ np.array(w) + b > 0).astype(int)  # noqa: E731
        assert judge(MAJORITY, unit).status == "passed"


def test_a_loop_with_ifs_is_the_rule_too():
    def look(w, b, x, y):
        answer = 1 if sum(a * c for a, c in zip(w, x, strict=True)) + b > 0 else 0
        if answer < y:
            return [a + c for a, c in zip(w, x, strict=True)], b + 1
        if answer > y:
            return [a - c for a, c in zip(w, x, strict=True)], b - 1
        return list(w), b

    assert judge(LOOK, look).status == "passed"


def test_gradients_are_autograds():
    for X, y, w, b in GRADIENTS.inputs(0):
        leaves = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
        outputs = torch.sigmoid(torch.from_numpy(X) @ leaves[0] + leaves[1])
        (0.5 * (torch.from_numpy(y) - outputs) ** 2).mean().backward()
        dw, db = gradients(X, y, w, b)
        np.testing.assert_allclose(dw, leaves[0].grad.numpy(), rtol=1e-6)
        np.testing.assert_allclose(db, leaves[1].grad.numpy(), rtol=1e-6)


def test_distance_keeps_its_sign():
    assert judge(DISTANCE, lambda x, w, b: -abs(w @ x + b) / np.linalg.norm(w)).status == "passed"
