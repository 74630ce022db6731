"""A corpus that does not fit into the memory there is: it trains, and its neighbours are counted.

The limit is one on data (RLIMIT_DATA): a mapped file takes addresses but no memory of its own, so
a limit on addresses (RLIMIT_AS) would forbid what the operating system gives for nothing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
import resource, sys
import numpy as np
import torch
from course_lib.data.store import save_ids
from course_lib.vectors.cooccurrence import count_cooccurrences
from course_lib.vectors.word2vec import Settings, Word2Vec

torch.set_num_threads(1)
rng = np.random.default_rng(0)
share = 1 / np.arange(1, 201)
share /= share.sum()
documents = (rng.choice(200, 2000, p=share) for _ in range(3000))
ids = save_ids(sys.argv[1], documents, vocab_size=200)
settings = Settings(
    dim=8, window=1, shared=8, epochs=1, batch_tokens=16_384, subsample=1e-5, output=sys.argv[2]
)
model = Word2Vec(np.bincount(ids.flat[:100_000], minlength=200), settings=settings, device="cpu")
model.train(ids, until=3)
first = type(ids)(ids.flat[:20_000], ids.offsets[:10])
count_cooccurrences(first, size=200, window=1)

status = dict(line.split(":", 1) for line in open("/proc/self/status"))
limit = int(status["VmData"].split()[0]) * 1024 + 32 * 2**20
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
try:
    np.array(ids.flat, dtype=np.int64)
except MemoryError:
    print("does not fit")
model.train(ids)
counts = count_cooccurrences(ids, size=200, window=1, batch_tokens=20_000)
vectors = model.keyed(map(str, range(200))).vectors
print(model.steps_done == model.steps(ids), bool(np.isfinite(vectors).all()))
print(int(counts.values.sum()) == 2 * 3000 * 1999)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="limits of memory need Linux")
@pytest.mark.parametrize("output", ["negative", "hierarchical"])
def test_a_corpus_larger_than_memory(tmp_path, output):
    command = [sys.executable, "-c", CHILD, str(tmp_path / "ids"), output]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["does not fit", "True True", "True"], done.stderr
