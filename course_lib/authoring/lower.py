"""Walk a page's nodes and write Markdown for one edition: the frame that all editions share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from course_lib.authoring.errors import SourceError
from course_lib.authoring.inline import Piece, pieces
from course_lib.authoring.numbers import Bound, bind_tex, parse_bound, refuse_unbound
from course_lib.authoring.source import (
    Break,
    Comment,
    Directive,
    Heading,
    Literal,
    Node,
    Target,
    Text,
    split,
)  # fmt: skip

ADMONITIONS = {
    "note": "노트",
    "tip": "팁",
    "warning": "주의",
    "important": "중요",
    "admonition": "",
}
DIRECTIVES = {*ADMONITIONS, "figure", "math", "quiz"}
ROLES = {"num", "quoted", "runtime", "term", "cite:p", "cite:t", "ref", "numref", "eq", "doc",
         "math", "abbr", "kbd"}  # fmt: skip


@dataclass
class Lowering(ABC):
    """Base of the editions. ``numbers`` gathers the bound numbers until they are taken."""

    path: Path
    docname: str
    numbers: list[Bound] = field(default_factory=list)

    def taken(self) -> list[Bound]:
        """The bound numbers met since the last call."""
        numbers, self.numbers = self.numbers, []
        return numbers

    def render(self, nodes: Iterable[Node]) -> str:
        """The nodes as Markdown of this edition."""
        return "\n".join(out for out in map(self.node, nodes) if out is not None)

    def node(self, node: Node) -> str | None:
        """One node as Markdown, or None to leave it out."""
        match node:
            case Directive():
                return self._checked(node)
            case Text() | Heading():
                return self.inline(node.text, node.line)
            case Target():
                return self.target(node)
            case Comment() | Break():
                return None
            case Literal():
                return node.text

    def _checked(self, node: Directive) -> str:
        if node.name not in DIRECTIVES:
            raise self.error(node.line, f"unknown directive {{{node.name}}}")
        lines = self.directive(node).split("\n")
        return "\n".join(node.indent + line if line else line for line in lines)

    def body(self, node: Directive) -> str:
        """A directive's body in this edition."""
        return self.render(split(node.body, node.body_line, self.path))

    def inline(self, text: str, line: int) -> str:
        """Running text in this edition.

        Args:
            text: Markdown without directives.
            line: where it starts.

        Raises:
            SourceError: for an unknown role, a malformed or unbound number, a footnote.
        """
        out: list[str] = []
        for piece in pieces(text, line):
            handle = getattr(self, f"_{piece.kind}")
            out.append(handle(piece, "".join(out[-1:])))
        return "".join(out)

    def _text(self, piece: Piece, before: str) -> str:
        refuse_unbound(piece.text, self.path, piece.line)
        if "[^" in piece.text:
            raise self.error(piece.line, "footnotes do not show in notebooks: use prose")
        if "\\num{" in piece.text:
            raise self.error(piece.line, r"\num{…} is for formulas; in prose use {num}`…`")
        return piece.text

    def _code(self, piece: Piece, before: str) -> str:
        return piece.text

    def _html(self, piece: Piece, before: str) -> str:
        return piece.text

    def _math(self, piece: Piece, before: str) -> str:
        tex, found = bind_tex(piece.text, self.path, piece.line)
        self.numbers += found
        return tex

    def _block(self, piece: Piece, before: str) -> str:
        tex, found = bind_tex(piece.body, self.path, piece.line)
        self.numbers += found
        return self.equation(tex, piece.name)

    def _link(self, piece: Piece, before: str) -> str:
        return self.link(piece, before.endswith("["))

    def _role(self, piece: Piece, before: str) -> str:
        if piece.name not in ROLES:
            raise self.error(piece.line, f"unknown role {{{piece.name}}}")
        if piece.name == "num":
            bound = parse_bound(piece.body, self.path, piece.line)
            self.numbers.append(bound)
            return self.number(bound)
        if piece.name == "math":
            tex, found = bind_tex(piece.body, self.path, piece.line)
            self.numbers += found
            return f"${tex}$"
        return self.role(piece)

    def error(self, line: int, message: str) -> SourceError:
        """An error in this page."""
        return SourceError(self.path, line, message)

    # What editions differ in.

    @abstractmethod
    def directive(self, node: Directive) -> str:
        """A directive of the allowed list."""

    @abstractmethod
    def target(self, node: Target) -> str | None:
        """``(label)=``."""

    @abstractmethod
    def equation(self, tex: str, label: str) -> str:
        """A display formula between ``$$``."""

    @abstractmethod
    def link(self, piece: Piece, empty: bool) -> str:
        """The ``](target)`` of a link or image; ``empty`` if it has no text of its own."""

    @abstractmethod
    def number(self, bound: Bound) -> str:
        """A bound number in prose."""

    @abstractmethod
    def role(self, piece: Piece) -> str:
        """Any other role of the allowed list."""
