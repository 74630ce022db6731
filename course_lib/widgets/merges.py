"""Byte-pair encoding, one merge after another, on a few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from course_lib.text import Bpe
from course_lib.text.subword.pairs import merge_symbols
from course_lib.widgets.base import Widget

_SHOWN = 4  # most frequent pairs in the list


def merge_stepper(words: Mapping[str, int], *, merges: int = 8) -> Widget:
    """How ``Bpe`` learns: count the pairs of neighbours, join the most frequent one, again.

    Args:
        words: some words without spaces, and how often each occurs.
        merges: at most so many.
    Returns:
        A widget with two frames for each merge.
    Raises:
        ValueError: if there is no word, one has a space or occurs less than once, or merges is
            below 1.
    """
    if not words or any(not word or word.split() != [word] for word in words):
        raise ValueError(f"expected words without spaces, got {list(words)}")
    if min(words.values()) < 1 or merges < 1:
        got = f"{min(words.values())} and {merges}"
        raise ValueError(f"expected every count and merges to be 1 or more, got {got}")
    texts = [word for word, count in words.items() for _ in range(count)]
    letters = len(set("".join(words)))
    model = Bpe.train(
        texts, vocab_size=letters + merges, byte_level=False, specials=(), unknown=None
    )
    steps = _steps(words, model.merges, letters)
    return Widget(
        tag="course-merges",
        data={"words": [*words.items()], "start": [list(word) for word in words], "steps": steps},
        scripts=("stepper", "merges"),
        label="단어 몇 개에서 가장 잦은 쌍을 하나씩 합쳐 가는 그림.",
        fallback=_fallback(words, steps),
    )


def _steps(
    words: Mapping[str, int], merges: Sequence[tuple[str, str]], letters: int
) -> list[dict[str, Any]]:
    """For each merge: the most frequent pairs, the pair joined, the words and vocabulary after."""
    state, steps = {word: list(word) for word in words}, []
    for size, (left, right) in enumerate(merges, start=letters + 1):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, symbols in state.items():
            for pair in pairwise(symbols):
                pairs[pair] += words[word]
        chosen = pairs.pop((left, right))
        tops = [(left, right, chosen), *((*p, n) for p, n in pairs.most_common(_SHOWN - 1))]
        state = {w: merge_symbols(s, (left, right), left + right) for w, s in state.items()}
        steps.append({"tops": tops, "words": list(state.values()), "size": size})
    return steps


def _fallback(words: Mapping[str, int], steps: Sequence[dict[str, Any]]) -> str:
    """All merges in their order, and the words at the end."""
    merged = [
        f"{left} + {right} ({count}번)" for left, right, count in (s["tops"][0] for s in steps)
    ]
    last = steps[-1]["words"] if steps else [list(word) for word in words]
    lines = [
        *(f"{k}. {text}" for k, text in enumerate(merged, start=1)),
        *(f"{word} → {' | '.join(cut)}" for word, cut in zip(words, last, strict=True)),
    ]
    ink, height = 'style="fill:var(--cl-ink)"', 40 + 24 * len(lines)
    rows = "".join(
        f'<text x="20" y="{52 + 24 * k}" {ink}>{escape(text)}</text>'
        for k, text in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        f"<title>합친 차례와 마지막 조각</title><desc>{escape('. '.join(lines))}</desc>"
        f'<text x="20" y="24" {ink} font-weight="700">합친 차례와 마지막 조각</text>{rows}</svg>'
    )
