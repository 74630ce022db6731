"""Places of a graph's nodes: flow goes up the levels, nothing stands on anything else."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.widgets.layered import layered


@st.composite
def graphs(draw):
    """Every node but the last leads to one or more later ones."""
    count = draw(st.integers(1, 12))
    links = [
        (source, target)
        for source in range(count - 1)
        for target in draw(st.lists(st.integers(source + 1, count - 1), min_size=1, max_size=3))
    ]
    return count, links


@given(graphs())
def test_levels_rise_and_nothing_overlaps(graph):
    count, links = graph
    shown = layered(count, links)
    points = [*shown.nodes, *(point for bend in shown.bends for point in bend)]
    assert len(shown.nodes) == count
    for (source, target), bend in zip(links, shown.bends, strict=True):
        way = [shown.nodes[source][0], *(level for level, _ in bend), shown.nodes[target][0]]
        assert way == list(range(way[0], way[-1] + 1))
    for (level, place), (other, beside) in combinations(points, 2):
        assert level != other or abs(place - beside) > 0.99
    assert all(0 <= level < shown.levels and 0 <= at < shown.places for level, at in points)
    assert layered(count, links) == shown


def test_the_usual_first_example_is_symmetric():
    shown = layered(6, [(0, 2), (1, 2), (1, 4), (3, 4), (2, 5), (4, 5)])
    assert shown.nodes == ((0, 0), (0, 1), (1, 0.5), (0, 2), (1, 1.5), (2, 1))


def test_a_leaf_stands_right_below_its_first_use():
    shown = layered(5, [(0, 2), (1, 2), (2, 4), (3, 4)])
    assert [level for level, _ in shown.nodes] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize(
    ("links", "message"),
    [([(1, 0)], r"upward within 0 … 1, got \(1, 0\)"), ([], "must lead on, got none from 0")],
)
def test_links_are_checked(links, message):
    with pytest.raises(ValueError, match=message):
        layered(2, links)
