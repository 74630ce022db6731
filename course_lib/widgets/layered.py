"""Places for the nodes of a graph: levels along the flow, nodes of a level side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Links = Sequence[tuple[int, int]]
_SWEEPS = 24


@dataclass(frozen=True)
class Layered:
    """Where everything stands, in units of one node.

    Attributes:
        nodes: (level, place) of each node; places of a level are at least 1 apart.
        bends: for each link, (level, place) of the points between its ends, one on each level
            that it passes: no link runs through a node.
        levels: number of levels.
        places: number of places of the widest level.
    """

    nodes: tuple[tuple[int, float], ...]
    bends: tuple[tuple[tuple[int, float], ...], ...]
    levels: int
    places: int


def layered(count: int, links: Links) -> Layered:
    """Lay out a graph without cycles.

    A node stands one level above the highest it comes from; a leaf right below its first use.

    Args:
        count: number of nodes, 0 … count − 1; the last is the root.
        links: (source, target) pairs, source < target; a pair may occur twice.
    Returns:
        The places, the same for the same graph.
    Raises:
        ValueError: if a link does not lead from a smaller to a larger number, or a node leads
            nowhere.
    """
    for source, target in links:
        if not 0 <= source < target < count:
            raise ValueError(
                f"links must lead upward within 0 … {count - 1}, got ({source}, {target})"
            )
    idle = set(range(count - 1)) - {source for source, _ in links}
    if idle:
        raise ValueError(f"every node but the last must lead on, got none from {min(idle)}")
    levels = _levels(count, links)
    chains = _chains(levels, links, first=count)
    for source, target in links:
        levels += range(levels[source] + 1, levels[target])
    rows = _rows(levels, chains, root=count - 1)
    places = _relax(rows, [pair for chain in chains for pair in pairwise(chain)])
    points = [(level, round(places[i], 3)) for i, level in enumerate(levels)]
    bends = tuple(tuple(points[i] for i in chain[1:-1]) for chain in chains)
    return Layered(tuple(points[:count]), bends, max(levels) + 1, max(map(len, rows)))


def _levels(count: int, links: Links) -> list[int]:
    levels = [0] * count
    for source, target in sorted(links, key=lambda link: link[1]):
        levels[target] = max(levels[target], levels[source] + 1)
    inner = {target for _, target in links}
    for leaf in set(range(count)) - inner:
        used = [levels[target] for source, target in links if source == leaf]
        levels[leaf] = min(used, default=1) - 1
    return levels


def _chains(levels: list[int], links: Links, *, first: int) -> list[list[int]]:
    """Each link as its ends with one new number for every level between them."""
    chains = []
    for source, target in links:
        between = levels[target] - levels[source] - 1
        chains.append([source, *range(first, first + between), target])
        first += between
    return chains


def _rows(levels: list[int], chains: list[list[int]], *, root: int) -> list[list[int]]:
    """The points of each level, in the order in which a walk back from the root meets them."""
    below: dict[int, list[int]] = {}
    for chain in chains:
        for lower, upper in pairwise(chain):
            below.setdefault(upper, []).append(lower)
    rows: list[list[int]] = [[] for _ in range(max(levels) + 1)]
    stack, seen = [root], set()
    while stack:
        point = stack.pop()
        if point not in seen:
            seen.add(point)
            rows[levels[point]].append(point)
            stack += reversed(below.get(point, []))
    return rows


def _relax(rows: list[list[int]], pairs: Links) -> dict[int, float]:
    """Pull every point towards its neighbours, up and down the levels in turn."""
    near: dict[int, list[int]] = {point: [] for row in rows for point in row}
    for lower, upper in pairs:
        near[lower].append(upper)
        near[upper].append(lower)
    width = max(map(len, rows))
    places = {p: k + (width - len(row)) / 2 for row in rows for k, p in enumerate(row)}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [sum(places[q] for q in near[p]) / max(1, len(near[p])) for p in row]
            places.update(zip(row, _apart(wanted, width), strict=True))
    return places


def _apart(wanted: list[float], width: int) -> list[float]:
    """The same order, at least 1 apart, within 0 … width − 1, near to the wish from both sides."""
    end = width - 1
    rightward = _push(wanted, width)
    leftward = [end - x for x in _push([end - x for x in wanted[::-1]], width)[::-1]]
    return [(a + b) / 2 for a, b in zip(rightward, leftward, strict=True)]


def _push(wanted: list[float], width: int) -> list[float]:
    low, placed = 0.0, []
    for k, wish in enumerate(wanted):
        low = min(max(wish, low), width - len(wanted) + k)
        placed.append(low)
        low += 1
    return placed
