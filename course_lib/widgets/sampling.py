"""The next character of a real model: temperature, top-k, top-p, and a draw."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import islice
from typing import Any

from course_lib import results
from course_lib.widgets.base import Widget
from course_lib.widgets.mulberry import mulberry32

NAMES = {" ": "␣", "\n": "↵"}


def sampling_explorer(
    contexts: Sequence[Mapping[str, Any]] | None = None, *, temperature: float = 1.0, seed: int = 0
) -> Widget:
    """What may follow some beginnings; sliders for temperature, top-k and top-p, and a draw.

    The page computes everything itself as `probabilities` and `draw` do; a test holds both equal.

    Args:
        contexts: mappings with "name" (the text so far), "tokens" and "logits", best first;
            without them the character model that was trained on AG News.
        temperature: at the start, 0 to 3.
        seed: of the first draw.
    Returns:
        A widget.
    Raises:
        ValueError: if there is no context, one has not as many logits as tokens or has them in
            another order, or temperature is out of range.
    """
    rows = results.load("char_contexts").rows if contexts is None else contexts
    if not rows or not 0 <= temperature <= 3:
        got = f"{len(rows)} contexts and {temperature}"
        raise ValueError(f"expected a context or more and a temperature of 0 to 3, got {got}")
    data = [_context(row) for row in rows]
    return Widget(
        tag="course-sampling",
        data={"contexts": data, "temperature": temperature, "seed": seed},
        scripts=("curves", "mulberry", "sampling"),
        label="글자 언어 모델이 다음 글자에 준 확률을 온도와 top-k, top-p로 바꾸어 보는 그림.",
        fallback=_fallback(data[0]),
    )


def probabilities(
    logits: Sequence[float], *, temperature: float, top_k: int | None, top_p: float
) -> list[float]:
    """What is left after temperature, top-k and top-p, in this order.

    Args:
        logits: of the next token, best first.
        temperature: 0 leaves the best token alone.
        top_k: how many of the best stay; None keeps all.
        top_p: the fewest best tokens with this share of the probability stay.
    Shape:
        logits (V,) → (V,).
    Source:
        Equals ``course_lib.generation.shape_logits`` and a softmax, but for equal logits.
    """
    if temperature == 0:
        return [1.0, *[0.0] * (len(logits) - 1)]
    powers = [math.exp((value - logits[0]) / temperature) for value in logits]
    powers = [p if top_k is None or place < top_k else 0.0 for place, p in enumerate(powers)]
    total, before, kept = sum(powers), 0.0, []
    for place, power in enumerate(powers):
        kept.append(power if place == 0 or before < top_p or top_p == 1 else 0.0)
        before += power / total
    total = sum(kept)
    return [power / total for power in kept]


def draw(shares: Sequence[float], *, seed: int, count: int) -> list[int]:
    """Draw places by their probabilities; the same seed, the same places.

    Args:
        shares: probabilities, (V,).
        seed: of the draws, below 2³².
        count: how many.
    """
    found = []
    for number in islice(mulberry32(seed), count):
        place, left = 0, number
        while place < len(shares) - 1 and left >= shares[place]:
            left -= shares[place]
            place += 1
        found.append(place)
    return found


def _context(row: Mapping[str, Any]) -> dict[str, Any]:
    tokens, logits = list(row["tokens"]), list(row["logits"])
    if len(tokens) != len(logits) or not tokens or sorted(logits, reverse=True) != logits:
        got = f"{len(tokens)} tokens and {len(logits)} logits"
        raise ValueError(f"expected a logit for each token, best first, got {got}: {row['name']!r}")
    return {"name": row["name"], "tokens": [NAMES.get(t, t) for t in tokens], "logits": logits}


def _fallback(context: Mapping[str, Any]) -> str:
    """Three temperatures side by side."""
    parts, shown = [], 8
    for place, heat in enumerate((0.5, 1.0, 2.0)):
        left = 20 + 222 * place
        shares = probabilities(context["logits"], temperature=heat, top_k=None, top_p=1)
        parts.append(f'<text x="{left}" y="20" style="fill:var(--cl-ink)">온도 {heat:g}</text>')
        for k, (token, share) in enumerate(zip(context["tokens"][:shown], shares, strict=False)):
            y = 34 + 22 * k
            parts.append(
                f'<text x="{left}" y="{y + 13}" style="fill:var(--cl-ink)">{escape(token)}</text>'
                f'<rect x="{left + 22}" y="{y}" width="{140 * share:.1f}" height="16" '
                'style="fill:var(--cl-forward)"/>'
                f'<text x="{left + 28 + 140 * share:.1f}" y="{y + 13}" '
                f'style="fill:var(--cl-muted)">{100 * share:.0f}%</text>'
            )
    description = (
        f"문맥 {context['name']} 다음 글자의 확률. 온도가 낮으면 가장 그럴듯한 글자에 몰리고, "
        "높으면 여러 글자에 고루 퍼진다."
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 220" width="680" height="220" '
        'role="img" font-family="sans-serif" font-size="13">'
        f"<title>다음 글자의 확률과 온도</title><desc>{escape(description)}</desc>"
        + "".join(parts)
        + "</svg>"
    )
