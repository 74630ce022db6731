from __future__ import annotations

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence

from course_lib.models import recurrent
from course_lib.models.classifiers import DOCUMENTED, POOLINGS, READS_PADDING, RecurrentClassifier

V, K = 9, 3
LENGTHS = torch.tensor([2, 5, 1, 4])
IDS = torch.randint(1, V, (4, 5), generator=torch.Generator().manual_seed(0))
IDS = torch.where(torch.arange(5) < LENGTHS[:, None], IDS, 0)
SIZES = {"embedding_dim": 4, "hidden_size": 3}


def make(**options):
    torch.manual_seed(0)
    return RecurrentClassifier(V, K, **SIZES, **options).double()


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_padding_and_order_change_nothing(pooling, cell, bidirectional):
    model = make(pooling=pooling, cell=cell, bidirectional=bidirectional, num_layers=2)
    logits = model(IDS, LENGTHS)
    assert logits.shape == (4, K)
    alone = [model(ids[None, :n], n[None]) for ids, n in zip(IDS, LENGTHS, strict=True)]
    torch.testing.assert_close(logits, torch.cat(alone))
    wider = torch.nn.functional.pad(IDS, (0, 3), value=7)  # whatever stands there
    order = torch.tensor([2, 0, 3, 1])
    torch.testing.assert_close(model(wider[order], LENGTHS[order]), logits[order])


@pytest.mark.parametrize("pooling", READS_PADDING)
def test_the_wrong_poolings_read_padding(pooling):
    model = make(pooling=pooling)
    logits = model(IDS, LENGTHS)
    full = LENGTHS == 5  # the longest sentence has no padding and is read rightly
    alone = [model(ids[None, :n], n[None]) for ids, n in zip(IDS, LENGTHS, strict=True)]
    assert not torch.isclose(logits, torch.cat(alone))[~full].any()
    right = make(pooling={"last_padded": "last", "mean_padded": "mean"}[pooling])
    torch.testing.assert_close(right(IDS, LENGTHS)[full], logits[full])


@pytest.mark.parametrize("pooling", POOLINGS + READS_PADDING)
def test_packed_ids_give_what_padded_ids_give(pooling):
    model = make(pooling=pooling, bidirectional=True)
    assert torch.equal(model(PACKED), model(IDS, LENGTHS))


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_running_over_padding_gives_the_same_where_nobody_looks_there(pooling, cell):
    model, other = (make(pooling=pooling, cell=cell, num_layers=2, packed=p) for p in (True, False))
    logits = model(IDS, LENGTHS), other(IDS, LENGTHS)
    torch.testing.assert_close(*logits, rtol=1e-12, atol=1e-12)
    for each in logits:
        (each**2).sum().backward()
    for one, two in zip(model.parameters(), other.parameters(), strict=True):
        torch.testing.assert_close(one.grad, two.grad, rtol=1e-10, atol=1e-12)


def test_wrong_poolings_pad_with_the_padding_id():
    model = make(pooling="mean_padded", padding_id=4)
    outputs, _ = model.recurrent(model.embedding(torch.where(IDS > 0, IDS, 4)))
    torch.testing.assert_close(model(IDS, LENGTHS), model.output(outputs.mean(1)))


@pytest.mark.parametrize("bidirectional", [False, True])
def test_h_of_a_padded_batch_is_the_documents(bidirectional):
    model = make(pooling="last_padded", bidirectional=bidirectional, num_layers=2)
    _, (h, _) = model.recurrent(model.embedding(IDS))
    torch.testing.assert_close(model(IDS, LENGTHS), model.output(h[-1]))


