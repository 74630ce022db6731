"""Exercises on Korean sentiment agree with NumPy, scikit-learn and the data layer."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from course_lib.data import load, overlap
from course_lib.exercises import exercises
from course_lib.exercises.korean_sentiment._dense_size import COLUMNS, ROWS

DENSE_SIZE, SURVIVORS, LEAKED, BY_CHARACTER = exercises("korean_sentiment")


def test_the_size_is_numpys():
    tenth = np.empty((ROWS // 10, COLUMNS), dtype=np.float32).nbytes
    assert DENSE_SIZE.reference() == pytest.approx(10 * tenth / 1e6)


@pytest.mark.parametrize("seed", range(5))
def test_survivors_are_those_of_the_documents_vectorizer(seed):
    for pieces, decompose in SURVIVORS.inputs(seed):
        accents = "unicode" if decompose else None
        analyze = CountVectorizer(
            strip_accents=accents, token_pattern=r"(?u)\b\w\w+\b|'\w+"
        ).build_analyzer()
        kept = [piece for piece in pieces if analyze(piece)]
        assert SURVIVORS.reference(pieces, decompose) == kept


def test_leaked_finds_what_overlap_finds_where_no_space_differs():
    train, test = (load("nsmc", split, size="mini")[:300] for split in ("train", "test"))
    texts = list(test.texts[:50] + train.texts[:50])
    assert LEAKED.reference(train.texts, texts) == list(range(50, 100))
    assert overlap(train, test).rows == ()


def test_shares_add_up_to_what_was_shared_out():
    for text, contribution in BY_CHARACTER.inputs(0):
        times = {g: sum(text.startswith(g, i) for i in range(len(text))) for g in contribution}
        expected = sum(value * times[gram] for gram, value in contribution.items())
        assert BY_CHARACTER.reference(text, contribution).sum() == pytest.approx(expected)
