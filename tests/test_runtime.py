"""Devices, seeds, budget."""

from __future__ import annotations

import random
import sys

import numpy as np
import pytest
import torch

from course_lib import runtime
from course_lib.runtime import budget, in_colab, resolve_device, seed_everything


def _machine(monkeypatch, *, cuda=0, mps=False):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize(
    ("cuda", "mps", "best"), [(0, False, "cpu"), (1, False, "cuda"), (0, True, "mps")]
)
def test_the_best_device_is_the_default(monkeypatch, cuda, mps, best):
    _machine(monkeypatch, cuda=cuda, mps=mps)
    assert resolve_device().type == resolve_device("auto").type == best


def test_a_device_by_name_or_object(monkeypatch):
    _machine(monkeypatch, cuda=2)
    assert resolve_device("cpu") == torch.device("cpu")
    assert resolve_device(torch.device("cuda:1")) == torch.device("cuda", 1)


@pytest.mark.parametrize(
    ("device", "message"),
    [
        ("cuda", "'cuda' is not there; this machine has cpu"),
        ("mps", "'mps' is not there; this machine has cpu"),
        ("meta", "'meta' is not there"),
        ("gpu", "device must be 'auto' or one of cpu, got 'gpu'"),
        (3.5, "got 3.5"),
    ],
)
def test_an_absent_device_is_one_clear_error(monkeypatch, device, message):
    _machine(monkeypatch)
    with pytest.raises(ValueError, match=message):
        resolve_device(device)


def test_a_second_gpu_that_is_not_there(monkeypatch):
    _machine(monkeypatch, cuda=1)
    with pytest.raises(ValueError, match="'cuda:1' is not there; this machine has cuda, cpu"):
        resolve_device("cuda:1")


def test_the_same_seed_gives_the_same_numbers():
    def draw():
        return random.random(), np.random.random(), torch.rand(1).item()

    seed_everything(7)
    first = draw()
    assert draw() != first
    seed_everything(7)
    assert draw() == first


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "7", True, None])
def test_a_bad_seed_is_an_error(seed):
    with pytest.raises(ValueError, match="seed must be an integer"):
        seed_everything(seed)


def test_colab_is_told_from_elsewhere(monkeypatch):
    monkeypatch.delenv("COLAB_RELEASE_TAG", raising=False)
    assert not in_colab()
    monkeypatch.setitem(sys.modules, "google.colab", random)
    assert in_colab()


def test_budget_is_real():
    found = budget()
    assert found.cores >= 1
    assert found.memory > 2**28
    assert found.device == resolve_device().type


def test_limits_of_a_container_count(monkeypatch, tmp_path):
    (tmp_path / "cpu.max").write_text("100000 100000\n")
    (tmp_path / "memory.max").write_text("1073741824\n")
    monkeypatch.setattr(runtime, "_CGROUP", tmp_path)
    assert (budget().cores, budget().memory) == (1, 2**30)
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    unlimited = budget()
    monkeypatch.setattr(runtime, "_CGROUP", tmp_path / "absent")
    assert unlimited == budget()
