"""Pairs without a loop are those of the loop; what is drawn follows its distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text.flat import FlatIds
from course_lib.vectors.sampling import AliasTable, huffman, noise
from course_lib.vectors.windows import id_pairs, keep_probabilities, pairs, take

DOCUMENTS = st.lists(st.lists(st.integers(-1, 9), max_size=8), min_size=1, max_size=6)


def _flat(documents: list[list[int]]) -> FlatIds:
    lengths = [len(document) for document in documents]
    flat = np.array([i for document in documents for i in document], dtype=np.int64)
    return FlatIds(flat, np.cumsum([0, *lengths[:-1]]))


def _chi_square(found: np.ndarray, expected: np.ndarray) -> float:
    """How many standard deviations the statistic lies above its mean."""
    some = expected > 0
    assert not found[~some].any()
    statistic = ((found - expected)[some] ** 2 / expected[some]).sum()
    freedom = some.sum() - 1
    return (statistic - freedom) / np.sqrt(2 * freedom)


@given(documents=DOCUMENTS, window=st.integers(1, 4))
def test_pairs_equal_the_slow_ones(documents, window):
    slow = []
    for document in documents:
        known = [i for i in document if i >= 0]
        for here, center in enumerate(known):
            for there in range(max(0, here - window), min(len(known), here + window + 1)):
                if there != here:
                    slow.append((center, known[there]))
    fast = [
        pair
        for centers, contexts in id_pairs(_flat(documents), window=window)
        for pair in zip(centers.tolist(), contexts.tolist(), strict=True)
    ]
    assert fast == slow


@given(documents=DOCUMENTS, seed=st.integers(0, 99))
def test_pairs_keep_to_each_centers_own_reach(documents, seed):
    rng = np.random.default_rng(seed)
    corpus = _flat(documents)
    keep = np.full(10, 0.7)
    size = len(corpus.flat)
    tokens = take(corpus, 0, size, keep=keep, window=3, dynamic=True, rng=rng)
    found = set(zip(*(x.tolist() for x in pairs(tokens.documents, tokens.reach)), strict=True))
    n = len(tokens.ids)
    assert found == {
        (i, j)
        for i in range(n)
        for j in range(n)
        if i != j and abs(i - j) <= tokens.reach[i] and tokens.documents[i] == tokens.documents[j]
    }


@pytest.mark.parametrize("batch_tokens", [1, 3, 100])
def test_no_window_goes_from_one_stretch_to_the_next(batch_tokens):
    corpus = _flat([[0, 1, 2, 3, 4, 5, 6]])
    stretches = list(id_pairs(corpus, window=9, batch_tokens=batch_tokens))
    for number, (centers, contexts) in enumerate(stretches):
        assert (np.r_[centers, contexts] // batch_tokens == number).all()


def test_windows_are_drawn_from_one_to_the_widest():
    corpus = FlatIds(np.zeros(40_000, dtype=np.int64), np.array([0]))
    rng = np.random.default_rng(0)
    tokens = take(corpus, 0, 40_000, keep=np.ones(1), window=5, dynamic=True, rng=rng)
    found = np.bincount(tokens.reach, minlength=6)
    assert abs(_chi_square(found, np.r_[0, np.full(5, 8000)])) < 4
    fixed = take(corpus, 0, 9, keep=np.ones(1), window=5, dynamic=False, rng=rng)
    assert fixed.reach.tolist() == [5] * 9


def test_subsampling_keeps_words_as_often_as_it_says():
    counts = np.array([100_000, 1000, 10, 0])
    keep = keep_probabilities(counts, threshold=1e-2)
    ratio = 0.01 * counts.sum() / counts[0]
    assert keep[0] == pytest.approx(np.sqrt(ratio) + ratio)
    assert keep[2:].tolist() == [1, 0]
    flat = np.repeat(np.arange(3), counts[:3])
    rng = np.random.default_rng(0)
    tokens = take(
        FlatIds(flat, np.array([0])), 0, len(flat), keep=keep, window=1, dynamic=False, rng=rng
    )
    kept = (tokens.ids == 0).sum()
    deviation = np.sqrt(counts[0] * keep[0] * (1 - keep[0]))
    assert abs(kept - counts[0] * keep[0]) < 4 * deviation
    assert (keep_probabilities(counts, threshold=0) == [1, 1, 1, 0]).all()


@pytest.mark.parametrize("power", [0.0, 0.75, 1.0])
def test_negative_words_are_drawn_by_the_power_of_their_counts(power):
    counts = np.array([1000, 0, 300, 50, 7, 1])
    table = noise(counts, power=power)
    expected = np.where(counts > 0, np.maximum(counts, 1.0) ** power, 0)
    drawn = table.draw(np.random.default_rng(0), (500, 400))
    found = np.bincount(drawn.ravel(), minlength=len(counts))
    assert abs(_chi_square(found, expected / expected.sum() * drawn.size)) < 4


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30).filter(lambda w: sum(w) > 1e-3))
def test_an_alias_table_holds_its_distribution(weights):
    table = AliasTable(weights)
    own, alias, n = table._own, table._alias, len(weights)
    share = (own + np.bincount(alias, weights=1 - own, minlength=n)) / n
    np.testing.assert_allclose(share, table.probabilities, atol=1e-12)


def test_weights_that_cannot_be_are_told():
    for weights in ([], [0.0], [-1.0, 2.0], [np.nan]):
        with pytest.raises(ValueError, match="weights"):
            AliasTable(weights)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=40))
def test_huffman_ways_are_prefix_free_and_as_short_as_can_be(counts):
    tree = huffman(counts)
    assert (0.5**tree.lengths).sum() == pytest.approx(1)  # Kraft: a full binary tree
    assert tree.nodes.min() >= 0
    assert tree.nodes.max() <= len(counts) - 2
    codes = [tuple(turn[turn != 0]) for turn in tree.turns]
    assert len(set(codes)) == len(counts)
    entropy = _entropy(np.array(counts, dtype=float))
    total = max(sum(counts), 1)
    mean = (np.array(counts) * tree.lengths).sum() / total
    assert entropy - 1e-9 <= mean <= entropy + 1


def _entropy(counts: np.ndarray) -> float:
    p = counts[counts > 0] / max(counts.sum(), 1)
    return float(-(p * np.log2(p)).sum())


def test_the_tree_of_five_words():
    assert sorted(huffman([15, 7, 6, 6, 5]).lengths.tolist()) == [1, 3, 3, 3, 3]
    with pytest.raises(ValueError, match="two or more"):
        huffman([3])
