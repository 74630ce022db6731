"""The exercises on supervised training: torch agrees, and so do other ways to write them."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader

from course_lib.exercises import exercises, judge
from course_lib.exercises.supervised_training._early_stop import early_stop
from course_lib.exercises.supervised_training._steps import steps

STEPS, EPOCH_LOSS, EARLY_STOP, TRAIN_UNIT = exercises("supervised_training")


def test_steps_are_a_dataloaders():
    for samples, batch_size, epochs, drop_last in STEPS.inputs(3):
        loader = DataLoader(range(samples), batch_size=batch_size, drop_last=drop_last)
        assert steps(samples, batch_size, epochs, drop_last) == epochs * len(loader)


def test_a_running_total_is_an_epoch_loss_too():
    def running(losses, sizes):
        total = count = 0
        for loss, size in zip(losses, sizes, strict=True):
            total, count = total + loss * size, count + size
        return torch.tensor(total / count)

    assert judge(EPOCH_LOSS, running).status == "passed"


def test_counting_bad_epochs_is_early_stopping_too():
    def counting(losses, patience):
        best, bad = 0, 0
        for i, loss in enumerate(losses):
            best, bad = (i, 0) if loss < losses[best] else (best, bad + (i > 0))
            if bad == patience:
                return best + 1, i + 1
        return best + 1, len(losses)

    assert judge(EARLY_STOP, counting).status == "passed"
    assert early_stop([3.0, 2.0, 1.0], 2) == (3, 3)
    assert early_stop([1.0, 1.0, 1.0, 0.5], 2) == (1, 3)


def test_a_module_trains_a_unit_too():
    def module(X, y, lr, steps):
        linear = nn.Linear(X.shape[1], 1, dtype=torch.float64)
        nn.init.zeros_(linear.weight)
        nn.init.zeros_(linear.bias)
        optimizer, loss_of = torch.optim.SGD(linear.parameters(), lr=lr), nn.BCEWithLogitsLoss()
        for _ in range(steps):
            optimizer.zero_grad()
            loss_of(linear(X).squeeze(1), y).backward()
            optimizer.step()
        return linear.weight[0], linear.bias.item()

    assert judge(TRAIN_UNIT, module).status == "passed"
