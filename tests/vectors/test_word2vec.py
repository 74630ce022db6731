"""word2vec solves a small world, the same way every time, killed or not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.text.flat import FlatIds
from course_lib.vectors.evaluation import solve_analogies
from course_lib.vectors.word2vec import Settings, Word2Vec
from tests.vectors import world

SMALL = {"dim": 12, "window": 4, "subsample": 0.0, "dynamic": False, "batch_tokens": 512}
BRIEF = {"epochs": 1, "batch_tokens": 300, "dim": 8}


@pytest.fixture(scope="module")
def corpus():
    return world.corpus()


def _trained(corpus, **options) -> Word2Vec:
    vocab, ids = corpus
    model = Word2Vec(vocab.counts, settings=Settings(**options), device="cpu")
    model.train(ids)
    return model


def _same(a: Word2Vec, b: Word2Vec) -> bool:
    return all(
        torch.equal(x.weights, y.weights) and torch.equal(x.squares, y.squares)
        for x, y in ((a._in, b._in), (a._out, b._out))
    )


def test_skipgram_solves_the_small_world(corpus):
    for seed in (0, 1):
        model = _trained(corpus, seed=seed, **SMALL)
        score = solve_analogies(model.keyed(corpus[0].tokens), world.analogies())
        assert score.total.asked == 60
        assert score.total.accuracy >= 0.95
        assert model.losses[-1][1] < model.losses[0][1] - 0.5


@pytest.mark.parametrize(
    ("model", "output"),
    [("cbow", "negative"), ("skipgram", "hierarchical"), ("cbow", "hierarchical")],
)
def test_every_other_form_learns_who_belongs_together(corpus, model, output):
    trained = _trained(corpus, model=model, output=output, **SMALL)
    score = solve_analogies(trained.keyed(corpus[0].tokens), world.analogies())
    assert score.total.accuracy >= 0.8


def test_equal_seeds_give_equal_vectors_and_others_do_not(corpus):
    first, again, other = (_trained(corpus, seed=seed, **BRIEF) for seed in (5, 5, 6))
    assert _same(first, again)
    assert not _same(first, other)


def test_a_killed_training_goes_on_to_the_same_vectors(corpus, tmp_path):
    whole = _trained(corpus, **BRIEF)
    vocab, ids = corpus
    killed = Word2Vec(vocab.counts, settings=Settings(**BRIEF), device="cpu")
    killed.train(ids, until=40, checkpoint=tmp_path / "state", checkpoint_every=25)
    resumed = Word2Vec.load(tmp_path / "state", device="cpu")
    assert resumed.steps_done == 40
    resumed.train(ids)
    assert resumed.steps_done == whole.steps_done == whole.steps(ids)
    assert _same(whole, resumed)
    assert resumed.losses == whole.losses
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_a_mapped_corpus_trains_the_same(corpus, tmp_path):
    vocab, ids = corpus
    np.save(tmp_path / "ids.npy", ids.flat)
    mapped = FlatIds(np.load(tmp_path / "ids.npy", mmap_mode="r"), ids.offsets)
    assert _same(_trained(corpus, **BRIEF), _trained((vocab, mapped), **BRIEF))


def test_training_reads_a_stretch_at_a_time(corpus):
    vocab, ids = corpus
    guarded = FlatIds(world.Guarded(ids.flat, most=BRIEF["batch_tokens"]), ids.offsets)
    assert _same(_trained(corpus, **BRIEF), _trained((vocab, guarded), **BRIEF))


def test_words_without_a_number_are_left_out(corpus):
    vocab, ids = corpus
    strange = FlatIds(np.where(ids.flat == 0, -1, ids.flat), ids.offsets)
    model = _trained((vocab, strange), **BRIEF)
    untouched = Word2Vec(vocab.counts, settings=Settings(**BRIEF), device="cpu")
    assert torch.equal(model._in.weights[0], untouched._in.weights[0])
    assert not torch.equal(model._in.weights[1], untouched._in.weights[1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "glove"}, "model must be one of"),
        ({"output": "softmax"}, "output must be one of"),
        ({"window": 0}, "window must be at least 1, got 0"),
        ({"lr": 0.0}, "lr must be above 0"),
    ],
)
def test_settings_that_cannot_be_are_told(options, message):
    with pytest.raises(ValueError, match=message):
        Settings(**options)


def test_corpora_that_cannot_be_are_told(tmp_path):
    model = Word2Vec([3, 4], device="cpu")
    with pytest.raises(ValueError, match="got an empty one"):
        model.train(FlatIds(np.array([], dtype=np.int64), np.array([0])))
    with pytest.raises(IndexError, match="ids below 2, got 7"):
        model.train(FlatIds(np.array([0, 7]), np.array([0])))
    torch.save({"format": "other"}, tmp_path / "f")
    with pytest.raises(ValueError, match="expected a 'course-lib word2vec 2' file"):
        Word2Vec.load(tmp_path / "f")
