"""One contract: (inputs, labels, …); several inputs are spread, a packed sequence is one."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence

from course_lib.training import evaluate, fit, train_epoch
from course_lib.training.feed import call, device_of, move


class Pair(NamedTuple):
    ids: Tensor
    lengths: Tensor


class Recorder(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2, dtype=torch.float64))
        self.seen = []

    def forward(self, *inputs):
        self.seen.append(inputs)
        return self.weight.expand(3, 2)


PACKED = pack_sequence([torch.tensor([1, 2]), torch.tensor([3])])
PAIR = Pair(torch.tensor([[1, 2], [3, 0]]), torch.tensor([2, 1]))


@pytest.mark.parametrize(
    ("inputs", "arguments"), [(PAIR, 2), (tuple(PAIR), 2), (PAIR.ids, 1), (PACKED, 1)]
)
def test_tuples_are_spread_and_a_packed_sequence_is_one(inputs, arguments):
    model = Recorder()
    call(model, inputs)
    assert len(model.seen[0]) == arguments


@pytest.mark.parametrize("rest", [(), ([0, 1, 2],)])
@pytest.mark.parametrize("inputs", [PAIR, PACKED, PAIR.ids])
def test_the_loop_takes_batches_of_every_kind(inputs, rest):
    model = Recorder()
    batches = [(inputs, torch.tensor([0, 1, 1]), *rest)]
    options = {"loss_of": nn.CrossEntropyLoss()}
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    assert evaluate(model, batches, **options).accuracy == pytest.approx(1 / 3)
    train_epoch(model, batches, optimizer=sgd, **options)
    assert len(fit(model, batches, batches, optimizer=sgd, epochs=2, **options).epochs) == 2
    assert {len(each) for each in model.seen} == {2 if inputs is PAIR else 1}


def test_moving_reaches_inside_and_keeps_the_kind():
    meta = torch.device("meta")
    moved = move({"a": [PAIR, "text", None], "b": (PAIR.ids,)}, meta)
    assert isinstance(moved["a"][0], Pair)
    assert moved["a"][0].lengths.device == meta
    assert moved["a"][1:] == ["text", None]
    assert moved["b"][0].device == meta
    packed = move(PACKED, torch.device("cpu"))
    assert isinstance(packed, PackedSequence)


def test_the_device_of_a_model():
    assert device_of(nn.Linear(1, 1, device="meta")).type == "meta"
    assert device_of(nn.ReLU()).type == "cpu"
