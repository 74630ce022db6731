"""Exercises on attention agree with the library and with autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.exercises import exercises
from course_lib.models.attention import AdditiveAttention, attend, masked_softmax

CONTEXT, SCORES, MASKED, BACKWARD = exercises("additive_attention")


@pytest.mark.parametrize("seed", range(5))
def test_contexts_and_weights_are_the_librarys(seed):
    for scores, values in CONTEXT.inputs(seed):
        context, _ = attend(torch.tensor(scores)[None], torch.tensor(values))
        np.testing.assert_allclose(CONTEXT.reference(scores, values), context[0], atol=1e-14)
    for scores, lengths in MASKED.inputs(seed):
        mask = torch.arange(scores.shape[1]) < torch.tensor(lengths)[:, None]
        weights = masked_softmax(torch.tensor(scores), mask)
        np.testing.assert_allclose(MASKED.reference(scores, lengths), weights, atol=1e-14)


@pytest.mark.parametrize("seed", range(5))
def test_additive_scores_are_the_librarys(seed):
    for q, keys, W, U, v in SCORES.inputs(seed):
        layer = AdditiveAttention(3, 3, hidden_size=3).double()
        with torch.no_grad():
            layer.query.bias.zero_()
            for part, weight in zip((layer.query, layer.key), (W, U), strict=True):
                part.weight.copy_(torch.tensor(weight))
            layer.score.weight.copy_(torch.tensor(v)[None])
            found = layer.scores(torch.tensor(q)[None, None], torch.tensor(keys)[None])
        np.testing.assert_allclose(SCORES.reference(q, keys, W, U, v), found[0, 0], atol=1e-14)


@pytest.mark.parametrize("seed", range(5))
def test_gradients_are_autograds(seed):
    for weights, values, dcontext in BACKWARD.inputs(seed):
        scores = torch.tensor(weights).log().requires_grad_()
        leaf = torch.tensor(values).requires_grad_()
        context, _ = attend(scores[None], leaf)
        context[0].backward(torch.tensor(dcontext))
        dscores, dvalues = BACKWARD.reference(weights, values, dcontext)
        np.testing.assert_allclose(dscores, scores.grad, atol=1e-14)
        np.testing.assert_allclose(dvalues, leaf.grad, atol=1e-14)
