"""An assignment as learners get it, and as nbgrader knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_lib.authoring import stubs
from course_lib.authoring.book import Book, Chapter
from course_lib.authoring.leaks import telling_lines
from course_lib.authoring.lower_notebook import NotebookLowering
from course_lib.authoring.notebook import assemble, code_cell, markdown_cell
from course_lib.authoring.setup_cell import setup
from course_lib.authoring.source import Directive, Node, Page
from course_lib.grading import release_cells
from course_lib.grading.errors import GradingError
from course_lib.grading.item import cell_tag
from course_lib.grading.item import code as cells_of
from course_lib.grading.pack import Assignment, Item

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HEAD = """\
# {title}

{facts}

- 빈칸(`...`)을 지우고 답을 쓴 뒤 셀을 실행합니다.
- 답 아래의 확인 셀은 바로 답해 줍니다. 점수는 여러분마다 다른 입력으로 매깁니다.
- **함수와 변수의 이름은 바꾸지 않습니다.** 채점기는 이름으로 답을 찾습니다.
- 다 풀었으면 마지막 셀을 실행합니다. 빠진 답과 내는 방법을 알려 줍니다."""

_HAND_IN = """\
#@title 내기 전에: 빠진 답이 없는지 확인합니다 {{ display-mode: "form" }}
def _before_handing_in(answers, fillers, files):
    import os
    import re

    left, cells = [], globals().get("In", [])
    for name, title in answers.items():
        bound = rf"^(?:def|class)\\s+{{name}}\\b|^{{name}}\\s*(?::[^=\\n]*)?=(?!=)"
        own = [cell for cell in cells if re.search(bound, cell, re.MULTILINE)][-1:]
        if name not in globals():
            left.append(f"{{title}}: `{{name}}`이 없습니다. 답을 쓴 셀을 실행하십시오.")
        elif globals()[name] is ... or any(filler in cell for cell in own for filler in fillers):
            left.append(f"{{title}}: 아직 빈칸이 남아 있습니다.")
    for file in files:
        if not os.path.exists(file):
            left.append(f"`{{file}}` 파일이 없습니다. 예측 파일을 쓰는 셀을 실행하십시오.")
    print("\\n".join(["아직 끝나지 않은 답:", *left]) if left else "답이 모두 있습니다.")
    print(
        "\\n내는 방법\\n"
        "1. Colab: 메뉴에서 파일 > 다운로드 > .ipynb 다운로드\\n"
        "   JupyterLab: File > Download\\n"
        "2. 받은 .ipynb 파일을 과제 게시판에 올립니다. 링크나 .py, 화면 사진은 채점하지 못합니다."
    )
    if files:
        print("3. 예측 파일도 노트북과 함께 올립니다:", ", ".join(files))


_before_handing_in({answers}, {fillers}, {files})"""

_HIDDEN = """\
### BEGIN HIDDEN TESTS
from course_lib.exercises import Exercise, judge

space = {{"__name__": "hidden"}}
exec({source!r}, space)
{adapt}exercise = Exercise(
    {name!r}, {title!r}, 1, reference={reference}, gen=space.get("gen"),
    rtol={rtol!r}, atol={atol!r}, cases={cases!r}, pure={pure!r},
)
verdict = judge(exercise, {answer})
assert verdict.status == "passed", " ".join(verdict.lines)
### END HIDDEN TESTS"""


_ADAPT = """\
import inspect

def adapt(answer):
    adapted = lambda *inputs: space["run"](answer, *inputs)
    names = list(inspect.signature(space["run"]).parameters.values())[1:]
    adapted.__signature__ = inspect.Signature(names)
    return adapted

"""


def student(assignment: Assignment, book: Book, *, key: bytes) -> NotebookNode:
    """The notebook for learners: no solution, no grader, no adapter.

    Args:
        assignment: what is handed out.
        book: for the setup cell and what prompts point at.
        key: of the course, for inputs that are in the notebook.
    Raises:
        GradingError: if a line of what must stay secret is in it.
        SourceError: for Markdown that a notebook cannot show.
    """
    cells = [markdown_cell(_head(assignment)), _setup(assignment, book)]
    if any(item.numbers for item in assignment.items):
        cells.append(code_cell(release_cells.WHO, form=True))
    for place, item in enumerate(assignment.items, start=1):
        cells += _item(item, place, assignment, book, key=key)
    cells.append(code_cell(_hand_in(assignment), form=True))
    notebook = assemble(cells)
    refuse_leaks(notebook, assignment)
    return notebook


