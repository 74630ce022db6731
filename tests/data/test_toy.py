from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import make_moons

from course_lib.data.toy import clouds, corners, moons, xor

MAKERS = {"clouds": clouds, "xor": xor, "moons": moons}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@given(size=st.integers(0, 40), seed=st.integers(0, 5))
def test_shapes_balance_and_seed(make, size, seed):
    x, labels = make(size, seed=seed)
    assert x.shape == (size, 2)
    assert x.dtype == np.float64
    assert labels.shape == (size,)
    assert sorted(labels.tolist()) == sorted(i % 2 for i in range(size))
    again = make(size, seed=seed)
    assert (again.x == x).all()
    assert (again.labels == labels).all()


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_seeds_differ_and_classes_are_mixed(make):
    assert (make(40, seed=0).x != make(40, seed=1).x).any()
    assert 0 < make(40).labels[:20].sum() < 20


def test_clouds_stand_at_their_centers():
    x, labels = clouds(4000, centers=((2, -1), (0, 3)), spread=0.5)
    np.testing.assert_allclose(x[labels == 0].mean(axis=0), [2, -1], atol=0.05)
    np.testing.assert_allclose(x[labels == 1].mean(axis=0), [0, 3], atol=0.05)
    np.testing.assert_allclose(x[labels == 1].std(axis=0), 0.5, atol=0.03)


def test_xor_without_spread_is_the_four_corners():
    x, labels = xor(400, spread=0)
    assert {tuple(row) for row in x} == {(a, b) for a in (-1, 1) for b in (-1, 1)}
    assert (labels == (x[:, 0] != x[:, 1])).all()


def test_moons_are_sklearns_moved_and_scaled():
    x, labels = moons(300, noise=0)
    theirs, classes = make_moons(300, noise=0)
    centred = 1.2 * (theirs - [0.5, 0.25])
    for k in (0, 1):
        gaps = np.linalg.norm(x[labels == k][:, None] - centred[classes == k][None], axis=-1)
        assert gaps.min(axis=1).max() < 0.02


def test_gates():
    assert corners("AND").labels.tolist() == [0, 0, 0, 1]
    assert corners("XOR").x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    with pytest.raises(ValueError, match="one of AND, OR, XOR, got 'NAND'"):
        corners("NAND")


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_negative_sizes_are_refused(make):
    with pytest.raises(ValueError, match="must not be negative"):
        make(-1)
