"""What is done to logits equals transformers' processors."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.generation import keep_top_k, keep_top_p, penalize_repeats, shape_logits


def draw(B=4, V=9, *, seed=0, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)
    logits = 3 * torch.randn(B, V, generator=generator, dtype=dtype)
    return logits, torch.randint(V, (B, 5), generator=generator)


def processors():
    return pytest.importorskip("transformers.generation.logits_process")


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 99),
    k=st.integers(1, 12),
    p=st.floats(0.05, 0.99),
    heat=st.floats(0.2, 3),
    penalty=st.floats(0.5, 2),
)
def test_equal_to_transformers(seed, k, p, heat, penalty):
    hf = processors()
    logits, ids = draw(seed=seed)
    expected = logits
    for each in (
        hf.RepetitionPenaltyLogitsProcessor(penalty),
        hf.TemperatureLogitsWarper(heat),
        hf.TopKLogitsWarper(k),
        hf.TopPLogitsWarper(p),
    ):
        expected = each(ids, expected)
    got = shape_logits(logits, ids, temperature=heat, top_k=k, top_p=p, repetition_penalty=penalty)
    torch.testing.assert_close(got, expected, rtol=0, atol=1e-12)


def test_top_k_keeps_ties_and_does_not_mind_a_large_k():
    logits = torch.tensor([[1.0, 3.0, 2.0, 2.0]])
    assert torch.isfinite(keep_top_k(logits, 2)).tolist() == [[False, True, True, True]]
    assert torch.equal(keep_top_k(logits, 99), logits)


def test_top_p_keeps_the_fewest_that_suffice():
    logits = torch.tensor([[0.1, 0.5, 0.25, 0.15]], dtype=torch.float64).log()
    kept = {
        p: torch.isfinite(keep_top_p(logits, p)).sum().item() for p in (0.01, 0.6, 0.74, 0.8, 1)
    }
    assert kept == {0.01: 1, 0.6: 2, 0.74: 2, 0.8: 3, 1: 4}


def test_repeats_get_less_whatever_the_sign():
    logits, ids = torch.tensor([[2.0, -2.0, 1.0]]), torch.tensor([[0, 1, 0]])
    assert penalize_repeats(logits, ids, 2.0).tolist() == [[1.0, -4.0, 1.0]]


def test_logits_that_come_in_stay():
    logits, ids = draw()
    before = logits.clone()
    shape_logits(logits, ids, temperature=0.5, top_k=2, top_p=0.5, repetition_penalty=1.3)
    keep_top_p(logits, 1).zero_()
    assert torch.equal(logits, before)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"temperature": 0}, "temperature must be above 0, got 0"),
        ({"temperature": float("nan")}, "temperature must be above 0, got nan"),
        ({"top_k": 0}, "top_k must be at least 1, got 0"),
        ({"top_p": 0}, r"top_p must lie in \(0, 1\], got 0"),
        ({"top_p": 1.1}, r"top_p must lie in \(0, 1\], got 1.1"),
        ({"repetition_penalty": 0}, "repetition_penalty must be above 0, got 0"),
    ],
)
def test_what_is_out_of_range_is_one_error(option, message):
    with pytest.raises(ValueError, match=message):
        shape_logits(*draw(), **option)


def test_a_penalty_needs_the_ids():
    with pytest.raises(ValueError, match="needs the ids so far"):
        shape_logits(draw()[0], repetition_penalty=1.2)
