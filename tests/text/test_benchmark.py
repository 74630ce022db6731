"""The benchmarks of text compare the same thing; how long it takes is not tested."""

from __future__ import annotations

import json

import pytest

from benchmarks import bow, tokens
from benchmarks import text as bench
from course_lib import data

TEXTS = ['He said: "hello", hello!', "영화가 정말 재미있다 정말", "", "a b a b"]


def test_both_sides_number_alike():
    pytest.importorskip("torchtext")
    (theirs, their_ids), (ours, our_ids) = bench.torchtext_ids(TEXTS), bench.our_ids(TEXTS)
    assert theirs == ours
    assert their_ids.tolist() == our_ids.tolist()


def test_both_sides_count_alike():
    assert bench.same_counts(bench.sklearn_counts(TEXTS), bench.our_counts(TEXTS))
    assert not bench.same_counts(bench.sklearn_counts(TEXTS), bench.our_counts(TEXTS[::-1]))


def test_subwords_are_alike():
    pytest.importorskip("tokenizers")
    measured = bench.subwords(TEXTS * 20)
    assert measured["same"] is True
    assert measured["documents"] == 80


def test_the_pipeline_says_what_it_did(capsys):
    pytest.importorskip("resource")
    bench.pipeline(50)
    assert json.loads(capsys.readouterr().out)["documents"] <= 50


def test_the_recipe_and_the_sparse_one_learn_the_same_headlines():
    pytest.importorskip("torchtext")
    train, test = (data.load("ag_news_5k", part, size="mini") for part in ("train", "test"))
    runs = {name: learn(train[:1600], test[:400], 0) for name, learn in bow.SIDES.items()}
    shares = [share for *_, share in runs.values()]
    assert min(shares) > 0.6
    assert max(shares) - min(shares) < 0.12
    assert all(0 < cpu <= whole for _, cpu, whole, _ in runs.values())
    sizes = bow.megabytes(train[:100])
    assert sizes["희소, 배치 64"] == pytest.approx(4 * sizes["희소, 배치 16"])


def test_what_becomes_a_token_is_counted():
    texts = ["가나 다", "가나 라", "가나 다"]
    row = tokens.by_rule("어절(띄어쓰기)", texts, ["가나 마"])
    assert row["vocabulary"] == 5  # with <unk> and <pad>
    assert (row["once"], row["length"], row["unseen"]) == (0.2, 2.0, 0.5)
    assert tokens.by_rule("음절", texts, ["나나 가"])["unseen"] == 0


def test_pieces_of_bytes_are_never_unknown():
    pytest.importorskip("tokenizers")
    row = tokens.by_merges("바이트", ["가나 다", "가나 라"], ["전혀 다른 말"], byte_level=True)
    assert row["unseen"] == 0
