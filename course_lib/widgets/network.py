"""Step through the 2-2-2 network of ``course_lib.byhand.network``, forward and backward."""

from __future__ import annotations

from dataclasses import asdict

from course_lib.byhand.network import INPUT, TARGET, Pair, Params, backward, forward, update
from course_lib.widgets.base import Widget

_START = Params()
_X = {"i": 10, "h": 200, "o": 400, "E": 590}
_Y = {"1": 40, "2": 250, "b": 145}
_EDGES = {
    "w1": ("i1", "h1"), "w2": ("i1", "h2"), "w3": ("i2", "h1"), "w4": ("i2", "h2"),
    "w5": ("h1", "o1"), "w6": ("h2", "o1"), "w7": ("h1", "o2"), "w8": ("h2", "o2"),
    "E1": ("o1", "E1"), "E2": ("o2", "E2"),
}  # fmt: skip


def network_stepper(
    params: Params = _START, *, x: Pair = INPUT, target: Pair = TARGET, lr: float = 0.5
) -> Widget:
    """The network as a figure: values flow forward, blame flows back, the parameters move.

    The page computes every number itself, with the formulas of ``byhand.network``; a test holds
    both equal. That is why the reader can go on for as many steps as they like.

    Args:
        params: where to start.
        x: the inputs (i1, i2).
        target: what o1 and o2 should be.
        lr: learning rate of the update.

    Returns:
        A widget with previous, next, play, slider, "one more step" and "100 steps".

    Raises:
        ValueError: if x or target is not a pair of finite numbers, or lr is not positive.
    """
    trace = forward(params, x, target)
    update(params, backward(params, trace), lr=lr)  # checks lr
    return Widget(
        tag="course-network",
        data={"params": asdict(params), "x": list(x), "target": list(target), "lr": lr},
        scripts=("stepper", "network_layout", "network_picture", "network_frames", "network"),
        label="2-2-2 신경망의 순전파, 역전파, 갱신을 한 장면씩 보는 그림.",
        fallback=_fallback(params, x, target),
    )


def _fallback(params: Params, x: Pair, target: Pair) -> str:
    """All values and gradients of the first round in one still picture."""
    trace = forward(params, x, target)
    values = {**asdict(params), **asdict(trace)}
    gradients = backward(params, trace).gradients()
    lines = "".join(_line(start, end) for start, end in _EDGES.values())
    nodes = "".join(_node(name, values[name]) for name in ("i1", "i2", "h1", "h2", "o1", "o2"))
    errors = "".join(_node(name, values[name]) for name in ("E1", "E2"))
    labels = "".join(_label(name, values[name], slope) for name, slope in gradients.items())
    description = f"출력 o1은 {trace.o1:.5f}, o2는 {trace.o2:.5f}, 오차는 {trace.E:.5f}입니다."
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 300" width="680" height="300" '
        'role="img" font-family="sans-serif" font-size="13">'
        f"<title>2-2-2 신경망의 값과 기울기</title><desc>{description}</desc>"
        f"{lines}{nodes}{errors}{labels}{_text(630, 149, f'E = {trace.E:.5f}', 'ink')}</svg>"
    )


def _text(x: float, y: float, text: str, colour: str) -> str:
    shown = text.replace("-", "−")
    style = f"fill:var(--cl-{colour})"
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" style="{style}">{shown}</text>'


def _node(name: str, value: float) -> str:
    left, middle = _X[name[0]], _Y[name[1]]
    style = "fill:var(--cl-raised);stroke:var(--cl-muted)"
    return (
        f'<rect x="{left}" y="{middle - 22}" width="80" height="44" rx="8" style="{style}"/>'
        + _text(left + 40, middle - 4, name, "muted")
        + _text(left + 40, middle + 14, _number(value), "ink")
    )


def _ends(start: str, end: str) -> tuple[float, float, float, float]:
    return _X[start[0]] + 80, _Y[start[1]], _X[end[0]], _Y[end[1]]


def _line(start: str, end: str) -> str:
    x0, y0, x1, y1 = _ends(start, end)
    return f'<path d="M{x0} {y0}L{x1} {y1}" style="stroke:var(--cl-line)"/>'


def _label(name: str, value: float, gradient: float) -> str:
    """A parameter and its gradient, on its edge or, for a bias, between the units it serves."""
    if name in _EDGES:
        x0, y0, x1, y1 = _ends(*_EDGES[name])
        t = 0.5 if y0 == y1 else 0.27
        x, y = x0 + t * (x1 - x0), y0 + t * (y1 - y0)
    else:
        x, y = _X["h" if name == "b1" else "o"] + 40, _Y["b"]
    ground = "fill:var(--cl-surface)"
    return (
        f'<rect x="{x - 37:g}" y="{y - 19:g}" width="74" height="37" style="{ground}"/>'
        + _text(x, y - 5, f"{name} = {_number(value)}", "ink")
        + _text(x, y + 13, f"{gradient:.5f}", "backward")
    )


def _number(value: float) -> str:
    short = f"{value:.2f}".rstrip("0")
    return short if abs(value - float(short)) < 1e-12 else f"{value:.5f}"
