"""Whether an assignment is fit to be handed out: full marks for the reference, for nothing else."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course_lib.authoring import stubs
from course_lib.exercises import Exercise, Judgement, judge
from course_lib.grading.item import code as cells_of
from course_lib.grading.marking import mark
from course_lib.grading.pack import Assignment, Item
from course_lib.grading.sandbox import Backend

_KEY = bytes(32)


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
    answer, given = cells["answer"][0], cells["given"]
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


def _trusted(item: Item, seeds: int) -> Iterator[Problem]:
    exercise = item.exercise
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
    for row in _marked(assignment, backend, {name: _whole(item) for name, item in items.items()}):
        if not row["passed"]:
            yield Problem(row["name"], f"참조가 샌드박스에서 틀립니다. {_told(row)}")
    for row in _marked(assignment, backend, {name: _starter(item) for name, item in items.items()}):
        if row["score"] or row["status"] != "missing":
            yield Problem(row["name"], f"빈칸이 '답 없음'이 아닙니다. {_told(row)}")
    for place in range(max(len(item.exercise.wrong) for item in items.values())):
        given = {name: _wrong(item, place) for name, item in items.items()
                 if place < len(item.exercise.wrong)}  # fmt: skip
        for row in _marked(assignment, backend, given):
            if row["name"] in given:
                hint = items[row["name"]].exercise.wrong[place].hint
                if row["passed"] or row["hints"] != [hint]:
                    said = f"샌드박스에서 오답의 힌트가 전해지지 않습니다: {hint} → {_told(row)}"
                    yield Problem(row["name"], said)


def _marked(
    assignment: Assignment, backend: Backend, sources: dict[str, list[str]]
) -> list[dict[str, Any]]:
    cells = [{"cell_type": "code", "source": s} for own in sources.values() for s in own]
    raw = json.dumps({"cells": cells}).encode()
    result = mark(raw, assignment, "check", key=_KEY, backend=backend)
    items: list[dict[str, Any]] = result["items"]
    return items


def _told(row: dict[str, Any]) -> str:
    return " ".join([row["status"], *row["lines"], *row["hints"]])


def _whole(item: Item) -> list[str]:
    cells = cells_of(item.page)
    return [*cells["given"], *cells["answer"]]


def _starter(item: Item) -> list[str]:
    cells = cells_of(item.page)
    return [*cells["given"], stubs.stub(cells["answer"][0], item.page.path, 1)]


def _wrong(item: Item, place: int) -> list[str]:
    """A wrong answer under the answer's name; it may itself use the reference by that name."""
    sources = [*_whole(item), *cells_of(item.page)["adapter"], *cells_of(item.page)["grader"]]
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
    return ["\n".join(lines).replace("made()", f"made_{item.answer}()")]
