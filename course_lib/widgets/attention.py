"""Where every token of a sentence looks: attention of a trained model, by layer and head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from course_lib.checks import check_shape
from course_lib.widgets.base import Widget

UNITS = 1000  # weights travel as whole numbers of 1/UNITS


@dataclass(frozen=True, eq=False)
class AttentionView:
    """One sentence and the weights that a model gave it.

    Args:
        tokens: of the sentence.
        weights: one array for each layer, of the heads' weights; rows sum to 1.
        caption: what the model answered, Korean.
    Shape:
        each of weights (N, T, T).
    """

    tokens: Sequence[str]
    weights: Sequence[Any]
    caption: str = ""


def attention_explorer(views: Sequence[AttentionView], *, token: int = 0) -> Widget:
    """Tokens in two columns and lines from a token to those that it looks at.

    Args:
        views: sentences to choose from, all of one model.
        token: the asking token at the start.
    Returns:
        A widget: a token, a head and a layer to choose by mouse, finger or keyboard.
    Raises:
        ValueError: if there is no sentence, token is not in the first one, a shape does not fit,
            or the models differ.
    """
    if not views or not 0 <= token < len(views[0].tokens):
        raise ValueError(
            f"expected a sentence that holds token {token}, got {len(views)} sentences"
        )
    stacks = [_whole(view) for view in views]
    if len({(len(stack), len(stack[0])) for stack in stacks}) > 1:
        raise ValueError("expected the same layers and heads in every view, got different ones")
    return Widget(
        tag="course-attention",
        data={
            "views": [
                {"tokens": list(view.tokens), "weights": stack, "caption": view.caption}
                for view, stack in zip(views, stacks, strict=True)
            ],
            "token": token,
            "units": UNITS,
        },
        scripts=("attention",),
        label="문장의 토큰마다 어디를 얼마나 보는지, 층과 헤드를 골라 선으로 보는 그림.",
        fallback=_fallback(views[0], token),
    )


def _whole(view: AttentionView) -> list[Any]:
    T, stack = len(view.tokens), []
    if not len(view.weights):
        raise ValueError("weights must hold one layer or more, got none")
    for layer in view.weights:
        table = np.asarray(layer, dtype=np.float64)
        check_shape(table, "N T T", name="weights", T=T)
        stack.append(np.rint(table * UNITS).astype(int).tolist())
    return stack


def _fallback(view: AttentionView, token: int) -> str:
    """The last layer's mean over its heads, from one token."""
    row = np.asarray(view.weights[-1], dtype=np.float64).mean(axis=0)[token]
    T, ink = len(view.tokens), 'style="fill:var(--cl-ink)"'
    height, y = 34 + 26 * T, lambda k: 44 + 26 * k
    lines = "".join(
        f'<line x1="190" y1="{y(token)}" x2="390" y2="{y(k)}" stroke-width="4" '
        f'style="stroke:var(--cl-forward);stroke-opacity:{weight:.2f}"/>'
        for k, weight in enumerate(row)
    )
    names = "".join(
        f'<text x="180" y="{y(k) + 4}" text-anchor="end" {ink}>{escape(word)}</text>'
        f'<text x="400" y="{y(k) + 4}" {ink}>{escape(word)} {row[k]:.0%}</text>'
        for k, word in enumerate(view.tokens)
    )
    best = int(row.argmax())
    said = f"마지막 층에서 {view.tokens[token]}은 {view.tokens[best]}을 {row[best]:.0%} 봅니다."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14">'
        f"<title>어텐션</title><desc>{escape(said)}</desc>"
        f'<text x="180" y="20" text-anchor="end" {ink}>묻는 토큰</text>'
        f'<text x="400" y="20" {ink}>보는 토큰</text>{lines}{names}</svg>'
    )
