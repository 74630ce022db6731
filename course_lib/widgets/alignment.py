"""Where a translator looks: for each word that it says, weights over the words that it read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from course_lib.widgets.base import Widget

_DIGITS = 4  # of the weights in the page
_CELL, _LEFT, _TOP = 34, 120, 84  # of the still picture


def alignment_matrix(sentences: Sequence[Mapping[str, Any]]) -> Widget:
    """The weights of attention as a matrix, row after row, for one sentence or several.

    Args:
        sentences: mappings with "source" and "target" (words), "weights" (a row for each word of
            the target, a column for each word of the source) and, where the truth is known, "gold"
            (pairs of places (source, target)).
    Returns:
        A widget; the reader chooses a sentence, and a word by mouse or keyboard.
    Raises:
        ValueError: if there is no sentence, weights do not fit the words or do not sum to 1, or
            a gold pair lies outside.
    """
    if not sentences:
        raise ValueError("expected a sentence or more, got none")
    data = [_sentence(each) for each in sentences]
    return Widget(
        tag="course-alignment",
        data={"sentences": data},
        scripts=("alignment",),
        label="번역의 단어마다 원문의 어느 단어를 얼마나 보았는지 나타내는 그림.",
        fallback=_fallback(data[0]),
    )


def _sentence(given: Mapping[str, Any]) -> dict[str, Any]:
    source, target = list(given["source"]), list(given["target"])
    weights = [[float(value) for value in row] for row in given["weights"]]
    fits = len(weights) == len(target) and all(len(row) == len(source) for row in weights)
    if not (source and target and fits):
        got = f"{len(weights)} rows for {len(target)} and {len(source)} words"
        raise ValueError(f"expected a weight for each pair of words, got {got}")
    if any(abs(sum(row) - 1) > 1e-3 or min(row) < 0 for row in weights):
        raise ValueError("expected weights of 0 or more that sum to 1 in each row")
    gold = [[int(i), int(j)] for i, j in given.get("gold", ())]
    if any(not (0 <= i < len(source) and 0 <= j < len(target)) for i, j in gold):
        raise ValueError(f"expected gold pairs (source, target) inside the sentences, got {gold}")
    rounded = [[round(value, _DIGITS) for value in row] for row in weights]
    return {"source": source, "target": target, "weights": rounded, "gold": gold}


def _fallback(sentence: Mapping[str, Any]) -> str:
    """The whole matrix of the first sentence, darker where more is seen."""
    source, target = sentence["source"], sentence["target"]
    width, height = _LEFT + _CELL * len(source) + 70, _TOP + _CELL * len(target) + 10
    parts = []
    for i, name in enumerate(source):
        x = _LEFT + _CELL * i + 14
        parts.append(_text(name, x, _TOP - 8, f'transform="rotate(-40 {x} {_TOP - 8})"'))
    for j, row in enumerate(sentence["weights"]):
        y = _TOP + _CELL * j
        parts.append(_text(target[j], _LEFT - 10, y + 22, 'text-anchor="end"'))
        for i, value in enumerate(row):
            parts.append(
                f'<rect x="{_LEFT + _CELL * i}" y="{y}" width="{_CELL - 3}" height="{_CELL - 3}" '
                f'style="fill:var(--cl-forward);fill-opacity:{max(value, 0.04):.2f}"/>'
            )
    best = [source[row.index(max(row))] for row in sentence["weights"]]
    looked = ", ".join(f"{j}: {i}" for j, i in zip(target, best, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        "<title>번역의 단어가 원문의 어디를 보았는가</title>"
        f"<desc>번역의 단어마다 가장 많이 본 원문의 단어. {escape(looked)}.</desc>"
        + "".join(parts)
        + "</svg>"
    )


def _text(text: str, x: int, y: int, more: str) -> str:
    return f'<text x="{x}" y="{y}" {more} style="fill:var(--cl-ink)">{escape(text)}</text>'
