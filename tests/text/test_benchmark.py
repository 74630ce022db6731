"""The text benchmark compares the same thing; how long it takes is not tested."""

from __future__ import annotations

import json

import pytest

from benchmarks import text as bench

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
