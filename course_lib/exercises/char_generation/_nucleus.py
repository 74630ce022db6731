"""``char_generation/nucleus``: top-p by hand."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def nucleus(probs: Array, p: float) -> Array:
    """The fewest best tokens whose probabilities sum to p or more, made to sum to 1."""
    return _shared(probs, _kept(probs, p))


def _kept(probs: Array, p: float) -> Array:
    order = np.argsort(-probs)
    before = np.cumsum(probs[order]) - probs[order]
    kept = np.zeros(len(probs), dtype=bool)
    kept[order[before < p]] = True
    return kept


def _shared(probs: Array, kept: Array) -> Array:
    left = np.where(kept, probs, 0.0)
    return left / left.sum()


def _inputs(rng: np.random.Generator) -> tuple[Array, float]:
    """Five probabilities in any order; p always cuts inside a token, and two or three stay."""
    probs = np.array([0.42, 0.27, 0.16, 0.10, 0.05])
    return rng.permutation(probs), float(rng.choice([0.5, 0.6, 0.75, 0.8]))


def _without_last(probs: Array, p: float) -> Array:
    order = np.argsort(-probs)
    kept = np.zeros(len(probs), dtype=bool)
    kept[order[np.cumsum(probs[order]) <= p]] = True
    return _shared(probs, kept)


def _in_order(probs: Array, p: float) -> Array:
    order = np.argsort(-probs)
    return nucleus(probs, p)[order]


def _in_place(probs: Array, p: float) -> Array:
    before = np.cumsum(probs) - probs
    return _shared(probs, before < p)


NUCLEUS = Exercise(
    name="nucleus",
    title="top-p를 손으로",
    stars=3,
    reference=nucleus,
    gen=_inputs,
    cases=6,
    pure=True,
    wrong=(
        Wrong(
            lambda probs, p: np.where(_kept(probs, p), probs, 0.0),
            "고른 글자는 맞습니다. 남은 확률을 더해서 1이 되게 하지 않았습니다.",
        ),
        Wrong(
            _without_last,
            "더한 확률이 p를 넘게 만드는 글자까지 남겨야 합니다. 하나씩 모자랍니다.",
        ),
        Wrong(
            _in_order,
            "값은 맞지만 확률이 큰 순서로 놓였습니다. 글자의 번호가 바뀌지 않게 제자리에 두십시오.",
        ),
        Wrong(
            _in_place,
            "받은 순서 그대로 더한 값과 같습니다. 확률이 큰 것부터 더해야 합니다.",
        ),
        Wrong(
            lambda probs, p: _shared(probs, probs == probs.max()),
            "가장 큰 것 하나만 남긴 값과 같습니다. 더한 확률이 p에 이를 때까지 남기십시오.",
        ),
        Wrong(
            lambda probs, p: probs / probs.sum(),
            "아무것도 자르지 않은 값과 같습니다.",
        ),
    ),
    hints=(
        "확률이 큰 순서로 번호를 늘어놓으십시오. np.argsort(-probs)입니다.",
        "늘어놓은 확률을 차례로 더하면서, 앞까지의 합이 아직 p보다 작은 글자를 남기십시오.",
        "남긴 번호에만 확률을 두고 나머지는 0으로 한 뒤, 합으로 나누면 됩니다.",
    ),
)
