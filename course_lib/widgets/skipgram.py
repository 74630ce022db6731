"""A window that slides over a sentence, and the pairs that skip-gram learns from it."""

from __future__ import annotations

from html import escape

from course_lib.widgets.base import Widget

_SENTENCE = "the king sat on the throne and the queen wore a crown and the prince got new toys"
_THRESHOLD = 0.03  # of subsampling: a sentence is a small corpus, so its words are frequent
_POWER = 0.75


def skipgram_window(
    sentence: str = _SENTENCE,
    *,
    width: int = 2,
    negative: int = 2,
    dynamic: bool = False,
    subsample: bool = False,
) -> Widget:
    """Words in a row, a window that moves over them, its pairs and their drawn words.

    The page computes all by the rules of ``course_lib.vectors``: `keep_probabilities` with
    threshold 0.03 on the sentence's own counts, `pairs`, `noise`; a test holds both equal. What is
    drawn depends on a number that a button changes.

    Args:
        sentence: at the start; the reader may type another. Its first 24 words count.
        width: farthest neighbour on each side at the start, 1 to 5.
        negative: drawn words for each pair at the start, 0 to 5.
        dynamic: draw each window from 1 to width, at the start.
        subsample: thin out frequent words, at the start.
    Returns:
        A widget.
    Raises:
        ValueError: if width or negative is out of range.
    """
    for name, value, least in (("width", width, 1), ("negative", negative, 0)):
        if not least <= value <= 5:
            raise ValueError(f"{name} must be from {least} to 5, got {value}")
    return Widget(
        tag="course-skipgram",
        data={
            "text": sentence,
            "width": width,
            "negative": negative,
            "dynamic": dynamic,
            "subsample": subsample,
            "threshold": _THRESHOLD,
            "power": _POWER,
        },
        scripts=("stepper", "skipgram_pairs", "skipgram"),
        label="문장 위를 미끄러지는 창과, 창마다 생기는 중심 단어와 이웃의 쌍.",
        fallback=_fallback(sentence.split()[:24], width),
    )


def _fallback(words: list[str], width: int) -> str:
    """The first words in a row, and the pairs of the first few centers below."""
    shown = words[:8]
    step = 660 / max(len(shown), 1)
    ink, muted = 'style="fill:var(--cl-ink)"', 'style="fill:var(--cl-muted)"'
    row = [
        f'<text x="{10 + step * k:.0f}" y="52" {ink}>{escape(word)}</text>'
        for k, word in enumerate(shown)
    ]
    lines = [
        f'<text x="10" y="{84 + 24 * k}" {ink}>{escape(word)} → {escape(near)}</text>'
        for k, (word, near) in enumerate(
            (word, ", ".join(words[max(0, i - width) : i] + words[i + 1 : i + 1 + width]))
            for i, word in enumerate(shown)
        )
    ]
    height = 96 + 24 * len(lines)
    description = (
        f"창 {width}이 문장 위를 지나며, 단어마다 양쪽 {width}개까지의 이웃과 쌍을 이룬다. "
        f"문장: {escape(' '.join(words))}."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        f"<title>창과 쌍</title><desc>{description}</desc>"
        f'<text x="10" y="22" {muted}>창 {width}: 중심 → 이웃</text>'
        + "".join(row + lines)
        + "</svg>"
    )
