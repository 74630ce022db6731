"""Beam search: exact where the beam holds everything, greedy where it is one wide."""

from __future__ import annotations

import math

import pytest
import torch

from course_lib.generation import beam_search, generate, select_rows
from course_lib.models.attention.cache import LayerCache
from tests.generation.toys import bigram, counting, every_text

V, LONGEST, STOP = 4, 4, 1
PROMPTS = torch.tensor([[2, 0], [3, 3], [0, 2]])


@pytest.mark.parametrize("penalty", [0.0, 0.6, 1.0, 2.0])
@pytest.mark.parametrize("seed", range(3))
def test_a_beam_that_holds_everything_is_exact(seed, penalty):
    step, log_prob = counting(V, seed=seed)
    found = beam_search(
        step, PROMPTS, width=(V - 1) ** LONGEST, max_new=LONGEST, stop_ids=(STOP,),
        length_penalty=penalty,
    )  # fmt: skip
    for prompt, own in zip(PROMPTS.tolist(), found, strict=True):
        texts = list(every_text(log_prob, prompt, V, LONGEST, STOP))
        ranked = sorted(texts, key=lambda each: -each[1] / len(each[0]) ** penalty)
        assert own[0].ids == ranked[0][0]
        for hypothesis, (_, total) in zip(own[:10], ranked, strict=False):
            assert hypothesis.score == pytest.approx(total / len(hypothesis.ids) ** penalty)
            assert hypothesis.ended == (hypothesis.ids[-1] == STOP)


@pytest.mark.parametrize("seed", range(5))
def test_a_narrow_beam_never_says_what_is_not_so(seed):
    step, log_prob = counting(V, seed=seed)
    for prompt, own in zip(
        PROMPTS.tolist(),
        beam_search(step, PROMPTS, width=3, max_new=LONGEST, stop_ids=(STOP,)),
        strict=True,
    ):
        assert len({each.ids for each in own}) == len(own)
        assert [each.score for each in own] == sorted((h.score for h in own), reverse=True)
        for each in own:
            assert each.log_prob == pytest.approx(log_prob(prompt, each.ids))


def test_width_one_is_greedy():
    step, _ = counting(V)
    greedy = generate(step, PROMPTS, max_new=5, temperature=0).ids
    found = beam_search(step, PROMPTS, width=1, max_new=5)
    assert [own[0].ids for own in found] == [tuple(row) for row in greedy.tolist()]


def test_a_wider_beam_finds_what_greedy_misses():
    """Token 2 is the better first step, but what follows 3 is certain."""
    table = torch.full((4, 4), -math.inf, dtype=torch.float64)
    table[0, 2], table[0, 3] = math.log(0.55), math.log(0.45)
    table[2] = math.log(0.25)
    table[3, 1] = 0.0

    def step(ids, state):
        return table[ids], state

    start = torch.tensor([[0]])
    greedy, wide = (
        beam_search(step, start, width=width, max_new=2, length_penalty=0)[0][0] for width in (1, 2)
    )
    assert (greedy.ids[0], wide.ids) == (2, (3, 1))
    assert math.exp(wide.log_prob) == pytest.approx(0.45)


@pytest.mark.parametrize("width", [1, 2])
def test_the_length_penalty_decides_between_short_and_long(width):
    """0.5 and an end, or 0.5 and then three certain tokens and an end."""
    table = torch.full((5, 5), -math.inf, dtype=torch.float64)
    table[0, 1], table[0, 2] = math.log(0.51), math.log(0.49)
    table[2, 3], table[3, 4], table[4, 1] = 0.0, 0.0, 0.0

    def step(ids, state):
        return table[ids], state

    for penalty, best in ((0.0, (1,)), (1.0, (2, 3, 4, 1))):
        found = beam_search(
            step,
            torch.tensor([[0]]),
            width=width,
            max_new=6,
            stop_ids=(1,),
            length_penalty=penalty,
        )
        assert found[0][0].ids == best


def test_equal_to_transformers():
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=11, n_embd=16, n_layer=2, n_head=2, n_positions=32,
        bos_token_id=0, eos_token_id=1, pad_token_id=1, initializer_range=0.6,
    )  # fmt: skip
    model = transformers.GPT2LMHeadModel(config).double().eval()
    ids = torch.tensor([[2, 3], [7, 8], [9, 4]])

    def step(new, so_far):
        so_far = new if so_far is None else torch.cat([so_far, new], dim=1)
        return model(so_far).logits, so_far

    for penalty in (0.0, 1.0, 1.7):
        expected = model.generate(
            ids, attention_mask=torch.ones_like(ids), num_beams=4, max_new_tokens=7,
            length_penalty=penalty, early_stopping="never", do_sample=False,
            num_return_sequences=2, return_dict_in_generate=True, output_scores=True,
        )  # fmt: skip
        found = beam_search(step, ids, width=4, max_new=7, stop_ids=(1,), length_penalty=penalty)
        for b, own in enumerate(found):
            for place in range(2):
                theirs = expected.sequences[2 * b + place, 2:].tolist()
                assert own[place].ids == tuple(theirs[: len(own[place].ids)])
                score = expected.sequences_scores[2 * b + place].item()
                assert own[place].score == pytest.approx(score, abs=1e-5)


def test_rows_of_any_state_are_picked():
    rows = torch.tensor([2, 0])
    x = torch.arange(6).view(3, 2)
    assert select_rows(None, rows) is None
    assert select_rows(x, rows).tolist() == [[4, 5], [0, 1]]
    h, (c,) = select_rows([x[None], (x[None],)], rows, axis=1)
    assert h.tolist() == c.tolist() == [[[4, 5], [0, 1]]]
    cache = LayerCache()
    cache.append(x.float()[:, None, None], x.float()[:, None, None])
    assert select_rows((cache,), rows)[0]._keys[:, 0, 0].tolist() == [[4, 5], [0, 1]]
    with pytest.raises(TypeError, match="got int"):
        select_rows(3, rows)


@pytest.mark.parametrize("options", [{"width": 0}, {"max_new": 0}, {"length_penalty": -1}], ids=str)
def test_what_is_out_of_range_is_one_error(options):
    step, _ = bigram(V)
    with pytest.raises(ValueError, match="expected 1 or more, length_penalty >= 0"):
        beam_search(step, PROMPTS, **({"width": 2, "max_new": 3} | options))