def test_last_is_what_each_direction_says_at_its_end():
    model = make(bidirectional=True, num_layers=2)
    layers = recurrent.LSTM(4, 3, num_layers=2, bidirectional=True).double()
    layers.load_state_dict(model.recurrent.state_dict())
    _, (h, _) = layers(model.embedding(IDS), LENGTHS)
    expected = model.output(torch.cat([h[-2], h[-1]], dim=1))
    torch.testing.assert_close(model(IDS, LENGTHS), expected)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_documents_classifiers_learn_a_rule(name):
    """The class is the first token: the repaired settings find it, however long the padding."""
    options = DOCUMENTED[name]
    if (wrong := options.get("pooling")) in READS_PADDING:
        options = options | {"pooling": wrong.removesuffix("_padded")}
    torch.manual_seed(0)
    model = RecurrentClassifier(V, 2, **options)
    ids = torch.randint(1, V, (64, 6))
    lengths = torch.randint(1, 7, (64,))
    labels = (ids[:, 0] > 4).long()
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        loss = torch.nn.functional.cross_entropy(model(ids, lengths), labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
    assert loss.item() < 0.1


def test_the_documents_sizes():
    model = RecurrentClassifier(100, 2, **DOCUMENTED["bilstm_stacked"])
    assert model.embedding.embedding_dim == 128
    assert (model.recurrent.hidden_size, model.recurrent.num_layers) == (64, 2)
    assert model.recurrent.bidirectional
    model = RecurrentClassifier(100, 4, **DOCUMENTED["rnn"])
    assert isinstance(model.recurrent, torch.nn.RNN)
    assert (model.embedding.embedding_dim, model.recurrent.hidden_size) == (64, 32)


def test_the_vector_of_padding_stays_0():
    model = make(pooling="mean_padded", padding_id=4)
    model(torch.full((2, 3), 4), torch.tensor([3, 3])).sum().backward()
    assert not model.embedding.weight[4].any()
    assert not model.embedding.weight.grad.any()


def test_dropout_and_forget_bias_reach_their_places():
    model = make(dropout=0.5, num_layers=2, forget_bias=1.0)
    assert model.recurrent.dropout == model.dropout.p == 0.5
    assert model.recurrent.bias_ih_l1[3:6].tolist() == [1.0] * 3
    assert not torch.equal(model(IDS, LENGTHS), model(IDS, LENGTHS))
    model.eval()
    assert torch.equal(model(IDS, LENGTHS), model(IDS, LENGTHS))


def with_first(number):
    ids = IDS.clone()
    ids[0, 0] = number
    return ids


MODEL = make()
PACKED = pack_padded_sequence(IDS, LENGTHS, batch_first=True, enforce_sorted=False)
ERRORS = {
    "ids must have shape (B, T), got (5,)": lambda: MODEL(IDS[0], LENGTHS),
    "one token or more, got B=4 and T=0": lambda: MODEL(IDS[:, :0], LENGTHS),
    "one token or more, got B=0 and T=5": lambda: MODEL(IDS[:0], LENGTHS[:0]),
    "ids must lie in 0 … 8, got 9": lambda: MODEL(with_first(9), LENGTHS),
    "ids must lie in 0 … 8, got -1": lambda: MODEL(with_first(-1), LENGTHS),
    "packed ids, or padded ids and their lengths, got both": lambda: MODEL(PACKED, LENGTHS),
    "packed ids, or padded ids and their lengths, got padded ids alone": lambda: MODEL(IDS),
    "lengths must have shape (B=4,), got (3,)": lambda: MODEL(IDS, LENGTHS[:3]),
    "lengths must lie in 1 … 5, got 0": lambda: MODEL(IDS, LENGTHS - 1),
    "lengths must lie in 1 … 5, got 6": lambda: MODEL(IDS, LENGTHS + 1),
    "cell must be one of rnn, gru, lstm, got 'mamba'": lambda: make(cell="mamba"),
    "pooling must be one of last, mean, max, attention, last_padded, mean_padded, got 'sum'": (
        lambda: make(pooling="sum")
    ),
    "bidirectional layers need packed=True, got packed=False": (
        lambda: make(bidirectional=True, packed=False)
    ),
    "forget_bias needs cell 'lstm', got 'gru'": lambda: make(cell="gru", forget_bias=1.0),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_input_is_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("ids", "lengths", "message"),
    [
        (IDS.float(), LENGTHS, "ids must be integers, got torch.float32"),
        (IDS, LENGTHS.float(), "lengths must be integers, got torch.float32"),
    ],
)
def test_numbers_must_be_integers(ids, lengths, message):
    with pytest.raises(TypeError, match=message):
        MODEL(ids, lengths)
