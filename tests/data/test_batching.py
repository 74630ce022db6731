from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from course_lib.data.batching import Batches, bag, buckets, pack, pad, padding_share, take
from course_lib.text.flat import FlatIds

IDS = st.integers(1, 9)
DOCUMENTS = st.lists(st.lists(IDS, max_size=7), max_size=9)
NOT_EMPTY = st.lists(st.lists(IDS, min_size=1, max_size=7), min_size=1, max_size=9)


def flat(documents: list[list[int]]) -> FlatIds:
    lengths = np.array([len(document) for document in documents], dtype=np.int64)
    ids = np.array(list(chain(*documents)), dtype=np.int64)
    return FlatIds(ids, np.cumsum(lengths) - lengths)


def lists(ids: FlatIds) -> list[list[int]]:
    return [document.tolist() for document in ids.documents()]


@given(DOCUMENTS, st.data())
def test_take_picks_documents(documents: list[list[int]], data: st.DataObject) -> None:
    numbers = st.integers(0, len(documents) - 1)
    rows = data.draw(st.lists(numbers, max_size=12)) if documents else []
    assert lists(take(flat(documents), rows)) == [documents[row] for row in rows]


@given(NOT_EMPTY)
def test_padding_is_torchs(documents: list[list[int]]) -> None:
    padded = pad(flat(documents), padding_id=0)
    expected = pad_sequence([torch.tensor(d) for d in documents], batch_first=True)
    assert torch.equal(padded.ids, expected)
    assert torch.equal(padded.mask, expected != 0)
    assert padded.lengths.tolist() == [len(document) for document in documents]
    assert (padded.ids.dtype, padded.mask.dtype) == (torch.int64, torch.bool)


@given(DOCUMENTS, st.integers(1, 9))
def test_padding_and_cutting(documents: list[list[int]], most: int) -> None:
    padded = pad(flat(documents), padding_id=-1, max_length=most)
    rows = [row[mask].tolist() for row, mask in zip(padded.ids, padded.mask, strict=True)]
    assert rows == [document[:most] for document in documents]
    assert (padded.ids[~padded.mask] == -1).all()
    assert padded.ids.shape == (len(documents), max((len(row) for row in rows), default=0))


@settings(max_examples=20)
@given(NOT_EMPTY)
def test_a_bag_feeds_embedding_bag(documents: list[list[int]]) -> None:
    layer = torch.nn.EmbeddingBag(10, 3, mode="mean")
    ids, offsets = bag(flat(documents))
    expected = torch.stack([layer.weight[torch.tensor(d)].mean(0) for d in documents])
    torch.testing.assert_close(layer(ids, offsets), expected)


def test_empty_documents_stay_in_a_bag() -> None:
    ids, offsets = bag(flat([[], [3, 4, 5], []]), max_length=2)
    assert (ids.tolist(), offsets.tolist()) == ([3, 4], [0, 0, 2])


@given(NOT_EMPTY)
def test_packing_is_torchs(documents: list[list[int]]) -> None:
    """Up to the order of documents of one length, which torch leaves open."""
    packed = pack(flat(documents))
    padded = pad_sequence([torch.tensor(d) for d in documents], batch_first=True)
    lengths = torch.tensor([len(d) for d in documents])
    expected = pack_padded_sequence(padded, lengths, batch_first=True, enforce_sorted=False)
    assert torch.equal(packed.batch_sizes, expected.batch_sizes)
    back, back_lengths = pad_packed_sequence(packed, batch_first=True)
    assert torch.equal(back, padded)
    assert torch.equal(back_lengths, lengths)
    ordered = sorted(documents, key=len, reverse=True)
    padded = pad_sequence([torch.tensor(d) for d in ordered], batch_first=True)
    expected = pack_padded_sequence(padded, torch.tensor(list(map(len, ordered))), batch_first=True)
    assert torch.equal(pack(flat(ordered)).data, expected.data)


def test_five_sentences_packed_by_hand() -> None:
    packed = pack(flat([[1, 2], [3, 4, 5, 6], [7], [8, 9], [10, 11, 12]]))
    assert packed.data.tolist() == [3, 10, 1, 8, 7, 4, 11, 2, 9, 5, 12, 6]
    assert packed.batch_sizes.tolist() == [5, 4, 2, 1]


