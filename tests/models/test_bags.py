from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from course_lib.data.batching import bag, pad
from course_lib.models.bags import EmbeddingBagClassifier, EmbeddingClassifier
from course_lib.models.pooling import length_mask, masked_mean
from course_lib.text.flat import flatten

V, K, D = 9, 3, 4
DOCUMENTS = [[3, 5], [1, 2, 3, 4, 8], [7], [2, 2, 6, 1]]
IDS, LENGTHS = pad(flatten(DOCUMENTS, list))
FLAT, OFFSETS = bag(flatten(DOCUMENTS, list))


def make(kind=EmbeddingClassifier, **options):
    torch.manual_seed(0)
    return kind(V, K, embedding_dim=D, **options).double()


def gradients(model, *inputs):
    generator = torch.Generator().manual_seed(1)
    logits = model(*inputs)
    upstream = torch.randn(logits.shape, generator=generator, dtype=logits.dtype)
    return logits, torch.autograd.grad(logits, list(model.parameters()), upstream)


def test_the_mean_is_that_of_the_real_tokens_forward_and_backward():
    model = make()
    x = nn.functional.embedding(IDS, model.embedding.weight, padding_idx=0)
    expected = model.output(masked_mean(x, length_mask(LENGTHS, IDS.shape[1])))
    torch.testing.assert_close(model(IDS, LENGTHS), expected, rtol=1e-12, atol=1e-14)
    padded, bagged = make(), make(EmbeddingBagClassifier)
    bagged.load_state_dict(padded.state_dict())
    ours, theirs = gradients(padded, IDS, LENGTHS), gradients(bagged, FLAT, OFFSETS)
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-14)


@given(st.lists(st.lists(st.integers(1, V - 1), max_size=6), min_size=1, max_size=5))
def test_both_forms_and_one_document_alone_give_the_same(documents):
    ids = flatten(documents, list)
    padded, bagged = make(), make(EmbeddingBagClassifier)
    bagged.load_state_dict(padded.state_dict())
    logits = padded(*pad(ids))
    torch.testing.assert_close(bagged(*bag(ids)), logits, rtol=1e-12, atol=1e-14)
    alone = [padded(*pad(flatten([document], list))) for document in documents]
    torch.testing.assert_close(logits, torch.cat(alone), rtol=1e-12, atol=1e-14)


def test_the_documents_mean_counts_padding():
    model = make(pooling="mean_padded", padding_id=None)
    expected = model.output(model.embedding(IDS).mean(dim=1))
    torch.testing.assert_close(model(IDS, LENGTHS), expected, rtol=1e-12, atol=1e-14)
    wider = nn.functional.pad(IDS, (0, 3))
    assert not torch.isclose(model(wider, LENGTHS), model(IDS, LENGTHS)).any()
    right = make()
    torch.testing.assert_close(right(wider, LENGTHS), right(IDS, LENGTHS))
    with_zeros = make(pooling="mean_padded")
    shrunk = with_zeros.output(with_zeros.embedding(IDS).sum(dim=1) / IDS.shape[1])
    torch.testing.assert_close(with_zeros(IDS, LENGTHS), shrunk, rtol=1e-12, atol=1e-14)


def test_shares_sum_to_one_or_nothing():
    lengths = torch.tensor([0, 1, 3])
    shares = make().shares(lengths, 3)
    assert shares.tolist() == [[0, 0, 0], [1, 0, 0], [pytest.approx(1 / 3)] * 3]
    assert make(pooling="mean_padded").shares(lengths, 4).unique().tolist() == [0.25]


@pytest.mark.parametrize("mode", ["mean", "sum"])
def test_an_empty_document_gets_the_biases(mode):
    documents = [[], [1, 2], []]
    model, padded = make(EmbeddingBagClassifier, mode=mode), make()
    for logits, bias in (
        (model(*bag(flatten(documents, list))), model.output.bias),
        (padded(*pad(flatten(documents, list))), padded.output.bias),
        (padded(*pad(flatten([[]], list))).expand(3, K), padded.output.bias),
    ):
        assert torch.equal(logits[0], bias)
        assert torch.equal(logits[2], bias)
    assert model(*bag(flatten([], list))).shape == (0, K)


def test_a_sum_is_the_mean_times_the_length():
    mean, total = make(EmbeddingBagClassifier), make(EmbeddingBagClassifier, mode="sum")
    for model in (mean, total):
        nn.init.zeros_(model.output.bias)
    grown = mean(FLAT, OFFSETS) * LENGTHS[:, None]
    torch.testing.assert_close(total(FLAT, OFFSETS), grown, rtol=1e-12, atol=1e-14)


def test_weights_are_how_much_each_token_counts():
    model = make(EmbeddingBagClassifier, mode="sum")
    weights = torch.rand(len(FLAT), generator=torch.Generator().manual_seed(2))
    x = model.embedding.weight[FLAT] * weights.double()[:, None]
    rows = torch.repeat_interleave(torch.arange(len(LENGTHS)), LENGTHS)
    sums = torch.zeros(len(LENGTHS), D, dtype=torch.float64).index_add(0, rows, x)
    torch.testing.assert_close(
        model(FLAT, OFFSETS, weights), model.output(sums), rtol=1e-12, atol=1e-14
    )


