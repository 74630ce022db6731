"""``computation_graph/gradients``: a backward pass over edges that come in any order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Edges = list[tuple[str, str, float]]
Named = dict[str, float]
_WAYS = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (1, 4), (2, 5), (3, 5), (0, 2))


def gradients(edges: Edges, root: str) -> Named:
    """∂root/∂v for every v; an edge (source, target, local) says ∂target/∂source = local."""
    return _pass(edges, root, lambda have, flow: have + flow)


def _order(edges: Edges, root: str) -> list[str]:
    """Root first; every node after all that it leads to."""
    waits: dict[str, int] = {}
    for source, _, _ in edges:
        waits[source] = waits.get(source, 0) + 1
    ready, order = [root], []
    while ready:
        order.append(ready.pop())
        for source, target, _ in edges:
            waits[source] -= target == order[-1]
            if target == order[-1] and not waits[source]:
                ready.append(source)
    return order


def _pass(
    edges: Edges,
    root: str,
    meet: Callable[[float, float], float],
    along: Callable[[float, float], float] = lambda upstream, local: upstream * local,
) -> Named:
    found = {root: 1.0}
    for node in _order(edges, root):
        for source, target, local in edges:
            if target == node:
                flow = along(found[node], local)
                found[source] = meet(found[source], flow) if source in found else flow
    return found


def _as_they_come(edges: Iterable[tuple[str, str, float]], root: str) -> Named:
    found = {root: 1.0}
    for source, target, local in edges:
        found[source] = found.get(source, 0.0) + found.get(target, 0.0) * local
    return found


def _without_waiting(edges: Edges, root: str) -> Named:
    """Go on from a node each time something arrives there, with all that it has."""
    found, queue = {root: 1.0}, deque([root])
    while queue:
        node = queue.popleft()
        for source, target, local in edges:
            if target == node:
                found[source] = found.get(source, 0.0) + found[node] * local
                queue.append(source)
    return found


def _each_node_once(edges: Edges, root: str) -> Named:
    """Go on from a node when it is met first, and never again."""
    found, queue, seen = {root: 1.0}, deque([root]), {root}
    while queue:
        node = queue.popleft()
        for source, target, local in edges:
            if target == node:
                found[source] = found.get(source, 0.0) + found[node] * local
                if source not in seen:
                    seen.add(source)
                    queue.append(source)
    return found


def _inputs(rng: np.random.Generator) -> tuple[Edges, str]:
    """Six nodes, nine edges; the first and the last edge belong to the deepest node."""
    names = [str(name) for name in rng.permutation(list("abcdef"))]
    locals_ = rng.uniform(0.6, 1.6, len(_WAYS)) * rng.choice([-1, 1], len(_WAYS))
    first, *middle, last = [
        (names[s], names[t], round(float(value), 2))
        for (s, t), value in zip(_WAYS, locals_, strict=True)
    ]
    return [first, *(middle[i] for i in rng.permutation(len(middle))), last], names[-1]


GRADIENTS = Exercise(
    name="gradients",
    title="역전파 전체를 내 손으로",
    stars=3,
    reference=gradients,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda edges, root: _pass(edges, root, lambda have, flow: flow),
            "차례는 맞지만, 두 번째로 닿은 기울기가 먼저 온 기울기를 덮어썼습니다. 대입 대신 "
            "무엇을 해야 할까요?",
        ),
        Wrong(
            lambda edges, root: _pass(edges, root, lambda have, flow: have),
            "차례는 맞지만, 먼저 닿은 기울기만 남기고 나중에 온 기울기를 버렸습니다.",
        ),
        Wrong(
            lambda edges, root: _pass(edges, root, lambda have, flow: have * flow),
            "만난 기울기를 서로 곱했습니다. 한 길을 따라가면서는 곱하고, 길이 만나면 더합니다.",
        ),
        Wrong(
            lambda edges, root: _pass(edges, root, lambda have, flow: (have + flow) / 2),
            "만난 기울기의 평균을 냈습니다. 모인 기울기는 나누지 않고 더하기만 합니다.",
        ),
        Wrong(
            lambda edges, root: _pass(
                edges, root, lambda have, flow: have + flow, lambda upstream, local: local
            ),
            "상류에서 온 기울기를 곱하지 않고 국소 기울기만 모았습니다.",
        ),
        Wrong(
            lambda edges, root: _pass(
                edges,
                root,
                lambda have, flow: have + flow,
                lambda upstream, local: upstream + local,
            ),
            "한 길을 따라가면서 국소 기울기를 더했습니다. 길을 따라갈 때는 곱합니다.",
        ),
        Wrong(
            _as_they_come,
            "간선을 주어진 차례대로 한 번만 훑었습니다. 도착한 기울기가 아직 없는 마디에서는 "
            "아무것도 흘려보낼 수 없습니다.",
        ),
        Wrong(
            lambda edges, root: _as_they_come(edges[::-1], root),
            "간선을 주어진 차례의 거꾸로 한 번만 훑었습니다. 주어진 차례는 뒤섞여 있어서 뒤집어도 "
            "소용이 없습니다.",
        ),
        Wrong(
            _without_waiting,
            "기울기가 닿을 때마다 그때까지 모인 것을 다시 흘려보냈습니다. 먼저 온 기울기가 두 번 "
            "흐릅니다. 모두 모일 때까지 기다려야 합니다.",
        ),
        Wrong(
            _each_node_once,
            "처음 닿은 기울기만 흘려보내고, 나중에 닿은 기울기는 그 마디에 머물렀습니다. 모두 모일 "
            "때까지 기다렸다가 한 번만 흘려보내십시오.",
        ),
        Wrong(
            lambda edges, root: {k: v for k, v in gradients(edges, root).items() if k != root},
            "기울기는 모두 맞는데 root 자신이 빠졌습니다. root를 root로 미분하면 얼마입니까?",
        ),
    ),
    hints=(
        "마디 하나를 처리해도 되는 때는, 그 마디에서 나가는 간선이 모두 처리된 뒤입니다.",
        "마디마다 나가는 간선의 수를 세어 두고, 하나가 처리될 때마다 1씩 줄여 보십시오. 0이 된 "
        "마디는 준비가 끝난 것입니다.",
        "본문의 위상 정렬을 먼저 만들고, 그 차례를 거꾸로 돌면서 더해도 됩니다.",
    ),
)
