"""The three faces of an exercise's code cell: whole, stub, solution."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from course_lib.authoring.errors import SourceError

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_IMPORT = "from course_lib.exercises import check"
IN_FUNCTION = "...  # 여기를 채우세요"
AT_TOP = "...  # 여기에 답을 쓰세요"


@dataclass(frozen=True)
class Region:
    """The lines between two markers, markers left out; ``start`` and ``end`` include them."""

    start: int
    end: int
    indent: str
    code: str


def regions(source: str, path: Path, line: int) -> list[Region]:
    """The solution regions of a cell.

    Raises:
        SourceError: if markers do not pair, or there is none.
    """
    found: list[Region] = []
    lines = source.split("\n")
    start = -1
    for i, text in enumerate(lines):
        mark = text.strip()
        if mark not in (_BEGIN, _END):
            continue
        if (mark == _BEGIN) != (start < 0):
            raise SourceError(path, line + i, f"{mark} without its counterpart")
        if mark == _BEGIN:
            start = i
            continue
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
        found.append(Region(start, i, indent, dedent("\n".join(lines[start + 1 : i]))))
        start = -1
    if start >= 0 or not found:
        raise SourceError(path, line + max(start, 0), f"expected {_BEGIN} … {_END} in the cell")
    return found


def stub(source: str, path: Path, line: int) -> str:
    """What the learner gets: every region replaced by a line to fill in."""
    lines = source.split("\n")
    for region in reversed(regions(source, path, line)):
        lines[region.start : region.end + 1] = _filler(region, path, line + region.start)
    text = "\n".join(lines)
    _parse(text, path, line)
    return text


def _filler(region: Region, path: Path, line: int) -> list[str]:
    if region.indent:
        return [region.indent + IN_FUNCTION]
    names = _assigned(_parse(region.code, path, line))
    if not names:
        raise SourceError(path, line, "a solution outside a function must assign a name")
    return [f"{name} = {AT_TOP}" for name in names]


def _assigned(tree: ast.Module) -> list[str]:
    found: dict[str, None] = {}
    for statement in tree.body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        for target in targets:
            found |= {n.id: None for n in ast.walk(target) if isinstance(n, ast.Name)
                      and isinstance(n.ctx, ast.Store)}  # fmt: skip
    return list(found)


def solution(source: str, path: Path, line: int) -> str:
    """What the folded solution shows: no markers, no call of ``check``."""
    last = _parse(source, path, line).body[-1]
    lines = source.split("\n")[: last.lineno - 1]
    kept = [text for text in lines if text.strip() not in (_BEGIN, _END, _IMPORT)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def check_label(source: str, path: Path, line: int) -> str:
    """The label in ``check("label", answer)``, which must be the cell's last statement.

    Raises:
        SourceError: if the cell is no Python or does not end with such a call.
    """
    body = _parse(source, path, line).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "check" and call.args:
        return str(getattr(call.args[0], "value", ""))
    raise SourceError(path, line, 'an exercise cell must end with check("label", answer)')


def _parse(source: str, path: Path, line: int) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        where = line + (error.lineno or 1) - 1
        raise SourceError(path, where, f"not valid Python: {error.msg}") from error
