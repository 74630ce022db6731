"""Squared error and cross entropy over one logit, with the gradients that reach it."""

from __future__ import annotations

import math

from course_lib.widgets.base import Widget


def loss_explorer(*, z: float = -5.0, target: int = 1) -> Widget:
    """Two losses of σ(z) and their derivatives with respect to z; a slider moves z.

    The page computes every number itself, with the formulas of ``course_lib.losses``; a test
    holds both equal.

    Args:
        z: the logit at the start, −8 to 8.
        target: the right answer at the start, 0 or 1.
    Returns:
        A widget.
    Raises:
        ValueError: if z is out of range or target is neither 0 nor 1.
    """
    if not -8 <= z <= 8:
        raise ValueError(f"z must be from -8 to 8, got {z}")
    if target not in (0, 1):
        raise ValueError(f"target must be 0 or 1, got {target}")
    return Widget(
        tag="course-losses",
        data={"z": z, "target": target},
        scripts=("curves", "losses"),
        label="로짓 하나를 움직이며 제곱 오차와 교차 엔트로피의 손실과 기울기를 견주는 그림.",
        fallback=_fallback(),
    )


def _fallback() -> str:
    """Both losses and both gradients for the target 1 in one still picture."""

    def p(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    def path(left: int, ys: list[float], style: str) -> str:
        points = [f"{left + 280 * k / 64:.1f} {y:.1f}" for k, y in enumerate(ys)]
        return f'<path d="M{"L".join(points)}" style="fill:none;stroke-width:2.4;{style}"/>'

    zs = [-8 + k / 4 for k in range(65)]
    solid, dashed = "stroke:var(--cl-forward)", "stroke:var(--cl-backward);stroke-dasharray:6 4"
    description = (
        "정답이 1일 때 로짓 z에 따른 손실과 기울기. 점선인 제곱 오차는 z가 아주 작으면 1에서 "
        "평평해져 기울기가 0이 되고, 실선인 교차 엔트로피는 곧은 비탈이라 기울기가 −1에 가깝다."
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 230" width="680" height="230" '
        'role="img" font-family="sans-serif" font-size="13">'
        f"<title>제곱 오차와 교차 엔트로피</title><desc>{description}</desc>"
        '<text x="20" y="20" style="fill:var(--cl-ink)">손실</text>'
        '<text x="370" y="20" style="fill:var(--cl-ink)">로짓에서 잰 기울기</text>'
        + path(20, [210 - 21 * math.log1p(math.exp(-z)) for z in zs], solid)
        + path(20, [210 - 21 * (1 - p(z)) ** 2 for z in zs], dashed)
        + path(370, [40 + 160 * (1 - p(z)) for z in zs], solid)
        + path(370, [40 + 320 * (1 - p(z)) ** 2 * p(z) for z in zs], dashed)
        + "</svg>"
    )