def nbgrader(assignment: Assignment, book: Book) -> NotebookNode:
    """The source edition for schools that run nbgrader: solutions and hidden tests are in it.

    nbgrader runs hidden tests in the learner's own kernel, where they can be forged. It knows
    neither prediction files nor numbers that differ by student: `unknown_to_nbgrader` is left out.

    Args:
        assignment: what is handed out.
        book: for the setup cell and what prompts point at.
    Raises:
        GradingError: if nothing is left.
        SourceError: for Markdown that a notebook cannot show.
    """
    left_out = unknown_to_nbgrader(assignment)
    kept = tuple(item for item in assignment.items if item.name not in left_out)
    if not kept:
        raise GradingError(f"nbgrader로 낼 수 있는 문제가 없습니다: {', '.join(left_out)}")
    assignment = replace(assignment, items=kept)
    cells = [markdown_cell(_head(assignment)), _setup(assignment, book)]
    for place, item in enumerate(assignment.items, start=1):
        cells += _item(item, place, assignment, book)
    return assemble(cells)


def unknown_to_nbgrader(assignment: Assignment) -> list[str]:
    """Names of the exercises that nbgrader cannot have.

    Args:
        assignment: what is handed out.
    """
    return [item.name for item in assignment.items if item.numbers or item.predictions]


def refuse_leaks(notebook: NotebookNode, assignment: Assignment) -> None:
    """Refuse a notebook with a line in it that only the instructor may see.

    Args:
        notebook: for learners.
        assignment: that it was made from.
    Raises:
        GradingError: naming the line and its exercise.
    """
    given = set(telling_lines(cell.source for cell in notebook.cells))
    ours = set(telling_lines([*_shown(assignment), _hand_in(assignment), _head(assignment)]))
    for item in assignment.items:
        for line in telling_lines(_secrets(item)):
            if line in given - ours:
                raise GradingError(f"{item.page.path}: 내보낼 수 없는 줄이 들어 있습니다: {line}")
    if any("### BEGIN" in cell.source for cell in notebook.cells):
        raise GradingError("수강생용 노트북에 풀이 표시(### BEGIN)가 남아 있습니다.")


def _secrets(item: Item) -> Iterator[str]:
    cells = cells_of(item.page)
    yield from (*cells["grader"], *cells["adapter"])
    for region in stubs.regions(cells["answer"][0], item.page.path, 1):
        yield region.code


def _shown(assignment: Assignment) -> Iterator[str]:
    """What learners may see: text, given cells, checks, and the answer's cell around its answer."""
    for item in assignment.items:
        cells = cells_of(item.page)
        yield from (*cells["given"], *cells["visible"])
        yield stubs.stub(cells["answer"][0], item.page.path, 1)
        yield from (node.text for node in item.page.nodes if not _is_code(node))


def _head(assignment: Assignment) -> str:
    facts = [f"문제 {len(assignment.items)}개, 모두 {assignment.points:g}점."]
    if assignment.due:
        facts.append(f"마감: {assignment.due.replace('T', ' ')}.")
    if assignment.late:
        facts.append(f"늦으면 하루마다 점수의 {assignment.late:.0%}를 잃습니다.")
    if assignment.attempts:
        facts.append(f"{assignment.attempts}번까지 낼 수 있습니다.")
    return _HEAD.format(title=assignment.title, facts=" ".join(facts))


def _setup(assignment: Assignment, book: Book) -> NotebookNode:
    page = Page(Path(assignment.name), "", {})
    return code_cell(setup(book, Chapter(f"assignments/{assignment.name}", page, ())), form=True)


