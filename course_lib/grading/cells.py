"""Answers found by name in a notebook's code, wherever the cells have gone.

It runs inside the sandbox and needs the standard library alone: even parsing a learner's code is
left to the side that may crash. Nothing is known of a cell but its source, so cells may be moved,
duplicated, merged, converted, or stripped of their metadata.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Part = tuple[str, str]  # name of a cell, its source
_OURS = re.compile(r"%%(time|timeit|capture|prun)\b")
_LINE = re.compile(r"^(\s*)(?:[!%?].*|[\w.]+\?{1,2}\s*)$")
_ASSIGNED = re.compile(r"^(\s*[\w, ]+=\s*)[!%].*$")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass
class Found:
    """What running the statements that matter left behind.

    Attributes:
        space: the namespace.
        error: what the last statement that was to bind the answer raised, or None.
        broken: names of cells that mention the answer but cannot be parsed.
    """

    space: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    error: BaseException | None = None
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Statement:
    node: ast.stmt
    cell: str
    binds: frozenset[str]
    touches: frozenset[str]
    reads: frozenset[str]


def find(cells: Sequence[Part], answer: str) -> Found:
    """Run what an answer needs, and nothing else.

    Statements that bind or change the answer, or a name that these read, run in the notebook's
    order; the last definition wins. A statement that raises does not stop those after it, and is
    forgotten when the answer is bound after all.

    Args:
        cells: the notebook's code cells.
        answer: the name to look for.
    Returns:
        The namespace, and what went wrong.
    """
    found = Found()
    for statement in _needed(cells, answer, found.broken):
        try:
            exec(compile(_module(statement.node), statement.cell, "exec"), found.space)
            if answer in statement.binds:
                found.error = None
        except MemoryError:
            raise
        except BaseException as error:
            if found.error is None:
                found.error = error
    return found


def plain(source: str) -> str:
    """A cell's Python, with what only IPython understands taken out; line numbers stay.

    Args:
        source: of the cell.
    Returns:
        The source; empty for a cell in another language, such as ``%%bash``.
    """
    lines = source.splitlines()
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].lstrip().startswith("%%"):
        if not _OURS.match(lines[first].lstrip()):
            return ""
        lines[first] = ""
    return "\n".join(_ASSIGNED.sub(r"\1None", _LINE.sub(r"\1pass", line)) for line in lines)


def _needed(cells: Sequence[Part], answer: str, broken: list[str]) -> list[_Statement]:
    """The statements that an answer depends on, in order."""
    parsed: dict[str, list[_Statement]] = {}
    needed = {answer}
    chosen: set[tuple[str, int]] = set()
    while True:
        before = len(needed), len(chosen)
        words = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(needed))) + r")\b|import \*")
        for name, source in cells:
            if name not in parsed and words.search(source):
                parsed[name] = list(_statements(name, plain(source), broken))
        for name, _ in cells:
            for place, statement in enumerate(parsed.get(name, ())):
                if (statement.binds | statement.touches) & needed or "*" in statement.binds:
                    chosen.add((name, place))
                    needed |= statement.reads
        if (len(needed), len(chosen)) == before:
            order = [name for name, _ in cells]
            return [
                parsed[name][at]
                for name, at in sorted(chosen, key=lambda c: (order.index(c[0]), c[1]))
            ]


def _statements(name: str, source: str, broken: list[str]) -> Iterator[_Statement]:
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        broken.append(name)
        return
    for node in body:
        yield _Statement(
            node, name, frozenset(_binds(node)), frozenset(_touches(node)), _reads(node)
        )


def _outside(node: ast.AST) -> Iterator[ast.AST]:
    """A statement's nodes, without the bodies of functions and classes."""
    yield node
    if not isinstance(node, (*_DEFINITIONS, ast.Lambda)):
        for child in ast.iter_child_nodes(node):
            yield from _outside(child)


def _binds(statement: ast.stmt) -> Iterator[str]:
    for node in _outside(statement):
        if isinstance(node, _DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)


def _touches(statement: ast.stmt) -> Iterator[str]:
    """Names whose objects a statement may change: ``x[0] = …``, ``x.y = …``, ``x.append(…)``."""
    for node in _outside(statement):
        changed: ast.AST | None = None
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            changed = node
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            changed = node.value.func if isinstance(node.value.func, ast.Attribute) else None
        while isinstance(changed, (ast.Attribute, ast.Subscript, ast.Call)):
            changed = changed.func if isinstance(changed, ast.Call) else changed.value
        if isinstance(changed, ast.Name):
            yield changed.id


def _reads(statement: ast.stmt) -> frozenset[str]:
    nodes = ast.walk(statement)
    return frozenset(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def _module(statement: ast.stmt) -> ast.Module:
    return ast.Module(body=[statement], type_ignores=[])
