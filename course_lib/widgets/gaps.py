"""What a model puts into a gap, beside the best that anyone could know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from course_lib.widgets.base import Widget

UNITS = 1000  # shares travel as whole numbers of 1/UNITS
_SHOWN = 6  # words for each gap


@dataclass(frozen=True)
class GapView:
    """One sentence, and what may stand in the place of each of its words.

    Args:
        words: of the sentence.
        guessed: for each word, with this word hidden, words and their share after the model.
        known: the same after the rules of the corpus: the best that can be known.
    """

    words: Sequence[str]
    guessed: Sequence[Mapping[str, float]]
    known: Sequence[Mapping[str, float]]


def gap_explorer(views: Sequence[GapView], *, place: int = 0) -> Widget:
    """A sentence whose words can be hidden one by one, and bars of what may stand there.

    Args:
        views: sentences to choose from.
        place: the hidden word of the first sentence at the start.
    Returns:
        A widget: a sentence and a word to choose by mouse, finger or keyboard.
    Raises:
        ValueError: if there is no sentence, place is not in the first one, or a sentence has not as
            many tables as words.
    """
    if not views or not 0 <= place < len(views[0].words):
        raise ValueError(f"expected a sentence that holds word {place}, got {len(views)} sentences")
    rows = [_row(view) for view in views]
    return Widget(
        tag="course-gaps",
        data={"views": rows, "place": place, "units": UNITS},
        scripts=("gaps",),
        label="단어를 하나씩 가리고, 모델이 그 자리에 넣은 단어와 알 수 있는 최선을 견주는 그림.",
        fallback=_fallback(views[0].words, rows[0]["gaps"][place], place),
    )


def _row(view: GapView) -> dict[str, Any]:
    if not len(view.words) == len(view.guessed) == len(view.known):
        got = f"{len(view.words)} words, {len(view.guessed)} and {len(view.known)} tables"
        raise ValueError(f"expected two tables for each word, got {got}")
    pairs = zip(view.guessed, view.known, strict=True)
    return {"words": list(view.words), "gaps": [_table(*pair) for pair in pairs]}


def _table(guessed: Mapping[str, float], known: Mapping[str, float]) -> list[list[Any]]:
    """[word, the model's share, the best share], what either thinks likely first."""
    order = sorted({*guessed, *known}, key=lambda w: (-guessed.get(w, 0) - known.get(w, 0), w))
    return [
        [word, *(round(UNITS * table.get(word, 0.0)) for table in (guessed, known))]
        for word in order[:_SHOWN]
    ]


def _fallback(words: Sequence[str], table: Sequence[Sequence[Any]], place: int) -> str:
    text = " ".join("[MASK]" if k == place else word for k, word in enumerate(words))
    ink, muted = 'style="fill:var(--cl-ink)"', 'style="fill:var(--cl-muted)"'
    rows = "".join(
        f'<text x="20" y="{79 + 40 * k}" {ink}>{escape(word)}</text>'
        f'<rect x="140" y="{64 + 40 * k}" width="{0.4 * ours:.1f}" height="13" '
        'style="fill:var(--cl-forward)"/>'
        f'<rect x="140" y="{79 + 40 * k}" width="{0.4 * best:.1f}" height="7" '
        'style="fill:var(--cl-update)"/>'
        f'<text x="{150 + 0.4 * max(ours, best):.1f}" y="{79 + 40 * k}" {muted}>'
        f"{ours / 10:.0f}% (최선 {best / 10:.0f}%)</text>"
        for k, (word, ours, best) in enumerate(table)
    )
    said = ", ".join(
        f"{word} {ours / 10:.0f}%, 최선 {best / 10:.0f}%" for word, ours, best in table
    )
    height = 70 + 40 * len(table)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        f"<title>빈칸에 들어갈 단어</title><desc>{escape(text)}: {escape(said)}.</desc>"
        f'<text x="20" y="24" {ink} font-weight="700">{escape(text)}</text>'
        f'<text x="20" y="48" {muted}>굵은 막대는 모델, 가는 막대는 알 수 있는 최선</text>'
        f"{rows}</svg>"
    )
