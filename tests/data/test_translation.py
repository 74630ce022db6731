"""Batches of pairs: what goes in, what is to come out, and who belongs to whom."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.data import designed
from course_lib.data.translation import END, NAMES, START, NumberedPairs, TranslationBatches
from course_lib.text.flat import flatten

SOURCES = [[10 + i] * (1 + i % 4) for i in range(11)]
TARGETS = [list(range(20 + i, 20 + i + i % 5)) for i in range(11)]  # some are empty


def batches(**options):
    sources, targets = (flatten(rows, lambda row: row) for rows in (SOURCES, TARGETS))
    made = TranslationBatches(sources, targets, start=START, end=END, **options)
    found = list(made)
    assert len(found) == len(made)
    return found


@pytest.mark.parametrize("shuffle", [True, False])
def test_each_pair_comes_once_with_its_ends(shuffle):
    seen = []
    for inputs, labels, rows in batches(batch_size=4, shuffle=shuffle):
        parts = labels.split(inputs.target_lengths.tolist())
        for place, row in enumerate(rows):
            S, T = (int(each[place]) for each in (inputs.source_lengths, inputs.target_lengths))
            assert inputs.source_ids[place, :S].tolist() == SOURCES[row]
            assert not inputs.source_ids[place, S:].any()
            assert inputs.target_ids[place, :T].tolist() == [START, *TARGETS[row]]
            assert parts[place].tolist() == [*TARGETS[row], END]
            seen.append(int(row))
    assert sorted(seen) == list(range(11))
    assert (seen == list(range(11))) is not shuffle


def test_another_epoch_is_another_order_and_a_seed_repeats_it():
    sources, targets = (flatten(rows, lambda row: row) for rows in (SOURCES, TARGETS))
    one, two = (
        TranslationBatches(sources, targets, start=START, end=END, batch_size=2, seed=3)
        for _ in range(2)
    )
    orders = [[batch.rows.tolist() for batch in each] for each in (one, one, two)]
    assert orders[0] == orders[2] != orders[1]


def test_it_feeds_the_model():
    from course_lib.models.seq2seq import Seq2Seq

    model = Seq2Seq(30, 40, embedding_dim=3, hidden_size=4)
    for inputs, labels, _ in batches(batch_size=3):
        assert model(*inputs).shape == (len(labels), 40)
        assert labels.dtype == torch.int64


def test_what_does_not_fit_is_one_error():
    ids = flatten(SOURCES, lambda row: row)
    with pytest.raises(ValueError, match="expected as many targets as sources, got 11 and 0"):
        TranslationBatches(ids, flatten([], lambda row: row), start=1, end=2)
    with pytest.raises(ValueError, match="batch_size must be positive, got 0"):
        TranslationBatches(ids, ids, start=1, end=2, batch_size=0)
    assert np.array_equal(ids.lengths, [len(row) for row in SOURCES])


def test_numbered_pairs_know_the_training_pairs_alone():
    train, test = (designed.pairs(20, language="fr", split=split) for split in ("train", "test"))
    made = NumberedPairs(train, test, words=str.split)
    for vocab, ids, side in (
        (made.source, made.train_source, "source"),
        (made.target, made.train_target, "target"),
    ):
        assert vocab.tokens[: len(NAMES)] == NAMES
        known = {word for pair in train for word in getattr(pair, side).split()}
        assert set(vocab.tokens) == {*NAMES, *known}
        texts = [" ".join(vocab.decode(row.tolist())) for row in ids.documents()]
        assert texts == [getattr(pair, side) for pair in train]
    heard = [made.source.decode(row.tolist()) for row in made.test_source.documents()]
    for words, pair in zip(heard, test, strict=True):
        known = [word if word in made.source.tokens else "<unk>" for word in pair.source.split()]
        assert words == known
    assert (NAMES[START], NAMES[END]) == ("<bos>", "<eos>")
