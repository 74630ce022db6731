"""Sphinx extension: the site is built from the same sources as the notebooks.

Chapters are lowered as they are read, structural faults and stale notebooks become warnings (so a
strict build fails), and bound numbers get their expression as an explanation.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

import course_lib
from course_lib.authoring.book import Book, load_book
from course_lib.authoring.derive import check_notebooks
from course_lib.authoring.editions import site_text
from course_lib.authoring.errors import SourceError
from course_lib.authoring.index import term_anchor
from course_lib.authoring.numbers import parse_bound

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
_PACKAGE = Path(course_lib.__file__).parent
RoleResult = tuple[list[nodes.Node], list[nodes.system_message]]


class Num(nodes.inline):
    """A bound number; ``expression`` is what it agrees with."""


def visit_num(self: HTML5Translator, node: Num) -> None:
    """An abbreviation that can be tapped, but is no stop for the Tab key: there are too many."""
    title = node["expression"]
    self.body.append(self.starttag(node, "abbr", "", CLASS="num", title=title, tabindex="-1"))


def depart_num(self: HTML5Translator, node: Num) -> None:
    """Close it."""
    self.body.append("</abbr>")


def pass_by(self: nodes.NodeVisitor, node: Num) -> None:
    """Other builders show the number alone."""


def num_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Inliner, *_: Any
) -> RoleResult:
    """A bound number: what is shown, with its expression as an explanation."""
    bound = parse_bound(nodes.unescape(text, True), Path(str(inliner.document["source"])), lineno)
    return [Num(rawtext, bound.shown, expression=bound.expression, support_smartquotes=False)], []


def quoted_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Inliner, *_: Any
) -> RoleResult:
    """A number that a source states: nothing of ours computes it."""
    return [nodes.inline(rawtext, nodes.unescape(text), classes=["quoted"])], []


class Runtime(nodes.inline):
    """Stands for the measured execution time of the page; its text is the author's estimate."""


def runtime_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Inliner, *_: Any
) -> RoleResult:
    """The measured execution time."""
    return [Runtime(rawtext, nodes.unescape(text), classes=["runtime"])], []


class MeasuredRuntime(SphinxPostTransform):
    """Put the time that the page's last execution took in place of the estimate."""

    default_priority = 10

    def run(self, **_: Any) -> None:
        """Replace every `Runtime` of the page."""
        metadata = getattr(self.env, "nb_metadata", {}).get(self.env.docname, {})
        seconds = (metadata.get("exec_data") or {}).get("runtime")
        for node in list(self.document.findall(Runtime)):
            shown = spoken(seconds) if seconds else node.astext()
            node.replace_self(nodes.inline("", shown, classes=["runtime"]))


def spoken(seconds: float) -> str:
    """A duration as one says it: ``8초``, ``1분 20초``."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = [f"{minutes}분"] * bool(minutes) + [f"{rest}초"] * bool(rest)
    return " ".join(parts)


def fingerprint(data: str | None) -> str:
    """A comment that changes with everything that a chapter's outputs depend on beside its text.

    Args:
        data: the folder with real data, if there is one.
    """
    versions = " ".join(f"{name} {version(name)}" for name in _CORE)
    library = _digest(path for path in _sources() if path.parts[0] not in _NOT_RUN)
    return f"# course_lib {library}, {versions}, data {_data_state(data)}"


_CORE = ("torch", "numpy", "scikit-learn", "matplotlib")
_NOT_RUN = {"authoring", "cli", "grading"}  # no chapter calls them


def _sources() -> list[Path]:
    """The package's files, relative to it."""
    found = (path for path in _PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sorted(path.relative_to(_PACKAGE) for path in found)


def _digest(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(path.as_posix().encode() + (_PACKAGE / path).read_bytes())
    return digest.hexdigest()[:16]


def _data_state(data: str | None) -> str:
    if not data:
        return "embedded"
    folder = Path(data)
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
    listing = "\n".join(f"{p.relative_to(folder)} {p.stat().st_size}" for p in files)
    return f"folder {sha256(listing.encode()).hexdigest()[:16]}"


def load(app: Sphinx) -> None:
    """Read the whole book once, before Sphinx reads its pages; report what is wrong."""
    root = Path(app.srcdir)
    try:
        book = load_book(root)
        problems = check_notebooks(book)
    except SourceError as error:
        raise ExtensionError(str(error)) from error
    for problem in problems:
        logger.warning("%s `make notebooks`를 실행하세요.", problem, type="course", subtype="stale")
    app.course_book = book  # type: ignore[attr-defined]
    app.course_fingerprint = fingerprint(os.environ.get("COURSE_DATA_DIR"))  # type: ignore[attr-defined]


def outdated(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """All chapters, if the library, the generator or the data are not those of the last build."""
    state = f"{app.course_fingerprint} {_digest(_sources())}"  # type: ignore[attr-defined]
    if getattr(env, "course_state", None) == state:
        return set()
    env.course_state = state  # type: ignore[attr-defined]
    return set(app.course_book.chapters) & env.found_docs  # type: ignore[attr-defined]


def lower_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Give Sphinx the site's edition of a chapter."""
    book: Book = app.course_book  # type: ignore[attr-defined]
    chapter = book.chapters.get(docname)
    if chapter is None:
        return
    try:
        content[0] = site_text(book, chapter, app.course_fingerprint)  # type: ignore[attr-defined]
    except SourceError as error:
        raise ExtensionError(str(error)) from error


def anchor_terms(app: Sphinx, doctree: nodes.document) -> None:
    """Give every glossary term an id made of its own letters, for links from notebooks."""
    for term in doctree.findall(nodes.term):
        if term["ids"]:
            term["ids"].append(term_anchor(next(iter(term.astext().split("\n")))))


def frame_exercises(app: Sphinx, doctree: nodes.document) -> None:
    """Put an exercise's prompt and cell, all between its heading and its solution, in one box."""
    for solution in list(doctree.findall(nodes.admonition)):
        section = solution.parent
        if "solution" in solution["classes"] and isinstance(section, nodes.section):
            inside = section.children[1 : section.index(solution)]
            section[1 : section.index(solution)] = [
                nodes.container("", *inside, classes=["exercise"])
            ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the extension."""
    data = os.environ.get("COURSE_DATA_DIR")
    if data:  # Chapters run in their own folder: a relative path would lead elsewhere.
        os.environ["COURSE_DATA_DIR"] = str(Path(data).resolve())
    alone = (pass_by, pass_by)
    app.add_node(Num, html=(visit_num, depart_num), latex=alone, text=alone, texinfo=alone)
    app.add_role("num", num_role)
    app.add_role("quoted", quoted_role)
    app.add_role("runtime", runtime_role)
    app.add_post_transform(MeasuredRuntime)
    app.connect("builder-inited", load)
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", lower_source)
    app.connect("doctree-read", anchor_terms)
    app.connect("doctree-read", frame_exercises)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
