"""Exercises on n-grams and TF-IDF agree with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from course_lib.exercises import exercises, judge
from course_lib.exercises.ngrams_tfidf._by_hand import DOCUMENTS, FREQUENCY

IDF_BY_HAND, SLIDING, TFIDF, HASHED_COUNTS = exercises("ngrams_tfidf")


def test_the_idf_is_scikit_learns():
    counts = np.zeros((DOCUMENTS, 1), dtype=int)
    counts[:FREQUENCY] = 1
    expected = TfidfTransformer().fit(counts).idf_[0]
    assert IDF_BY_HAND.reference() == pytest.approx(expected, rel=1e-12)
    assert judge(IDF_BY_HAND, 5.605).status == "passed"
    assert judge(IDF_BY_HAND, 5.61).status == "wrong"


def test_sliding_is_scikit_learns_window():
    for tokens, n in SLIDING.inputs(0):
        theirs = CountVectorizer(ngram_range=(n, n))._word_ngrams(tokens)
        assert SLIDING.reference(tokens, n) == theirs


def test_tfidf_is_scikit_learns():
    for (counts,) in TFIDF.inputs(0):
        expected = TfidfTransformer().fit_transform(counts).toarray()
        np.testing.assert_allclose(TFIDF.reference(counts), expected, rtol=1e-12, atol=1e-15)


def test_signs_let_strangers_in_one_column_cancel_as_scikit_learns_do():
    rng = np.random.default_rng(0)
    row = HASHED_COUNTS.reference(rng.integers(0, 10**9, 4000).tolist(), 4)
    theirs = FeatureHasher(4, input_type="string").transform([map(str, range(4000))]).toarray()
    assert abs(row).max() < 300
    assert abs(theirs).max() < 300  # without signs about 1,000
