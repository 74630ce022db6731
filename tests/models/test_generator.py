"""The language model: the document's, tied or not; a carried state reads as one whole."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from course_lib.data.streams import Streams
from course_lib.models.generator import Carried, RecurrentLanguageModel, detach, keep_rows

V, H, D = 7, 5, 4


def draw(B=3, T=6, *, seed=0):
    return torch.randint(V, (B, T), generator=torch.Generator().manual_seed(seed))


def make(**options):
    torch.manual_seed(0)
    return RecurrentLanguageModel(V, **({"hidden_size": H, "embedding_dim": D} | options)).double()


class Documented(torch.nn.Module):
    """The document's model in our words: one-hot vectors, an LSTM, a linear layer."""

    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.LSTM(V, H, batch_first=True)
        self.output = torch.nn.Linear(H, V)

    def forward(self, ids, state=None):
        x, state = self.rnn(F.one_hot(ids, V).to(self.output.weight.dtype), state)
        return self.output(x), state


def test_without_an_embedding_it_is_the_documents_model():
    ours, theirs = make(embedding_dim=None), Documented().double()
    ours.load_state_dict(theirs.state_dict())
    got, want = (model(draw())[0] for model in (ours, theirs))
    torch.testing.assert_close(got, want, rtol=0, atol=0)
    grads = []
    for model, logits in ((ours, got), (theirs, want)):
        logits.square().sum().backward()
        grads.append({name: p.grad for name, p in model.named_parameters()})
    assert grads[0].keys() == grads[1].keys()
    for name, grad in grads[0].items():
        torch.testing.assert_close(grad, grads[1][name], rtol=1e-12, atol=1e-13)


def test_one_hot_times_a_matrix_is_a_row_of_an_embedding():
    one_hot, embedded = make(embedding_dim=None), make(embedding_dim=V)
    embedded.load_state_dict({**one_hot.state_dict(), "embedding.weight": torch.eye(V)})
    torch.testing.assert_close(one_hot(draw())[0], embedded(draw())[0], rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_carried_state_reads_a_text_as_one_whole(cell, layers):
    model, ids = make(cell=cell, num_layers=layers), draw(T=11)
    whole, _ = model(ids)
    carried, parts = Carried(model), []
    for first in range(0, 11, 4):
        fresh = torch.full((3,), first == 0)
        parts.append(carried(ids[:, first : first + 4], fresh).view(3, -1, V))
    torch.testing.assert_close(torch.cat(parts, 1), whole, rtol=1e-10, atol=1e-12)


def test_a_fresh_stream_forgets_and_its_neighbour_does_not():
    model, ids = make(), draw(B=2)
    carried = Carried(model)
    carried(draw(B=2, seed=1), torch.tensor([True, True]))
    state = carried.state
    got = carried(ids, torch.tensor([True, False])).view(2, -1, V)
    torch.testing.assert_close(got[:1], model(ids[:1])[0], rtol=1e-10, atol=1e-12)
    kept = tuple(part[:, 1:] for part in state)
    torch.testing.assert_close(got[1:], model(ids[1:], kept)[0], rtol=1e-10, atol=1e-12)


def test_no_gradient_goes_back_beyond_the_block():
    carried = Carried(make())
    carried(draw(), torch.ones(3, dtype=torch.bool))
    assert not any(part.requires_grad for part in carried.state)
    state = torch.ones(1, 3, H, requires_grad=True)
    assert not detach(state * 2).requires_grad
    assert keep_rows(state, torch.tensor([True, False, True])).sum() == 2 * H


@pytest.mark.parametrize("size", [D, H])
def test_tied_weights_are_one_matrix(size):
    model = make(tied=True, embedding_dim=size)
    assert model.output.weight is model.embedding.weight
    free = make(embedding_dim=size)
    bridge = 0 if size == H else H * size + size
    count = [sum(p.numel() for p in each.parameters()) for each in (model, free)]
    assert count[0] == count[1] - V * H + bridge
    before = model.embedding.weight.detach().clone()
    model(draw())[0].sum().backward()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    assert not torch.equal(before, model.output.weight)
    assert model.output.weight is model.embedding.weight


def test_it_learns_a_text_by_heart():
    text = torch.tensor([0, 1, 2, 3, 4, 5, 6, 3] * 12)
    torch.manual_seed(0)
    model = RecurrentLanguageModel(V, hidden_size=16, embedding_dim=8)
    carried, adam = Carried(model), torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(40):
        for block, labels in Streams(text, batch_size=2, length=8):
            loss = F.cross_entropy(carried(*block), labels)
            adam.zero_grad()
            loss.backward()
            adam.step()
    assert loss.item() < 0.05  # after 3 comes 4 or 0: only the state can tell


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"hidden_size": 0}, "sizes must be >= 1"),
        ({"cell": "lstn"}, "cell must be one of rnn, gru, lstm, got 'lstn'"),
        ({"embedding_dim": None, "tied": True}, "tied needs an embedding"),
    ],
)
def test_wrong_options_are_one_error(options, message):
    with pytest.raises(ValueError, match=message):
        make(**options)


def test_wrong_ids_are_one_error():
    with pytest.raises(ValueError, match="ids must lie in 0 … 6, got 7"):
        make()(torch.tensor([[7]]))
    with pytest.raises(ValueError, match=r"ids must have shape \(B, T\), got \(3,\)"):
        make()(torch.tensor([1, 2, 3]))
