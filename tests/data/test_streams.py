"""Streams read every id once and go on where they stopped; windows are the document's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data.streams import Streams, windows


@given(count=st.integers(2, 90), streams=st.integers(1, 7), length=st.integers(1, 20))
def test_each_stream_is_one_stretch_and_each_id_is_learned_once(count, streams, length):
    if count <= streams:
        return
    ids = np.arange(count)
    batches = list(made := Streams(ids, batch_size=streams, length=length))
    assert len(batches) == len(made)
    inputs = torch.cat([block.ids for block, _ in batches], dim=1)
    labels = torch.cat([y.view(block.ids.shape) for block, y in batches], dim=1)
    assert torch.equal(labels, inputs + 1)
    assert inputs.flatten().tolist() == list(range(inputs.numel()))
    assert count - 1 - streams < inputs.numel() <= count - 1
    assert all(block.ids.shape[1] <= length for block, _ in batches)
    fresh = [block.fresh.tolist() for block, _ in batches]
    assert fresh == [[place == 0] * streams for place in range(len(fresh))]


def test_a_second_epoch_is_the_same():
    streams = Streams(torch.arange(50), batch_size=3, length=5)
    one, two = list(streams), list(streams)
    assert all(torch.equal(a[0].ids, b[0].ids) for a, b in zip(one, two, strict=True))


def test_windows_are_the_documents_batch():
    text, T = torch.tensor([3, 1, 4, 1, 5, 9, 2, 6]), 3
    inputs, labels = windows(text, length=T)
    for i in range(len(text) - T):
        assert torch.equal(inputs[i], text[i : i + T])
        assert torch.equal(labels[i], text[i + 1 : i + T + 1])
    assert len(inputs) == len(text) - T
    assert inputs.numel() == T * len(inputs)


@pytest.mark.parametrize(("ids", "sizes"), [((3,), (3, 2)), ((9, 2), (2, 2)), ((9,), (0, 2))])
def test_too_little_text_is_one_error(ids, sizes):
    with pytest.raises(ValueError, match="expected more ids"):
        Streams(torch.zeros(ids), batch_size=sizes[0], length=sizes[1])


def test_a_window_as_long_as_the_text_is_one_error():
    with pytest.raises(ValueError, match=r"got \(4,\) and 4"):
        windows(torch.arange(4), length=4)
