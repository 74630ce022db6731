"""The bag of words of a sentence that the reader types: tokens, counts or weights, the vector."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from course_lib.text import TOKENIZERS, Ngrams, TfIdf
from course_lib.text.features import document_frequency
from course_lib.widgets.base import Widget

Weighting = Literal["count", "tfidf"]
TYPED = ("basic_english", "whitespace", "words", "characters")  # those that bag.js can do too
_HIGHEST = 3


def bag_explorer(
    documents: Sequence[str],
    *,
    text: str | None = None,
    weighting: Weighting = "count",
    high: int = 1,
    tokenizer: str = "basic_english",
) -> Widget:
    """A sentence to type, cut into tokens, counted in the columns of some documents, weighed.

    Columns and document frequencies are those of ``Ngrams`` and ``TfIdf`` on the documents; the
    page cuts, counts and weighs the typed sentence itself, and a test holds it to both.

    Args:
        documents: what the vocabulary is learnt from; a handful of short ones.
        text: the sentence at the start; without it the first document.
        weighting: "count" or "tfidf" at the start; the reader can change it.
        high: longest n-grams at the start, 1 to 3; the reader can change it.
        tokenizer: "basic_english", "whitespace", "words" or "characters".
    Returns:
        A widget.
    Raises:
        ValueError: if there is no document, or an option is none of its choices.
    """
    if not documents or isinstance(documents, str):
        raise ValueError(f"expected a list of one document or more, got {documents!r}")
    for name, value, choices in (
        ("weighting", weighting, ("count", "tfidf")),
        ("high", high, tuple(range(1, _HIGHEST + 1))),
        ("tokenizer", tokenizer, TYPED),
    ):
        if value not in choices:
            raise ValueError(f"{name} must be one of {choices}, got {value!r}")
    text = documents[0] if text is None else text
    levels = [_level(documents, n, tokenizer) for n in range(1, _HIGHEST + 1)]
    return Widget(
        tag="course-bag",
        data={
            "documents": list(documents),
            "text": text,
            "weighting": weighting,
            "high": high,
            "tokenizer": tokenizer,
            "levels": levels,
        },
        scripts=("bag_counts", "bag"),
        label="직접 적은 문장이 토큰, 개수, 벡터로 바뀌는 표.",
        fallback=_fallback(documents, text, weighting, high, tokenizer),
    )


def _joiner(tokenizer: str) -> str:
    return "" if tokenizer == "characters" else " "


def _level(documents: Sequence[str], n: int, tokenizer: str) -> dict[str, Any]:
    """The n-grams of exactly n tokens, in the order of their columns, and where they occur."""
    grams, counts = _counted(documents, tokenizer, low=n, high=n)
    return {"names": list(grams.names), "df": document_frequency(counts).astype(int).tolist()}


def _counted(documents: Sequence[str], tokenizer: str, **span: int) -> tuple[Ngrams, Any]:
    tokens = map(TOKENIZERS[tokenizer], documents)
    return Ngrams.fit(tokens, joiner=_joiner(tokenizer), **span)


def _fallback(
    documents: Sequence[str], text: str, weighting: Weighting, high: int, tokenizer: str
) -> str:
    """The sentence at the start, and the table of its columns that are not 0."""
    grams, counts = _counted(documents, tokenizer, high=high)
    row = grams.count([TOKENIZERS[tokenizer](text)])
    if weighting == "tfidf":
        row = TfIdf.fit(counts).transform(row)
    cells = [
        (grams.names[i], f"{i}번 칸", f"{value:.3f}" if weighting == "tfidf" else str(int(value)))
        for i, value in zip(row.indices.tolist(), row.data.tolist(), strict=True)
    ]
    ink, muted = 'style="fill:var(--cl-ink)"', 'style="fill:var(--cl-muted)"'
    lines = [
        f'<text x="20" y="{80 + 24 * k}" {ink}>{escape(name)}</text>'
        f'<text x="300" y="{80 + 24 * k}" {muted}>{column}</text>'
        f'<text x="400" y="{80 + 24 * k}" {ink}>{value}</text>'
        for k, (name, column, value) in enumerate(cells)
    ]
    height = 90 + 24 * len(cells)
    said = ", ".join(f"{name} {value}" for name, _, value in cells) or "아는 말이 없다"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        f"<title>단어 가방</title><desc>{escape(text)}: {escape(said)}.</desc>"
        f'<text x="20" y="24" {ink} font-weight="700">{escape(text)}</text>'
        f'<text x="20" y="50" {muted}>어휘 {len(grams)}칸 가운데 0이 아닌 칸 {len(cells)}개</text>'
        + "".join(lines)
        + "</svg>"
    )
