"""The benchmarks of part 3 on a few embedded rows: what they count and compare is what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy.sparse import csr_matrix

from benchmarks import (
    korean_analyzers,
    korean_recipe,
    nsmc_distilled,
    nsmc_leakage,
    nsmc_linear,
    nsmc_look,
)
from course_lib import data
from course_lib.exercises import exercises
from course_lib.text.flat import FlatIds


@pytest.fixture(autouse=True)
def _embedded(monkeypatch):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)


def test_every_linear_recipe_beats_a_coin():
    for name, recipe in nsmc_linear.RECIPES.items():
        if recipe.cut is not nsmc_linear.morphemes:
            row = nsmc_linear.measure(name, 600)
            assert 0.55 < row["test_accuracy"] <= 1, name
            assert row["seen_texts"] == 0


def test_log_ratios_are_those_of_the_formula():
    X = csr_matrix([[1, 0, 1], [1, 1, 0], [0, 0, 1]])
    positive, negative = np.array([2, 2, 1]) / 5, np.array([2, 1, 3]) / 6
    found = nsmc_linear.log_ratios(X, np.array([0, 1, 0]))
    np.testing.assert_allclose(found, np.log(positive / negative), rtol=1e-6)


def test_without_leaves_out_exactly_the_shared_rows():
    rows = data.load("nsmc", "train", size="mini")[:50]
    left = nsmc_leakage.without(rows, rows[10:20])
    assert left.texts == rows.texts[:10] + rows.texts[20:]


def test_shares_of_characters_are_those_of_the_exercise():
    exercise = exercises("korean_sentiment")[3]
    for text, contribution in exercise.inputs(1):
        found = nsmc_look.shares(text, contribution, high=2)
        np.testing.assert_allclose(found, exercise.reference(text, contribution), atol=1e-12)


def test_shares_and_bias_give_the_probability():
    rows = nsmc_look.look(nsmc_look.SENTENCES, data.load("nsmc", "train", size="mini")[:400])
    for row in rows:
        if "shares" in row:
            logit = sum(row["shares"]) + row["bias"]
            assert 1 / (1 + math.exp(-logit)) == pytest.approx(row["probability"], abs=1e-5)


def test_a_bag_is_the_dense_product_and_the_faults_are_faults():
    torch.manual_seed(0)
    X = csr_matrix(np.random.default_rng(0).integers(0, 3, (5, 7)))
    model = korean_recipe.BagMLP(7)
    dense = torch.from_numpy(X.toarray()).float()
    torch.testing.assert_close(model(X), model.dense(dense))
    labels = [torch.tensor([0, 1, 0, 1, 1])] * 3
    written = korean_recipe.train(korean_recipe.WRITTEN, [X] * 3, labels, seed=0)
    filled = korean_recipe.train(korean_recipe.FILLED, [X] * 3, labels, seed=0)
    assert len(set(written["losses"])) == 1
    assert filled["losses"][-1] < filled["losses"][0]


def test_vectors_lose_short_morphemes_only_when_syllables_stay_whole():
    rows = [["안 좋 았 다", "영화 꿀 잼"]] * 3
    whole, broken = (
        korean_recipe.vectors(korean_recipe.Recipe(composed=way), rows)[0].sum()
        for way in (True, False)
    )
    assert (whole, broken) == (1, 7)


def test_cuts_without_grammar_are_always_there():
    assert set(korean_analyzers.cuts()) >= {"띄어쓰기", "음절"}


def test_two_collections_joined_keep_their_documents():
    first, second = (FlatIds(np.arange(5), np.array(cuts)) for cuts in ([0, 2], [0, 1, 4]))
    found = [document.tolist() for document in nsmc_distilled.joined(first, second).documents()]
    assert found == [[0, 1], [2, 3, 4], [0], [1, 2, 3], [4]]


def test_teachers_are_weighed_by_held_out_labels_alone(tmp_path):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, nsmc_distilled.HELD_OUT)
    np.savez(tmp_path / "prepared.npz", y_train=labels)
    truth = np.where(labels == 1, 1.0, -1.0)
    for end, size in (("-held-out", len(labels)), ("", 7)):
        noise = rng.normal(size=(4, size))
        judged = [noise[0], *(3 * (truth[:size] + noise[1:]))]  # the first one knows nothing
        names = ("linear-0", "recurrent-0", "recurrent-1", "recurrent-2")
        for name, logits in zip(names, judged, strict=True):
            np.savez(tmp_path / f"{name}{end}.npz", judged=logits, pool=logits)
    found = nsmc_distilled.blended(tmp_path, "pool", held_out=False)
    voices = nsmc_distilled.voices(tmp_path, "pool", held_out=False)
    # the mean of three is 3 (truth + noise of variance 1/3), and its log odds are twice that
    np.testing.assert_allclose(found, voices @ [0, 2], atol=0.8)
    p = nsmc_distilled.soft(tmp_path, held_out=False)
    np.testing.assert_allclose(p[:, 1], 1 / (1 + np.exp(-found)), rtol=1e-5)
