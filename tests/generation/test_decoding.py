"""Drawn tokens have the probabilities they should; greedy is the best; ends are kept."""

from __future__ import annotations

import math

import pytest
import torch

from course_lib.generation import Generated, generate, shape_logits, stream
from course_lib.models.transformer import TransformerConfig, TransformerLanguageModel
from tests.generation.toys import bigram, counting

V = 6


def test_greedy_takes_the_best_token_every_time():
    step, table = bigram(V)
    ids = torch.tensor([[2], [4]])
    out = generate(step, ids, max_new=7, temperature=0)
    for row, start in enumerate((2, 4)):
        for token in out.ids[row].tolist():
            assert token == table[start].argmax().item()
            start = token


@pytest.mark.parametrize(
    "options",
    [{}, {"temperature": 0.5}, {"temperature": 2}, {"top_k": 3}, {"top_p": 0.7}],
    ids=str,
)
def test_frequencies_are_the_probabilities(options):
    """Of 20,000 drawn pairs of tokens, none strays by five standard deviations."""
    step, table = bigram(V, spread=1.0)
    count = 20_000
    generator = torch.Generator().manual_seed(1)
    start = torch.full((count, 1), 3)
    out = generate(step, start, max_new=2, generator=generator, **options).ids
    probability = shape_logits(table, **options).softmax(1)
    expected = probability[3][:, None] * probability
    found = torch.bincount(out[:, 0] * V + out[:, 1], minlength=V * V).view(V, V)
    assert found[expected == 0].sum() == 0
    stray = (found - count * expected).abs()
    assert (stray <= 5 * (count * expected * (1 - expected)).sqrt() + 1e-9).all()


def test_a_generator_repeats_the_draws():
    step, _ = bigram(V)
    ids = torch.zeros(5, 1, dtype=torch.long)
    one, two, other = (
        generate(step, ids, max_new=9, generator=torch.Generator().manual_seed(seed)).ids
        for seed in (0, 0, 1)
    )
    assert torch.equal(one, two)
    assert not torch.equal(one, other)


def test_the_state_is_carried_and_the_prompt_is_read_once():
    step, _ = counting(V)
    seen = []

    def watched(ids, state):
        seen.append(ids.shape[1])
        return step(ids, state)

    ids = torch.tensor([[1, 2, 3], [3, 3, 3]])
    out = generate(watched, ids, max_new=4, temperature=0)
    assert seen == [3, 1, 1, 1]
    again = ids
    for _ in range(4):  # the same without a state: everything is read again
        again = torch.cat([again, step(again, None)[0][:, -1:].argmax(2)], dim=1)
    assert torch.equal(out.ids, again[:, 3:])


def forced(rows):
    """A step that writes these tokens, whatever it reads; the state counts."""

    def step(ids, state):
        t = 0 if state is None else state
        wanted = torch.tensor([row[min(t, len(row) - 1)] for row in rows])
        logits = torch.full((len(rows), ids.shape[1], V), -math.inf)
        logits[torch.arange(len(rows)), -1, wanted] = 0.0
        return logits, t + 1

    return step


def test_a_sentence_that_has_ended_waits_for_the_others():
    step = forced([[1, 0, 2, 2], [1, 2, 3, 0], [0, 3, 3, 3]])
    start = torch.ones(3, 1, dtype=torch.long)
    out = generate(step, start, max_new=9, stop_ids=(0,))
    assert out.ids.tolist() == [[1, 0, 0, 0], [1, 2, 3, 0], [0, 0, 0, 0]]
    assert out.lengths.tolist() == [2, 4, 1]
    running = [new.running.tolist() for new in stream(step, start, max_new=9, stop_ids=(0,))]
    assert running == [[True] * 3, [True, True, False], [False, True, False], [False, True, False]]


def test_a_condition_on_the_text_ends_a_sentence_too():
    step = forced([[1, 2, 2, 3], [4, 4, 2, 2]])

    def twice(ids):
        return (ids[:, -2:] == 2).all(1)

    out = generate(step, torch.zeros(2, 1, dtype=torch.long), max_new=4, stop_when=twice)
    assert out.lengths.tolist() == [3, 4]
    short = generate(step, torch.zeros(2, 1, dtype=torch.long), max_new=2)
    assert short.lengths.tolist() == [2, 2]


def test_rows_end_where_each_sentence_ended():
    out = Generated(
        torch.tensor([[3, 2, 2, 2], [4, 5, 4, 2], [2, 2, 2, 2]]), torch.tensor([2, 4, 1])
    )
    assert out.rows() == [[3, 2], [4, 5, 4, 2], [2]]
    assert out.rows(without=(2,)) == [[3], [4, 5, 4], []]


def test_a_stream_comes_one_by_one_and_leaves_no_gradient():
    step, _ = bigram(V)
    weight = torch.ones(1, requires_grad=True)
    calls = []

    def watched(ids, state):
        calls.append(1)
        logits = step(ids, state)[0] * weight
        assert not logits.requires_grad
        return logits, state

    news = stream(watched, torch.zeros(2, 1, dtype=torch.long), max_new=50)
    assert next(news).ids.shape == (2,)
    assert len(calls) == 1
    assert torch.is_grad_enabled()


def test_a_transformer_with_its_cache_is_a_step_as_well():
    torch.manual_seed(0)
    config = TransformerConfig(size=8, num_heads=2, num_layers=2, dropout=0.0)
    model = TransformerLanguageModel(V, config).double().eval()

    def cached(ids, cache):
        cache = cache or model.new_cache()
        return model(ids, cache=cache), cache

    ids = torch.tensor([[1, 2], [3, 4]])
    one = generate(cached, ids, max_new=6, temperature=0).ids
    so_far = ids
    with torch.no_grad():
        for _ in range(6):
            so_far = torch.cat([so_far, model(so_far)[:, -1:].argmax(2)], dim=1)
    assert torch.equal(one, so_far[:, 2:])


@pytest.mark.parametrize(("shape", "max_new"), [((2, 0), 3), ((2, 1), 0)])
def test_nothing_to_read_or_to_write_is_one_error(shape, max_new):
    step, _ = bigram(V)
    with pytest.raises(ValueError, match="expected one token and max_new >= 1"):
        generate(step, torch.zeros(shape, dtype=torch.long), max_new=max_new)
