"""Benchmarks compare the same thing; how long they take is not tested."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks import _provenance, autograd, cells, embedding_classifiers, recurrent
from benchmarks import data as bench_data
from course_lib.data import batching
from course_lib.text import FlatIds


def test_both_engines_give_the_same_gradients():
    params, data = autograd.make_params(), autograd.make_data(20)
    arrays, scalars = (f(params, *data) for f in (autograd.array_engine, autograd.scalar_engine))
    assert arrays.keys() == params.keys()
    for name in params:
        np.testing.assert_allclose(arrays[name], scalars[name], rtol=1e-12, atol=1e-15)


def test_the_array_engine_trains_the_network():
    params, data = autograd.make_params(), autograd.make_data(300)
    assert autograd.accuracy(params, *data) < 0.7
    assert autograd.accuracy(autograd.train(params, *data), *data) > 0.98


def test_provenance_says_where_a_number_comes_from():
    known = _provenance.provenance(seed=3)
    assert known["seed"] == 3
    assert known.keys() >= {"commit", "time", "python", "machine"}
    assert all(value != "" for value in known.values())


def test_every_way_to_train_a_recurrent_classifier_sees_every_row():
    train, test = (
        recurrent.data.load("ag_news", split, size="mini") for split in ("train", "test")
    )
    train, test = train[:70], test[:20]
    vocab, ids, _ = recurrent.encode(train, test)
    for recipe in recurrent.RECIPES:
        text, numbers = recurrent.text_batches, recurrent.id_batches
        steps = [*numbers(train, ids, recipe, 0), *text(train, vocab, recipe, 0)]
        labels = np.concatenate([labels for _, labels in steps])
        np.testing.assert_array_equal(np.sort(labels), np.sort(np.tile(train.labels, 2)))
    rows = recurrent.compare(train, test, epochs=1, repeats=1)
    assert [row["name"] for row in rows] == [recipe.name for recipe in recurrent.RECIPES]
    assert all(0 <= row["accuracy"] <= 1 and row["samples_per_cpu_second"] > 0 for row in rows)


def test_our_batches_are_those_of_torch():
    ids = FlatIds(np.arange(1, 40), np.array([0, 3, 4, 20, 31]))
    lists = [document.tolist() for document in ids.documents()]
    order = [np.array([2, 0]), np.array([4, 1, 3])]
    for rows, padded, packed in zip(
        order,
        bench_data.plain_padded(lists, order),
        bench_data.plain_packed(lists, order),
        strict=True,
    ):
        chosen = batching.take(ids, rows)
        assert torch.equal(batching.pad(chosen).ids, padded)
        assert torch.equal(batching.pack(chosen).batch_sizes, packed.batch_sizes)
        assert torch.equal(batching.pack(chosen).data, packed.data)


def test_the_data_benchmark_runs_on_embedded_rows(monkeypatch):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    monkeypatch.setattr(bench_data, "ROUNDS", 1)
    found = bench_data.measure(300)
    assert found["documents"] == 300
    assert 0 <= found["batches"]["padding_in_buckets"] < found["batches"]["padding_in_file_order"]


def test_every_way_to_train_an_embedding_classifier_sees_every_row(monkeypatch):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    monkeypatch.setattr(embedding_classifiers, "SEEDS", (0,))
    every = embedding_classifiers.news()
    assert (len(every.train), len(every.test)) == (1736, 264)  # as 6,600 to 1,000
    rows = embedding_classifiers.Rows(every.train[:70], every.test[:20], every.larger[:20])
    texts = embedding_classifiers.Words(embedding_classifiers.PADDED, rows.train)
    labels = [labels for _, labels in embedding_classifiers.text_steps(texts, rows.train, 0)]
    np.testing.assert_array_equal(np.sort(np.concatenate(labels)), np.sort(rows.train.labels))
    table = embedding_classifiers.compare(rows)
    assert [row["name"] for row in table] == [r.name for r in embedding_classifiers.RECIPES]
    assert all(0 <= row["accuracy"] <= 1 and row["samples_per_cpu_second"] > 0 for row in table)
    assert table[0]["times_recipe"] == 1


def test_cells_are_trained_and_summed_up():
    train, test = (cells.data.load("nsmc", split, size="mini") for split in ("train", "test"))
    sizes = {"embedding_dim": 4, "hidden_size": 3}
    runs = [
        cells.run(train[:80], test[:30], seed=seed, epochs=1, rate=0.01, cell="gru", **sizes)
        for seed in range(3)
    ]
    row = cells.row("GRU", runs, 1)
    shares = sorted(share for share, _ in runs)
    assert [row["lowest"], row["accuracy"], row["highest"]] == shares
    assert row["cpu_seconds"] >= 0
