"""The three editions of a chapter: the student's and the instructor's notebook, the site's text."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode

from course_lib.authoring import stubs
from course_lib.authoring.book import Book, Chapter
from course_lib.authoring.chapter import Block, Code, Exercise, Prose, Solution
from course_lib.authoring.leaks import refuse_leaks
from course_lib.authoring.lower import Lowering
from course_lib.authoring.lower_notebook import NotebookLowering
from course_lib.authoring.lower_site import SiteLowering
from course_lib.authoring.notebook import assemble, code_cell, markdown_cell
from course_lib.authoring.numbers import check_cell
from course_lib.authoring.setup_cell import course_options, header, setup


def student(book: Book, chapter: Chapter) -> NotebookNode:
    """The student's notebook: stubs instead of solutions.

    Args:
        book: the book.
        chapter: one of its chapters.

    Raises:
        SourceError: for anything that the generator does not accept, a leaked solution included.
    """
    notebook = _notebook(book, chapter, solved=False)
    refuse_leaks(notebook, chapter)
    return notebook


def instructor(book: Book, chapter: Chapter) -> NotebookNode:
    """The instructor's notebook: solutions in place, every exercise must pass.

    Args:
        book: the book.
        chapter: one of its chapters.

    Raises:
        SourceError: for anything that the generator does not accept.
    """
    return _notebook(book, chapter, solved=True)


def _notebook(book: Book, chapter: Chapter, *, solved: bool) -> NotebookNode:
    where = chapter.page.path, chapter.docname
    lowering = NotebookLowering(*where, root=book.root, index=book.index)
    cells = [markdown_cell(header(book, chapter)), code_cell(setup(book, chapter), form=True)]
    for block in chapter.blocks:
        cells += _cells(block, lowering, solved=solved)
    if solved:
        cells.append(code_cell(_all_passed(chapter)))
    return assemble(cells, gpu=bool(course_options(chapter).get("gpu")))


def _cells(block: Block, lowering: NotebookLowering, *, solved: bool) -> Iterator[NotebookNode]:
    match block:
        case Prose():
            yield from _prose(lowering, block)
        case Code():
            yield code_cell(block.source, block.tags)
        case Exercise():
            yield from _exercise(block, lowering, solved=solved)
        case Solution() if solved:
            first, *rest = block.prose
            yield from _prose(lowering, first, lead="**풀이**\n\n")
            for prose in rest:
                yield from _prose(lowering, prose)
        case Solution():
            address = lowering.index.address(lowering.index.labels[block.label])
            yield markdown_cell(f"풀이는 [웹의 같은 문제]({address}) 아래에 접혀 있습니다.")


def _exercise(
    block: Exercise, lowering: NotebookLowering, *, solved: bool
) -> Iterator[NotebookNode]:
    lead = f'<a id="{block.label}"></a>\n\n{"#" * block.level} {_title(block, lowering)}\n\n'
    for part in block.parts:
        if isinstance(part, Prose):
            yield from _prose(lowering, part, lead=lead)
        else:
            if lead:
                yield markdown_cell(lead)
            source = part.source if solved else stubs.stub(part.source, lowering.path, part.line)
            yield code_cell(source, part.tags)
        lead = ""


def _title(block: Exercise, lowering: Lowering) -> str:
    return lowering.inline(block.heading, block.line)


def _prose(lowering: Lowering, block: Prose, lead: str = "") -> Iterator[NotebookNode]:
    yield markdown_cell(lead + lowering.render(block.nodes))
    if numbers := lowering.taken():
        yield code_cell(check_cell(numbers), form=True)


def _all_passed(chapter: Chapter) -> str:
    topics = dict.fromkeys(exercise.label.split("/")[0] for exercise in chapter.exercises)
    if not topics:
        return ""
    asserts = [f'assert progress("{topic}").all_passed' for topic in topics]
    return "\n".join(["from course_lib.exercises import progress", "", *asserts])


def site_text(book: Book, chapter: Chapter, fingerprint: str = "") -> str:
    """The chapter as Sphinx reads it.

    Args:
        book: the book.
        chapter: one of its chapters.
        fingerprint: a comment for a hidden cell; when it changes, caches run the chapter again.

    Returns:
        MyST: exercises as headings, solutions folded, hidden check cells after bound numbers.

    Raises:
        SourceError: for anything that the generator does not accept.
    """
    lowering = SiteLowering(chapter.page.path, chapter.docname)
    parts = [chapter.page.head.rstrip("\n")]
    hidden = fingerprint
    for block in chapter.blocks:
        if hidden and not isinstance(block, Prose):
            parts.append(_hidden(hidden))
            hidden = ""
        parts += _site(block, lowering)
    return "\n\n".join(part for part in parts if part) + "\n"


def _site(block: Block, lowering: SiteLowering) -> Iterator[str]:
    match block:
        case Prose():
            yield from _site_prose(lowering, block)
        case Code():
            yield block.text
        case Exercise():
            yield f"({block.label})=\n{'#' * block.level} {_title(block, lowering)}"
            for part in block.parts:
                if isinstance(part, Prose):
                    yield from _site_prose(lowering, part)
                else:
                    yield _stub_cell(part, lowering)
        case Solution():
            yield _folded(block, lowering)


def _site_prose(lowering: SiteLowering, block: Prose) -> Iterator[str]:
    yield lowering.render(block.nodes)
    if numbers := lowering.taken():
        yield _hidden(check_cell(numbers))


def _stub_cell(part: Code, lowering: SiteLowering) -> str:
    tags = ", ".join(part.tags)
    return _cell(stubs.stub(part.source, lowering.path, part.line), tags)


def _hidden(source: str) -> str:
    return _cell(source, "remove-cell")


def _cell(source: str, tags: str) -> str:
    return f"```{{code-cell}} python\n:tags: [{tags}]\n\n{source}\n```"


def _folded(block: Solution, lowering: SiteLowering) -> str:
    code = stubs.solution(block.code.source, lowering.path, block.code.line)
    prose = "\n\n".join(lowering.render(part.nodes) for part in block.prose)
    lowering.taken()  # They may need the solution: only the instructor's edition checks them.
    fence = ":" * 9
    return (
        f"{fence}{{admonition}} 풀이\n:class: dropdown solution\n\n"
        f"```python\n{code}\n```\n\n{prose}\n{fence}"
    )
