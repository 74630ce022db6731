"""The perceptron rule: rests where it can, within Novikoff's bound, and never on XOR."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Perceptron

from course_lib.byhand.perceptron import distance, learn, margin, mistake_bound, predict
from course_lib.data.toy import clouds, corners


def test_and_step_by_step():
    lesson = learn(*corners("AND"))
    moves = [(look.index, *look.w, look.b) for look in lesson.looks if look.mistake]
    assert moves[:4] == [(3, 1, 1, 1), (0, 1, 1, 0), (1, 1, 0, -1), (3, 2, 1, 0)]
    assert (lesson.converged, lesson.mistakes, lesson.epochs) == (True, 10, 6)
    assert (*lesson.w, lesson.b) == (2, 1, -2)


def test_xor_never_rests_and_repeats_itself():
    x, labels = corners("XOR")
    lesson = learn(x, labels, max_epochs=30)
    assert not lesson.converged
    ends = [(*look.w, look.b) for look in lesson.looks if look.index == 3]
    assert set(ends[1:]) == {(-1, 0, 1)}
    assert len(lesson.looks) == 120


@given(st.integers(0, 200), st.floats(0.05, 0.6), st.integers(2, 5))
def test_mistakes_stay_below_the_bound(seed, spread, size):
    points = clouds(10 * size, seed=seed, spread=spread)
    w, b = np.array([1.0, 1.0]), 0.0
    if margin(*points, w, b) <= 1e-3:
        return
    lesson = learn(*points, max_epochs=100_000)
    assert lesson.converged
    assert lesson.mistakes <= mistake_bound(*points, w, b)
    assert (predict(points.x, lesson.w, lesson.b) == points.labels).all()


def test_sklearn_walks_the_same_way_where_no_sum_is_zero():
    x, labels = clouds(80, seed=5, spread=1.0)
    first = int(np.flatnonzero(labels)[0])  # from zero both rules take a first 1 for a mistake
    order = np.r_[first, np.delete(np.arange(80), first)]
    x, labels = x[order], labels[order]
    ours = learn(x, labels, max_epochs=7)
    theirs = Perceptron(max_iter=7, tol=None, shuffle=False).fit(x, labels)
    np.testing.assert_allclose(ours.w, theirs.coef_[0], rtol=1e-9)
    assert ours.b == theirs.intercept_[0]


def test_distance_is_euclidean():
    w, b = np.array([3.0, 4.0]), -10.0
    x = np.array([[0.0, 0], [2, 1], [6, 8]])
    np.testing.assert_allclose(distance(x, w, b), [-2, 0, 8])
    on = x - distance(x, w, b)[:, None] * w / 5
    np.testing.assert_allclose(on @ w + b, 0, atol=1e-12)
    np.testing.assert_allclose(distance(x, 7 * w, 7 * b), distance(x, w, b))


def test_margin_and_bound_of_and():
    x, labels = corners("AND")
    w, b = np.array([2.0, 2]), -3.0
    assert margin(x, labels, w, b) == pytest.approx(1 / np.sqrt(8))
    assert mistake_bound(x, labels, w, b) == pytest.approx(3 * 17)
    with pytest.raises(ValueError, match="must separate the examples"):
        mistake_bound(x, labels, w, 0.0)


@pytest.mark.parametrize(
    ("x", "labels", "options", "message"),
    [
        (np.zeros(3), np.zeros(3, int), {}, r"x must have shape \(B, D\), got \(3,\)"),
        (np.zeros((3, 2)), np.zeros(2, int), {}, r"labels must have shape \(B=3,\), got \(2,\)"),
        (np.zeros((0, 2)), np.zeros(0, int), {}, "at least one example"),
        (np.zeros((2, 2)), np.array([-1, 1]), {}, r"labels must be 0 or 1, got \[-1\]"),
        (np.zeros((2, 2)), np.array([0, 1]), {"w": np.zeros(3)}, r"w must have shape \(D=2,\)"),
        (np.zeros((2, 2)), np.array([0, 1]), {"max_epochs": 0}, "max_epochs must be at least 1"),
    ],
)
def test_what_does_not_fit_is_named(x, labels, options, message):
    with pytest.raises(ValueError, match=message):
        learn(x, labels, **options)


def test_a_zero_vector_draws_no_line():
    with pytest.raises(ValueError, match="w must not be zero"):
        distance(np.zeros((1, 2)), np.zeros(2), 1.0)


def test_the_start_is_left_alone():
    w = np.ones(2)
    learn(*corners("AND"), w=w)
    assert w.tolist() == [1, 1]
