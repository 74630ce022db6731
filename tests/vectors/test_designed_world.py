"""Skip-gram and GloVe solve the small world that comes with the course."""

from __future__ import annotations

from itertools import chain

import pytest

from course_lib.data import designed
from course_lib.text.vocab import Vocab
from course_lib.vectors.cooccurrence import count_cooccurrences
from course_lib.vectors.evaluation import solve_analogies
from course_lib.vectors.glove import GloVe
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.word2vec import Settings, Word2Vec


def _sentences(*, joined: int) -> list[list[str]]:
    words = [text.split() for text in designed.world(20_000)]
    parts = (words[i : i + joined] for i in range(0, len(words), joined))
    return [list(chain.from_iterable(part)) for part in parts]


def _accuracy(keyed: KeyedVectors) -> float:
    score = solve_analogies(keyed, designed.world_analogies())
    assert score.skipped == 0
    return score.total.accuracy


@pytest.mark.parametrize("seed", [0, 1])
def test_skipgram_solves_the_world_of_the_course(seed):
    vocab, ids = Vocab.fit(_sentences(joined=1), specials=(), unknown=None)
    settings = Settings(dim=50, window=4, epochs=5, batch_tokens=2048, seed=seed)
    model = Word2Vec(vocab.counts, settings=settings, device="cpu")
    model.train(ids)
    keyed = model.keyed(vocab.tokens)
    assert _accuracy(keyed) >= 0.95
    assert keyed.most_similar(["king", "woman"], ["man"])[0][0] == "queen"


def test_glove_solves_the_world_of_the_course():
    """Counts across sentences fill the table's empty cells, of which GloVe sees none."""
    vocab, ids = Vocab.fit(_sentences(joined=20), specials=(), unknown=None)
    counts = count_cooccurrences(ids, size=len(vocab), window=10)
    model = GloVe(counts, dim=50, lr=0.1, x_max=10, device="cpu")
    model.train(epochs=30)
    assert _accuracy(model.keyed(vocab.tokens, with_contexts=False)) >= 0.95
