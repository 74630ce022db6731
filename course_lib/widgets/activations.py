"""Activation functions to explore: curve, tangent, derivative, and what a stack of them does."""

from __future__ import annotations

import math
from collections.abc import Callable

from course_lib.widgets.base import Widget

NAMES = ("sigmoid", "tanh", "relu", "leaky_relu", "gelu", "silu", "softmax")
_PANELS: dict[str, tuple[Callable[[float], float], tuple[float, float]]] = {
    "시그모이드": (lambda x: 1 / (1 + math.exp(-x)), (-1.2, 1.2)),
    "tanh": (math.tanh, (-1.2, 1.2)),
    "ReLU": (lambda x: max(x, 0.0), (-1.2, 6)),
    "GELU": (lambda x: 0.5 * x * (1 + math.erf(x / math.sqrt(2))), (-1.2, 6)),
}


def activation_explorer(
    start: str = "sigmoid",
    *,
    x: float = 1.5,
    depth: int = 10,
    slope: float = 0.1,
    temperature: float = 1.0,
    weight: float = 1.0,
) -> Widget:
    """A figure with a choice of functions; sliders for x, depth, weight and the parameters.

    The page computes every number itself, with the formulas of ``course_lib.activations``; a
    test holds both equal.

    Args:
        start: the function that is shown first, one of ``NAMES``.
        x: input, −6 to 6.
        depth: layers in the stack, 1 to 20.
        slope: of the leaky ReLU left of 0, 0 to 1.
        temperature: of the softmax, 0.25 to 4.
        weight: between the layers of the stack, 0.25 to 8.
    Returns:
        A widget.
    Raises:
        ValueError: if start is no such name or a number is out of its range.
    """
    if start not in NAMES:
        raise ValueError(f"start must be one of {', '.join(NAMES)}, got {start!r}")
    ranges = {
        "x": (x, -6, 6), "depth": (depth, 1, 20), "slope": (slope, 0, 1),
        "temperature": (temperature, 0.25, 4), "weight": (weight, 0.25, 8),
    }  # fmt: skip
    for name, (value, low, high) in ranges.items():
        if not low <= value <= high:
            raise ValueError(f"{name} must be from {low} to {high}, got {value}")
    return Widget(
        tag="course-activations",
        data={"name": start, "x": x, "depth": depth, "a": slope, "T": temperature, "w": weight},
        scripts=("curves", "activation_functions", "activations"),
        label="활성화 함수와 그 미분, 층을 쌓았을 때 남는 기울기를 살펴보는 그림.",
        fallback=_fallback(),
    )


def _fallback() -> str:
    """Four functions, each with its derivative, in one still picture."""
    panels = "".join(_panel(k, name, *panel) for k, (name, panel) in enumerate(_PANELS.items()))
    description = (
        "시그모이드, tanh, ReLU, GELU의 곡선과 점선으로 그린 미분. 시그모이드의 미분은 가장 높은 "
        "곳이 0.25이고 tanh는 1이며 둘 다 양 끝에서 0으로 간다. ReLU의 미분은 0보다 왼쪽에서 0, "
        "오른쪽에서 1이다."
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 200" width="680" height="200" '
        'role="img" font-family="sans-serif" font-size="13">'
        f"<title>활성화 함수 넷과 그 미분</title><desc>{description}</desc>{panels}</svg>"
    )


def _panel(place: int, name: str, f: Callable[[float], float], y_range: tuple[float, float]) -> str:
    left, low, high = 10 + 170 * place, *y_range

    def path(function: Callable[[float], float], style: str) -> str:
        points = []
        for k in range(61):
            x = -4 + 8 * k / 60
            y = 180 - (function(x) - low) / (high - low) * 145
            points.append(f"{left + 150 * k / 60:.1f} {y:.1f}")
        return f'<path d="M{"L".join(points)}" style="fill:none;stroke-width:2.2;{style}"/>'

    def slope(x: float) -> float:
        return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5

    zero = 180 + low / (high - low) * 145
    return (
        f'<text x="{left}" y="20" style="fill:var(--cl-ink)">{name}</text>'
        f'<path d="M{left} {zero:.1f}h150" style="stroke:var(--cl-line)"/>'
        + path(f, "stroke:var(--cl-forward)")
        + path(slope, "stroke:var(--cl-backward);stroke-dasharray:5 4")
    )
