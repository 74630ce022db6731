"""``bert_pretraining/mask``: 15 %, then 80/10/10, with the luck given."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Pair = tuple[Array, Array]
RATE, IGNORE = 0.15, -100


def mask(ids: Array, luck: Array, kind: Array, other: Array, mask_id: int) -> Pair:
    """Ids with gaps, and labels: the token where one was chosen, −100 elsewhere."""
    return _mask(ids, luck, kind, other, mask_id)


def _mask(
    ids: Array,
    luck: Array,
    kind: Array,
    other: Array,
    mask_id: int,
    *,
    hidden: float = 0.8,
    rest: float = 0.9,
    quiet: int = IGNORE,
) -> Pair:
    chosen = luck < RATE
    gaps = np.where(chosen & (kind < hidden), mask_id, ids)
    gaps = np.where(chosen & (kind >= hidden) & (kind < rest), other, gaps)
    return gaps, np.where(chosen, ids, quiet)


def _of_gaps(ids: Array, luck: Array, kind: Array, other: Array, mask_id: int) -> Pair:
    """Labels taken after the change: [MASK] itself is the answer."""
    gaps, labels = mask(ids, luck, kind, other, mask_id)
    return gaps, np.where(labels == IGNORE, IGNORE, gaps)


def _masks_only(ids: Array, luck: Array, kind: Array, other: Array, mask_id: int) -> Pair:
    """Only hidden tokens are asked for."""
    gaps, labels = mask(ids, luck, kind, other, mask_id)
    return gaps, np.where(gaps == mask_id, labels, IGNORE)


def _changed_only(ids: Array, luck: Array, kind: Array, other: Array, mask_id: int) -> Pair:
    gaps, labels = mask(ids, luck, kind, other, mask_id)
    return gaps, np.where(gaps != ids, labels, IGNORE)


def _everywhere(ids: Array, luck: Array, kind: Array, other: Array, mask_id: int) -> Pair:
    """80/10/10 of all tokens instead of the chosen ones."""
    return _mask(ids, luck * 0, kind, other, mask_id)[0], mask(ids, luck, kind, other, mask_id)[1]


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, Array, int]:
    """Chosen and other tokens of all three kinds, in random order."""
    parts = [(0.0, 0.8, 4), (0.8, 0.9, 2), (0.9, 1.0, 2)]
    kind = np.concatenate([rng.uniform(low, high, n) for low, high, n in parts * 2])
    luck = np.concatenate([rng.uniform(0, RATE, 8), rng.uniform(RATE, 1, 8)])
    order = rng.permutation(16)
    ids = rng.integers(5, 50, 16)
    return ids, luck[order], kind[order], rng.integers(50, 90, 16), 4


MASK = Exercise(
    name="mask",
    title="80/10/10을 손으로",
    stars=2,
    reference=mask,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda *all_: _mask(*all_, hidden=1.0),
            "고른 토큰을 모두 [MASK]로 바꾸었습니다. kind가 0.8보다 작을 때만 가립니다.",
        ),
        Wrong(
            lambda *all_: _mask(*all_, rest=1.0),
            "그대로 두는 10%가 없습니다. kind가 0.9 이상이면 바꾸지 않습니다.",
        ),
        Wrong(
            lambda *all_: _mask(*all_, rest=0.8),
            "다른 토큰으로 바꾸는 10%가 없습니다. kind가 0.8 이상 0.9 미만이면 other입니다.",
        ),
        Wrong(
            _of_gaps,
            "바꾼 뒤의 토큰을 정답으로 적었습니다. 정답은 바꾸기 전의 토큰입니다.",
        ),
        Wrong(
            _masks_only,
            "[MASK]인 자리에서만 정답을 물었습니다. 고른 자리에서는 모두 묻습니다.",
        ),
        Wrong(
            _changed_only,
            "그대로 둔 자리에서 정답을 묻지 않았습니다. 그 10%를 묻는 것이 이 규칙의 핵심입니다.",
        ),
        Wrong(
            lambda *all_: _mask(*all_, quiet=0),
            "고르지 않은 자리의 정답이 0입니다. 0은 [PAD]라는 토큰이므로 −100을 적습니다.",
        ),
        Wrong(
            _everywhere,
            "고르지 않은 토큰까지 바꾸었습니다. luck이 0.15보다 작은 자리만 건드립니다.",
        ),
    ),
    hints=(
        "고른 자리는 chosen = luck < 0.15입니다.",
        "np.where를 두 번 씁니다. 먼저 kind < 0.8인 자리를 mask_id로, 다음에 0.8 이상 0.9 미만인 "
        "자리를 other로 바꿉니다.",
        "정답은 np.where(chosen, ids, -100)입니다. 가렸는지 두었는지를 묻지 않습니다.",
    ),
)
