"""The notebooks' edition of Markdown: what Colab cannot show becomes plain Markdown and HTML."""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from course_lib.authoring.index import Index, Place, author_year, entry_address, nfc
from course_lib.authoring.inline import Piece
from course_lib.authoring.lower import ADMONITIONS, Lowering
from course_lib.authoring.numbers import Bound
from course_lib.authoring.quiz import render_quiz
from course_lib.authoring.source import Directive, Target, split

_TITLED = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>\s*$", re.DOTALL)
_ABBR = re.compile(r"(?P<short>.*?)\s*\((?P<long>.*)\)\s*$", re.DOTALL)


@dataclass
class NotebookLowering(Lowering):
    """Lower to Jupyter's Markdown. ``root`` is the book's folder, ``index`` its names."""

    root: Path = field(default_factory=Path)
    index: Index = field(kw_only=True)

    _ROLES: ClassVar[dict[str, str]] = {"cite:p": "cite", "cite:t": "cite", "numref": "ref"}

    def directive(self, node: Directive) -> str:
        """Admonitions become quotations or ``<details>``, figures images, a quiz ``<details>``."""
        if node.name in ADMONITIONS:
            return self._admonition(node)
        if node.name == "figure":
            return self._figure(node)
        if node.name == "quiz":
            return render_quiz(node, self.path, self._again, marks=("✗ ", "✓ "))
        label = str(node.options.get("label") or "")
        return self.inline(f"$$\n{node.body}\n$$" + (f" ({label})" if label else ""), node.line)

    def _again(self, text: str, line: int) -> str:
        return self.render(split(text, line, self.path))

    def _admonition(self, node: Directive) -> str:
        own = self.inline(node.argument, node.line) if node.argument else ""
        kind = ADMONITIONS[node.name]
        body = self.body(node).strip("\n")
        if node.name != "admonition":
            # Outside `admonition` MyST takes text after the name for the first line of the body.
            own, body = "", "\n".join(filter(None, [own, body]))
        if "dropdown" in str(node.options.get("class", "")):
            return f"<details>\n<summary>{own or kind}</summary>\n\n{body}\n\n</details>"
        lines = [f"**{own or kind}**", "", *body.split("\n")]
        return "\n".join(f"> {line}".rstrip() for line in lines)

    def _figure(self, node: Directive) -> str:
        if "only-dark" in f"{node.options.get('class', '')} {node.options.get('figclass', '')}":
            return ""
        place = self.index.labels.get(nfc(str(node.options.get("name") or "")))
        alt = str(node.options.get("alt") or "")
        if not alt:
            raise self.error(node.line, "figure: expected :alt: with what can be seen")
        caption = self.body(node).strip("\n")
        number = f"**{place.title}.** " if place else ""
        image = f"![{alt}]({self._file(node.argument, node.line)})"
        return f"{image}\n\n{number}{caption}".rstrip()

    def _file(self, target: str, line: int) -> str:
        path = self._relative(target)
        if not (self.root / path).is_file():
            raise self.error(line, f"no such file: {target}")
        return self.index.config.raw(path)

    def _relative(self, target: str) -> str:
        """A path of the source, relative to the page or to the book, as one of the repository."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.docname), target))

    def target(self, node: Target) -> str | None:
        """An anchor."""
        return f'<a id="{node.label}"></a>\n'

    def equation(self, tex: str, label: str) -> str:
        """The formula, numbered within the page if it has a label."""
        place = self.index.labels.get(nfc(label)) if label else None
        tag = f" \\tag{{{place.title.strip('()')}}}" if place else ""
        return f"$${tex.rstrip()}{tag}{_tail(tex)}$$"

    def link(self, piece: Piece, empty: bool) -> str:
        """Made absolute; a link without text gets its target's title."""
        target, title = piece.body.removeprefix("project:"), piece.name
        if re.match(r"\w[\w+.-]*:", target):
            return piece.text
        path, _, label = target.partition("#")
        if path and not path.endswith(".md"):
            return f"]({self._file(path, piece.line)}{title})"
        place = self._page(path, label, piece.line)
        return f"{_bare(place.title) if empty else ''}]({self.index.address(place)}{title})"

    def _page(self, path: str, label: str, line: int) -> Place:
        docname = self._relative(path).removesuffix(".md") if path else self.docname
        if docname not in self.index.titles:
            raise self.error(line, f"link to an unknown page: {path}")
        known = self.index.labels.get(nfc(label))
        if known:
            return known
        return Place(docname, label, self.index.titles[docname], "page")

    def number(self, bound: Bound) -> str:
        """What is shown."""
        return bound.shown

    def role(self, piece: Piece) -> str:
        """The role's meaning in Markdown or HTML."""
        name = self._ROLES.get(piece.name, piece.name)
        return str(getattr(self, f"_role_{name}")(piece))

    def _role_quoted(self, piece: Piece) -> str:
        return piece.body

    _role_runtime = _role_quoted

    def _role_kbd(self, piece: Piece) -> str:
        return f"<kbd>{html.escape(piece.body)}</kbd>"

    def _role_abbr(self, piece: Piece) -> str:
        match = _ABBR.match(piece.body)
        if not match:
            raise self.error(piece.line, f"abbr: expected `short (long)`, got {piece.body!r}")
        long = html.escape(match["long"])
        return f'<abbr title="{long}">{html.escape(match["short"])}</abbr>'

    def _role_term(self, piece: Piece) -> str:
        text, target = _titled(piece.body)
        place = self.index.terms.get(nfc(target))
        if place is None:
            raise self.error(piece.line, f"term: not in the glossary: {target}")
        return f"[{text or target}]({self.index.address(place)})"

    def _role_ref(self, piece: Piece) -> str:
        text, target = _titled(piece.body)
        place = self.index.labels.get(nfc(target))
        if place is None:
            raise self.error(piece.line, f"{piece.name}: unknown label {target}")
        return f"[{_bare(text or place.title)}]({self.index.address(place)})"

    def _role_eq(self, piece: Piece) -> str:
        place = self.index.labels.get(nfc(piece.body))
        if place is None or place.kind != "equation":
            raise self.error(piece.line, f"eq: unknown equation {piece.body}")
        if place.docname == self.docname:
            return place.title
        return f"[{place.title}]({self.index.address(place)})"

    def _role_doc(self, piece: Piece) -> str:
        text, target = _titled(piece.body)
        place = self._page(target.removesuffix(".md") + ".md", "", piece.line)
        return f"[{text or _bare(place.title)}]({self.index.address(place)})"

    def _role_cite(self, piece: Piece) -> str:
        textual = piece.name == "cite:t"
        cited = [self._citation(key.strip(), textual, piece.line) for key in piece.body.split(",")]
        return ", ".join(cited) if textual else f"({'; '.join(cited)})"

    def _citation(self, key: str, textual: bool, line: int) -> str:
        entry = self.index.references.entries.get(key)
        if entry is None:
            raise self.error(line, f"cite: {key} is not in the bibliography")
        names, year = author_year(entry)
        text = f"{names} ({year})" if textual else f"{names}, {year}"
        address = entry_address(entry)
        return f"[{text}]({address})" if address else text


def _titled(content: str) -> tuple[str, str]:
    """``text <target>`` → text and target; without a target of its own the text is empty."""
    match = _TITLED.match(content)
    return (match["text"], match["target"].strip()) if match else ("", content.strip())


def _bare(title: str) -> str:
    """A title fit for a link's text."""
    return title.replace("[", "\\[").replace("]", "\\]")


def _tail(tex: str) -> str:
    """The line end before the closing ``$$``, if the formula had one."""
    return "\n" if tex.endswith("\n") else ""
