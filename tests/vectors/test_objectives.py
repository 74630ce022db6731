"""Every gradient is autograd's, and blocks mean what pairs mean."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy, logsigmoid

from course_lib.vectors import by_hand
from course_lib.vectors.objectives import (
    cbow_blocks,
    hierarchical,
    lay_blocks,
    skipgram_blocks,
)
from course_lib.vectors.rows import AdaGradRows, sum_rows
from course_lib.vectors.sampling import huffman
from course_lib.vectors.windows import Tokens, pairs

V, D, N, NEGATIVE = 12, 6, 37, 5
CPU = torch.device("cpu")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.fixture
def matrices(rng):
    drawn = torch.from_numpy(rng.normal(size=(2, V, D)))
    return [each.clone().requires_grad_() for each in drawn]


@pytest.fixture
def tokens(rng) -> Tokens:
    documents = np.sort(rng.integers(0, 6, N))
    return Tokens(rng.integers(0, V, N), documents, rng.integers(1, 4, N))


def _dense(part, size):
    rows, gradients = part
    full = torch.zeros(size, D, dtype=gradients.dtype)
    full[rows] = gradients
    return full


def _same(result, matrices, loss):
    loss.backward()
    assert float(result.loss) == pytest.approx(loss.item(), rel=1e-12)
    for part, matrix in zip((result.inputs, result.outputs), matrices, strict=True):
        assert torch.equal(part[0], part[0].unique())
        torch.testing.assert_close(_dense(part, len(matrix)), matrix.grad, atol=1e-12, rtol=1e-12)


def _blocks(tokens, size):
    blocks = lay_blocks(tokens, size=size, window=3, device=CPU)
    drawn = torch.from_numpy(np.random.default_rng(2).integers(0, V, (len(blocks.centers), 7)))
    return blocks, drawn


@pytest.mark.parametrize("size", [1, 4, 64])
def test_skipgram_in_blocks_is_skipgram_in_pairs(matrices, tokens, size):
    W_in, W_out = matrices
    blocks, drawn = _blocks(tokens, size)
    found = pairs(tokens.documents, tokens.reach)
    h = W_in[tokens.ids[found.centers]]
    near = (h * W_out[tokens.ids[found.contexts]]).sum(1)
    far = torch.einsum("nd,nkd->nk", h, W_out[drawn[found.centers // size]])
    loss = -logsigmoid(near).sum() - logsigmoid(-far).sum() * NEGATIVE / drawn.shape[1]
    plain = [each.detach() for each in matrices]
    result = skipgram_blocks(*plain, blocks, drawn=drawn, negative=NEGATIVE, with_loss=True)
    assert int(result.examples) == len(found.centers)
    _same(result, matrices, loss)


@pytest.mark.parametrize("size", [1, 4, 64])
def test_cbow_in_blocks_is_cbow_in_windows(matrices, tokens, size):
    W_in, W_out = matrices
    blocks, drawn = _blocks(tokens, size)
    found = pairs(tokens.documents, tokens.reach)
    loss = torch.zeros(())
    for center in np.unique(found.centers):
        h = W_in[tokens.ids[found.contexts[found.centers == center]]].mean(0)
        loss = loss - logsigmoid(h @ W_out[tokens.ids[center]])
        strange = W_out[drawn[center // size]] @ h
        loss = loss - logsigmoid(-strange).sum() * NEGATIVE / drawn.shape[1]
    plain = [each.detach() for each in matrices]
    result = cbow_blocks(*plain, blocks, drawn=drawn, negative=NEGATIVE, with_loss=True)
    assert int(result.examples) == len(np.unique(found.centers))
    _same(result, matrices, loss)


@pytest.mark.parametrize("cbow", [False, True])
def test_hierarchical_softmax(matrices, tokens, cbow, rng):
    tree = huffman(rng.integers(1, 50, V))
    nodes, turns = map(torch.from_numpy, tree)
    W_in, W_nodes = matrices[0], matrices[1][: V - 1].detach().clone().requires_grad_()
    found = pairs(tokens.documents, tokens.reach)
    loss = torch.zeros(())
    if cbow:
        examples = [
            (W_in[tokens.ids[found.contexts[found.centers == i]]].mean(0), tokens.ids[i])
            for i in np.unique(found.centers)
        ]
    else:
        ids = (tokens.ids[found.centers], tokens.ids[found.contexts])
        examples = [(W_in[center], context) for center, context in zip(*ids, strict=True)]
    for h, word in examples:
        length = tree.lengths[word]
        scores = W_nodes[nodes[word, :length]] @ h * turns[word, :length]
        loss = loss - logsigmoid(scores).sum()
    result = hierarchical(
        W_in.detach(), W_nodes.detach(), tokens, nodes=nodes, turns=turns, cbow=cbow
    )
    assert int(result.examples) == len(examples)
    _same(result, [W_in, W_nodes], loss)


def test_the_tree_makes_probabilities(rng):
    tree = huffman(rng.integers(1, 50, V))
    h, W_nodes = rng.normal(size=D), rng.normal(size=(V - 1, D))
    right = 1 / (1 + np.exp(-tree.turns * (W_nodes[tree.nodes] @ h)))
    assert np.where(tree.turns == 0, 1, right).prod(axis=1).sum() == pytest.approx(1)


def test_softmax_by_hand(rng):
    W_in, W_out = rng.normal(size=(2, V, D))
    ids, around = rng.integers(0, V, (2, 9)), rng.integers(0, V, (9, 4))
    t_in, t_out = (torch.from_numpy(x).requires_grad_() for x in (W_in, W_out))
    skipgram = by_hand.skipgram_softmax(W_in, W_out, centers=ids[0], contexts=ids[1])
    loss = cross_entropy(t_in[ids[0]] @ t_out.T, torch.from_numpy(ids[1]))
    _same_by_hand(skipgram, loss, t_in, t_out)
    cbow = by_hand.cbow_softmax(W_in, W_out, contexts=around, centers=ids[0])
    loss = cross_entropy(t_in[around].mean(1) @ t_out.T, torch.from_numpy(ids[0]))
    _same_by_hand(cbow, loss, t_in, t_out)


def test_negative_sampling_by_hand(rng):
    W_in, W_out = rng.normal(size=(2, V, D))
    ids, negatives = rng.integers(0, V, (2, 9)), rng.integers(0, V, (9, NEGATIVE))
    t_in, t_out = (torch.from_numpy(x).requires_grad_() for x in (W_in, W_out))
    ours = by_hand.skipgram_negative(
        W_in, W_out, centers=ids[0], contexts=ids[1], negatives=negatives
    )
    near = logsigmoid((t_in[ids[0]] * t_out[ids[1]]).sum(1))
    far = logsigmoid(-torch.einsum("nd,nkd->nk", t_in[ids[0]], t_out[negatives]))
    _same_by_hand(ours, -(near.sum() + far.sum()) / 9, t_in, t_out)


def _same_by_hand(ours, loss, t_in, t_out):
    gradients = torch.autograd.grad(loss, [t_in, t_out])
    assert ours.loss == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(ours.W_in, gradients[0], atol=1e-12)
    np.testing.assert_allclose(ours.W_out, gradients[1], atol=1e-12)


def test_sums_by_row():
    ids, values = torch.tensor([3, 1, 3, 0]), torch.tensor([[1.0], [2.0], [4.0], [8.0]])
    rows, sums = sum_rows(ids, values)
    assert (rows.tolist(), sums.tolist()) == ([0, 1, 3], [[8.0], [2.0], [5.0]])
    places, scale = torch.tensor([0, 0, 1, 1]), torch.tensor([1.0, 2.0, 3.0, 4.0])
    assert sum_rows(ids, values, places=places, scale=scale)[1].tolist() == [[8.0], [2.0], [7.0]]


def test_adagrad_touches_only_its_rows_and_steps_shorter_each_time():
    matrix = AdaGradRows(torch.zeros(3, 2))
    rows, gradient = torch.tensor([1]), torch.tensor([[3.0, -3.0]])
    matrix.step(rows, gradient, lr=0.5)
    torch.testing.assert_close(matrix.weights, torch.tensor([[0, 0], [-0.5, 0.5], [0, 0]]))
    matrix.step(rows, gradient, lr=0.5)
    assert matrix.weights[1, 1].item() == pytest.approx(0.5 + 0.5 / 2**0.5)
