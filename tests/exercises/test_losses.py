"""Exercises on losses agree with PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_lib.exercises import exercises, judge
from course_lib.exercises.losses._by_hand import TARGET, P

BCE_BY_HAND, LOG_SUM_EXP, LOGIT_GRADIENT, WEIGHTED_NLL = exercises("losses")


def test_bce_by_hand_is_torchs():
    expected = F.binary_cross_entropy(torch.from_numpy(P), torch.from_numpy(TARGET)).item()
    assert BCE_BY_HAND.reference() == pytest.approx(expected, rel=1e-12)
    assert judge(BCE_BY_HAND, 0.4149).status == "passed"
    assert judge(BCE_BY_HAND, 0.41).status == "wrong"


def test_log_sum_exp_is_torchs_and_is_tried_far_out():
    tried = LOG_SUM_EXP.inputs(0)
    for (z,) in tried:
        expected = torch.logsumexp(torch.from_numpy(z), 0).item()
        assert LOG_SUM_EXP.reference(z) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_logits_far_out_are_always_among_the_inputs(seed):
    assert any(abs(z).max() > 900 for (z,) in LOG_SUM_EXP.inputs(seed))


def test_logit_gradient_is_autograd():
    for logits, labels in LOGIT_GRADIENT.inputs(0):
        leaf = torch.tensor(logits, requires_grad=True)
        F.cross_entropy(leaf, torch.from_numpy(labels)).backward()
        ours = LOGIT_GRADIENT.reference(logits, labels)
        np.testing.assert_allclose(ours, leaf.grad.numpy(), rtol=1e-12, atol=1e-15)


def test_weighted_nll_is_torchs():
    for log_p, labels, weight, ignore in WEIGHTED_NLL.inputs(0):
        expected = F.nll_loss(*map(torch.from_numpy, (log_p, labels, weight)), ignore_index=ignore)
        ours = WEIGHTED_NLL.reference(log_p, labels, weight, ignore)
        assert ours == pytest.approx(expected.item(), rel=1e-12)
