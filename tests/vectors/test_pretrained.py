"""Pretrained vectors in an embedding: the right rows, counted honestly, moved only where wanted."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.text.vocab import Vocab
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.pretrained import adopt, match, parameter_groups


@pytest.fixture
def vocab() -> Vocab:
    documents = [["단어0", "단어7", "없는말"], ["단어0", "단어3", "<unk>"]]
    return Vocab.from_documents(documents)


def test_every_token_gets_its_own_vector_and_the_rest_is_counted(drawn, vocab):
    matched = match(drawn, vocab)
    for token in ("단어0", "단어3", "단어7"):
        row = matched.weights[vocab.index(token)]
        np.testing.assert_array_equal(row.numpy(), drawn[token])
    assert (matched.found, matched.missing) == (3, ("없는말",))
    assert matched.coverage == pytest.approx(4 / 5)


def test_special_tokens_are_not_looked_up(vocab):
    keyed = KeyedVectors(["<pad>", "<unk>", "단어0"], [[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]])
    matched = match(keyed, vocab)
    assert matched.found == 1
    assert matched.weights[vocab.index("<pad>")].tolist() == [0, 0]
    assert matched.weights[vocab.index("<unk>")].tolist() == [3, 5]


def test_missing_tokens_are_drawn_as_wide_as_the_file_and_reproducibly():
    rng = np.random.default_rng(0)
    keyed = KeyedVectors(["a"], rng.normal(size=(1, 3)))
    wide = KeyedVectors([f"w{i}" for i in range(500)], rng.normal(5.0, 3.0, (500, 4)))
    vocab = Vocab([f"no{i}" for i in range(2000)])
    weights = match(wide, vocab).weights
    assert weights.mean().item() == pytest.approx(5, abs=0.3)
    assert weights.std().item() == pytest.approx(3, abs=0.3)
    assert torch.equal(weights, match(wide, vocab).weights)
    assert not torch.equal(weights, match(wide, vocab, seed=1).weights)
    assert match(keyed, Vocab(["A"])).found == 1
    assert match(keyed, Vocab(["A"]), fold_case=False).found == 0


def test_the_files_own_words_keep_their_case():
    keyed = KeyedVectors(["us", "US"], [[1.0], [2.0]])
    assert match(keyed, Vocab(["US", "us"])).weights.flatten().tolist() == [2, 1]


def test_learning_leaves_the_file_alone(drawn, vocab):
    before = drawn.vectors.copy()
    for weights in (match(drawn, vocab).weights, adopt(drawn).weights):
        nn.Embedding.from_pretrained(weights, freeze=False).weight.data.fill_(7)
    np.testing.assert_array_equal(drawn.vectors, before)


def test_the_files_vocabulary_with_two_special_tokens(drawn):
    adopted = adopt(drawn, limit=10)
    assert adopted.vocab.tokens == ("<unk>", "<pad>", *drawn.words[:10])
    assert adopted.vocab.encode(["단어3", "단어30"]) == [5, 0]
    np.testing.assert_array_equal(adopted.weights[2:].numpy(), drawn.vectors[:10])
    assert adopted.weights[1].tolist() == [0] * drawn.dim
    np.testing.assert_allclose(adopted.weights[0], drawn.vectors[:10].mean(0), atol=1e-6)
    assert (adopted.found, adopted.missing) == (10, ())


class Bags(nn.Module):
    def __init__(self, weights: torch.Tensor, *, freeze: bool) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag.from_pretrained(weights, freeze=freeze)
        self.output = nn.Linear(weights.shape[1], 2)


def test_embeddings_learn_at_their_own_pace(drawn):
    model = Bags(adopt(drawn).weights, freeze=False)
    groups = parameter_groups(model, lr=0.5, embedding_lr=0.01)
    assert [group["lr"] for group in groups] == [0.01, 0.5]
    assert sum(len(group["params"]) for group in groups) == len(list(model.parameters()))
    before = [p.detach().clone() for p in model.parameters()]
    optimizer = torch.optim.SGD(groups)
    for p in model.parameters():
        p.grad = torch.ones_like(p)
    optimizer.step()
    paces = [(a - b).mean().item() for a, b in zip(before, model.parameters(), strict=True)]
    assert paces == pytest.approx([0.01, 0.5, 0.5], abs=1e-6)


def test_what_cannot_be_is_told(drawn):
    with pytest.raises(ValueError, match="no embedding|got none or frozen"):
        parameter_groups(Bags(adopt(drawn).weights, freeze=True), lr=1, embedding_lr=1)
    with pytest.raises(ValueError, match=r"for special tokens, got \['단어1'\]"):
        adopt(drawn, unknown="단어1")
    with pytest.raises(ValueError, match="limit must be at least 1, got 0"):
        adopt(drawn, limit=0)
    with pytest.raises(ValueError, match="got an empty one"):
        match(drawn, Vocab([]))
