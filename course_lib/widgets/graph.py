"""Walk through a computation graph: values forward by nodes, gradients backward by edges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course_lib.byhand import autograd as ag
from course_lib.byhand.autograd import Graph, Node, Variable
from course_lib.widgets.base import Widget
from course_lib.widgets.graph_still import still
from course_lib.widgets.layered import layered

_MOST = 40  # nodes; more do not fit on a screen


def graph_stepper(examples: Mapping[str, Variable] | None = None) -> Widget:
    """Computation graphs as a figure to step through; the reader chooses one.

    The page shows the numbers that the engine computed: ``autograd.graph`` runs one backward
    pass and keeps the local, upstream and downstream gradient of every edge.

    Args:
        examples: what to call it → the result of a computation, a single number made from single
            numbers; by default an expression, a neuron and a value that is used twice.
    Returns:
        A widget with a menu, previous, next, play and a slider.
    Raises:
        ValueError: if there is no example, one has a variable that is no single number, more
            than 40 nodes, or nothing that requires a gradient.
    """
    examples = _examples() if examples is None else examples
    if not examples:
        raise ValueError("examples must hold at least one graph, got none")
    shown = [_example(name, root) for name, root in examples.items()]
    return Widget(
        tag="course-graph",
        data={"examples": shown},
        scripts=("stepper", "graph_words", "graph_layout", "graph_picture", "graph"),
        label="계산 그래프를 한 장면씩 걷는 그림. 값은 앞으로, 기울기는 뒤로 흐릅니다.",
        fallback=still(shown[0]),
    )


def _examples() -> dict[str, Variable]:
    return {
        "f = (x + y) · max(y, z)": _expression(),
        "시그모이드 뉴런": _neuron(),
        "두 번 쓰인 값": _twice(),
    }


def _expression() -> Variable:
    x, y, z = _leaves(x=1, y=2, z=0)
    return ((x + y).named("a") * ag.maximum(y, z).named("b")).named("f")


def _neuron() -> Variable:
    """The first hidden unit of ``byhand.network``."""
    i1, w1, i2, w3, b1 = _leaves(i1=0.1, w1=0.1, i2=0.5, w3=0.3, b1=0.25)
    products = (i1 * w1).named("p"), (i2 * w3).named("q")
    s = ((products[0] + products[1]).named("r") + b1).named("s")
    return ag.sigmoid(s).named("h")


def _twice() -> Variable:
    """x(x + y): x flows along two ways, and both meet in one product."""
    x, y = _leaves(x=3, y=-5)
    return (x * (x + y).named("a")).named("f")


def _leaves(**values: float) -> list[Variable]:
    return [Variable(value, name=name) for name, value in values.items()]


def _example(name: str, root: Variable) -> dict[str, Any]:
    order = ag.topological_order(root)
    wrong = next((v.shape for v in order if v.data.size != 1), None)
    if wrong is not None or len(order) > _MOST:
        got = f"a variable of shape {wrong}" if wrong else f"{len(order)} nodes"
        raise ValueError(f"{name!r} must have at most {_MOST} single numbers, got {got}")
    graph = ag.graph(root)
    places = layered(len(order), [(edge.source, edge.target) for edge in graph.edges])
    nodes = [
        {"name": _name(node, len(order)), "op": node.op, "value": node.value.item(),
         "gradient": _number(node.gradient), "level": level, "place": place}
        for node, (level, place) in zip(graph.nodes, places.nodes, strict=True)
    ]  # fmt: skip
    return {"name": name, "nodes": nodes, "edges": _edges(graph, places.bends),
            "levels": places.levels, "places": places.places}  # fmt: skip


def _edges(graph: Graph, bends: tuple[tuple[tuple[int, float], ...], ...]) -> list[dict[str, Any]]:
    return [
        {"source": edge.source, "target": edge.target, "local": _number(edge.local),
         "upstream": _number(edge.upstream), "downstream": _number(edge.downstream), "bend": bend}
        for edge, bend in zip(graph.edges, bends, strict=True)
    ]  # fmt: skip


def _name(node: Node, count: int) -> str:
    """A variable without a name gets one from its place; a constant is called by its value."""
    if node.name or (not node.op and node.gradient is None):
        return node.name
    return "f" if node.id == count - 1 else f"n{node.id}"


def _number(array: Any) -> float | None:
    return None if array is None else array.item()
