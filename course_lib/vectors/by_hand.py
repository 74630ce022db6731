"""word2vec's losses and gradients written out in NumPy, for vocabularies that fit on a page.

Each function gives the mean loss over its examples and the gradients of both matrices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]
Ints = npt.NDArray[np.int64]


class Gradients(NamedTuple):
    """A mean loss and what its derivatives are.

    Attributes:
        loss: mean over the examples.
        W_in: by the matrix of input vectors, (V, D).
        W_out: by the matrix of output vectors, (V, D).
    """

    loss: float
    W_in: Array
    W_out: Array


def skipgram_softmax(W_in: Array, W_out: Array, *, centers: Ints, contexts: Ints) -> Gradients:
    """Predict each neighbour from its center, with a softmax over the whole vocabulary.

    Args:
        W_in: input vectors.
        W_out: output vectors.
        centers: ids.
        contexts: the id of one neighbour for each center.
    Shape:
        W_in, W_out (V, D); centers, contexts (N,).
    """
    h = W_in[centers]
    loss, dh, dW_out = _softmax(h, W_out, contexts)
    dW_in = np.zeros_like(W_in)
    np.add.at(dW_in, centers, dh)
    return Gradients(loss, dW_in, dW_out)


def cbow_softmax(W_in: Array, W_out: Array, *, contexts: Ints, centers: Ints) -> Gradients:
    """Predict each center from the mean of its neighbours, with a softmax over the vocabulary.

    Args:
        W_in: input vectors.
        W_out: output vectors.
        contexts: ids of the neighbours, as many for each center.
        centers: ids.
    Shape:
        W_in, W_out (V, D); contexts (N, C), centers (N,).
    """
    h = W_in[contexts].mean(axis=1)
    loss, dh, dW_out = _softmax(h, W_out, centers)
    dW_in = np.zeros_like(W_in)
    np.add.at(dW_in, contexts, dh[:, None, :] / contexts.shape[1])
    return Gradients(loss, dW_in, dW_out)


def skipgram_negative(
    W_in: Array, W_out: Array, *, centers: Ints, contexts: Ints, negatives: Ints
) -> Gradients:
    """Tell each neighbour from some drawn words.

    Args:
        W_in: input vectors.
        W_out: output vectors.
        centers: ids.
        contexts: the id of one neighbour for each center.
        negatives: ids of the drawn words.
    Shape:
        W_in, W_out (V, D); centers, contexts (N,), negatives (N, K).
    Source:
        Mikolov et al. (2013), equation 4.
    """
    n = len(centers)
    words = np.concatenate([contexts[:, None], negatives], axis=1)
    truth = np.zeros(words.shape)
    truth[:, 0] = 1
    h, out = W_in[centers], W_out[words]
    scores = np.einsum("nd,nkd->nk", h, out)
    loss = np.logaddexp(0, np.where(truth == 1, -scores, scores)).sum() / n
    d_scores = (1 / (1 + np.exp(-scores)) - truth) / n
    dW_in, dW_out = np.zeros_like(W_in), np.zeros_like(W_out)
    np.add.at(dW_in, centers, np.einsum("nk,nkd->nd", d_scores, out))
    np.add.at(dW_out, words, d_scores[:, :, None] * h[:, None, :])
    return Gradients(float(loss), dW_in, dW_out)


def _softmax(h: Array, W_out: Array, targets: Ints) -> tuple[float, Array, Array]:
    """Mean cross entropy of h W_outᵀ, and the gradients by h and W_out."""
    rows = np.arange(len(targets))
    scores = h @ W_out.T
    scores -= scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    d_scores = np.exp(log_p)
    d_scores[rows, targets] -= 1
    d_scores /= len(targets)
    return float(-log_p[rows, targets].mean()), d_scores @ W_out, d_scores.T @ h
