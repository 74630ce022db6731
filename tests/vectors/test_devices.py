"""Training keeps to its device: what is made without one would land on another and fail."""

from __future__ import annotations

import pytest
import torch

from course_lib.vectors.cooccurrence import count_cooccurrences
from course_lib.vectors.glove import GloVe
from course_lib.vectors.word2vec import Settings, Word2Vec
from tests.vectors import world

FORMS = [(m, o) for m in ("skipgram", "cbow") for o in ("negative", "hierarchical")]


@pytest.fixture(scope="module")
def corpus():
    return world.corpus(200)


def _word2vec(corpus, device, **options) -> Word2Vec:
    vocab, ids = corpus
    settings = Settings(dim=8, epochs=1, batch_tokens=300, **options)
    model = Word2Vec(vocab.counts, settings=settings, device=device)
    model.train(ids, loss_every=1)
    return model


@pytest.mark.parametrize(("model", "output"), FORMS)
def test_word2vec_makes_nothing_on_the_default_device(corpus, tmp_path, model, output):
    with torch.device("meta"):
        trained = _word2vec(corpus, "cpu", model=model, output=output)
        trained.save(tmp_path / "state")
        again = Word2Vec.load(tmp_path / "state", device="cpu")
    usual = _word2vec(corpus, "cpu", model=model, output=output)
    words = corpus[0].tokens
    for other in (again, usual):
        assert (other.keyed(words).vectors == trained.keyed(words).vectors).all()


def test_glove_makes_nothing_on_the_default_device(corpus, tmp_path):
    vocab, ids = corpus
    counts = count_cooccurrences(ids, size=len(vocab))
    with torch.device("meta"):
        trained = GloVe(counts, dim=8, device="cpu")
        trained.train(epochs=2)
        trained.save(tmp_path / "state")
        again = GloVe.load(tmp_path / "state", counts, device="cpu")
    assert (again.keyed(vocab).vectors == trained.keyed(vocab).vectors).all()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
@pytest.mark.parametrize(("model", "output"), FORMS)
def test_a_gpu_learns_the_same(corpus, model, output):
    words = corpus[0].tokens
    here, there = (
        _word2vec(corpus, device, model=model, output=output).keyed(words).vectors
        for device in ("cpu", "cuda")
    )
    assert abs(here - there).max() < 1e-4
