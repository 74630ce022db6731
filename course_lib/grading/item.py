"""An exercise for grading: one MyST file, read.

Front matter has title, points and limits; the text is the prompt; code cells are told apart by
their tag: ``answer`` (the starter; the reference stands between ``### BEGIN SOLUTION`` and
``### END SOLUTION``), ``visible`` (checks that the learner sees), ``adapter`` (``run(answer,
*inputs)``, which goes into the sandbox), ``given`` (code that the learner gets), and ``grader``
(``gen(rng)`` and the bank of wrong answers; it never leaves the instructor's side).

Two kinds have a name in the front matter: ``kind: numbers`` asks for a value, with numbers that
differ by student (`numbers`); ``kind: predictions`` asks for a file of labels (`predictions`).
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from course_lib.authoring import stubs
from course_lib.authoring.source import Directive, Page
from course_lib.exercises import Exercise, Wrong
from course_lib.grading import numbers, predictions
from course_lib.grading.errors import GradingError
from course_lib.grading.predictions import Predictions
from course_lib.grading.sandbox import Task
from course_lib.grading.wire import encode

TAGS = ("answer", "visible", "adapter", "given", "grader")
_NEEDED = {"title", "points"}
_COMMON = {"title", "points", "stars", "hints", "kind"}
_RUN = {"seconds", "memory_mb", "preload", "rtol", "atol"}
_SETTINGS = {
    "code": _RUN | {"cases", "pure"},
    "numbers": _RUN,
    "predictions": predictions.NEEDED | predictions.OPTIONAL,
}


@dataclass(frozen=True)
class Item:
    """One exercise of an assignment.

    Args:
        exercise: reference, inputs and wrong answers, as in self-study.
        answer: the name that the learner's code binds.
        page: the source, for the student's notebook.
        points: for a right answer.
        seconds: of CPU time.
        memory: bytes that all processes may hold.
        preload: modules to import before the learner's code.
        run: source of the adapter, or None.
        numbers: names of the numbers that differ by student.
        predictions: what is asked with a prediction file; nothing of the learner's is run then.
    """

    exercise: Exercise
    answer: str
    page: Page
    points: float
    seconds: int = 5
    memory: int = 1500 << 20
    preload: tuple[str, ...] = ()
    run: str | None = None
    numbers: tuple[str, ...] = ()
    predictions: Predictions | None = None

    @property
    def name(self) -> str:
        """Of the exercise."""
        return self.exercise.name

    def task(self, cells: tuple[tuple[str, str], ...], inputs: list[tuple[Any, ...]]) -> Task:
        """What the sandbox is to do with a learner's cells.

        Args:
            cells: names and sources.
            inputs: of each case.
        """
        called = self.exercise.gen is not None and not self.numbers
        cases = tuple(encode(case)["t"] for case in inputs) if called else None
        names = inspect.signature(self.reference).parameters
        return Task(
            self.name,
            cells,
            self.answer,
            cases=cases,
            parameters=tuple(names),
            run=self.run,
            seconds=self.seconds,
            resident=self.memory,
        )

    @property
    def reference(self) -> Callable[..., Any]:
        """The instructor's own answer."""
        return self.exercise.reference


def read_item(name: str, page: Page, files: Mapping[str, str] | None = None) -> Item:
    """Make an exercise of its page.

    Args:
        name: of the exercise.
        page: its source.
        files: of the assignment, for exercises that have data of their own.
    Raises:
        GradingError: if a part is missing or wrong; the message names the file.
        SourceError: if markers of the solution do not pair.
    """
    meta = {k: v for k, v in page.meta.items() if k not in ("file_format", "kernelspec")}
    kind = meta.get("kind", "code")
    if kind not in _SETTINGS:
        raise GradingError(f"{page.path}: kind는 {', '.join(_SETTINGS)} 가운데 하나입니다: {kind}")
    needed = _NEEDED | (predictions.NEEDED if kind == "predictions" else set())
    refuse_unknown(str(page.path), meta, _COMMON | _SETTINGS[kind], needed=needed)
    cells = code(page)
    _need_cells(page, cells, kind)
    build = {"code": _run_code, "numbers": _numbers, "predictions": _predictions}[kind]
    return build(name, page, meta, cells, files or {})


