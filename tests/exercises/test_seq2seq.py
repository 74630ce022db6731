"""Exercises on encoder and decoder agree with the library."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.exercises import exercises
from course_lib.generation import beam_search, generate
from course_lib.text.flat import flatten, surround
from course_lib.training.bleu import bleu

DECODER_PAIRS, PRECISION, SCORES, GREEDY = exercises("seq2seq")


@pytest.mark.parametrize("seed", range(5))
def test_pairs_are_the_librarys(seed):
    for target, bos, eos in DECODER_PAIRS.inputs(seed):
        ids = flatten([target], list)
        read, said = DECODER_PAIRS.reference(target, bos, eos)
        np.testing.assert_array_equal(read, surround(ids, start=bos).flat)
        np.testing.assert_array_equal(said, surround(ids, end=eos).flat)


@pytest.mark.parametrize("seed", range(5))
def test_precision_is_the_one_of_bleu(seed):
    for said, right, n in PRECISION.inputs(seed):
        found = bleu([" ".join(said)], [" ".join(right)], tokenize="none").precisions[n - 1]
        assert PRECISION.reference(said, right, n) == pytest.approx(found / 100)


@pytest.mark.parametrize("seed", range(5))
def test_greedy_and_scores_are_the_librarys(seed):
    for table, bos, eos, max_new in GREEDY.inputs(seed):
        scores = torch.tensor(table)

        def step(ids, state, scores=scores):
            return scores[ids], state

        start = torch.tensor([[bos]])
        out = generate(step, start, max_new=max_new, stop_ids=(eos,), temperature=0)
        assert GREEDY.reference(table, bos, eos, max_new) == out.ids[0].tolist()
        for each in beam_search(step, start, width=3, max_new=4, length_penalty=0.7)[0]:
            path = [bos, *each.ids]
            log_p = scores.log_softmax(1)[path[:-1], path[1:]]
            (score,) = SCORES.reference([log_p.exp().numpy()], 0.7)
            assert each.score == pytest.approx(score)
