from __future__ import annotations

import hashlib
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from course_lib.data import load
from course_lib.data.designed import josa, reviews

FINGERPRINT = "import hashlib;from course_lib.data.designed import reviews;print(hashlib.sha256(repr(reviews(500, seed=3)).encode()).hexdigest())"  # noqa: E501


def test_same_seed_same_bytes_in_another_process() -> None:
    there = subprocess.run(
        [sys.executable, "-c", FINGERPRINT], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert there == hashlib.sha256(repr(reviews(500, seed=3)).encode()).hexdigest()
    assert reviews(50, seed=3) != reviews(50, seed=4)


@given(st.integers(0, 300), st.integers(0, 5))
def test_a_smaller_draw_is_the_beginning_of_a_larger_one(size: int, seed: int) -> None:
    assert reviews(size, seed=seed) == reviews(300, seed=seed)[:size]


def test_splits_are_disjoint_at_any_seed_and_no_text_comes_twice() -> None:
    train = [r.text for seed in range(3) for r in reviews(3000, seed=seed)]
    test = [r.text for seed in range(3) for r in reviews(1000, split="test", seed=seed)]
    assert not set(train) & set(test)
    assert len(set(train[:3000])) == 3000


def test_a_text_says_one_thing_only() -> None:
    says = {}
    for review in reviews(30_000):
        assert says.setdefault(review.text, review.truth) == review.truth
        bare = re.sub(r"\W+", " ", review.text)
        assert says.setdefault(bare, review.truth) == review.truth


def test_labels_are_balanced_and_the_noise_is_as_stated() -> None:
    rows = reviews(20_000, noise=0.1)
    assert np.mean([r.label for r in rows]) == pytest.approx(0.5, abs=0.02)
    assert np.mean([r.label != r.truth for r in rows]) == pytest.approx(0.1, abs=0.01)
    assert all(r.label == r.truth for r in reviews(1000, noise=0))


def test_the_text_is_finished_korean() -> None:
    for review in reviews(20_000):
        assert not re.search(r"[{}()/_A-Za-z]|  ", review.text), review.text
        assert review.text == review.text.strip()


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        ("감동(이/가)", "감동이"),
        ("재미(이/가)", "재미가"),
        ("평(은/는) 결말(을/를)", "평은 결말을"),
        ("음악(과/와) 대사", "음악과 대사"),
        ("대사(과/와) 음악", "대사와 음악"),
    ],
)
def test_particles_agree_with_the_final_consonant(pair: str, text: str) -> None:
    assert josa(pair) == text


def test_every_particle_in_the_reviews_agrees() -> None:
    wrong = re.compile(r"[가-힣](?:은|는|이|가|을|를)(?= )")
    words = {"재미", "여운", "억지", "허점", "결말", "연출", "대사", "음악"}
    found = {w for r in reviews(5000) for w in re.findall(r"\w+", r.text)}
    bad = {f"{w}{'이' if (ord(w[-1]) - 0xAC00) % 28 == 0 else '가'}" for w in words}
    assert not found & bad
    assert any(wrong.search(r.text) for r in reviews(50))


@pytest.mark.parametrize(
    "arguments", [{"size": -1}, {"size": 1, "split": "dev"}, {"size": 1, "noise": 0.5}]
)
def test_arguments_out_of_range(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected (size >= 0|0 <= noise)"):
        reviews(**arguments)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ladder() -> dict[int, float]:
    train, test = load("nsmc", size="mini"), load("nsmc", "test", size="mini")
    scores = {}
    for n in (1, 2):
        words = CountVectorizer(ngram_range=(1, n), token_pattern=r"\w+")
        model = LogisticRegression(solver="liblinear").fit(
            words.fit_transform(train.texts), train.labels
        )
        scores[n] = model.score(words.transform(test.texts), test.labels)
    return scores


def test_single_words_decide_three_quarters(ladder: dict[int, float]) -> None:
    assert 0.70 <= ladder[1] <= 0.80


def test_neighbouring_words_decide_more(ladder: dict[int, float]) -> None:
    assert 0.82 <= ladder[2] <= 0.90


def test_the_best_possible_score_is_higher_still() -> None:
    ceiling = load("nsmc", "test", size="mini").ceiling
    assert ceiling is not None
    assert 0.97 <= ceiling < 1


def test_half_of_each_reversible_family_is_reversed() -> None:
    """Single words must not tell: the words of a negated review are those of the other side."""
    rows = [r for r in reviews(30_000) if r.family == "existence"]
    absent = [r.truth for r in rows if "없었" in r.text]
    assert len(absent) / len(rows) == pytest.approx(0.5, abs=0.05)
    assert np.mean(absent) == pytest.approx(0.5, abs=0.05)


def test_a_review_says_what_decides_it() -> None:
    rows = reviews(5_000)
    assert {r.decided_by for r in rows if r.family in ("word", "contrast")} == {"word"}
    assert {r.decided_by for r in rows if "하나도 안" in r.text} == {"neighbours"}
    assert {r.decided_by for r in rows if "예고편은" in r.text} == {"apart"}
    assert {r.decided_by for r in rows} == {"word", "neighbours", "apart"}
