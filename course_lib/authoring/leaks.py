"""The last look at a student's notebook: nothing of a solution may be in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from course_lib.authoring import stubs
from course_lib.authoring.book import Chapter
from course_lib.authoring.chapter import Code, Exercise, Prose, Solution
from course_lib.authoring.errors import SourceError

_SHORT = 8  # A line shorter than this says nothing: `)`, `else:`, `return`.


def refuse_leaks(notebook: NotebookNode, chapter: Chapter) -> None:
    """Refuse a notebook with a line of a solution in it.

    Lines that the chapter also shows outside solutions are no leak; neither are very short ones.

    Args:
        notebook: a student edition.
        chapter: the chapter that it was made from.

    Raises:
        SourceError: naming the leaked line and the exercise it belongs to.
    """
    open_lines = set(telling_lines(_shown(chapter)))
    given = set(telling_lines(cell.source for cell in notebook.cells)) - open_lines
    for exercise, secret in _secrets(chapter):
        for line in telling_lines([secret]):
            if line in given:
                message = f"the solution of {exercise.label} leaks: {line!r}"
                raise SourceError(chapter.page.path, exercise.line, message)
    if any("### BEGIN SOLUTION" in cell.source for cell in notebook.cells):
        raise SourceError(chapter.page.path, 1, "a solution's marker is in the student edition")


def _secrets(chapter: Chapter) -> Iterator[tuple[Exercise, str]]:
    exercises = {exercise.label: exercise for exercise in chapter.exercises}
    for block in chapter.blocks:
        if isinstance(block, Exercise):
            for region in stubs.regions(block.code.source, chapter.page.path, block.code.line):
                yield block, region.code
        elif isinstance(block, Solution):
            for prose in block.prose:
                yield exercises[block.label], prose.text


def _shown(chapter: Chapter) -> Iterator[str]:
    for block in chapter.blocks:
        if isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Code):
            yield block.source
        elif isinstance(block, Exercise):
            for part in block.parts:
                yield part.text if isinstance(part, Prose) else _outside(part, chapter)


def _outside(part: Code, chapter: Chapter) -> str:
    lines = part.source.split("\n")
    for region in reversed(stubs.regions(part.source, chapter.page.path, part.line)):
        del lines[region.start : region.end + 1]
    return "\n".join(lines)


def telling_lines(texts: Iterable[str]) -> Iterator[str]:
    """The lines of texts that are long enough to give something away, without their indent."""
    for text in texts:
        yield from (line.strip() for line in text.split("\n") if len(line.strip()) >= _SHORT)
