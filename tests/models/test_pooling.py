from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.models.pooling import (
    AttentionPooling,
    last_step,
    length_mask,
    masked_max,
    masked_mean,
)

X = torch.randn(3, 5, 4, generator=torch.Generator().manual_seed(0))
LENGTHS = torch.tensor([2, 5, 1])
MASK = length_mask(LENGTHS, 5)
ATTENTION = AttentionPooling(4)


def by_sentence(pool):
    """Pool every sentence by itself, without any padding."""
    return torch.stack([pool(x[:length]) for x, length in zip(X, LENGTHS, strict=True)])


def test_poolings_equal_those_of_sentences_without_padding():
    torch.testing.assert_close(masked_mean(X, MASK), by_sentence(lambda x: x.mean(0)))
    torch.testing.assert_close(masked_max(X, MASK), by_sentence(lambda x: x.max(0).values))
    torch.testing.assert_close(last_step(X, LENGTHS), by_sentence(lambda x: x[-1]))
    torch.testing.assert_close(
        last_step(X, LENGTHS, bidirectional=True),
        by_sentence(lambda x: torch.cat([x[-1, :2], x[0, 2:]])),
    )
    whole = torch.ones(1, 5, dtype=torch.bool)
    torch.testing.assert_close(
        ATTENTION(X, MASK), by_sentence(lambda x: ATTENTION(x[None], whole[:, : len(x)])[0])
    )


@pytest.mark.parametrize("pool", [masked_mean, masked_max, ATTENTION])
def test_what_stands_at_padding_changes_neither_values_nor_gradients(pool):
    clean = X.clone().requires_grad_()
    spoiled = torch.where(MASK[:, :, None], X, torch.nan).requires_grad_()
    one, other = pool(clean, MASK), pool(spoiled, MASK)
    torch.testing.assert_close(one, other)
    first, second = (
        torch.autograd.grad(y.sum(), x)[0] for y, x in ((one, clean), (other, spoiled))
    )
    assert torch.isfinite(second).all()
    torch.testing.assert_close(first, second)
    assert not second[0, 2:].any()


def test_attention_weights_are_a_softmax_over_the_real_tokens():
    weights = ATTENTION.weights(X, MASK)
    torch.testing.assert_close(weights.sum(1), torch.ones(3))
    assert torch.equal(weights > 0, MASK)
    scores = ATTENTION.score(torch.tanh(ATTENTION.hidden(X[0, :2])))[:, 0]
    torch.testing.assert_close(weights[0, :2], scores.softmax(0))


@given(st.lists(st.integers(0, 6), min_size=1), st.integers(0, 7))
def test_a_mask_has_as_many_tokens_as_the_lengths_say(lengths, T):
    mask = length_mask(torch.tensor(lengths), T)
    assert mask.sum(1).tolist() == [min(length, T) for length in lengths]
    assert (mask.int().diff(dim=1) <= 0).all()


ERRORS = {
    "outputs must have shape (B, T, H), got (3, 5)": lambda: last_step(X[..., 0], LENGTHS),
    "lengths must have shape (B=3,), got (2,)": lambda: last_step(X, LENGTHS[:2]),
    "x must have shape (B, T, D), got (3, 5)": lambda: masked_mean(X[..., 0], MASK),
    "mask must have shape (B=3, T=5), got (5, 3)": lambda: masked_max(X, MASK.T),
    "every row of mask needs one True or more, got 3 without": (
        lambda: masked_mean(X, torch.zeros_like(MASK))
    ),
    "every row of mask needs one True or more, got 1 without": (
        lambda: ATTENTION(X, length_mask(torch.tensor([2, 0, 1]), 5))
    ),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)


def test_a_mask_must_be_bool():
    with pytest.raises(TypeError, match=r"mask must be bool, .* got torch.int64"):
        masked_mean(X, MASK.long())
