"""Benchmarks compare the same thing; how long they take is not tested."""

from __future__ import annotations

import numpy as np

from benchmarks import _provenance, autograd, recurrent


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