Cells = dict[str, list[str]]
Meta = Mapping[str, Any]


def _run_code(name: str, page: Page, meta: Meta, cells: Cells, _: Mapping[str, str]) -> Item:
    """A function, a class, or a value that is the same for all."""
    space = _execute(page, [*cells["given"], *cells["answer"], *cells["adapter"], *cells["grader"]])
    _need_named_inputs(space, page)
    answer = answer_name(cells["answer"][0], page)
    exercise = Exercise(
        name,
        meta["title"],
        reference=_adapted(space, answer, callable_answer="gen" in space),
        gen=space.get("gen"),
        wrong=_wrong(space, page),
        **_chosen(meta),
    )
    run = "\n\n".join(cells["adapter"]) or None
    return Item(exercise, answer, page, run=run, **_limits(meta))


def _numbers(name: str, page: Page, meta: Meta, cells: Cells, _: Mapping[str, str]) -> Item:
    """A value that is worked out of numbers that differ by student."""
    where, answer = str(page.path), answer_name(cells["answer"][0], page)
    space = _execute(page, [*cells["given"], *cells["grader"]])
    names, draw = numbers.generator(where, space)
    reference = numbers.reference(where, space, cells["answer"][0], answer, names)
    wrong = _wrong(space, page)
    for one in wrong:
        if tuple(inspect.signature(one.answer).parameters) != names:
            raise GradingError(f"{where}: 오답 함수의 인자는 차례대로 {', '.join(names)}입니다.")
    chosen = _chosen(meta) | {"cases": 1}
    exercise = Exercise(name, meta["title"], reference=reference, gen=draw, wrong=wrong, **chosen)
    return Item(exercise, answer, page, numbers=names, **_limits(meta))


def _predictions(name: str, page: Page, meta: Meta, cells: Cells, files: Mapping[str, str]) -> Item:
    """Labels in a file."""
    space = _execute(page, [*cells["given"], *cells["answer"], *cells["grader"]])
    answer = answer_name(cells["answer"][0], page)
    asked = predictions.read(str(page.path), meta, space, files)
    wrong = _wrong(space | {"gen": None}, page)
    exercise = Exercise(name, meta["title"], reference=space[answer], wrong=wrong, **_chosen(meta))
    return Item(exercise, answer, page, predictions=asked, **_limits(meta))


def _chosen(meta: Meta) -> dict[str, Any]:
    names = ("stars", "rtol", "atol", "cases", "pure")
    given = {name: meta[name] for name in names if name in meta}
    return {"stars": 1, "hints": tuple(meta.get("hints", ()))} | given


def _limits(meta: Meta) -> dict[str, Any]:
    limits: dict[str, Any] = {name: meta[name] for name in ("seconds",) if name in meta}
    if "memory_mb" in meta:
        limits["memory"] = meta["memory_mb"] << 20
    return {"points": float(meta["points"]), "preload": tuple(meta.get("preload", ()))} | limits


def code(page: Page) -> dict[str, list[str]]:
    """The code cells of an exercise, by tag.

    Args:
        page: its source.
    Raises:
        GradingError: if a cell has not exactly one of the tags.
    """
    found: dict[str, list[str]] = {tag: [] for tag in TAGS}
    for node in page.nodes:
        if isinstance(node, Directive) and node.name == "code-cell":
            found[cell_tag(node, page)].append(node.body)
    return found


def cell_tag(node: Directive, page: Page) -> str:
    """The one tag of a code cell.

    Args:
        node: the cell.
        page: what errors name.
    Raises:
        GradingError: if it has not exactly one of `TAGS`.
    """
    tags = [tag for tag in node.options.get("tags", []) if tag in TAGS]
    if len(tags) != 1:
        raise GradingError(
            f"{page.path}:{node.line}: 코드 셀마다 꼬리표 하나가 필요합니다: {', '.join(TAGS)}"
        )
    return tags[0]


