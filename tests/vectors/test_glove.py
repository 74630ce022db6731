"""GloVe: counts are those of the loop, gradients autograd's, and the small world is solved."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text.flat import FlatIds
from course_lib.vectors import cooccurrence
from course_lib.vectors.cooccurrence import CoOccurrences, count_cooccurrences
from course_lib.vectors.evaluation import solve_analogies
from course_lib.vectors.glove import GloVe, cell_weights, loss_and_gradients
from tests.vectors import world
from tests.vectors.test_windows import DOCUMENTS, _flat


@given(
    documents=DOCUMENTS,
    window=st.integers(1, 4),
    by_distance=st.booleans(),
    batch_tokens=st.sampled_from([1, 2, 5, 1000]),
)
def test_counts_equal_the_slow_ones_in_stretches_of_any_length(
    documents, window, by_distance, batch_tokens
):
    slow = np.zeros((10, 10))
    for document in documents:
        known = [i for i in document if i >= 0]
        for here, a in enumerate(known):
            for there, b in enumerate(known):
                if 0 < abs(here - there) <= window:
                    slow[a, b] += 1 / abs(here - there) if by_distance else 1
    options = {"window": window, "by_distance": by_distance, "batch_tokens": batch_tokens}
    found = count_cooccurrences(_flat(documents), size=10, **options)
    np.testing.assert_allclose(found.dense(), slow, atol=1e-12)
    assert (found.values > 0).all()
    assert (np.diff(found.rows * 10 + found.columns) > 0).all()


def test_counts_are_merged_on_the_way(monkeypatch):
    corpus = FlatIds(np.random.default_rng(0).integers(0, 20, 3000), np.array([0, 100]))
    at_once = count_cooccurrences(corpus, size=20)
    monkeypatch.setattr(cooccurrence, "_PENDING", 50)
    merged = count_cooccurrences(corpus, size=20, batch_tokens=100)
    np.testing.assert_allclose(merged.dense(), at_once.dense())


def test_counting_reads_a_stretch_at_a_time():
    ids = world.corpus(50)[1]
    guarded = FlatIds(world.Guarded(ids.flat, most=30), ids.offsets)
    found = count_cooccurrences(guarded, size=60, batch_tokens=30)
    np.testing.assert_allclose(found.dense(), count_cooccurrences(ids, size=60).dense())


def test_gradients_are_autograds():
    rng = np.random.default_rng(0)
    W, C = (torch.from_numpy(rng.normal(size=(7, 5))).requires_grad_() for _ in range(2))
    rows, columns = torch.from_numpy(rng.integers(0, 6, (2, 20)))
    values = torch.from_numpy(rng.uniform(0.1, 300, 20))
    weights = cell_weights(values)
    error = (W[rows, :4] * C[columns, :4]).sum(1) + W[rows, 4] + C[columns, 4] - values.log()
    expected = (weights * error**2).sum() / 2
    expected.backward()
    cells = (W.detach(), C.detach(), rows, columns)
    loss, *parts = loss_and_gradients(*cells, values=values, weights=weights)
    assert loss.item() == pytest.approx(expected.item())
    for matrix, (touched, gradients) in zip((W, C), parts, strict=True):
        full = torch.zeros_like(matrix).index_add(0, touched, gradients)
        torch.testing.assert_close(full, matrix.grad)


def test_vectors_come_with_their_contexts_or_without():
    counts = count_cooccurrences(world.corpus(50)[1], size=60)
    model = GloVe(counts, dim=4, device="cpu")
    words = [str(i) for i in range(60)]
    alone = model.keyed(words, with_contexts=False).vectors
    np.testing.assert_array_equal(alone, model._vectors[0, :, :4])
    both = alone + model._vectors[1, :, :4].numpy()
    np.testing.assert_array_equal(model.keyed(words).vectors, both)


def test_weights_of_cells():
    found = cell_weights(torch.tensor([0.0, 6.25, 100.0, 500.0]))
    assert found.tolist() == [0.0, 0.125, 1.0, 1.0]


def test_a_step_over_all_cells_is_torchs_adagrad():
    counts = count_cooccurrences(world.corpus(50)[1], size=60)
    model = GloVe(counts, dim=4, batch=0, device="cpu")
    ours = model._vectors.clone().requires_grad_()
    options = {"lr": 0.05, "initial_accumulator_value": 1.0, "eps": 0.0}
    optimizer = torch.optim.Adagrad([ours], **options)
    rows, columns = torch.from_numpy(np.stack([counts.rows, counts.columns]))
    values = torch.from_numpy(counts.values).float()
    for _ in range(3):
        w, c = ours[0, rows], ours[1, columns]
        error = (w[:, :-1] * c[:, :-1]).sum(1) + w[:, -1] + c[:, -1] - values.log()
        optimizer.zero_grad()
        (cell_weights(values) * error**2).sum().div(2).backward()
        optimizer.step()
    model.train(epochs=3)
    torch.testing.assert_close(model._vectors, ours.detach(), atol=1e-5, rtol=1e-4)


def test_glove_solves_the_small_world_the_same_way_every_time():
    vocab, ids = world.corpus(20_000, doubt=0.5)
    # the order of words is drawn here, so that distance says nothing
    counts = count_cooccurrences(ids, size=len(vocab), window=4, by_distance=False)
    trained = []
    for seed in (0, 0, 1):
        model = GloVe(counts, dim=12, seed=seed, lr=0.1, batch=128, device="cpu")
        model.train(epochs=120)
        score = solve_analogies(model.keyed(vocab.tokens), world.analogies())
        assert score.total.accuracy >= 0.95
        assert model.losses[-1] < model.losses[0] / 10
        trained.append(model._vectors)
    assert torch.equal(trained[0], trained[1])
    assert not torch.equal(trained[0], trained[2])


def test_what_cannot_be_is_told():
    corpus = FlatIds(np.array([0, 7]), np.array([0]))
    with pytest.raises(IndexError, match="ids below 2, got 7"):
        count_cooccurrences(corpus, size=2)
    with pytest.raises(ValueError, match="window and batch_tokens must be at least 1"):
        count_cooccurrences(corpus, size=8, window=0)
    nothing = CoOccurrences(*np.zeros((2, 0), dtype=np.int64), np.zeros(0), 3)
    with pytest.raises(ValueError, match="expected cells"):
        GloVe(nothing)
