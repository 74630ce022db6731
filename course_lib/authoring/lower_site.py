"""The site's edition of Markdown: MyST stays MyST; only numbers and quizzes are lowered."""

from __future__ import annotations

from course_lib.authoring.inline import Piece
from course_lib.authoring.lower import ADMONITIONS, Lowering
from course_lib.authoring.numbers import Bound
from course_lib.authoring.quiz import render_quiz
from course_lib.authoring.source import Directive, Target, split


class SiteLowering(Lowering):
    """Lower to what Sphinx reads."""

    def directive(self, node: Directive) -> str:
        """A quiz as HTML; other directives as they are, their body lowered."""
        if node.name == "quiz":
            return render_quiz(node, self.path, self._again)
        if node.name == "math":
            tex = self.inline(f"$${node.body}$$", node.body_line)[2:-2]
        else:
            tex = self.body(node)
        head = node.text.split("\n")[: node.body_line - node.line]
        head = [line.removeprefix(node.indent) for line in head]
        if node.name in ADMONITIONS and node.argument:
            head[0] = head[0].replace(node.argument, self.inline(node.argument, node.line))
        return "\n".join([*head, *([tex] if node.body else []), node.fence])

    def _again(self, text: str, line: int) -> str:
        return self.render(split(text, line, self.path))

    def target(self, node: Target) -> str | None:
        """As it is."""
        return node.text

    def equation(self, tex: str, label: str) -> str:
        """As it is, numbers bound."""
        return f"$${tex}$$" + (f" ({label})" if label else "")

    def link(self, piece: Piece, empty: bool) -> str:
        """As it is."""
        return piece.text

    def number(self, bound: Bound) -> str:
        """The role, its bar escaped: a bare one would end a table's cell."""
        content = f"{bound.shown} | {bound.expression}".replace("|", "\\|")
        ticks = "`" if "`" not in content else "``"
        return f"{{num}}{ticks}{content}{ticks}"

    def role(self, piece: Piece) -> str:
        """As it is."""
        return piece.text
