"""Whether an assignment is fit to be handed out: full marks for the reference, for nothing else."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from course_lib.authoring import stubs
from course_lib.exercises import Exercise, Judgement, judge
from course_lib.grading import check_predictions, numbers, prediction_files
from course_lib.grading.item import code as cells_of
from course_lib.grading.marking import mark, predictions_seed
from course_lib.grading.pack import Assignment, Item
from course_lib.grading.release_cells import INPUTS
from course_lib.grading.sandbox import Backend

_KEY = bytes(32)
_STUDENT = "check"


@dataclass(frozen=True)
class Problem:
    """Something that must be mended.

    Args:
        item: the exercise; empty for the whole assignment.
        said: Korean.
    """

    item: str
    said: str


def check(assignment: Assignment, backend: Backend, *, seeds: int = 20) -> Iterator[Problem]:
    """Try the reference, the starter and all wrong answers, here and once in the sandbox.

    Args:
        assignment: what is to be handed out.
        backend: the sandbox.
        seeds: how many learners' inputs to try.
    Yields:
        What is wrong; nothing if all is well.
    """
    found = False
    for item in assignment.items:
        for problem in (*_visible(item), *_trusted(item, seeds)):
            found = True
            yield problem
    if not found:  # or the sandbox would say it all again
        yield from _sandboxed(assignment, backend)


def _visible(item: Item) -> Iterator[Problem]:
    """The checks that learners see: the reference passes, the starter does not."""
    cells = cells_of(item.page)
    answer, given = cells["answer"][0], [*cells["given"], *_preamble(item)]
    stub = stubs.stub(answer, item.page.path, 1)
    for source in cells["visible"]:
        for node in ast.walk(ast.parse(source)):
            silent = isinstance(node, ast.Assert) and not re.search("[가-힣]", ast.unparse(node.msg)
                                                                  if node.msg else "")  # fmt: skip
            if silent:
                said = f"보이는 확인에 한국어 메시지가 없습니다: {ast.unparse(node)[:80]}"
                yield Problem(item.name, said)
        error = _error([*given, answer, source])
        if error is not None:
            yield Problem(item.name, f"참조가 보이는 확인을 통과하지 못합니다: {error!r}")
        if _error([*given, stub, source]) is None:
            yield Problem(item.name, "빈칸이 보이는 확인을 통과합니다.")


def _error(sources: list[str]) -> Exception | None:
    space: dict[str, Any] = {"__name__": "check"}
    try:
        for source in sources:
            exec(compile(source, "visible", "exec"), space)
    except Exception as error:
        return error
    return None


def _preamble(item: Item) -> list[str]:
    """What the notebook puts before the answer: the numbers of one learner, some inputs."""
    if item.numbers:
        pairs = zip(item.numbers, item.exercise.inputs(0)[0], strict=True)
        return [f"{name} = {value!r}" for name, value in pairs]
    if item.predictions:
        return [f"{INPUTS} = {list(item.predictions.draw(0)[0][:5])!r}"]
    return []


def _trusted(item: Item, seeds: int) -> Iterator[Problem]:
    if item.predictions:
        yield from (Problem(item.name, said) for said in check_predictions.problems(item, seeds))
        return
    exercise = item.exercise
    seeds = max(seeds, numbers.ROWS) if item.numbers else seeds
    tried = range(seeds if exercise.gen is not None else 1)
    for seed in tried:
        found = _judged(exercise, exercise.reference, seed)
        if found.status != "passed":
            yield Problem(item.name, f"참조가 시드 {seed}에서 틀립니다. {' '.join(found.lines)}")
            return
    if not exercise.wrong:
        yield Problem(item.name, "오답(wrong_…)이 하나도 없습니다.")
    for wrong in exercise.wrong:
        verdicts = [_judged(exercise, wrong.answer, seed) for seed in tried]
        passed = sum(verdict.status == "passed" for verdict in verdicts)
        if passed:
            yield Problem(
                item.name,
                f"오답이 시드 {len(verdicts)}개 가운데 {passed}개에서 정답이 됩니다. "
                f"차이가 드러나는 입력을 뽑으십시오: {wrong.hint}",
            )
            continue
        other = next((v.hints for v in verdicts if v.hints != (wrong.hint,)), None)
        if other is not None:
            told = " ".join(other) or "없음"
            yield Problem(item.name, f"오답의 힌트가 전해지지 않습니다: {wrong.hint} → {told}")


def _judged(exercise: Exercise, answer: Any, seed: int) -> Judgement:
    return judge(exercise, answer if exercise.gen is not None else answer(), seed=seed)


def _sandboxed(assignment: Assignment, backend: Backend) -> Iterator[Problem]:
    """The whole way once: reference, starter, and every wrong answer."""
    items = {item.name: item for item in assignment.items}
    for row in _marked(assignment, backend, dict.fromkeys(items, _whole)):
        if not row["passed"]:
            yield Problem(row["name"], f"참조가 샌드박스에서 틀립니다. {_told(row)}")
    for row in _marked(assignment, backend, dict.fromkeys(items, _starter)):
        if row["score"] or row["status"] != "missing":
            yield Problem(row["name"], f"빈칸이 '답 없음'이 아닙니다. {_told(row)}")
    for place in range(max(len(item.exercise.wrong) for item in items.values())):
        given = {name: partial(_wrong, place=place) for name, item in items.items()
                 if place < len(item.exercise.wrong)}  # fmt: skip
        for row in _marked(assignment, backend, given):
            if row["name"] in given:
                hint = items[row["name"]].exercise.wrong[place].hint
                exact = not items[row["name"]].predictions
                if row["passed"] or not row["hints"] or (exact and row["hints"] != [hint]):
                    said = f"샌드박스에서 오답의 힌트가 전해지지 않습니다: {hint} → {_told(row)}"
                    yield Problem(row["name"], said)


@dataclass(frozen=True)
class _Work:
    """What a learner would hand in for one exercise."""

    sources: Sequence[str] = ()
    file: bytes | None = None


_Maker = Callable[[Item, str], _Work]


def _marked(
    assignment: Assignment, backend: Backend, makers: Mapping[str, _Maker]
) -> list[dict[str, Any]]:
    sources: list[str] = []
    files: dict[str, bytes | None] = {}
    for item in assignment.items:
        if item.name in makers:
            work = makers[item.name](item, assignment.name)
            sources += work.sources
            if item.predictions and work.file is not None:
                files[item.predictions.file] = work.file
    cells = [{"cell_type": "code", "source": source} for source in sources]
    raw = json.dumps({"cells": cells}).encode()
    result = mark(raw, assignment, _STUDENT, key=_KEY, backend=backend, files=files)
    items: list[dict[str, Any]] = result["items"]
    return items


def _told(row: dict[str, Any]) -> str:
    return " ".join([row["status"], *row["lines"], *row["hints"]])


def _whole(item: Item, assignment: str) -> _Work:
    cells = cells_of(item.page)
    if item.predictions or item.numbers:
        return _worked_out(item, assignment, item.exercise.reference)
    return _Work([*cells["given"], *cells["answer"]])


def _starter(item: Item, assignment: str) -> _Work:
    cells = cells_of(item.page)
    given = [] if item.predictions else cells["given"]
    return _Work([*given, stubs.stub(cells["answer"][0], item.page.path, 1)])


def _worked_out(item: Item, assignment: str, answer: Callable[..., Any]) -> _Work:
    """What a learner would type, or write into a file."""
    if item.predictions:
        inputs, _ = item.predictions.draw(predictions_seed(_KEY, assignment, item))
        labels = check_predictions.labels(item, answer(list(inputs)))
        return _Work(file=prediction_files.written(labels))
    own = numbers.values(item.exercise, _KEY, assignment, numbers.row(_STUDENT))
    return _Work([f"{item.answer} = {check_predictions.plain(answer(*own))!r}"])


def _wrong(item: Item, assignment: str, *, place: int) -> _Work:
    """A wrong answer under the answer's name; it may itself use the reference by that name."""
    if item.predictions or item.numbers:
        return _worked_out(item, assignment, item.exercise.wrong[place].answer)
    cells = cells_of(item.page)
    sources = [*_whole(item, assignment).sources, *cells["adapter"], *cells["grader"]]
    names = [
        node.name
        for source in sources
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.startswith("wrong_")
    ]
    name = list(dict.fromkeys(names))[place]
    call = "" if item.exercise.gen is not None else "()"
    lines = ['def made():', '    space = {"__name__": "wrong"}',
             f"    exec({chr(10).join(sources)!r}, space)", f'    return space["{name}"]{call}',
             f"{item.answer} = made()"]  # fmt: skip
    return _Work(["\n".join(lines).replace("made()", f"made_{item.answer}()")])