def answer_name(source: str, page: Page) -> str:
    """The name that an answer cell binds: its last definition or assignment.

    Args:
        source: of the cell.
        page: what errors name.
    Raises:
        GradingError: if it binds none.
    """
    for node in reversed(ast.parse(source).body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return node.name
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            return node.targets[0].id
    raise GradingError(f"{page.path}: answer 셀이 함수나 클래스, 값의 이름을 정하지 않습니다.")


def _need_cells(page: Page, cells: Cells, kind: str) -> None:
    for tag, most in (("answer", 1), ("adapter", int(kind == "code"))):
        if not (tag == "adapter" or cells[tag]) or len(cells[tag]) > most:
            wanted = f"{tag} 꼬리표가 붙은 셀은 {'하나여야 합니다' if most else '둘 수 없습니다'}."
            raise GradingError(f"{page.path}: {wanted}")
    stubs.regions(cells["answer"][0], page.path, 1)


def _need_named_inputs(space: dict[str, Any], page: Page) -> None:
    """Hints show inputs by name."""
    if "run" in space and any(
        parameter.kind is parameter.VAR_POSITIONAL
        for parameter in inspect.signature(space["run"]).parameters.values()
    ):
        raise GradingError(f"{page.path}: run의 인자마다 이름이 필요합니다: run(answer, x, y)")


def _execute(page: Page, sources: list[str]) -> dict[str, Any]:
    """Run the instructor's own cells; they are trusted."""
    space: dict[str, Any] = {"__name__": str(page.path)}
    try:
        for source in sources:
            exec(compile(source, str(page.path), "exec"), space)
    except Exception as error:
        raise GradingError(f"{page.path}: 셀을 실행할 수 없습니다. {error!r}") from error
    return space


def _adapted(
    space: dict[str, Any], answer: str, *, callable_answer: bool, of: str | None = None
) -> Callable[..., Any]:
    """A function of the inputs: the answer itself, through the adapter, or a value."""
    own = space[of or answer]
    if not callable_answer:
        return (lambda: own()) if of else (lambda: own)
    if "run" not in space:
        return own  # type: ignore[no-any-return]

    def adapted(*inputs: Any) -> Any:
        return space["run"](own, *inputs)

    _, *names = inspect.signature(space["run"]).parameters.values()
    adapted.__signature__ = inspect.Signature(names)  # type: ignore[attr-defined]
    return adapted


def _wrong(space: dict[str, Any], page: Page) -> tuple[Wrong, ...]:
    """The functions and classes named ``wrong_…``; their docstrings are the hints."""
    names = [name for name in space if name.startswith("wrong_")]
    silent = [name for name in names if not (space[name].__doc__ or "").strip()]
    if silent:
        raise GradingError(f"{page.path}: {silent[0]}에 힌트(독스트링)가 없습니다.")
    return tuple(
        Wrong(
            _adapted(space, name, callable_answer="gen" in space, of=name),
            inspect.cleandoc(space[name].__doc__),
        )
        for name in names
    )


def refuse_unknown(
    where: str, given: Mapping[str, Any], known: set[str], *, needed: set[str]
) -> None:
    """Refuse settings that lack something or hold what nobody reads.

    Args:
        where: what errors name.
        given: the settings.
        known: names that are read.
        needed: names that must be there.
    Raises:
        GradingError: naming what is missing or unknown.
    """
    if missing := sorted(needed - given.keys()):
        raise GradingError(f"{where}: 꼭 있어야 하는 항목이 없습니다: {', '.join(missing)}")
    if unknown := sorted(given.keys() - known):
        usable = ", ".join(sorted(known))
        raise GradingError(
            f"{where}: 모르는 항목입니다: {', '.join(unknown)}. 쓸 수 있는 것: {usable}"
        )
