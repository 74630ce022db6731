"""Read a MyST page: front matter, then nodes (text, directives, literal blocks) with line numbers.

markdown-it-py, the parser under MyST itself, decides what is a directive and what is literal code;
the text of every node is a verbatim slice of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from course_lib.authoring.errors import SourceError

_FAILED = re.compile(r"^[ \t]*(?:`{3,}|:{3,}|~{3,})\{", re.MULTILINE)
_DIRECTIVE = re.compile(r"\{([\w:.-]+)\}\s*(.*)", re.DOTALL)
_SPECIAL = {"fence", "colon_fence", "code_block", "myst_line_comment", "myst_block_break",
            "myst_target", "heading_open"}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Markdown text with no directive and no literal block in it."""

    text: str
    line: int


@dataclass(frozen=True)
class Literal:
    """A code block that is shown, not run: never touched."""

    text: str
    line: int


@dataclass(frozen=True)
class Comment:
    """A MyST comment (``% …``)."""

    text: str
    line: int


@dataclass(frozen=True)
class Break:
    """A MyST block break (``+++``)."""

    text: str
    line: int


@dataclass(frozen=True)
class Target:
    """``(label)=``: a name for what comes next."""

    text: str
    line: int
    label: str


@dataclass(frozen=True)
class Heading:
    """A heading; ``title`` is its inline source."""

    text: str
    line: int
    level: int
    title: str


@dataclass(frozen=True)
class Directive:
    """A fenced directive, its options parsed, its body as written."""

    text: str
    line: int
    name: str
    argument: str
    options: dict[str, Any]
    body: str
    body_line: int
    fence: str
    indent: str


Node = Text | Literal | Comment | Break | Target | Heading | Directive


@dataclass(frozen=True)
class Page:
    """One source file, read.

    ``path`` is what errors name; ``head`` is the front matter as written, ``meta`` its values.
    """

    path: Path
    head: str
    meta: dict[str, Any]
    nodes: tuple[Node, ...] = field(default=())

    @property
    def has_code(self) -> bool:
        """Whether the page is a notebook: it has at least one code cell."""
        return any(isinstance(n, Directive) and n.name == "code-cell" for n in self.nodes)


def read_page(text: str, path: Path) -> Page:
    """Read the source of one page.

    Args:
        text: the file's content; a byte-order mark and CRLF line ends are accepted.
        path: what errors name.

    Returns:
        The page with its nodes in order.

    Raises:
        SourceError: for front matter or directive options that are not YAML, a directive that is
            never closed, or code cells without ``file_format: mystnb``.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = re.match(r"---\n(.*?\n)?---[ \t]*(?:\n|$)", text, re.DOTALL)
    head = match.group(0) if match else ""
    meta = _yaml((match.group(1) or "") if match else "", path, 1)
    nodes = tuple(split(text[len(head) :], head.count("\n") + 1, path))
    page = Page(path, head, meta, nodes)
    if page.has_code and meta.get("file_format") != "mystnb":
        raise SourceError(path, 1, "a page with code cells needs `file_format: mystnb` on top")
    return page


def split(text: str, line: int, path: Path) -> Iterator[Node]:
    """Split Markdown into nodes.

    Args:
        text: Markdown.
        line: the line of the file on which it starts.
        path: what errors name.

    Returns:
        The nodes in order; joined with line ends their texts are the input again.

    Raises:
        SourceError: for a directive that is not closed, or that is none because its first line
            has a backtick.
    """
    lines = text.split("\n")
    at = 0
    for token in _tokens(text):
        start, end = token.map or (0, 0)
        if start < at:
            continue
        if start > at:
            yield _text("\n".join(lines[at:start]), line + at, path)
        yield _node(token, lines[start:end], line + start, path)
        at = end
    if at < len(lines):
        yield _text("\n".join(lines[at:]), line + at, path)


def _text(text: str, line: int, path: Path) -> Text:
    match = _FAILED.search(text)
    if match:
        here = line + text.count("\n", 0, match.start())
        hint = "no backtick may stand in its first line; write `:::` instead of three backticks"
        raise SourceError(path, here, f"this directive is not read as one: {hint}")
    return Text(text, line)


def _tokens(text: str) -> list[Token]:
    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    parser.use(colon_fence_plugin).use(myst_block_plugin).use(dollarmath_plugin)
    return [token for token in parser.parse(text) if token.type in _SPECIAL]


def _node(token: Token, lines: list[str], line: int, path: Path) -> Node:
    text = "\n".join(lines)
    if token.type == "myst_target":
        return Target(text, line, token.content)
    if token.type == "heading_open":
        title = lines[0].strip().strip("#").strip()
        return Heading(text, line, int(token.tag[1]), title)
    if token.type == "myst_line_comment":
        return Comment(text, line)
    if token.type == "myst_block_break":
        return Break(text, line)
    match = _DIRECTIVE.match(token.info.strip()) if token.type.endswith("fence") else None
    return _directive(token, match, lines, line, path) if match else Literal(text, line)


def _directive(
    token: Token, match: re.Match[str], lines: list[str], line: int, path: Path
) -> Directive:
    name, argument = match.group(1), match.group(2).strip()
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))]
    if not lines[0].startswith(indent + token.markup):
        raise SourceError(path, line, f"directive {{{name}}} cannot stand inside a quotation")
    if len(lines) < 2 or not lines[-1].strip().startswith(token.markup):
        raise SourceError(path, line, f"directive {{{name}}} is never closed with {token.markup}")
    options, skipped, body = _options(token.content, path, line + 1)
    text = "\n".join(lines)
    return Directive(
        text, line, name, argument, options, body, line + 1 + skipped, token.markup, indent
    )


def _options(content: str, path: Path, line: int) -> tuple[dict[str, Any], int, str]:
    """Options of a directive (``:key: value`` lines or a ``---`` block), lines taken, the body."""
    lines = content.removesuffix("\n").split("\n")
    taken = 0
    if lines[0].startswith("---"):
        taken = next((i + 1 for i, s in enumerate(lines) if i and s.startswith("---")), len(lines))
        block = "\n".join(lines[1 : taken - 1])
        options = _yaml(block, path, line)
    else:
        options = {}
        while taken < len(lines) and (match := re.match(r":([\w-]+):(.*)", lines[taken])):
            key, value = match.group(1), match.group(2).strip()
            options[key] = _yaml(f"v: {value}", path, line)["v"] if value[:1] == "[" else value
            taken += 1
    if taken < len(lines) and not lines[taken].strip():
        taken += 1
    return options, taken, "\n".join(lines[taken:])


def _yaml(block: str, path: Path, line: int) -> dict[str, Any]:
    try:
        values = yaml.safe_load(block) or {}
    except yaml.YAMLError as error:
        raise SourceError(path, line, f"not valid YAML: {error}") from error
    if not isinstance(values, dict):
        raise SourceError(path, line, f"expected `key: value` lines, got {block!r}")
    return values
