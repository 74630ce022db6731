"""A training that is killed for real ends as one that was not; a damaged checkpoint is told."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from course_lib.text.flat import FlatIds
from course_lib.vectors.cooccurrence import CoOccurrences, count_cooccurrences
from course_lib.vectors.glove import GloVe
from course_lib.vectors.word2vec import Settings, Word2Vec
from tests.vectors import world

ROOT = Path(__file__).parents[2]
SETTINGS = {"dim": 16, "batch_tokens": 200, "epochs": 12}
EPOCHS = 40


def _word2vec(path: Path) -> Word2Vec:
    vocab, ids = world.corpus()
    begun = path.exists()
    model = (
        Word2Vec.load(path, device="cpu")
        if begun
        else Word2Vec(vocab.counts, settings=Settings(**SETTINGS), device="cpu")
    )
    model.train(ids, checkpoint=path, checkpoint_every=50)
    return model


def _counts() -> CoOccurrences:
    vocab, ids = world.corpus()
    return count_cooccurrences(ids, size=len(vocab))


def _glove(path: Path) -> GloVe:
    counts = _counts()
    begun = path.exists()
    model = GloVe.load(path, counts, device="cpu") if begun else GloVe(counts, device="cpu")
    model.train(epochs=EPOCHS - len(model.losses), checkpoint=path)
    return model


TRAINERS = {"word2vec": _word2vec, "glove": _glove}


def _killed_after_a_checkpoint(name: str, path: Path) -> None:
    """Start a process that trains, and kill it soon after it has written."""
    code = (
        "import sys, torch; from pathlib import Path; torch.set_num_threads(1);"
        "from tests.vectors.test_resume import TRAINERS; TRAINERS[sys.argv[1]](Path(sys.argv[2]))"
    )
    child = subprocess.Popen([sys.executable, "-c", code, name, str(path)], cwd=ROOT)
    while child.poll() is None and not path.exists():
        time.sleep(0.005)
    child.kill()
    assert child.wait() == -signal.SIGKILL, "the training ended before it was killed"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to kill with")
@pytest.mark.parametrize("name", TRAINERS)
def test_a_killed_training_ends_with_the_same_vectors(name, tmp_path):
    path = tmp_path / "state"
    _killed_after_a_checkpoint(name, path)
    resumed, whole = TRAINERS[name](path), TRAINERS[name](tmp_path / "other")
    words = [str(i) for i in range(len(world.corpus()[0]))]
    assert np.array_equal(resumed.keyed(words).vectors, whole.keyed(words).vectors)
    assert resumed.losses == whole.losses


def test_a_damaged_checkpoint_is_told(tmp_path):
    path = tmp_path / "state"
    Word2Vec([3, 4], device="cpu").save(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ValueError, match="expected a whole 'course-lib word2vec 2' file, .*state"):
        Word2Vec.load(path)
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ValueError, match="is damaged"):
        GloVe.load(path, _counts())


def test_a_checkpoint_belongs_to_its_corpus(tmp_path):
    path = tmp_path / "state"
    one, two = (FlatIds(np.arange(n) % 5, np.array([0])) for n in (50, 60))
    model = Word2Vec([9] * 5, settings=Settings(dim=4, batch_tokens=10), device="cpu")
    model.train(one, until=2, checkpoint=path)
    with pytest.raises(ValueError, match="of 50 tokens that training began with, got one of 60"):
        Word2Vec.load(path, device="cpu").train(two)
    first, second = (count_cooccurrences(ids, size=5) for ids in (one, two))
    GloVe(first, dim=4, device="cpu").save(path)
    with pytest.raises(ValueError, match="the counts that training began with"):
        GloVe.load(path, second, device="cpu")


def test_states_hold_no_code(tmp_path):
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "sprung",))

    torch.save({"format": "course-lib word2vec 2", "counts": Trap()}, tmp_path / "state")
    with pytest.raises(ValueError, match="is damaged"):
        Word2Vec.load(tmp_path / "state")
    assert not (tmp_path / "sprung").exists()
