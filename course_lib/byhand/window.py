"""A window classifier: what is the word in the middle, given its neighbours?

    windows → embed → x → linear → tanh → h → U → scores

Named entities and parts of speech are told from a word's neighbourhood: the vectors of all words
in the window are joined into one long vector. Parameters are a dict: ``L`` word vectors (V, D),
``W`` (H, C·D) and ``b`` (H,) of the hidden layer, ``U`` (K, H) of the scores, for C words in a
window. With K = 1 the only score says how good a window is (``margin_loss``); otherwise there is
one score per class (``gradients.cross_entropy``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from course_lib.byhand.gradients import Array, linear, linear_backward, tanh_backward
from course_lib.checks import check_shape

Ids: TypeAlias = NDArray[np.integer[Any]]
Params: TypeAlias = dict[str, Array]


@dataclass(frozen=True)
class Cache:
    """What the forward pass computed and the backward pass needs."""

    windows: Ids
    x: Array
    h: Array
    scores: Array


def make_windows(ids: Any, *, radius: int, pad: int) -> Ids:
    """One window for each word of a sentence, the word in the middle.

    Args:
        ids: the sentence's word numbers.
        radius: how many neighbours to each side.
        pad: the word number that stands beyond both ends.
    Shape:
        ids (T,) → (T, 2·radius + 1).
    Raises:
        ValueError: if ids is not one sentence or radius is negative.
    """
    ids = np.asarray(ids, dtype=np.int64)
    check_shape(ids, "T", name="ids")
    if radius < 0:
        raise ValueError(f"radius must be >= 0, got {radius}")
    padded = np.pad(ids, radius, constant_values=pad)
    return padded[np.arange(len(ids))[:, None] + np.arange(2 * radius + 1)]


def embed(L: Array, windows: Ids) -> Array:
    """Look the words up and join the vectors of each window.

    Shape:
        L (V, D), windows (B, C) integers → (B, C·D).
    Raises:
        TypeError: if windows holds no integers.
        ValueError: if windows is no matrix or a word is not in L.
    """
    check_shape(windows, "B C", name="windows")
    if not np.issubdtype(windows.dtype, np.integer):
        raise TypeError(f"windows must hold word numbers (integers), got {windows.dtype}")
    if windows.size and not 0 <= windows.min() <= windows.max() < len(L):
        low, high = windows.min(), windows.max()
        raise ValueError(f"windows must hold words 0 … {len(L) - 1}, got {low} … {high}")
    return L[windows].reshape(len(windows), -1)  # (B, C, D) → (B, C·D)


def embed_backward(dx: Array, windows: Ids, vocabulary: int) -> Array:
    """The dL of ``embed``: each word collects the gradients of all its places.

    Plain ``dL[windows] += …`` would keep only the last of a word's places.

    Shape:
        dx (B, C·D), windows (B, C) → (V, D).
    """
    pieces = dx.reshape(*windows.shape, -1)  # (B, C·D) → (B, C, D)
    dL = np.zeros((vocabulary, pieces.shape[-1]))
    np.add.at(dL, windows, pieces)
    return dL


def forward(params: Params, windows: Ids) -> Cache:
    """Scores of each window, with everything on the way.

    Shape:
        windows (B, C) integers → scores (B, K).
    Raises:
        ValueError: if the shapes do not fit.
    """
    x = embed(params["L"], windows)
    h = np.tanh(linear(x, params["W"], params["b"]))  # (B, C·D) → (B, H)
    check_shape(params["U"], "K H", name="U", H=h.shape[1])
    return Cache(windows, x, h, h @ params["U"].T)  # (B, H) → (B, K)


def backward(params: Params, cache: Cache, dscores: Array) -> Params:
    """Gradients of all parameters, keyed like the parameters.

    Args:
        params: those of the forward pass.
        cache: what ``forward`` returned.
        dscores: the gradient that arrives at the scores, the error signal.
    Shape:
        dscores (B, K).
    Raises:
        ValueError: if dscores has another shape than the scores.
    """
    B, K = cache.scores.shape
    check_shape(dscores, "B K", name="dscores", B=B, K=K)
    dU = dscores.T @ cache.h  # (K, B) @ (B, H)
    dh = dscores @ params["U"]  # (B, K) @ (K, H)
    dz = tanh_backward(dh, cache.h)
    dx, dW, db = linear_backward(dz, cache.x, params["W"])
    return {"L": embed_backward(dx, cache.windows, len(params["L"])), "W": dW, "b": db, "U": dU}


def margin_loss(
    scores: Array, corrupt: Array, *, margin: float = 1.0
) -> tuple[float, Array, Array]:
    """Mean of max(0, margin − s + s_c): a real window should win by a margin.

    Args:
        scores: s, scores of real windows.
        corrupt: s_c, scores of the same windows with another word in the middle.
        margin: by how much a real window should score higher.
    Returns:
        The loss and its gradients with respect to both scores.
    Shape:
        scores (B, 1), corrupt (B, 1) → (), (B, 1), (B, 1).
    Raises:
        ValueError: if the shapes differ or the batch is empty.
    """
    if scores.shape != corrupt.shape or scores.size == 0:
        raise ValueError(
            "scores and corrupt must have one shape (B, 1) with B > 0, "
            f"got {scores.shape} and {corrupt.shape}"
        )
    gap = margin - scores + corrupt
    dcorrupt = (gap > 0) / gap.size
    return float(np.maximum(gap, 0).mean()), -dcorrupt, dcorrupt
