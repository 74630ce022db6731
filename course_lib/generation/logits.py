"""What is done to logits before a token is drawn: punish repeats, heat or cool, cut the tail.

Every function returns new logits; a token that is out of the game has −∞.
"""

from __future__ import annotations

import torch
from torch import Tensor

from course_lib.checks import check_shape

OUT = -float("inf")


def shape_logits(
    logits: Tensor,
    ids: Tensor | None = None,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    repetition_penalty: float = 1.0,
) -> Tensor:
    """All four in their usual order: repeats, temperature, top-k, top-p.

    Args:
        logits: scores of the next token.
        ids: the tokens so far; only repeats need them.
        temperature: below 1 sharpens, above 1 flattens; see `generate` for 0.
        top_k: keep the k best.
        top_p: keep the best that together have this probability.
        repetition_penalty: above 1 makes tokens that were used less likely.
    Shape:
        logits (B, V), ids (B, T) → (B, V).
    Raises:
        ValueError: if an option is out of its range.
    Source:
        The order of ``transformers``' generation.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    if repetition_penalty != 1.0:
        if ids is None:
            raise ValueError("a repetition_penalty needs the ids so far, got none")
        logits = penalize_repeats(logits, ids, repetition_penalty)
    logits = logits / temperature
    if top_k is not None:
        logits = keep_top_k(logits, top_k)
    return logits if top_p is None else keep_top_p(logits, top_p)


def keep_top_k(logits: Tensor, k: int) -> Tensor:
    """Leave out all tokens but the k best; those equal to the k-th stay too.

    Args:
        logits: scores of the next token.
        k: how many.
    Shape:
        logits (B, V) → (B, V).
    Raises:
        ValueError: if k is below 1.
    Source:
        Fan, Lewis and Dauphin (2018); equals ``transformers.TopKLogitsWarper``.
    """
    V = check_shape(logits, "B V", name="logits")["V"]
    if k < 1:
        raise ValueError(f"top_k must be at least 1, got {k}")
    last = logits.topk(min(k, V), dim=1).values[:, -1:]
    return logits.masked_fill(logits < last, OUT)


def keep_top_p(logits: Tensor, p: float) -> Tensor:
    """Leave out the tail: keep the fewest best tokens whose probabilities sum to p or more.

    Args:
        logits: scores of the next token.
        p: share of the probability that has to stay; the best token always stays.
    Shape:
        logits (B, V) → (B, V).
    Raises:
        ValueError: if p is not in (0, 1].
    Source:
        Nucleus sampling of Holtzman et al. (2020); equals ``transformers.TopPLogitsWarper``.
    """
    check_shape(logits, "B V", name="logits")
    if not 0 < p <= 1:
        raise ValueError(f"top_p must lie in (0, 1], got {p}")
    if p == 1:
        return logits.clone()
    ordered, places = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    before = probabilities.cumsum(dim=1) - probabilities  # what the better tokens have already
    out = before >= p
    out[:, 0] = False
    return logits.masked_fill(out.scatter(1, places, out), OUT)


def penalize_repeats(logits: Tensor, ids: Tensor, penalty: float) -> Tensor:
    """Make tokens that were used less likely: divide a positive logit, multiply a negative one.

    Args:
        logits: scores of the next token.
        ids: the tokens so far, the prompt among them.
        penalty: above 1 punishes, below 1 invites.
    Shape:
        logits (B, V), ids (B, T) → (B, V).
    Raises:
        ValueError: if penalty is not positive.
    Source:
        Keskar et al. (2019); equals ``transformers.RepetitionPenaltyLogitsProcessor``.
    """
    sizes = check_shape(logits, "B V", name="logits")
    check_shape(ids, "B T", name="ids", B=sizes["B"])
    if not penalty > 0:
        raise ValueError(f"repetition_penalty must be above 0, got {penalty}")
    used = logits.gather(1, ids)
    return logits.scatter(1, ids, torch.where(used < 0, used * penalty, used / penalty))
