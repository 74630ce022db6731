"""The references of ``packed_sequences`` are what torch computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence

from course_lib.exercises import find

SEEDS = range(5)


def test_batch_sizes_are_torchs():
    sentences = [torch.zeros(length) for length in (3, 5, 1, 3, 4, 1)]
    packed = pack_sequence(sentences, enforce_sorted=False)
    assert find("packed_sequences/batch_sizes").reference() == packed.batch_sizes.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_last_real_is_the_state_of_torchs_packed_layer(seed):
    exercise = find("packed_sequences/last_real")
    layer = torch.nn.GRU(3, 3, batch_first=True).double()
    for x, lengths in exercise.inputs(seed):
        inputs = torch.from_numpy(x)
        packed = pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False)
        with torch.no_grad():
            outputs, h = layer(inputs)[0].numpy(), layer(packed)[1][0]
        np.testing.assert_allclose(exercise.reference(outputs, lengths), h, rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_pack_is_torchs(seed):
    exercise = find("packed_sequences/pack")
    for ids, lengths in exercise.inputs(seed):
        ours = exercise.reference(ids, lengths)
        torchs = pack_padded_sequence(
            torch.from_numpy(ids), lengths, batch_first=True, enforce_sorted=False
        )
        order = torchs.sorted_indices.numpy()
        np.testing.assert_array_equal(ours[1], torchs.batch_sizes)
        if (order == np.argsort(-lengths, kind="stable")).all():  # torch may turn equal lengths
            np.testing.assert_array_equal(ours[0], torchs.data)
        assert sorted(ours[0]) == sorted(torchs.data.tolist())


@pytest.mark.parametrize("seed", SEEDS)
def test_last_places_hold_what_the_layer_returns(seed):
    exercise = find("packed_sequences/last_places")
    layer = torch.nn.RNN(2, 4).double()
    for (lengths,) in exercise.inputs(seed):
        order = torch.from_numpy(np.argsort(-lengths, kind="stable"))
        sentences = [torch.randn(n, 2, dtype=torch.float64) for n in lengths]
        packed = pack_sequence([sentences[i] for i in order])
        with torch.no_grad():
            outputs, h = layer(packed)
        places = torch.from_numpy(exercise.reference(lengths))
        np.testing.assert_allclose(outputs.data[places], h[0][torch.argsort(order)], rtol=1e-12)
