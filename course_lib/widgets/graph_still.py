"""The still picture of a computation graph: for paper, and for pages without JavaScript."""

from __future__ import annotations

from html import escape
from typing import Any

_W, _H, _COLUMN, _ROW = 88, 66, 150, 92
_SIGNS = {"*": "×", "-": "−", "/": "÷", "neg": "−", "sigmoid": "σ"}


def still(example: dict[str, Any]) -> str:
    """An SVG with every value and every gradient of an example.

    Args:
        example: nodes and edges with their levels and places, as ``graph_stepper`` makes them.
    Returns:
        SVG text with title and description; colours are CSS variables.
    """
    nodes, edges = example["nodes"], example["edges"]
    width = (example["levels"] - 1) * _COLUMN + _W + 4
    height = (example["places"] - 1) * _ROW + _H + 4
    lines = "".join(_line(edge, nodes) for edge in edges)
    labels = "".join(_label(edge, nodes) for edge in edges if edge["downstream"] is not None)
    told = ", ".join(f"{n['name']}의 기울기 {_number(n['gradient'])}" for n in _leaves(example))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="13">'
        f"<title>계산 그래프 {escape(example['name'])}</title>"
        f"<desc>결과는 {_number(nodes[-1]['value'])}, {escape(told)}입니다.</desc>"
        f"{lines}{''.join(map(_node, nodes))}{labels}</svg>"
    )


def _leaves(example: dict[str, Any]) -> list[dict[str, Any]]:
    return [n for n in example["nodes"] if not n["op"] and n["gradient"] is not None]


def _at(level: float, place: float) -> tuple[float, float]:
    """The middle of a place."""
    return 2 + _W / 2 + level * _COLUMN, 2 + _H / 2 + place * _ROW


def _route(edge: dict[str, Any], nodes: list[dict[str, Any]]) -> list[tuple[float, float]]:
    source, target = (nodes[edge[end]] for end in ("source", "target"))
    (x0, y0), (x1, y1) = (_at(n["level"], n["place"]) for n in (source, target))
    return [(x0 + _W / 2, y0), *(_at(*bend) for bend in edge["bend"]), (x1 - _W / 2, y1)]


def _line(edge: dict[str, Any], nodes: list[dict[str, Any]]) -> str:
    points = "L".join(f"{x:g} {y:g}" for x, y in _route(edge, nodes))
    return f'<path d="M{points}" style="fill:none;stroke:var(--cl-line)"/>'


def _label(edge: dict[str, Any], nodes: list[dict[str, Any]]) -> str:
    (x0, y0), (x1, y1) = _route(edge, nodes)[:2]
    number = _number(edge["downstream"])
    return _text((x0 + x1) / 2, (y0 + y1) / 2 - 4, number, "backward", "middle")


def _node(node: dict[str, Any]) -> str:
    x, y = _at(node["level"], node["place"])
    left, right, top = x - _W / 2, x + _W / 2, y - _H / 2
    style = "fill:var(--cl-raised);stroke:var(--cl-muted)"
    gradient = "" if node["gradient"] is None else _number(node["gradient"])
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{_W}" height="{_H}" rx="8" style="{style}"/>'
        + _text(left + 8, top + 18, node["name"], "muted", "start")
        + _text(right - 8, top + 18, _SIGNS.get(node["op"], node["op"]), "muted", "end")
        + _text(right - 8, top + 38, _number(node["value"]), "ink", "end")
        + _text(right - 8, top + 57, gradient, "backward", "end")
    )


def _text(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    style = f"fill:var(--cl-{colour})"
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" style="{style}">{escape(text)}</text>'


def _number(value: float) -> str:
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    exact = abs(value - float(short)) < 1e-12
    return (short if exact else f"{value:.5f}").replace("-", "−")
