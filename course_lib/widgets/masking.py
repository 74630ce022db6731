"""Masking at work: which pieces of a typed sentence are chosen, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from course_lib.text import WordPiece
from course_lib.text.subword.wordpiece import INSIDE
from course_lib.widgets.base import Widget
from course_lib.widgets.mulberry import mulberry32

HIDDEN, EXCHANGED = 0.8, 0.1
_WORDS = {"hidden": "가림", "exchanged": "바꿈", "left": "그대로", "": "–"}


@dataclass(frozen=True)
class MaskedPiece:
    """What became of one piece.

    Args:
        piece: of the sentence.
        shown: what the model sees.
        fate: "hidden", "exchanged" or "left" if it was chosen, else "".
    """

    piece: str
    shown: str
    fate: str


def masking_explorer(
    model: WordPiece, sentences: Sequence[str], *, rate: float = 0.15, seed: int = 0
) -> Widget:
    """A sentence to type or choose, its pieces, a draw of gaps; rate and whole words to change.

    The page cuts and draws itself, as `model` and `masked_pieces` do; a test holds them equal.

    Args:
        model: cuts words into pieces; its vocabulary must have a [MASK].
        sentences: to choose from; the first one is there at the start.
        rate: chance of a piece, or of a word, to be chosen.
        seed: of the first draw.
    Returns:
        A widget.
    Raises:
        ValueError: if there is no sentence, rate is no share, or the vocabulary has no [MASK].
    """
    if not sentences or not 0 <= rate <= 1:
        got = f"{len(sentences)} sentences and {rate}"
        raise ValueError(f"expected a sentence or more and a rate of 0 to 1, got {got}")
    if "[MASK]" not in model.vocab:
        raise ValueError("expected a vocabulary with a [MASK], got one without")
    return Widget(
        tag="course-masking",
        data={
            "tokens": list(model.vocab.tokens),
            "unknown": model.vocab.unknown,
            "sentences": list(sentences),
            "rate": rate,
            "seed": seed,
        },
        scripts=("mulberry", "masking_draw", "masking"),
        label="문장을 조각으로 자르고, 고른 조각을 가리거나 바꾸거나 그대로 두는 그림.",
        fallback=_fallback(masked_pieces(model, sentences[0], rate=rate, seed=seed)),
    )


def masked_pieces(
    model: WordPiece, text: str, *, rate: float, seed: int, whole: bool = False
) -> list[MaskedPiece]:
    """One draw of gaps.

    Args:
        model: cuts words into pieces.
        text: the sentence.
        rate: chance of a piece, or of a word, to be chosen.
        seed: of the draw.
        whole: pieces of one word share the luck of its first.
    Source:
        The rule of ``course_lib.models.bert.mask_tokens``, with random numbers that a page has
        too: luck, kind and other of each piece, one after another.
    """
    pieces, tokens, found, luck = model.tokenize(text), model.vocab.tokens, [], 1.0
    numbers = list(islice(mulberry32(seed), 3 * len(pieces)))
    for place, piece in enumerate(pieces):
        own, kind, other = numbers[3 * place : 3 * place + 3]
        luck = luck if whole and piece.startswith(INSIDE) else own
        fate = "" if luck >= rate else _fate(kind)
        shown = {"hidden": "[MASK]", "exchanged": tokens[int(other * len(tokens))]}
        found.append(MaskedPiece(piece, shown.get(fate, piece), fate))
    return found


def _fate(kind: float) -> str:
    return "hidden" if kind < HIDDEN else "exchanged" if kind < HIDDEN + EXCHANGED else "left"


def _fallback(pieces: Sequence[MaskedPiece]) -> str:
    """One line for each piece: what it was, what the model sees, what is asked."""
    ink, muted = 'style="fill:var(--cl-ink)"', 'style="fill:var(--cl-muted)"'
    rows = [("조각", "모델이 보는 것", "한 일", "정답")]
    rows += [(p.piece, p.shown, _WORDS[p.fate], p.piece if p.fate else "–") for p in pieces]
    lines = "".join(
        f'<text x="{20 + 165 * column}" y="{28 + 24 * line}" {ink if line else muted}>'
        f"{escape(cell)}</text>"
        for line, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    chosen = [f"{p.piece} {_WORDS[p.fate]}" for p in pieces if p.fate]
    said = f"조각 {len(pieces)}개 가운데 고른 것: {', '.join(chosen) or '없음'}."
    height = 40 + 24 * len(pieces)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        f"<title>가리기</title><desc>{escape(said)}</desc>{lines}</svg>"
    )
