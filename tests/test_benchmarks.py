"""Benchmarks compare the same thing; how long they take is not tested."""

from __future__ import annotations

import numpy as np

from benchmarks import _provenance, autograd


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
