"""``bert_pretraining/whole``: choose words, not pieces."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
RATE, INSIDE = 0.15, "##"


def whole(pieces: list[str], luck: Array) -> Array:
    """True where a piece is chosen: every piece shares the luck of its word's first piece."""
    return luck[_first_pieces(pieces)] < RATE


def _first_pieces(pieces: list[str]) -> Array:
    """For each piece the place of the first piece of its word."""
    begins = [at for at, piece in enumerate(pieces) if not piece.startswith(INSIDE)]
    return np.array([max(at for at in begins if at <= place) for place in range(len(pieces))])


def _any_piece(pieces: list[str], luck: Array) -> Array:
    """A word is chosen if one of its pieces is lucky: long words too often."""
    first = _first_pieces(pieces)
    return np.array([(luck[first == at] < RATE).any() for at in first])


def _last_piece(pieces: list[str], luck: Array) -> Array:
    first = _first_pieces(pieces)
    return np.array([luck[first == at][-1] < RATE for at in first])


def _word_number(pieces: list[str], luck: Array) -> Array:
    """The k-th word takes the k-th luck, not that of its first piece."""
    number = np.cumsum([not piece.startswith(INSIDE) for piece in pieces]) - 1
    return luck[number] < RATE


def _inputs(rng: np.random.Generator) -> tuple[list[str], Array]:
    """Lucky and unlucky first pieces, with lucky and unlucky pieces behind them."""
    low, high = (lambda: rng.uniform(0, RATE)), (lambda: rng.uniform(0.2, 1))
    words = [
        (("배우", "##들", "##의"), (high, high, low)),
        (("연기", "##가"), (low, high)),
        (("참",), (high,)),
        (("훌륭", "##했", "##다"), (low, high, high)),
        (("또", "##는"), (high, high)),
    ]
    order = [0, *(rng.permutation(3) + 1).tolist(), 4]
    pieces = [piece for at in order for piece in words[at][0]]
    return pieces, np.array([draw() for at in order for draw in words[at][1]])


WHOLE = Exercise(
    name="whole",
    title="단어를 통째로 고르기",
    stars=2,
    reference=whole,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda pieces, luck: luck < RATE,
            "조각마다 따로 골랐습니다. 한 단어의 조각은 함께 골라야 합니다.",
        ),
        Wrong(
            _any_piece,
            "조각이 하나라도 뽑히면 단어를 골랐습니다. 그러면 조각이 많은 단어일수록 자주 뽑혀 "
            "15%를 넘습니다. 첫 조각의 luck만 보십시오.",
        ),
        Wrong(
            _last_piece,
            "마지막 조각의 luck을 보았습니다. 첫 조각의 것을 보십시오.",
        ),
        Wrong(
            _word_number,
            "k번째 단어에 luck의 k번째 값을 썼습니다. 그 단어의 첫 조각이 있는 자리의 값을 "
            "쓰십시오.",
        ),
        Wrong(
            lambda pieces, luck: whole(pieces, luck) & np.array([p[:2] != INSIDE for p in pieces]),
            "첫 조각만 골랐습니다. 뒤따르는 ## 조각도 함께 골라야 합니다.",
        ),
        Wrong(
            lambda pieces, luck: ~whole(pieces, luck),
            "참과 거짓이 뒤집혔습니다. luck이 0.15보다 작으면 고릅니다.",
        ),
    ),
    hints=(
        "##으로 시작하지 않는 조각이 단어의 첫 조각입니다.",
        "조각을 왼쪽부터 돌면서 지금 단어의 첫 조각이 어디였는지 기억하십시오.",
        "첫 조각을 만날 때마다 chosen = luck[그 자리] < 0.15를 새로 정하고, ## 조각에는 그 값을 "
        "그대로 적습니다.",
    ),
)
