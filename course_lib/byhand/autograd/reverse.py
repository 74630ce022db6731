"""The backward pass: the order of the graph, and the walk from the result to the leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from course_lib.byhand.autograd.variable import Variable

Array: TypeAlias = NDArray[np.float64]
Rule: TypeAlias = Callable[[Array], Array]


def topological_order(root: Variable) -> list[Variable]:
    """Everything that root was made from, parents before children, root last.

    A stack instead of recursion: a chain of 100,000 operations is no deeper than any other.
    """
    order: list[Variable] = []
    seen: set[int] = set()
    stack = [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in reversed(node.edges))
    return order


def reverse_pass(
    root: Variable, upstream: Any = None
) -> Iterator[tuple[Variable, Array, list[Array | None]]]:
    """Walk from root to the leaves; yield what arrives at each variable and what goes on.

    When a variable's turn comes, all its children have had theirs, so what arrived is complete.

    Args:
        root: where to start.
        upstream: the gradient that arrives at root; 1 if root is a single number.
    Yields:
        (variable, its gradient, one downstream gradient per edge; None to a constant).
    Raises:
        ValueError: as in ``Variable.backward``.
    """
    arrived = {id(root): _first(root, upstream)}
    for node in reversed(topological_order(root)):
        if not node.requires_grad:
            continue
        gradient = arrived.pop(id(node))
        flows: list[Array | None] = []
        for parent, rule in node.edges:
            flow = unbroadcast(rule(gradient), parent.shape) if parent.requires_grad else None
            if flow is not None:
                key = id(parent)
                arrived[key] = np.asarray(arrived[key] + flow) if key in arrived else flow
            flows.append(flow)
        yield node, gradient, flows


def _first(root: Variable, upstream: Any) -> Array:
    if not root.requires_grad:
        raise ValueError("backward needs a variable that requires a gradient, got a constant")
    if upstream is None:
        if root.data.size != 1:
            raise ValueError(
                f"backward starts from a single number, got shape {root.shape}: "
                "reduce it (sum, mean) or pass upstream, a gradient of that shape"
            )
        return np.ones(root.shape)
    first = np.asarray(upstream, dtype=np.float64)
    if first.shape != root.shape:
        raise ValueError(f"upstream must have shape {root.shape}, got {first.shape}")
    return first


def unbroadcast(d: Array, shape: tuple[int, ...]) -> Array:
    """Sum d over the axes along which a parent of this shape was repeated."""
    d = np.asarray(d)  # NumPy turns arrays without axes into bare numbers
    if d.shape == shape:
        return d
    d = d.sum(axis=tuple(range(d.ndim - len(shape))))
    repeated = tuple(i for i, n in enumerate(shape) if n == 1)
    return np.asarray(d.sum(axis=repeated, keepdims=True))
