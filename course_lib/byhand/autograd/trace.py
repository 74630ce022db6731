"""What a picture of the backward pass needs: nodes, edges, and the three gradients on each edge.

Along every edge from a parent to its child, *downstream = upstream × local*: upstream is the
gradient that has arrived at the child, local the child's own derivative with respect to the
parent, downstream what goes on to the parent.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from course_lib.byhand.autograd.reverse import (
    Array,
    Rule,
    reverse_pass,
    topological_order,
    unbroadcast,
)
from course_lib.byhand.autograd.variable import Variable


@dataclass(frozen=True)
class Node:
    """A variable in a graph.

    Attributes:
        id: its place in the topological order.
        name: its name; empty if it has none.
        op: the operation that made it; empty for a leaf.
        depth: number of operations on the longest way from a leaf.
        value: the array.
        gradient: the gradient that arrives in this backward pass; None for a constant.
    """

    id: int
    name: str
    op: str
    depth: int
    value: Array
    gradient: Array | None


@dataclass(frozen=True)
class Edge:
    """One operand of one operation; all three gradients are None if the operand is a constant.

    Attributes:
        source: id of the operand.
        target: id of the result.
        local: ∂result/∂operand; also None if it has too many numbers to be shown.
        upstream: the result's gradient.
        downstream: what flows back along this edge.
    Shape:
        local (*result, *operand), upstream (*result), downstream (*operand).
    """

    source: int
    target: int
    local: Array | None
    upstream: Array | None
    downstream: Array | None


@dataclass(frozen=True)
class Graph:
    """Nodes in topological order (the last is the root), and the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as nested dicts and lists, ready for JSON."""
        return {
            "nodes": [_plain(asdict(node)) for node in self.nodes],
            "edges": [_plain(asdict(edge)) for edge in self.edges],
        }


def graph(root: Variable, upstream: Any = None, *, max_local: int = 4096) -> Graph:
    """Run one backward pass and write everything down; no ``grad`` is touched.

    Args:
        root: the result to start from.
        upstream: the gradient that arrives at root; 1 if root is a single number.
        max_local: local derivatives with more numbers than this are left out.
    Shape:
        upstream as root.
    Raises:
        ValueError: as in ``Variable.backward``.
    """
    order = topological_order(root)
    ids = {id(node): i for i, node in enumerate(order)}
    gradients: dict[int, Array] = {}
    edges: list[Edge] = []
    for node, gradient, flows in reverse_pass(root, upstream):
        target = ids[id(node)]
        gradients[target] = gradient
        for (parent, rule), flow in zip(node.edges, flows, strict=True):
            shown = flow is not None and node.data.size * parent.data.size <= max_local
            local = local_derivative(rule, node.shape, parent.shape) if shown else None
            arrived = None if flow is None else gradient
            edges.append(Edge(ids[id(parent)], target, local, arrived, flow))
    return Graph(_nodes(order, ids, gradients), tuple(edges))


def local_derivative(rule: Rule, result: tuple[int, ...], operand: tuple[int, ...]) -> Array:
    """All partial derivatives of one operation, read off its rule.

    The rule turns an upstream gradient into a downstream one; a gradient that is 1 at one number
    of the result and 0 elsewhere brings back that number's derivatives.

    Shape:
        → (*result, *operand).
    """
    ones = np.eye(int(np.prod(result))).reshape((-1, *result))
    rows = [unbroadcast(rule(one), operand) for one in ones]
    return np.array(rows).reshape((*result, *operand))


def _nodes(
    order: list[Variable], ids: dict[int, int], gradients: dict[int, Array]
) -> tuple[Node, ...]:
    depths: list[int] = []
    for node in order:
        depths.append(max((depths[ids[id(parent)]] + 1 for parent, _ in node.edges), default=0))
    return tuple(
        Node(i, node.name, node.op, depths[i], node.data.copy(), gradients.get(i))
        for i, node in enumerate(order)
    )


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in fields.items()}
