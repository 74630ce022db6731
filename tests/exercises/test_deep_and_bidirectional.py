"""The references of ``deep_and_bidirectional`` are what torch computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_lib.exercises import find

SEEDS = range(5)


def test_backward_state_is_torchs():
    layer = torch.nn.RNN(1, 1, bias=False, batch_first=True, bidirectional=True).double()
    with torch.no_grad():
        layer.weight_ih_l0_reverse.fill_(0.8)
        layer.weight_hh_l0_reverse.fill_(0.5)
        outputs, _ = layer(torch.tensor([[[0.2], [-1.0], [0.6]]], dtype=torch.float64))
    wanted = outputs[0, 0, 1].item()
    reference = find("deep_and_bidirectional/backward_state").reference
    assert reference() == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("directions", [1, 2])
def test_size_is_that_of_torchs_layers(layers, directions):
    size = find("deep_and_bidirectional/size").reference
    stack = torch.nn.GRU(7, 5, num_layers=layers, bidirectional=directions == 2)
    assert size(7, 5, layers, directions) == sum(p.numel() for p in stack.parameters())


@pytest.mark.parametrize("seed", SEEDS)
def test_reversing_twice_changes_nothing_and_padding_stays(seed):
    exercise = find("deep_and_bidirectional/reverse")
    for ids, lengths in exercise.inputs(seed):
        once = exercise.reference(ids, lengths)
        padding = np.arange(ids.shape[1]) >= lengths[:, None]
        assert (once[padding] == ids[padding]).all()
        assert (once[:, 0] == ids[np.arange(len(ids)), lengths - 1]).all()
        np.testing.assert_array_equal(exercise.reference(once, lengths), ids)


@pytest.mark.parametrize("seed", SEEDS)
def test_ends_are_torchs_last_states(seed):
    torch.manual_seed(seed)
    x, lengths = torch.randn(4, 6, 3).double(), torch.tensor([6, 1, 4, 2])
    layer = torch.nn.LSTM(3, 5, batch_first=True, bidirectional=True).double()
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    with torch.no_grad():
        outputs, (h, _) = layer(packed)
    padded = pad_packed_sequence(outputs, batch_first=True)[0].numpy()
    found = find("deep_and_bidirectional/ends").reference(padded, lengths.numpy())
    np.testing.assert_array_equal(found, torch.cat([h[-2], h[-1]], dim=1).numpy())
