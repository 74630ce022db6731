"""Losses of word2vec on a stretch of text, with their gradients, as a few matrix products.

Negative sampling goes by blocks: neighbouring tokens are looked at together, every center of a
block against every token near the block, and what is in no window is masked out. One set of drawn
words serves a whole block, weighted so that the expected loss is that of drawing anew for each
pair. That turns most of the reading and writing of single rows into dense products.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import embedding_bag, logsigmoid, pad

from course_lib.vectors.rows import sum_rows
from course_lib.vectors.windows import Tokens, pairs


class Result(NamedTuple):
    """Summed loss of some examples and its gradients, by the rows that occur.

    Attributes:
        loss: summed, without axes; NaN unless it was asked for.
        examples: number of pairs (skip-gram) or centers (CBOW).
        inputs: rows (U,) and gradients (U, D) of the input matrix.
        outputs: rows and gradients of the output matrix.
    """

    loss: Tensor
    examples: Tensor
    inputs: tuple[Tensor, Tensor]
    outputs: tuple[Tensor, Tensor]


class Blocks(NamedTuple):
    """Tokens in blocks of T, each with w more on both sides, so that E = T + 2w.

    Attributes:
        centers: ids, 0 beyond the end, (B, T).
        near: ids, 0 beyond the ends, (B, E).
        mask: 1 where a token is in a center's window, (B, T, E).
    """

    centers: Tensor
    near: Tensor
    mask: Tensor


def lay_blocks(tokens: Tokens, *, size: int, window: int, device: torch.device) -> Blocks:
    """Cut tokens into blocks.

    Args:
        tokens: a stretch of the corpus.
        size: centers per block, T.
        window: farthest neighbour on each side, w.
        device: where the blocks go.
    Shape:
        tokens (n,) → ⌈n / T⌉ blocks.
    """
    n = len(tokens.ids)
    count = max(1, -(-n // size))
    parts = np.stack([tokens.ids, tokens.documents, tokens.reach])
    ids, documents, reach = pad(torch.from_numpy(parts).to(device), (0, count * size - n))
    documents[n:] = -1
    reach[n:] = 0
    near, around = (
        pad(row, (window, window), value=fill).unfold(0, size + 2 * window, size)
        for row, fill in ((ids, 0), (documents, -1))
    )
    steps = torch.arange(size + 2 * window, device=device) - window
    gaps = (steps - torch.arange(size, device=device)[:, None]).abs()
    mask = (gaps <= reach.view(count, size, 1)) & (gaps > 0)
    mask &= documents.view(count, size, 1) == around[:, None, :]
    return Blocks(ids.view(count, size), near, mask.float())


def skipgram_blocks(
    W_in: Tensor, W_out: Tensor, blocks: Blocks, *, drawn: Tensor, negative: int, with_loss: bool
) -> Result:
    """Tell each center's neighbours from drawn words.

    Args:
        W_in: input vectors.
        W_out: output vectors.
        blocks: the tokens.
        drawn: K negative words for each block.
        negative: how many drawn words each pair stands for.
        with_loss: compute the loss too; the gradients do not need it.
    Shape:
        W_in, W_out (V, D); drawn (B, K).
    """
    mask = blocks.mask.to(W_in.dtype)
    centers, near, far = W_in[blocks.centers], W_out[blocks.near], W_out[drawn]
    shares = mask.sum(2, keepdim=True) * (negative / drawn.shape[1])
    scores, strange = centers @ near.mT, centers @ far.mT
    d_scores = (torch.sigmoid(scores) - 1) * mask
    d_strange = torch.sigmoid(strange) * shares
    d_centers = d_scores @ near + d_strange @ far
    loss = _loss(scores, mask, strange, shares) if with_loss else W_in.new_tensor(torch.nan)
    return Result(
        loss,
        mask.sum(),
        _sums([blocks.centers], [d_centers]),
        _sums([blocks.near, drawn], [d_scores.mT @ centers, d_strange.mT @ centers]),
    )


def cbow_blocks(
    W_in: Tensor, W_out: Tensor, blocks: Blocks, *, drawn: Tensor, negative: int, with_loss: bool
) -> Result:
    """Tell each center from drawn words by the mean of its neighbours.

    Args:
        W_in: input vectors.
        W_out: output vectors.
        blocks: the tokens.
        drawn: K negative words for each block.
        negative: how many drawn words each center stands for.
        with_loss: compute the loss too; the gradients do not need it.
    Shape:
        W_in, W_out (V, D); drawn (B, K).
    """
    mask = blocks.mask.to(W_in.dtype)
    near, centers, far = W_in[blocks.near], W_out[blocks.centers], W_out[drawn]
    sizes = mask.sum(2, keepdim=True)
    there = (sizes > 0).to(W_in.dtype)
    shares = there * (negative / drawn.shape[1])
    weights = mask / sizes.clamp(min=1)
    h = weights @ near
    scores, strange = (h * centers).sum(2, keepdim=True), h @ far.mT
    d_scores = (torch.sigmoid(scores) - 1) * there
    d_strange = torch.sigmoid(strange) * shares
    d_h = d_scores * centers + d_strange @ far
    loss = _loss(scores, there, strange, shares) if with_loss else W_in.new_tensor(torch.nan)
    return Result(
        loss,
        there.sum(),
        _sums([blocks.near], [weights.mT @ d_h]),
        _sums([blocks.centers, drawn], [d_scores * h, d_strange.mT @ h]),
    )


def hierarchical(
    W_in: Tensor, W_nodes: Tensor, tokens: Tokens, *, nodes: Tensor, turns: Tensor, cbow: bool
) -> Result:
    """Predict every turn on the way to a word in a binary tree.

    Args:
        W_in: input vectors.
        W_nodes: a vector for each inner node.
        tokens: a stretch of the corpus.
        nodes: of the tree, for each word.
        turns: of the tree, for each word.
        cbow: predict centers from the mean of their neighbours, not neighbours from centers.
    Shape:
        W_in (V, D), W_nodes (V − 1, D); nodes, turns (V, L).
    """
    found = pairs(tokens.documents, tokens.reach)
    centers, contexts = (
        torch.from_numpy(tokens.ids[each]).to(W_in.device)
        for each in (found.centers, found.contexts)
    )
    if cbow:
        _, starts, sizes = np.unique(found.centers, return_index=True, return_counts=True)
        words, first, bags = contexts, starts, torch.from_numpy(sizes).to(W_in.device)
        targets = centers[torch.from_numpy(starts).to(W_in.device)]
    else:
        words, first, targets = centers, np.arange(len(found.centers)), contexts
        bags = torch.ones_like(targets)
    h = embedding_bag(words, W_in, torch.from_numpy(first).to(W_in.device), mode="mean")
    way, turn = nodes[targets], turns[targets]
    scores = torch.einsum("nld,nd->nl", W_nodes[way], h)
    loss = -(logsigmoid(turn * scores) * turn.abs()).sum()
    d_scores = -turn * torch.sigmoid(-turn * scores)
    d_h = torch.einsum("nl,nld->nd", d_scores, W_nodes[way])
    bag = torch.repeat_interleave(torch.arange(len(bags), device=W_in.device), bags)
    used = turn != 0
    place = torch.nonzero(used)[:, 0]
    return Result(
        loss,
        torch.tensor(len(targets), device=W_in.device),
        sum_rows(words, d_h, places=bag, scale=1 / bags[bag].to(W_in.dtype)),
        sum_rows(way[used], h, places=place, scale=d_scores[used]),
    )


def _loss(scores: Tensor, mask: Tensor, strange: Tensor, shares: Tensor) -> Tensor:
    return -(logsigmoid(scores) * mask).sum() - (logsigmoid(-strange) * shares).sum()


def _sums(ids: list[Tensor], values: list[Tensor]) -> tuple[Tensor, Tensor]:
    flat = [each.reshape(-1, each.shape[-1]) for each in values]
    return sum_rows(torch.cat([each.reshape(-1) for each in ids]), torch.cat(flat))
