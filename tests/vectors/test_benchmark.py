"""The benchmark gives both trainers the same corpus and judges what they learned."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import vectors
from course_lib.vectors.keyed import KeyedVectors


def test_documents_become_the_mean_of_the_words_that_have_vectors():
    keyed = KeyedVectors(["a", "b"], np.array([[2.0, 0.0], [0.0, 2.0]]))
    found = vectors.means(keyed, [["a", "b", "?"], ["?"], ["a"]])
    np.testing.assert_allclose(found, [[0.5, 0.5], [0, 0], [1, 0]])


def test_both_trainers_know_the_same_words():
    pytest.importorskip("gensim")
    rng = np.random.default_rng(0)
    documents = [[f"w{i}" for i in rng.integers(0, 20, 9)] for _ in range(60)]
    found = [trainer(documents) for trainer in (vectors.ours, vectors.gensims)]
    assert set(found[0][0].words) == set(found[1][0].words)
    assert all(keyed.dim == vectors.DIM and taken["wall"] > 0 for keyed, taken in found)
