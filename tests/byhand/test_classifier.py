"""The small classifier: autograd's gradients, torch's loss, torch's steps."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from course_lib.byhand import classifier
from course_lib.byhand.classifier import Weights
from course_lib.data.toy import moons, xor


def _torch_scores(x, W, c, v, b):
    h = torch.tanh(x @ W.T + c) if len(W) else x
    return h @ v + b


@pytest.mark.parametrize("hidden", [0, 1, 5])
def test_loss_and_gradients_are_torchs(hidden):
    x, labels = moons(30, seed=hidden)
    weights = classifier.start(2, hidden=hidden, seed=3)
    leaves = [
        torch.tensor(part, dtype=torch.float64, requires_grad=True)
        for part in vars(weights).values()
    ]
    s = _torch_scores(torch.tensor(x), *leaves)
    loss = binary_cross_entropy_with_logits(s, torch.tensor(labels, dtype=torch.float64))
    np.testing.assert_allclose(classifier.scores(x, weights), s.detach(), rtol=1e-12)
    assert classifier.mean_loss(s.detach().numpy(), labels) == pytest.approx(loss.item(), rel=1e-12)
    expected = torch.autograd.grad(loss, leaves, allow_unused=True)
    for (name, ours), theirs in zip(
        vars(classifier.gradients(x, labels, weights)).items(), expected, strict=True
    ):
        other = np.zeros_like(ours) if theirs is None else theirs.numpy()
        np.testing.assert_allclose(ours, other, rtol=1e-11, atol=1e-14, err_msg=name)


def test_scores_of_any_size_give_a_finite_loss():
    s = np.array([-1e4, 1e4, -1e4, 1e4])
    assert classifier.mean_loss(s, np.array([0, 1, 1, 0])) == pytest.approx(5e3)
    far = Weights(np.zeros((0, 2)), np.zeros(0), np.array([1e4, 1e4]), 0.0)
    assert np.isfinite(classifier.gradients(*xor(8), far).v).all()


def test_learning_solves_xor_and_keeps_what_was_asked():
    points = xor(60, seed=2)
    begin = classifier.start(2, hidden=4, seed=0)
    run = classifier.learn(*points, begin, lr=0.5, keep=(0, 7, 1500))
    assert [point.step for point in run] == [0, 7, 1500]
    assert run[0].weights is begin
    assert run[-1].right == 60
    assert run[0].loss > run[1].loss > run[2].loss
    alone = classifier.learn(*points, classifier.start(2, seed=0), lr=0.5, keep=(1500,))
    assert alone[0].right < 50


def test_what_does_not_fit_is_named():
    x, labels = xor(8)
    begin = classifier.start(2)
    with pytest.raises(ValueError, match=r"labels must have shape \(B=8,\), got \(7,\)"):
        classifier.learn(x, labels[:7], begin, lr=1.0, keep=(0,))
    for keep in ((), (3, 3), (-1, 2)):
        with pytest.raises(ValueError, match="keep must rise"):
            classifier.learn(x, labels, begin, lr=1.0, keep=keep)
    with pytest.raises(ValueError, match="dim >= 1"):
        classifier.start(0)
