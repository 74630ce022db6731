"""The picture's data: downstream = upstream × local on every edge."""

from __future__ import annotations

import json

import numpy as np

from course_lib.byhand import autograd as ag
from course_lib.byhand.autograd import Variable, graph


def lecture():
    """F(x, y, z) = (x + y) · max(y, z) at (1, 2, 0), the usual first example."""
    x, y, z = (Variable(v, name=n) for v, n in ((1, "x"), (2, "y"), (0, "z")))
    a, b = (x + y).named("a"), ag.maximum(y, z).named("b")
    return (a * b).named("f")


def test_plus_distributes_max_routes_times_switches():
    g = graph(lecture())
    names = [n.name for n in g.nodes]
    flows = {
        (names[e.source], names[e.target]): (e.upstream, e.local, e.downstream) for e in g.edges
    }
    assert flows == {
        ("a", "f"): (1, 2, 2), ("b", "f"): (1, 3, 3),  # times switches the values
        ("x", "a"): (2, 1, 2), ("y", "a"): (2, 1, 2),  # plus distributes
        ("y", "b"): (3, 1, 3), ("z", "b"): (3, 0, 0),  # max routes to the larger
    }  # fmt: skip
    assert {n.name: float(n.gradient) for n in g.nodes} == {
        "x": 2, "y": 5, "z": 0, "a": 2, "b": 3, "f": 1,
    }  # fmt: skip


def test_nodes_stand_in_the_order_of_the_forward_pass():
    g = graph(lecture())
    assert [n.name for n in g.nodes] == ["x", "y", "a", "z", "b", "f"]
    assert [n.op for n in g.nodes] == ["", "", "+", "", "max", "*"]
    assert [n.depth for n in g.nodes] == [0, 0, 1, 0, 1, 2]
    assert [n.id for n in g.nodes] == list(range(6))


def test_downstream_is_upstream_times_local_for_arrays_too():
    rng = np.random.default_rng(0)
    W, b = Variable(rng.normal(size=(3, 4))), Variable(rng.normal(size=4))
    x = rng.normal(size=(2, 3))
    loss = ag.cross_entropy(ag.softmax(ag.tanh(x @ W + b))[[0, 1, 0]].max(0, keepdims=True), [2])
    g = graph(loss)
    flowing = [e for e in g.edges if e.downstream is not None]
    assert len(flowing) == len(g.edges) - 1  # x is a constant
    for edge in flowing:
        axes = edge.upstream.ndim
        np.testing.assert_allclose(
            np.tensordot(edge.upstream, edge.local, axes), edge.downstream, rtol=1e-12, atol=1e-15
        )
    loss.backward()
    for node, variable in zip(g.nodes, ag.topological_order(loss), strict=True):
        np.testing.assert_array_equal(node.gradient, variable.grad)


def test_drawing_leaves_gradients_alone():
    f = lecture()
    graph(f)
    assert all(v.grad is None for v in ag.topological_order(f))


def test_large_local_derivatives_are_left_out():
    v = Variable(np.ones(100))
    (edge,) = graph(v.sum(), max_local=99).edges
    assert edge.local is None
    np.testing.assert_array_equal(edge.downstream, np.ones(100))
    (edge,) = graph(v.sum(), max_local=100).edges
    assert edge.local.shape == (100,)


def test_a_variable_used_twice_by_one_operation_has_two_edges():
    x = Variable(3.0)
    edges = graph(x * x).edges
    assert [float(e.downstream) for e in edges] == [3, 3]


def test_export_is_json():
    exported = graph((Variable([1.0, 2.0], name="w") * 2).sum()).to_dict()
    assert json.loads(json.dumps(exported)) == exported
    assert exported["nodes"][0]["name"] == "w"
    assert exported["edges"][0]["local"] == [1, 1]
