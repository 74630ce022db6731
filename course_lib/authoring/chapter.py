"""A page's structure: prose, code cells, exercises and solutions, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from course_lib.authoring import stubs
from course_lib.authoring.errors import SourceError
from course_lib.authoring.source import Break, Directive, Heading, Node, Page, Text

GATES = {"exercise-start", "exercise-end", "solution-start", "solution-end"}


@dataclass(frozen=True)
class Prose:
    """A run of Markdown between two code cells or gates."""

    nodes: tuple[Node, ...]

    @property
    def text(self) -> str:
        """The source of the run."""
        return "\n".join(node.text for node in self.nodes)


@dataclass(frozen=True)
class Code:
    """A code cell; ``text`` is the directive as written."""

    source: str
    tags: tuple[str, ...]
    line: int
    text: str


@dataclass(frozen=True)
class Exercise:
    """An exercise: prose around exactly one code cell. ``level`` is that of its heading."""

    label: str
    title: str
    number: int
    level: int
    line: int
    parts: tuple[Prose | Code, ...]

    @property
    def heading(self) -> str:
        """The title with its number, as every edition shows it."""
        return f"연습 문제 {self.number}. {self.title}"

    @property
    def code(self) -> Code:
        """The cell with the solution in it."""
        return next(part for part in self.parts if isinstance(part, Code))


@dataclass(frozen=True)
class Solution:
    """The 풀이 of an exercise: prose, and ``code``, the exercise's cell."""

    label: str
    line: int
    prose: tuple[Prose, ...]
    code: Code


Block = Prose | Code | Exercise | Solution


def read_blocks(page: Page) -> tuple[Block, ...]:
    """Group the nodes of a page into blocks.

    Args:
        page: a page as read.

    Returns:
        Its blocks; exercises are numbered from 1.

    Raises:
        SourceError: for an exercise without label, stars, code cell, markers, own check call or
            solution; a label used twice; a solution without exercise; gates that do not pair.
    """
    return tuple(_Reader(page).blocks())


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page, self.level = page, 1
        self.exercises: dict[str, Exercise] = {}
        self.solved: set[str] = set()
        self.last = ""  # The exercise that nothing but its solution may follow.

    def blocks(self) -> Iterator[Block]:
        gate: Directive | None = None
        inside: list[Prose | Code] = []
        for item in self._items():
            if isinstance(item, Prose | Code):
                if gate:
                    inside.append(item)
                else:
                    self.last = ""
                    yield item
            elif item.name.endswith("-start") and gate is None:
                gate, inside = item, []
            elif gate and item.name == gate.name.replace("-start", "-end"):
                close = self._exercise if item.name.startswith("exercise") else self._solution
                yield close(gate, tuple(inside))
                gate = None
            else:
                raise self._error(item.line, f"{{{item.name}}} does not pair with a start or end")
        if gate:
            raise self._error(gate.line, f"{{{gate.name}}} is never ended")
        for label, exercise in self.exercises.items():
            if label not in self.solved:
                raise self._error(exercise.line, f"exercise {label} has no solution")

    def _items(self) -> Iterator[Prose | Code | Directive]:
        run: list[Node] = []
        for node in self.page.nodes:
            if isinstance(node, Heading):
                self.level = node.level
            cut = isinstance(node, Break) or (
                isinstance(node, Directive) and node.name in GATES | {"code-cell"}
            )
            if not cut:
                run.append(node)
                continue
            yield from _prose(run)
            run = []
            if isinstance(node, Directive):
                yield self._code(node) if node.name == "code-cell" else node
        yield from _prose(run)

    def _exercise(self, gate: Directive, parts: tuple[Prose | Code, ...]) -> Exercise:
        label = str(gate.options.get("label") or "")
        cells = [part for part in parts if isinstance(part, Code)]
        if "/" not in label:
            raise self._error(gate.line, "an exercise needs `:label: topic/name`")
        if label in self.exercises:
            raise self._error(gate.line, f"exercise {label} is there twice")
        if "★" not in gate.argument:
            raise self._error(gate.line, f"exercise {label}: its title shows no difficulty (★)")
        if len(cells) != 1 or "exercise" not in cells[0].tags:
            wanted = f"exercise {label} needs exactly one code cell, tagged `exercise`"
            raise self._error(gate.line, wanted)
        cell = cells[0]
        stubs.stub(cell.source, self.page.path, cell.line)
        own = stubs.check_label(cell.source, self.page.path, cell.line)
        if own != label:
            raise self._error(cell.line, f"exercise {label} checks {own!r}, not itself")
        number = len(self.exercises) + 1
        made = Exercise(label, gate.argument, number, self.level + 1, gate.line, parts)
        self.exercises[label] = made
        self.last = label
        return made

    def _solution(self, gate: Directive, parts: tuple[Prose | Code, ...]) -> Solution:
        label = gate.argument
        if label not in self.exercises:
            raise self._error(gate.line, f"solution of an unknown exercise: {label!r}")
        if label != self.last:
            raise self._error(gate.line, f"the solution of {label} must follow its exercise")
        if label in self.solved:
            raise self._error(gate.line, f"exercise {label} has two solutions")
        if not parts or any(isinstance(part, Code) for part in parts):
            raise self._error(gate.line, f"the solution of {label} must be prose, and not empty")
        self.solved.add(label)
        prose = tuple(part for part in parts if isinstance(part, Prose))
        return Solution(label, gate.line, prose, self.exercises[label].code)

    def _code(self, node: Directive) -> Code:
        tags = node.options.get("tags") or []
        listed = tags.replace(",", " ").split() if isinstance(tags, str) else tags
        if "raises-exception" in listed:
            wanted = "catch the error with try/except: raises-exception also passes without one"
            raise self._error(node.line, wanted)
        return Code(node.body, tuple(map(str, listed)), node.body_line, node.text)

    def _error(self, line: int, message: str) -> SourceError:
        return SourceError(self.page.path, line, message)


def _prose(run: list[Node]) -> Iterator[Prose]:
    """The run without blank lines at its ends; nothing when nothing is left."""
    nodes = list(run)
    while nodes and isinstance(nodes[0], Text) and not nodes[0].text.strip():
        nodes.pop(0)
    while nodes and isinstance(nodes[-1], Text) and not nodes[-1].text.strip():
        nodes.pop()
    if nodes and isinstance(nodes[0], Text):
        kept = nodes[0].text.lstrip("\n")
        skipped = len(nodes[0].text) - len(kept)
        nodes[0] = replace(nodes[0], text=kept, line=nodes[0].line + skipped)
    if nodes and isinstance(nodes[-1], Text):
        nodes[-1] = replace(nodes[-1], text=nodes[-1].text.rstrip())
    if nodes:
        yield Prose(tuple(nodes))
