"""Stopped anywhere, a run ends as if it had never stopped; a damaged checkpoint is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from course_lib.training import Checkpoints, CheckpointWarning
from tests.training import trained

ROOT = Path(__file__).parents[2]


def _same(a, b):
    return all(torch.equal(p, q) for p, q in zip(a.values(), b.values(), strict=True))


class Stop(Exception):
    """Stands for a lost machine."""


class Stopping:
    """Batches that break off after so many, once."""

    def __init__(self, batches, after):
        self.batches, self.left = batches, after

    def __iter__(self):
        for batch in self.batches:
            if self.left == 0:
                raise Stop
            self.left -= 1
            yield batch

    def __len__(self):
        return len(self.batches)

    def __getattr__(self, name):
        return getattr(self.batches, name)

    def __setattr__(self, name, value):
        own = name in {"batches", "left"}
        object.__setattr__(self, name, value) if own else setattr(self.batches, name, value)


def _shuffled():
    return trained.Shuffled(*trained.data())


def _loader():
    order = torch.Generator().manual_seed(5)
    return DataLoader(TensorDataset(*trained.data()), batch_size=6, shuffle=True, generator=order)


def _loader_of_the_global_generator():
    return DataLoader(TensorDataset(*trained.data()), batch_size=6, shuffle=True)


@pytest.mark.parametrize("make", [_shuffled, _loader, _loader_of_the_global_generator])
@pytest.mark.parametrize("after", [0, 2, 3, 10, 17, 35, 39])
def test_stopped_anywhere_a_run_ends_the_same(tmp_path, make, after):
    whole, history = trained.train(None, batches=make())
    with pytest.raises(Stop):
        trained.train(tmp_path, batches=Stopping(make(), after))
    resumed, again = trained.train(tmp_path, batches=make())
    assert _same(whole.state_dict(), resumed.state_dict())
    assert again.epochs == history.epochs
    assert again.best == history.best
    assert _same(again.best_state, history.best_state)


def test_a_finished_run_is_not_trained_again_and_may_be_longer(tmp_path):
    model, history = trained.train(tmp_path)
    same, again = trained.train(tmp_path)
    assert _same(model.state_dict(), same.state_dict())
    assert again.epochs == history.epochs
    assert len(trained.train(tmp_path, epochs=5)[1].epochs) == 5


def _start(folder, out, slow):
    command = [sys.executable, "-m", "tests.training.trained", folder, out, slow]
    return subprocess.Popen([str(part) for part in command], cwd=ROOT)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_killed_in_the_middle_a_run_ends_with_the_same_bits(tmp_path):
    folder, out = tmp_path / "states", tmp_path / "weights.pt"
    process = _start(folder, out, 0.05)
    deadline = time.monotonic() + 120
    while not (folder.exists() and len(Checkpoints(folder).files()) == 2):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline, "no checkpoint came"
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not out.exists()
    assert _start(folder, out, 0).wait(timeout=120) == 0
    whole, _ = trained.train(None)
    assert _same(whole.state_dict(), torch.load(out, weights_only=True))


def _damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_checkpoint_is_refused_and_the_one_before_takes_its_place(tmp_path):
    whole, _ = trained.train(None)
    with pytest.raises(Stop):
        trained.train(tmp_path, batches=Stopping(_shuffled(), 25))
    last, before = Checkpoints(tmp_path).files()
    _damage(last)
    with pytest.warns(CheckpointWarning, match=f"{last.name} is refused, .* from {before.name}"):
        resumed, _ = trained.train(tmp_path)
    assert _same(whole.state_dict(), resumed.state_dict())


def test_nothing_is_started_anew_where_all_checkpoints_are_damaged(tmp_path):
    trained.train(tmp_path, epochs=1)
    for path in Checkpoints(tmp_path).files():
        path.write_bytes(path.read_bytes()[:-100])
    with (
        pytest.warns(CheckpointWarning),
        pytest.raises(ValueError, match="no whole checkpoint is left"),
    ):
        trained.train(tmp_path)


def test_two_states_stay_and_halves_of_a_killed_writer_go(tmp_path):
    store = Checkpoints(tmp_path)
    assert store.load() is None
    for step in (1, 2, 10):
        store.save({"step": step}, step=step)
        (tmp_path / ".step-000000011.pt-xyz").write_bytes(b"half")
    store.save({"step": 10}, step=10)
    assert [path.name for path in store.files()] == ["step-000000010.pt", "step-000000002.pt"]
    assert len(list(tmp_path.iterdir())) == 2
    assert store.load() == {"step": 10}


def test_wrong_options_are_named(tmp_path):
    with pytest.raises(ValueError, match="keep must be at least 1"):
        Checkpoints(tmp_path, keep=0)
    with pytest.raises(ValueError, match="every must be at least 1 and needs checkpoints"):
        trained.train(tmp_path, every=0)
