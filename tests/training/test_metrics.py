"""Metrics equal scikit-learn's."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs

from course_lib.training.metrics import accuracy, confusion, perplexity, quality

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60)


@given(PAIRS)
def test_counts_and_what_follows_equal_scikit_learns(pairs):
    labels, answers = map(np.array, zip(*pairs, strict=True))
    every = list(range(5))
    counts = confusion(labels, answers, num_classes=5)
    assert (counts == theirs.confusion_matrix(labels, answers, labels=every)).all()
    assert accuracy(counts) == pytest.approx(theirs.accuracy_score(labels, answers), abs=1e-12)
    for average in ("macro", "micro", None):
        wanted = theirs.precision_recall_fscore_support(
            labels, answers, labels=every, average=average, zero_division=0
        )
        for ours, other in zip(quality(counts, average=average), wanted[:3], strict=True):
            np.testing.assert_allclose(ours, other, atol=1e-12)


def test_rows_are_true_classes_and_tensors_will_do():
    counts = confusion(torch.tensor([0, 0, 2]), torch.tensor([0, 1, 2]))
    assert counts.tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    assert quality(counts).recall == pytest.approx((0.5 + 0 + 1) / 3)


@pytest.mark.parametrize(
    ("labels", "answers", "wrong"),
    [([0, 1], [0], "expected labels and predictions"), ([], [], "expected labels"),
     ([0, 2], [0, 1], "0 … 1, got 2"), ([0, -1], [0, 1], "got -1")],
)  # fmt: skip
def test_wrong_classes_are_named(labels, answers, wrong):
    with pytest.raises(ValueError, match=wrong):
        confusion(labels, answers, num_classes=2)


def test_another_average_is_named():
    with pytest.raises(ValueError, match="average must be"):
        quality(np.eye(2, dtype=int), average="weighted")


def test_perplexity_is_the_number_of_equally_likely_tokens():
    logits, labels = torch.zeros(7, 10, dtype=torch.float64), torch.arange(7)
    loss = torch.nn.functional.cross_entropy(logits, labels).item()
    assert perplexity(loss) == pytest.approx(10, rel=1e-12)
    assert perplexity(0) == 1
    assert perplexity(1e9) == math.inf
    for wrong in (-0.1, math.nan):
        with pytest.raises(ValueError, match="at least 0"):
            perplexity(wrong)