def test_a_packed_batch_runs_through_a_recurrent_layer() -> None:
    torch.manual_seed(0)
    embedding, layer = torch.nn.Embedding(10, 4), torch.nn.GRU(4, 5, batch_first=True)
    documents = [[1, 2], [3, 4, 5, 6], [7]]
    packed = pack(flat(documents))
    _, last = layer(packed._replace(data=embedding(packed.data)))
    alone = [layer(embedding(torch.tensor([d])))[1][0, 0] for d in documents]
    torch.testing.assert_close(last[0], torch.stack(alone))


@pytest.mark.parametrize("documents", [[], [[1], [], [2]]])
def test_empty_documents_cannot_be_packed(documents: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="one token or more"):
        pack(flat(documents))


@given(st.lists(st.integers(0, 50), max_size=200), st.integers(1, 9), st.integers(1, 5))
def test_each_document_is_in_one_bucket(lengths: list[int], size: int, pool: int) -> None:
    batches = buckets(lengths, size, seed=3, pool=pool)
    assert sorted(chain(*batches)) == list(range(len(lengths)))
    assert all(len(rows) <= size for rows in batches)
    assert len(batches) == -(-len(lengths) // size)


def test_buckets_save_padding_and_are_seeded() -> None:
    lengths = np.random.default_rng(0).geometric(0.05, size=5000)
    mixed = [np.arange(i, i + 50) for i in range(0, 5000, 50)]
    assert padding_share(lengths, mixed) > 0.7
    assert padding_share(lengths, buckets(lengths, 50)) < 0.15
    same, other = buckets(lengths, 50, seed=1), buckets(lengths, 50, seed=2)
    assert all(map(np.array_equal, same, buckets(lengths, 50, seed=1)))
    assert not all(map(np.array_equal, same, other))
    means = [lengths[rows].mean() for rows in same]
    assert abs(np.corrcoef(means, range(len(means)))[0, 1]) < 0.3  # not from short to long


def test_padding_share_by_hand() -> None:
    assert padding_share([1, 3, 2], [np.array([0, 1]), np.array([2])]) == pytest.approx(2 / 8)
    assert padding_share([], []) == 0


@pytest.mark.parametrize("by_length", [True, False])
def test_batches_go_through_everything_in_a_new_order_each_epoch(by_length: bool) -> None:
    documents = [[i] * (1 + i % 5) for i in range(1, 41)]
    batches = Batches(flat(documents), range(1, 41), batch_size=7, by_length=by_length, seed=4)
    epochs = [list(batches) for _ in range(2)]
    for epoch in epochs:
        assert len(epoch) == len(batches) == 6
        assert sorted(chain(*(batch.rows for batch in epoch))) == list(range(40))
        for batch in epoch:
            assert batch.inputs.ids[:, 0].tolist() == batch.labels.tolist()
    first, second = ([batch.rows.tolist() for batch in epoch] for epoch in epochs)
    assert first != second
    again = Batches(flat(documents), batch_size=7, by_length=by_length, seed=4)
    assert [batch.rows.tolist() for batch in again] == first
    again.epoch = 1  # as after a restart
    assert [batch.rows.tolist() for batch in again] == second


def test_batches_in_their_own_order_and_form() -> None:
    batches = Batches(flat([[1], [2, 3], [4]]), batch_size=2, shuffle=False, form=bag)
    first, second = batches
    assert first.inputs.flat.tolist() == [1, 2, 3]
    assert second.inputs.offsets.tolist() == [0]
    assert first.labels is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ids: pad(ids, max_length=0), "max_length must be positive"),
        (lambda ids: buckets([1], 0), "positive batch_size"),
        (lambda ids: buckets([1], 1, pool=0), "positive batch_size and pool"),
        (lambda ids: Batches(ids, batch_size=0), "batch_size must be positive"),
        (lambda ids: Batches(ids, [1]), "one label per document: 2 documents, 1 labels"),
    ],
)
def test_arguments_out_of_range(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(flat([[1], [2]]))  # type: ignore[operator]