def _item(
    item: Item, place: int, assignment: Assignment, book: Book, *, key: bytes | None = None
) -> Iterator[NotebookNode]:
    """An exercise for learners, or for nbgrader where there is no key."""
    hidden = key is None
    where = item.page.path, f"assignments/{assignment.name}"
    lowering = NotebookLowering(*where, root=book.root, index=book.index)
    lead = f"## {place}. {item.exercise.title} ({item.points:g}점)\n\n"
    for group in _groups(item.page):
        tag = cell_tag(group, item.page) if isinstance(group, Directive) else ""
        if isinstance(group, Directive):
            if tag in ("adapter", "grader") or (hidden and tag == "visible"):
                continue
            if lead:
                yield markdown_cell(lead)
            if key is not None and tag == "answer":
                yield from _form(
                    release_cells.before_answer(item, key=key, assignment=assignment.name)
                )
            yield _code(group, tag, item, hidden=hidden)
        elif text := lowering.render(group).strip("\n"):
            yield markdown_cell(lead + text)
        else:
            continue
        lead = ""
    if lowering.taken():
        raise GradingError(f"{item.page.path}: 과제에서는 num 역할을 쓸 수 없습니다.")
    if hidden:
        yield _tests(item)
    else:
        yield from _form(release_cells.after_answer(item))


def _form(source: str) -> Iterator[NotebookNode]:
    if source:
        yield code_cell(source, form=True)


def _groups(page: Page) -> Iterator[Directive | list[Node]]:
    """Code cells by themselves, what stands between them together."""
    between: list[Node] = []
    for node in page.nodes:
        if _is_code(node) and isinstance(node, Directive):
            yield between
            yield node
            between = []
        else:
            between.append(node)
    yield between


def _is_code(node: Node) -> bool:
    return isinstance(node, Directive) and node.name == "code-cell"


def _code(node: Directive, tag: str, item: Item, *, hidden: bool) -> NotebookNode:
    if tag != "answer":
        return code_cell(node.body)
    if not hidden:
        return code_cell(stubs.stub(node.body, item.page.path, node.body_line))
    return _marked(code_cell(node.body), _grade_id(item), solution=True)


def _tests(item: Item) -> NotebookNode:
    cells, exercise = cells_of(item.page), item.exercise
    parts = (*cells["given"], *cells["answer"], *cells["adapter"], *cells["grader"])
    adapted = bool(cells["adapter"])
    own = f'space["{item.answer}"]'
    reference = own if exercise.gen is not None else f"lambda: {own}"
    test = _HIDDEN.format(
        source="\n\n".join(parts),
        name=item.name,
        title=exercise.title,
        adapt=_ADAPT if adapted else "",
        reference=f"adapt({own})" if adapted else reference,
        answer=f"adapt({item.answer})" if adapted else item.answer,
        **{name: getattr(exercise, name) for name in ("rtol", "atol", "cases", "pure")},
    )
    cell = code_cell("\n\n".join([*cells["visible"], test]))
    return _marked(cell, f"{_grade_id(item)}-tests", points=item.points)


def _marked(cell: NotebookNode, grade_id: str, **facts: Any) -> NotebookNode:
    """With the metadata of nbgrader 0.9 (schema 3)."""
    solution = bool(facts.pop("solution", False))
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": not solution,
        "solution": solution,
        "locked": not solution,
        "task": False,
        **facts,
    }
    return cell


def _grade_id(item: Item) -> str:
    """Nbgrader takes ASCII letters, digits, - and _ alone."""
    if re.fullmatch(r"[A-Za-z0-9_-]+", item.name):
        return item.name
    return f"item-{sha256(item.name.encode()).hexdigest()[:8]}"


def _hand_in(assignment: Assignment) -> str:
    answers = {
        item.answer: f"{place}. {item.exercise.title}"
        for place, item in enumerate(assignment.items, start=1)
    }
    return _HAND_IN.format(
        answers=_literal(answers),
        fillers=(stubs.IN_FUNCTION, stubs.AT_TOP),
        files=list(assignment.wanted),
    )


def _literal(pairs: dict[str, str]) -> str:
    lines: Sequence[str] = [f"    {name!r}: {title!r}," for name, title in pairs.items()]
    return "\n".join(["{", *lines, "}"])
