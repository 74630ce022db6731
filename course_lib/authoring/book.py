"""The whole book in memory: its pages, their structure, and the names that they share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course_lib.authoring.chapter import Block, Exercise, read_blocks
from course_lib.authoring.config import Config, read_config
from course_lib.authoring.errors import SourceError
from course_lib.authoring.index import Index, build_index
from course_lib.authoring.inline import pieces
from course_lib.authoring.source import Directive, Literal, Page, read_page


@dataclass(frozen=True)
class Chapter:
    """A page with code cells. ``docname`` is its path in the repository without ``.md``."""

    docname: str
    page: Page
    blocks: tuple[Block, ...]

    @property
    def exercises(self) -> list[Exercise]:
        """Its exercises in order."""
        return [block for block in self.blocks if isinstance(block, Exercise)]


@dataclass(frozen=True)
class Book:
    """Everything that the editions are made from. ``chapters`` is by docname."""

    root: Path
    config: Config
    index: Index
    chapters: dict[str, Chapter]


def load_book(root: Path) -> Book:
    """Read every page under ``root/book``.

    Args:
        root: the folder with ``_config.yml``.

    Returns:
        The book.

    Raises:
        SourceError: for a page that the generator does not accept, an exercise label that two
            chapters use, or a bound number on a page without code.
    """
    config = read_config(root)
    pages = {
        path.relative_to(root).with_suffix("").as_posix(): _read(path, root)
        for path in sorted((root / "book").rglob("*.md"))
        if not any(part[0] in "._" for part in path.relative_to(root).parts)
    }
    chapters = {
        name: Chapter(name, page, read_blocks(page))
        for name, page in pages.items()
        if page.has_code
    }
    _refuse_shared_labels(chapters)
    for page in pages.values():
        if not page.has_code:
            _refuse_bound(page)
    return Book(root, config, build_index(root, config, pages.items()), chapters)


def _read(path: Path, root: Path) -> Page:
    return read_page(path.read_bytes().decode("utf-8"), path.relative_to(root))


def _refuse_bound(page: Page) -> None:
    for node in page.nodes:
        text, line = node.text, node.line
        if isinstance(node, Directive):
            text, line = node.body, node.body_line
        for piece in () if isinstance(node, Literal) else pieces(text, line):
            if piece.kind == "role" and piece.name == "num":
                message = "num: this page has no code cell, so nothing would check the number"
                raise SourceError(page.path, piece.line, message)


def _refuse_shared_labels(chapters: dict[str, Chapter]) -> None:
    seen: dict[str, str] = {}
    for name, chapter in chapters.items():
        for exercise in chapter.exercises:
            other = seen.setdefault(exercise.label, name)
            if other != name:
                message = f"exercise {exercise.label} is there twice: also in {other}.md"
                raise SourceError(chapter.page.path, exercise.line, message)
