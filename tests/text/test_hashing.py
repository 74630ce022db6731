from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text import FlatIds, hash_ngrams
from course_lib.text.flat import flatten

V = 7
DOCUMENTS = st.lists(st.lists(st.integers(0, V - 1), max_size=6), max_size=5)


def flat(documents) -> FlatIds:
    return flatten(documents, list)


def lists(ids: FlatIds) -> list[list[int]]:
    return [document.tolist() for document in ids.documents()]


@given(DOCUMENTS, st.integers(2, 4))
def test_equal_runs_get_equal_numbers_and_different_ones_hardly_ever(documents, high):
    """With very many buckets the numbers are as good as names of the runs."""
    hashed = lists(hash_ngrams(flat(documents), first=V, buckets=2**40, high=high))
    names: dict[int, tuple[int, ...]] = {}
    assert len(hashed) == len(documents)
    for document, found in zip(documents, hashed, strict=True):
        runs = [
            tuple(document[i : i + n])
            for n in range(1, high + 1)
            for i in range(len(document) - n + 1)
        ]
        assert found[: len(document)] == document
        assert len(found) == len(runs)
        for run, number in zip(runs[len(document) :], found[len(document) :], strict=True):
            assert V <= number < V + 2**40
            assert names.setdefault(number, run) == run
    assert len(set(names.values())) == len(names)


def test_order_counts_and_documents_do_not_touch():
    (ab, ba), (a, b) = (lists(hash_ngrams(flat(d), first=V, buckets=2**40)) for d in (
        [[1, 2], [2, 1]], [[1], [2]]
    ))  # fmt: skip
    assert ab[2] != ba[2]
    assert (a, b) == ([1], [2])


def test_collisions_are_as_rare_as_chance_makes_them():
    """All pairs of 300 tokens over as many buckets: a share of 1 − 1/e of the buckets is used."""
    first, second = np.divmod(np.arange(300 * 300), 300)
    pairs = FlatIds(np.stack([first, second], 1).ravel(), 2 * np.arange(300 * 300))
    numbers = hash_ngrams(pairs, first=300, buckets=90_000).flat.reshape(-1, 3)[:, 2]
    used = len(np.unique(numbers)) / 90_000
    assert used == pytest.approx(1 - np.exp(-1), abs=0.01)
    counts = np.bincount(numbers - 300, minlength=90_000)
    assert counts.max() < 12


def test_the_numbers_never_change():
    """A trained model depends on them."""
    ids = flat([[1, 2, 3], [], [6]])
    assert lists(hash_ngrams(ids, first=V, buckets=1000, high=3)) == [
        [1, 2, 3, 293, 731, 99],
        [],
        [6],
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"first": V, "buckets": 0}, "buckets must be positive, got 0"),
        ({"first": 3, "buckets": 5}, "expected ids from 0 to 2, got 1 to 3"),
        ({"first": V, "buckets": 5, "high": 1}, "expected 1 <= low <= high"),
    ],
)
def test_bad_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        hash_ngrams(flat([[1, 2, 3]]), **options)