@pytest.mark.parametrize("kind", [EmbeddingClassifier, EmbeddingBagClassifier])
def test_pretrained_vectors_are_copied_and_may_be_frozen(kind):
    vectors = torch.randn(V, 6, dtype=torch.float64)
    kept = vectors.clone()
    model = kind(V, K, embeddings=vectors, freeze=True)
    assert model.embedding.weight.shape == (V, 6)
    assert model.embedding.weight.dtype == torch.float32
    assert not model.embedding.weight.requires_grad
    torch.testing.assert_close(model.embedding.weight[1:], vectors[1:].float())
    shared = vectors.float()
    free = kind(V, K, embeddings=shared)
    free.embedding.weight.data.add_(1)
    assert torch.equal(shared, kept.float())
    assert free.embedding.weight.requires_grad


def test_the_vector_of_padding_is_0_and_stays_so():
    model = make(pooling="mean_padded", embeddings=torch.ones(V, D), padding_id=4)
    assert not model.embedding.weight[4].any()
    model(torch.full((2, 3), 4), torch.tensor([3, 3])).sum().backward()
    assert not model.embedding.weight.grad.any()
    assert make(padding_id=None).embedding.padding_idx is None
    assert make(padding_id=None).embedding.weight.any(dim=1).all()


@pytest.mark.parametrize("kind", [EmbeddingClassifier, EmbeddingBagClassifier])
def test_sparse_gradients_hold_the_used_rows_and_teach_the_same(kind):
    inputs = (IDS, LENGTHS) if kind is EmbeddingClassifier else (FLAT, OFFSETS)
    dense, sparse = make(kind), make(kind, sparse=True)
    for model in (dense, sparse):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        (model(*inputs) ** 2).sum().backward()
        optimizer.step()
    found = sparse.embedding.weight.grad.coalesce()
    assert set(found.indices()[0].tolist()) <= {0, *FLAT.tolist()}
    torch.testing.assert_close(
        sparse.embedding.weight, dense.embedding.weight, rtol=1e-12, atol=1e-14
    )


def test_first_vectors_are_small_whatever_the_seed():
    weight = EmbeddingBagClassifier(1000, K, embedding_dim=50).embedding.weight
    assert weight.abs().max() <= 1 / 50
    assert weight.std().item() == pytest.approx(1 / 50 / 3**0.5, rel=0.05)


MODEL, BAG = make(), make(EmbeddingBagClassifier)
ERRORS = {
    "pooling must be 'mean' or 'mean_padded', got 'max'": lambda: make(pooling="max"),
    "mode must be 'mean' or 'sum', got 'max'": lambda: make(EmbeddingBagClassifier, mode="max"),
    "embeddings must have shape (V=9, D), got (8, 4)": (lambda: make(embeddings=torch.zeros(8, 4))),
    "ids must have shape (B, T), got (5,)": lambda: MODEL(IDS[0], LENGTHS),
    "lengths must have shape (B=4,), got (3,)": lambda: MODEL(IDS, LENGTHS[:3]),
    "lengths must lie in 0 … 5, got 6": lambda: MODEL(IDS, LENGTHS + 1),
    "lengths must lie in 0 … 5, got -1": lambda: MODEL(IDS, LENGTHS - 2),
    "ids must lie in 0 … 8, got 9": lambda: MODEL(IDS + 1, LENGTHS),
    "flat must lie in 0 … 8, got -2": lambda: BAG(FLAT - 3, OFFSETS),
    "flat must have shape (N,), got (4, 5)": lambda: BAG(IDS, OFFSETS),
    "offsets must lie in 0 … 12, got 13": lambda: BAG(FLAT, OFFSETS + 5),
    "offsets must begin at 0 and never go back, got [1, 3, 8, 9]": lambda: BAG(FLAT, OFFSETS + 1),
    "offsets must begin at 0 and never go back, got [0, 7, 2, 8]": (
        lambda: BAG(FLAT, OFFSETS[[0, 2, 1, 3]])
    ),
    "weights need mode 'sum', got mode 'mean'": lambda: BAG(FLAT, OFFSETS, FLAT.double()),
    "weights must have shape (N=12,), got (4,)": (
        lambda: make(EmbeddingBagClassifier, mode="sum")(FLAT, OFFSETS, OFFSETS.double())
    ),
}


@pytest.mark.parametrize("message", ERRORS)
def test_bad_input_is_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        ERRORS[message]()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda: MODEL(IDS.float(), LENGTHS), "ids must be integers, got torch.float32"),
        (lambda: MODEL(IDS, LENGTHS > 1), "lengths must be integers, got torch.bool"),
        (lambda: BAG(FLAT, OFFSETS.float()), "offsets must be integers, got torch.float32"),
    ],
)
def test_numbers_must_be_integers(run, message):
    with pytest.raises(TypeError, match=message):
        run()
