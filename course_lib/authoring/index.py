"""What other pages can point at: titles, labels, terms and references of the whole book."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from docutils.nodes import make_id
from pybtex.database import BibliographyData, Entry, parse_file

from course_lib.authoring.chapter import GATES
from course_lib.authoring.config import Config
from course_lib.authoring.inline import pieces
from course_lib.authoring.source import Directive, Heading, Page, Target, Text


@dataclass(frozen=True)
class Place:
    """A place on the site; ``title`` is the text of a link to it, ``kind`` what it is."""

    docname: str
    anchor: str
    title: str
    kind: str = "section"


@dataclass
class Index:
    """Names of the book → places. ``titles`` is by docname, ``terms`` by the term in NFC."""

    config: Config
    titles: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Place] = field(default_factory=dict)
    terms: dict[str, Place] = field(default_factory=dict)
    references: BibliographyData = field(default_factory=BibliographyData)

    def address(self, place: Place) -> str:
        """Absolute address of a place."""
        return self.config.page(place.docname, place.anchor)


def term_anchor(term: str) -> str:
    """The id of a glossary term: Sphinx numbers Hangul terms, which no one can link to."""
    return "term-" + re.sub(r"\W+", "-", nfc(term).lower()).strip("-")


def nfc(text: str) -> str:
    """Composed Hangul, so that names typed on a Mac are the same names."""
    return unicodedata.normalize("NFC", text)


def plain(title: str) -> str:
    """A heading's source as plain text."""
    return re.sub(r"\{[\w:]+\}(?=`)|[`*]", "", title).strip()


def build_index(root: Path, config: Config, pages: Iterable[tuple[str, Page]]) -> Index:
    """Collect everything that a page of the book can point at.

    Args:
        root: the book's folder, where the bibliography is looked for.
        config: addresses.
        pages: docname and page, in any order.
    """
    index = Index(config)
    for docname, page in pages:
        _collect(index, docname, page)
    for name in config.bibliography:
        if (root / name).is_file():
            index.references.add_entries(parse_file(str(root / name)).entries.items())
    return index


def _collect(index: Index, docname: str, page: Page) -> None:
    waiting: list[str] = []
    numbers = {"exercise": 0, "figure": 0, "equation": 0}
    for node in page.nodes:
        if isinstance(node, Target):
            waiting.append(nfc(node.label))
        elif isinstance(node, Heading):
            index.titles.setdefault(docname, plain(node.title))
            for label in waiting:
                index.labels[label] = Place(docname, make_id(label), plain(node.title))
            waiting = []
        elif isinstance(node, Directive):
            _collect_directive(index, docname, node, numbers)
        elif isinstance(node, Text):
            _collect_equations(index, docname, node, numbers)
    for label in waiting:
        index.labels[label] = Place(docname, make_id(label), index.titles.get(docname, docname))


def _collect_directive(
    index: Index, docname: str, node: Directive, numbers: dict[str, int]
) -> None:
    label = nfc(str(node.options.get("name") or node.options.get("label") or ""))
    if node.name == "glossary":
        for line in node.body.split("\n"):
            if line.strip() and not line[0].isspace():
                term = nfc(line.strip())
                index.terms[term] = Place(docname, term_anchor(term), term, "term")
    elif node.name == "exercise-start":
        numbers["exercise"] += 1
        title = f"연습 문제 {numbers['exercise']}. {plain(node.argument)}"
        index.labels[label] = Place(docname, make_id(label), title, "exercise")
    elif node.name == "figure":
        numbers["figure"] += 1
        index.labels[label] = Place(docname, make_id(label), f"그림 {numbers['figure']}", "figure")
    elif node.name == "math" and label:
        _equation(index, docname, label, numbers)
    elif node.name not in GATES and label:
        index.labels[label] = Place(docname, make_id(label), plain(node.argument))


def _collect_equations(index: Index, docname: str, node: Text, numbers: dict[str, int]) -> None:
    for piece in pieces(node.text, node.line):
        if piece.kind == "block" and piece.name:
            _equation(index, docname, nfc(piece.name), numbers)


def _equation(index: Index, docname: str, label: str, numbers: dict[str, int]) -> None:
    numbers["equation"] += 1
    anchor = make_id(f"equation-{label}")
    index.labels[label] = Place(docname, anchor, f"({numbers['equation']})", "equation")


def author_year(entry: Entry) -> tuple[str, str]:
    """Short authors and the year of a reference: ``Rumelhart et al.``, ``1986``."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join((*person.prelast_names, *person.last_names)) for person in people]
    names = [name.strip("{}") for name in names]
    short = names[0] if names else "저자 미상"
    if len(names) == 2:
        short = " & ".join(names)
    elif len(names) > 2:
        short += " et al."
    return short, str(entry.fields.get("year", "연도 미상"))


def entry_address(entry: Entry) -> str:
    """Where a reference can be read: its DOI, arXiv page or URL; empty if it names none."""
    if "doi" in entry.fields:
        return f"https://doi.org/{entry.fields['doi']}"
    if "eprint" in entry.fields:
        return f"https://arxiv.org/abs/{entry.fields['eprint']}"
    return str(entry.fields.get("url", ""))
