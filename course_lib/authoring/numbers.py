"""Numbers in prose that are bound to executed values, and those that should be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course_lib.authoring.errors import SourceError

_DECIMAL = re.compile(r"\d[\d,]*\.\d{3,}")


_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWER = str.maketrans(_RAISED, "-0123456789")


@dataclass(frozen=True)
class Bound:
    """A shown text and the Python expression that it must agree with."""

    shown: str
    expression: str
    line: int


def parse_bound(content: str, path: Path, line: int) -> Bound:
    r"""Read ``shown | expression``, the content of the role ``num`` and of ``\num{}``.

    Args:
        content: what stands between the backticks or braces; ``\|`` counts as ``|``.
        path: what errors name.
        line: its line.

    Raises:
        SourceError: unless both halves are there and the second is one Python expression.
    """
    shown, bar, expression = content.replace("\\|", "|").partition("|")
    bound = Bound(shown.strip(), " ".join(expression.split("\n")).strip(), line)
    if not (bar and bound.shown and bound.expression and _is_expression(bound)):
        wanted = "expected `shown | expression` with one Python expression"
        raise SourceError(path, line, f"num: {wanted}, got {content!r}")
    return bound


def _is_expression(bound: Bound) -> bool:
    try:
        alone = ast.parse(bound.expression, mode="eval").body
        ast.parse(_line(bound).strip(), mode="eval")
    except SyntaxError:
        return False
    return not isinstance(alone, ast.Tuple | ast.Starred)


def _line(bound: Bound) -> str:
    return f"    ({_quoted(bound.shown)}, {bound.expression}),"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def bind_tex(tex: str, path: Path, line: int) -> tuple[str, list[Bound]]:
    r"""Replace every ``\num{shown | expression}`` in TeX by what it shows.

    Args:
        tex: TeX source; braces inside an expression must balance.
        path: what errors name.
        line: where ``tex`` starts.

    Returns:
        The TeX without ``\num``, and the bound numbers in order.

    Raises:
        SourceError: for an unclosed brace, malformed content or an unbound decimal.
    """
    out, found, at = [], [], 0
    for match in re.finditer(r"\\num\s*\{", tex):
        here = line + tex.count("\n", 0, match.start())
        end = _closing(tex, match.end())
        if end < 0:
            raise SourceError(path, here, r"\num{: the closing brace is missing")
        bound = parse_bound(tex[match.end() : end], path, here)
        found.append(bound)
        refuse_unbound(tex[at : match.start()], path, line + tex.count("\n", 0, at))
        out += [tex[at : match.start()], _tex_number(bound.shown)]
        at = end + 1
    refuse_unbound(tex[at:], path, line + tex.count("\n", 0, at))
    return "".join(out) + tex[at:], found


def _closing(tex: str, at: int) -> int:
    depth = 1
    for i in range(at, len(tex)):
        depth += {"{": 1, "}": -1}.get(tex[i], 0)
        if not depth:
            return i
    return -1


def _tex_number(shown: str) -> str:
    """As TeX wants it: no thousands gap, a real minus, a percent sign that is no comment."""
    text = re.sub(r"(?<=\d),(?=\d)", "{,}", shown).replace("−", "-").replace("×", "\\times ")
    text = re.sub(rf"[{_RAISED}]+", lambda m: f"^{{{m[0].translate(_LOWER)}}}", text)
    return re.sub(r"(?<!\\)%", r"\\%", text)


def refuse_unbound(text: str, path: Path, line: int) -> None:
    """Refuse a decimal of three or more fractional digits that nothing binds.

    Raises:
        SourceError: naming the number and its line.
    """
    match = _DECIMAL.search(text)
    if match:
        here = line + text.count("\n", 0, match.start())
        hint = "bind it ({num}`… | expression` or \\num{…}) or mark its source ({quoted}`…`)"
        raise SourceError(path, here, f"unbound number {match.group(0)}: {hint}")


def check_cell(numbers: Iterable[Bound]) -> str:
    """The source of the 확인 cell of one block of prose.

    Args:
        numbers: the bound numbers of the block; at least one.

    Returns:
        Python that raises when a number has drifted.
    """
    return "\n".join([
        '#@title 확인: 본문의 숫자 { display-mode: "form" }',
        "from course_lib.checks import check_numbers",
        "",
        "check_numbers(",
        *dict.fromkeys(map(_line, numbers)),
        ")",
    ])  # fmt: skip
