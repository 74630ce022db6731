"""The encoder–decoder: padding does not matter, one step at a time equals all at once."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_lib.generation import beam_search, generate
from course_lib.models.seq2seq import DecoderState, Seq2Seq
from tests.models.copies import same_gradients

V, W, D, H = 9, 8, 4, 5
SOURCE = torch.tensor([[3, 4, 5, 6], [7, 8, 0, 0], [5, 3, 4, 0]])
LENGTHS = torch.tensor([4, 2, 3])
TARGET = torch.tensor([[1, 3, 4], [1, 5, 0], [1, 6, 7]])
TARGET_LENGTHS = torch.tensor([3, 2, 3])


def make(**options):
    torch.manual_seed(0)
    return Seq2Seq(V, W, **({"embedding_dim": D, "hidden_size": H} | options)).double()


def by_torch(model, source, target):
    """One pair alone, with torch's layers and nothing else."""
    _, state = model.encoder(F.embedding(source[None], model.source.weight))
    x, _ = model.decoder(F.embedding(target[None], model.target.weight), state)
    return F.linear(x, model.output.weight, model.output.bias)[0]


@pytest.mark.parametrize("layers", [1, 2])
def test_equal_to_torchs_layers_pair_by_pair(layers):
    model = make(num_layers=layers)
    got = model(SOURCE, LENGTHS, TARGET, TARGET_LENGTHS)
    want = torch.cat([
        by_torch(model, SOURCE[b, : LENGTHS[b]], TARGET[b, : TARGET_LENGTHS[b]])
        for b in range(3)
    ])  # fmt: skip
    torch.testing.assert_close(got, want, rtol=1e-10, atol=1e-12)
    parameters = list(model.parameters())
    same_gradients(got, want, parameters, parameters)


def test_sources_of_one_length_take_the_faster_way_to_the_same_place():
    model, ids = make(), SOURCE[:1].repeat(2, 1)
    one, two = model.begin(ids), model.begin(ids, torch.tensor([4, 4]))
    padded = model.begin(F.pad(ids, (0, 3)), torch.tensor([4, 4]))
    for other in (two, padded):
        torch.testing.assert_close(one.h, other.h, rtol=1e-12, atol=1e-13)
    assert padded.mask.sum(1).tolist() == [4, 4]
    assert padded.memory[:, 4:].abs().max() == 0


def test_the_last_state_of_the_encoder_is_the_last_real_output():
    state = make().begin(SOURCE, LENGTHS)
    for b, length in enumerate(LENGTHS.tolist()):
        torch.testing.assert_close(state.memory[b, length - 1], state.h[0, b])


def test_step_by_step_equals_all_at_once():
    model = make()
    state = model.begin(SOURCE, LENGTHS)
    whole, _ = model.decode(TARGET, state)
    for t in range(3):
        logits, state = model.decode(TARGET[:, t : t + 1], state)
        torch.testing.assert_close(logits[:, 0], whole[:, t], rtol=1e-10, atol=1e-12)


def test_a_teacher_who_always_speaks_changes_nothing_and_one_who_never_does_is_greedy():
    model = make()
    inputs = (SOURCE, LENGTHS, TARGET, TARGET_LENGTHS)
    nearly = model(*inputs, teacher_share=1 - 1e-12)
    torch.testing.assert_close(nearly, model(*inputs), rtol=1e-10, atol=1e-12)
    alone = model(*inputs, teacher_share=0.0)
    start = torch.ones(3, 1, dtype=torch.long)
    said = generate(
        model.decode, start, state=model.begin(SOURCE, LENGTHS), max_new=3, temperature=0
    ).ids
    mask = torch.arange(3) < TARGET_LENGTHS[:, None]
    assert torch.equal(alone.argmax(1), said[mask])


def test_half_a_teacher_lies_between():
    model = make()
    inputs = (SOURCE[:1], LENGTHS[:1], TARGET[:1], TARGET_LENGTHS[:1])
    full, none = model(*inputs), model(*inputs, teacher_share=0.0)
    assert not torch.allclose(full, none)
    torch.manual_seed(0)
    seen = [model(*inputs, teacher_share=0.5) for _ in range(40)]
    after_first = {
        tuple(torch.isclose(each[1], which[1]).all().item() for which in (full, none))
        for each in seen
    }
    assert after_first == {(True, False), (False, True)}


def test_a_beam_keeps_each_sentence_with_its_own_source():
    model, start = make(num_layers=2), torch.ones(3, 1, dtype=torch.long)
    options = {"width": 4, "max_new": 5, "stop_ids": (2,), "select": DecoderState.select}
    together = beam_search(model.decode, start, state=model.begin(SOURCE, LENGTHS), **options)
    for b in range(3):
        alone = beam_search(
            model.decode, start[:1], state=model.begin(SOURCE[b : b + 1, : LENGTHS[b]]), **options
        )
        assert [each.ids for each in alone[0]] == [each.ids for each in together[b]]


def test_there_is_a_place_for_attention():
    class Looking(Seq2Seq):
        def read(self, x, state):
            assert state.memory.shape[:2] == state.mask.shape
            return x + state.memory.masked_fill(~state.mask[..., None], 0).sum(1, keepdim=True)

    torch.manual_seed(0)
    looking = Looking(V, W, embedding_dim=D, hidden_size=H).double()
    inputs = (SOURCE, LENGTHS, TARGET, TARGET_LENGTHS)
    assert not torch.allclose(looking(*inputs), make()(*inputs))


def test_dropout_works_in_training_only():
    model = make(dropout=0.5, num_layers=2)
    inputs = (SOURCE, LENGTHS, TARGET, TARGET_LENGTHS)
    assert not torch.equal(model(*inputs), model(*inputs))
    model.eval()
    assert torch.equal(model(*inputs), model(*inputs))


def test_wrong_numbers_are_one_error():
    model = make()
    with pytest.raises(ValueError, match="source ids must lie in 0 … 8, got 9"):
        model.begin(torch.tensor([[9]]))
    with pytest.raises(ValueError, match="target ids must lie in 0 … 7, got 8"):
        model.decode(torch.tensor([[8]]), model.begin(SOURCE[:1]))
    with pytest.raises(ValueError, match=r"teacher_share must lie in \[0, 1\], got 2"):
        model(SOURCE, LENGTHS, TARGET, TARGET_LENGTHS, teacher_share=2)
    with pytest.raises(ValueError, match="lengths must lie in 1 … 4, got 0"):
        model.begin(SOURCE, torch.tensor([4, 0, 1]))
    assert isinstance(model, nn.Module)
