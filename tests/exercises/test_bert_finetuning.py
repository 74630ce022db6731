"""The references of ``bert_finetuning`` are what the library, or autograd, computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_lib.exercises import find
from course_lib.models.bert import BERT_BASE, Bert, encode_words, layer_groups
from course_lib.training.spans import span_quality

SEEDS = range(5)


def test_rate_is_that_of_the_lowest_group():
    with torch.device("meta"):
        model = Bert(BERT_BASE)
    lowest = layer_groups(model, learning_rate=2e-5, decay=0.9)[0]
    assert lowest["name"].startswith("embeddings")
    assert find("bert_finetuning/rate").reference() == pytest.approx(lowest["lr"], rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_labels_of_pieces_are_the_librarys(seed):
    exercise = find("bert_finetuning/pieces")
    for labels, counts in exercise.inputs(seed):
        words = [[7] * count for count in counts]
        _, wanted = encode_words(words, labels, cls_id=2, sep_id=3, max_length=512)
        assert exercise.reference(labels, counts) == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_slope_of_the_head_is_autograds(seed):
    exercise = find("bert_finetuning/head")
    for X, W, U, labels in exercise.inputs(seed):
        weight = torch.from_numpy(W).requires_grad_()
        logits = torch.tanh(torch.from_numpy(X) @ weight.T) @ torch.from_numpy(U).T
        F.cross_entropy(logits, torch.from_numpy(labels)).backward()
        np.testing.assert_allclose(
            exercise.reference(X, W, U, labels), weight.grad.numpy(), atol=1e-14
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_names_are_counted_as_the_library_does(seed):
    exercise = find("bert_finetuning/whole")
    for tags, answers in exercise.inputs(seed):
        wanted = span_quality([tags], [answers]).f1
        assert exercise.reference(tags, answers) == pytest.approx(wanted, abs=1e-12)
