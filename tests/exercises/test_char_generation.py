"""Exercises on writing character by character agree with the library."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.data.streams import Streams
from course_lib.exercises import exercises
from course_lib.exercises.char_generation._perplexity import P
from course_lib.generation import keep_top_p, shape_logits
from course_lib.training.metrics import perplexity

PERPLEXITY, TEMPERATURE, STREAMS, NUCLEUS = exercises("char_generation")


def test_perplexity_is_the_librarys():
    assert PERPLEXITY.reference() == pytest.approx(perplexity(float(-np.log(P).mean())))


@pytest.mark.parametrize("seed", range(5))
def test_temperature_and_nucleus_are_the_librarys(seed):
    for logits, tau in TEMPERATURE.inputs(seed):
        shaped = shape_logits(torch.tensor(logits)[None], temperature=tau)
        np.testing.assert_allclose(TEMPERATURE.reference(logits, tau), shaped.softmax(1)[0])
    for probs, p in NUCLEUS.inputs(seed):
        kept = keep_top_p(torch.tensor(probs).log()[None], p)
        np.testing.assert_allclose(NUCLEUS.reference(probs, p), kept.softmax(1)[0])


@pytest.mark.parametrize("seed", range(5))
def test_streams_are_the_librarys(seed):
    for ids, B in STREAMS.inputs(seed):
        inputs, labels = STREAMS.reference(ids, B)
        ((block, following),) = Streams(ids, batch_size=B, length=99)
        np.testing.assert_array_equal(inputs, block.ids)
        np.testing.assert_array_equal(labels.ravel(), following)
