"""Encoder and decoder with attention: equal to a plain loop, blind to padding, able to learn."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from course_lib.generation import generate
from course_lib.models.attention import (
    AdditiveAttention,
    AttentionSeq2Seq,
    DotAttention,
    MultiplicativeAttention,
)
from tests.models.copies import same_gradients

V, W, H = 9, 8, 5
SOURCE = torch.tensor([[3, 4, 5, 6], [7, 8, 0, 0], [5, 3, 4, 0]])
LENGTHS = torch.tensor([4, 2, 3])
TARGET = torch.tensor([[1, 3, 4], [1, 5, 0], [1, 6, 7]])
TARGET_LENGTHS = torch.tensor([3, 2, 3])
PAIRS = (SOURCE, LENGTHS, TARGET, TARGET_LENGTHS)
KINDS = {
    "additive": lambda: AdditiveAttention(H, H, hidden_size=6),
    "multiplicative": lambda: MultiplicativeAttention(H, H),
    "dot": DotAttention,
}


def make(kind="additive", **options):
    torch.manual_seed(0)
    sizes = {"embedding_dim": 4, "hidden_size": H} | options
    return AttentionSeq2Seq(V, W, attention=KINDS[kind](), **sizes).double()


def one_pair(model, source, target):
    """One pair alone, word after word, without batches and masks."""
    memory, state = model.encoder(F.embedding(source[None], model.source.weight))
    rows, looked = [], []
    for token in target:
        x, state = model.decoder(F.embedding(token.view(1, 1), model.target.weight), state)
        query, scores = x[0, 0], []
        for key in memory[0]:
            scores.append(model.attention.scores(query[None, None], key[None, None]).squeeze())
        weights = torch.stack(scores).exp()
        weights = weights / weights.sum()
        context = sum(a * key for a, key in zip(weights, memory[0], strict=True))
        joined = torch.tanh(model.combine(torch.cat([context, query])))
        rows.append(model.output(joined))
        looked.append(weights)
    return torch.stack(rows), torch.stack(looked)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layers", [1, 2])
def test_equal_to_a_loop_over_words_forward_and_backward(kind, layers):
    model = make(kind, num_layers=layers)
    pairs = [
        one_pair(model, SOURCE[b, : LENGTHS[b]], TARGET[b, : TARGET_LENGTHS[b]]) for b in range(3)
    ]
    got, want = model(*PAIRS), torch.cat([logits for logits, _ in pairs])
    torch.testing.assert_close(got, want, rtol=1e-10, atol=1e-12)
    parameters = list(model.parameters())
    same_gradients(got, want, parameters, parameters)
    weights = model.alignment(SOURCE, LENGTHS, TARGET)
    assert weights.shape == (3, 3, 4)
    for b, (_, looked) in enumerate(pairs):
        torch.testing.assert_close(weights[b, : len(looked), : LENGTHS[b]], looked)
        assert not weights[b, :, LENGTHS[b] :].any()
    torch.testing.assert_close(weights.sum(2), torch.ones(3, 3, dtype=torch.float64))


def test_what_stands_in_the_padding_changes_nothing():
    model, other = make(), SOURCE.clone()
    other[1, 2:] = 7
    torch.testing.assert_close(model(other, *PAIRS[1:]), model(*PAIRS), rtol=0, atol=0)
    wide = F.pad(SOURCE, (0, 3))
    torch.testing.assert_close(model(wide, *PAIRS[1:]), model(*PAIRS), rtol=1e-12, atol=1e-13)


def test_a_source_of_which_nothing_may_be_seen_gives_a_context_of_zeros():
    model = make()
    state = model.begin(SOURCE, LENGTHS)
    blind = state._replace(mask=torch.zeros_like(state.mask))
    x = torch.randn(3, 2, H, dtype=torch.float64)
    empty = torch.cat([torch.zeros_like(x), x], dim=2)
    torch.testing.assert_close(model.read(x, blind), torch.tanh(model.combine(empty)))


def test_step_by_step_equals_all_at_once_and_generates():
    model = make()
    state = model.begin(SOURCE, LENGTHS)
    whole, _ = model.decode(TARGET, state)
    step = state
    for t in range(3):
        logits, step = model.decode(TARGET[:, t : t + 1], step)
        torch.testing.assert_close(logits[:, 0], whole[:, t], rtol=1e-10, atol=1e-12)
    start = torch.ones(3, 1, dtype=torch.long)
    said = generate(model.decode, start, state=state, max_new=4, temperature=0).ids
    again = model.decode(torch.cat([start, said[:, :-1]], dim=1), state)[0].argmax(2)
    assert torch.equal(again, said)


def test_a_step_lowers_the_loss():
    model, labels = make(), torch.tensor([3, 4, 2, 5, 2, 6, 7, 2])
    before = F.cross_entropy(model(*PAIRS), labels)
    before.backward()
    assert all(p.grad is not None and p.grad.any() for p in model.attention.parameters())
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    assert F.cross_entropy(model(*PAIRS), labels) < before
