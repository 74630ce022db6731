from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from course_lib.data import load
from course_lib.data.designed import headlines


@pytest.fixture(scope="module")
def ladder() -> dict[int, float]:
    train, test = load("ag_news", size="mini"), load("ag_news", "test", size="mini")
    scores = {}
    for n in (1, 2):
        words = CountVectorizer(ngram_range=(1, n), token_pattern=r"\w+")
        model = OneVsRestClassifier(LogisticRegression(solver="liblinear"))
        model.fit(words.fit_transform(train.texts), train.labels)
        scores[n] = model.score(words.transform(test.texts), test.labels)
    return scores


def test_the_ladder_of_words_phrases_and_sentences(ladder: dict[int, float]) -> None:
    ceiling = load("ag_news", "test", size="mini").ceiling
    assert ceiling is not None
    assert 0.70 <= ladder[1] <= 0.80
    assert 0.82 <= ladder[2] <= 0.90
    assert 0.97 <= ceiling < 1


def test_splits_are_disjoint_at_any_seed() -> None:
    train = {row.text for seed in range(2) for row in headlines(2000, seed=seed)}
    test = {row.text for seed in range(2) for row in headlines(500, split="test", seed=seed)}
    assert not train & test
    assert len(test) > 980  # nor do seeds repeat each other
    assert headlines(30, seed=3) == headlines(99, seed=3)[:30]


def test_a_headline_says_one_thing_only_and_is_finished() -> None:
    says: dict[str, int] = {}
    for row in headlines(20_000):
        assert says.setdefault(row.text.lower(), row.truth) == row.truth
        assert re.fullmatch(r"[A-Z][A-Za-z ,-]*[A-Za-z]", row.text), row.text
        assert "  " not in row.text


def test_classes_are_nearly_balanced_and_the_noise_is_as_stated() -> None:
    rows = headlines(10_000, noise=0.1)
    shares = Counter(row.truth for row in rows)
    assert sorted(shares) == [0, 1, 2, 3]
    assert all(0.2 < count / len(rows) < 0.3 for count in shares.values())
    assert np.mean([row.label != row.truth for row in rows]) == pytest.approx(0.1, abs=0.015)
    assert all(row.label == row.truth for row in headlines(500, noise=0))


def test_hot_dog_is_a_phrase() -> None:
    """The same two words, near and apart: another class, and about as often."""
    rows = [row for row in headlines(20_000) if {"hot", "dog"} <= set(row.text.lower().split())]
    near = {"hot dog" in row.text.lower(): row.truth for row in rows}
    assert near == {True: 2, False: 0}
    share = np.mean(["hot dog" in row.text.lower() for row in rows])
    assert 0.4 < share < 0.6


@pytest.mark.parametrize("arguments", [{"size": -1}, {"size": 1, "noise": 0.6}])
def test_arguments_out_of_range(arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected"):
        headlines(**arguments)  # type: ignore[arg-type]
