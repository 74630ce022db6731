"""One submission in, one result out: a pure function that threads and Dask run alike.

Inputs and expected values are made here and verdicts are given here; the sandbox sees the inputs
and returns data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from course_lib.exercises import Judgement, Outcome, Status, diagnose
from course_lib.grading import notebooks, numbers, prediction_files, seeds
from course_lib.grading.pack import Assignment, Item
from course_lib.grading.prediction_files import PredictionError
from course_lib.grading.predictions import Drawn, Predictions
from course_lib.grading.sandbox import Backend, Raw, SandboxError, run
from course_lib.grading.wire import WireError, decode

NO_FILE = "예측 파일 `{file}`이 없습니다. 노트북과 함께 내십시오."
FROM_OUTPUT = "`{file}` 파일이 없어 노트북의 출력에 적힌 예측을 읽었습니다."
SAID = {
    "missing": "답을 찾지 못했습니다. 이름을 바꾸지 않았는지, 셀을 지우지 않았는지 확인하십시오.",
    "blank": "아직 답을 적지 않았습니다. `...`을 지우고 값을 적으십시오.",
    "timeout": "제한 시간 안에 끝나지 않았습니다.",
    "memory": "쓸 수 있는 메모리를 넘었습니다.",
    "crash": "답을 돌려주지 않고 실행이 끝났습니다.",
    "output": "출력이나 답이 너무 커서 읽지 않았습니다.",
}


def mark(
    raw: bytes,
    assignment: Assignment,
    student: str,
    *,
    key: bytes,
    backend: Backend,
    files: Mapping[str, bytes | None] | None = None,
) -> dict[str, Any]:
    """Grade one submission.

    Args:
        raw: the notebook's file.
        assignment: what was asked.
        student: whose inputs to draw.
        key: of the course.
        backend: where the learner's code runs.
        files: handed in beside the notebook, by the names that the assignment asks for; None for
            what is no plain file.
    Returns:
        JSON: "student", "status" ("graded", "unreadable" or "infra"), "score", "points", "items"
        with a status, a score and Korean words each, and the hashes of what was graded.
    """
    result: dict[str, Any] = {
        "student": student,
        "assignment": assignment.name,
        "submission": hashlib.sha256(raw).hexdigest(),
        "pack": assignment.digest,
        "points": assignment.points,
        "score": 0.0,
        "items": [],
    }
    try:
        notebook = _notebook(raw, assignment)
        rows = _run(notebook.cells, assignment, student, key, backend)
    except notebooks.UnreadableError as error:
        return result | {"status": "unreadable", "lines": [str(error)]}
    except SandboxError as error:
        return result | {"status": "infra", "lines": [str(error)]}
    rows += _predicted(notebook, assignment, key, files or {})
    found = {row["name"]: row for row in rows}
    items = [found[item.name] for item in assignment.items]
    score = sum(item["score"] for item in items)
    return result | {"status": "graded", "score": score, "items": items}


def _notebook(raw: bytes, assignment: Assignment) -> notebooks.Notebook:
    """The notebook; who is asked for files alone need not hand one in."""
    try:
        return notebooks.read(raw)
    except notebooks.UnreadableError:
        if any(item.predictions is None for item in assignment.items):
            raise
        return notebooks.Notebook(())


def _run(
    cells: tuple[tuple[str, str], ...],
    assignment: Assignment,
    student: str,
    key: bytes,
    backend: Backend,
) -> list[dict[str, Any]]:
    """The exercises whose answers are code."""
    items = [item for item in assignment.items if not item.predictions]
    inputs = {item.name: _inputs(item, assignment.name, student, key) for item in items}
    tasks = [item.task(cells, inputs[item.name]) for item in items]
    preload = sorted({module for item in items for module in item.preload})
    raws = run(backend, tasks, preload=preload)
    rows = [judged(item, inputs[item.name], raws[item.name]) for item in items]
    for item, row in zip(items, rows, strict=True):
        known = {wrong.hint for wrong in item.exercise.wrong}
        if item.numbers and _is_just_wrong(row) and not known & set(row["hints"]):
            (own,), got = inputs[item.name], _outcomes(raws[item.name].answer)[0]
            if numbers.is_of_another(item.exercise, key, assignment.name, own, got):
                row |= {"lines": [numbers.OTHERS], "hints": []}
    return rows


def _is_just_wrong(row: Mapping[str, Any]) -> bool:
    return row["status"] == "graded" and not row["passed"]


def _inputs(item: Item, assignment: str, student: str, key: bytes) -> list[tuple[Any, ...]]:
    if item.numbers:
        return [numbers.values(item.exercise, key, assignment, numbers.row(student))]
    return item.exercise.inputs(seeds.seed(key, assignment, item.name, student))


def _predicted(
    notebook: notebooks.Notebook,
    assignment: Assignment,
    key: bytes,
    files: Mapping[str, bytes | None],
) -> Iterator[dict[str, Any]]:
    """The exercises whose answers are files; where one is missing, what the notebook printed."""
    for item in assignment.items:
        asked = item.predictions
        if asked is None:
            continue
        drawn = asked.draw(predictions_seed(key, assignment.name, item))
        printed = prediction_files.from_output(notebook.printed, asked.file)
        if asked.file in files:
            yield _scored(item, asked, drawn, files[asked.file])
        elif printed is not None:
            row = _scored(item, asked, drawn, printed)
            yield row | {"lines": [FROM_OUTPUT.format(file=asked.file), *row["lines"]]}
        else:
            said = Judgement("unsolved", (NO_FILE.format(file=asked.file),))
            yield _row(item, "missing", said)


def _scored(item: Item, asked: Predictions, drawn: Drawn, raw: bytes | None) -> dict[str, Any]:
    """The verdict on a file; nothing of it is run."""
    inputs, labels = drawn
    try:
        said = prediction_files.read(raw, count=len(inputs), labels=asked.labels)
    except PredictionError as error:
        return _row(item, error.status, Judgement("wrong", (f"`{asked.file}`: {error}",)))
    scored = asked.score(labels, said)
    status: Status = "passed" if scored.share == 1 else "wrong"
    return _row(item, "graded", Judgement(status, scored.lines, scored.hints)) | {
        "score": round(item.points * scored.share, 2),
        "value": round(scored.value, 6),
    }


def predictions_seed(key: bytes, assignment: str, item: Item) -> int:
    """The seed of the inputs to predict, the same for all learners.

    Args:
        key: of the course.
        assignment: its name.
        item: what was asked.
    """
    return seeds.seed(key, assignment, item.name, "predictions")


def judged(item: Item, inputs: Sequence[tuple[Any, ...]], raw: Raw) -> dict[str, Any]:
    """The verdict on what came out of the sandbox.

    Args:
        item: what was asked.
        inputs: of each case.
        raw: not believed.
    Returns:
        name, title, status, score, points, lines, hints, printed, seconds.
    """
    status, found = raw.status, Judgement("wrong", (SAID.get(raw.status, raw.status),))
    if raw.status == "answered":
        status, found = _verdict(item, inputs, raw.answer)
    return _row(item, status, found) | {"printed": raw.printed, "seconds": raw.seconds}


def _row(item: Item, status: str, found: Judgement) -> dict[str, Any]:
    passed = status == "graded" and found.status == "passed"
    return {
        "name": item.name,
        "title": item.exercise.title,
        "status": status,
        "passed": passed,
        "score": item.points if passed else 0.0,
        "points": item.points,
        "lines": list(found.lines),
        "hints": list(found.hints),
        "printed": "",
        "seconds": 0.0,
    }


def _verdict(item: Item, inputs: Sequence[tuple[Any, ...]], answer: str) -> tuple[str, Judgement]:
    try:
        cases = json.loads(answer)
        if type(cases) is not list or not all(type(case) is dict for case in cases):
            raise WireError("expected a list of objects")
        if cases and cases[0].get("missing") is True:
            return "missing", Judgement("unsolved", tuple(_missing(cases[0])))
        outcomes = _outcomes(answer)
    except (WireError, ValueError, RecursionError):
        return "crash", Judgement("wrong", ("답을 읽을 수 없습니다.",))
    if any(outcome.error for outcome in outcomes):
        return "graded", diagnose(item.exercise, [()], [o for o in outcomes if o.error][:1])
    if cases[:1] and cases[0].get("callable") is False and outcomes[0].value is not None:
        return "graded", Judgement("wrong", ("값이 아니라 함수가 필요합니다.",))
    if len(outcomes) != len(inputs) and outcomes[:1] != [Outcome()]:
        return "crash", Judgement("wrong", ("답을 읽을 수 없습니다.",))
    outcomes = (outcomes * len(inputs))[: len(inputs)]
    if item.numbers:
        found = diagnose(numbers.with_values(item.exercise, inputs[0]), [()], outcomes)
    else:
        found = diagnose(item.exercise, list(inputs), outcomes)
    if found.status != "unsolved":
        return "graded", found
    of_value = item.numbers or item.exercise.gen is None
    return "missing", Judgement("unsolved", (SAID["blank"],)) if of_value else found


def _missing(case: dict[str, Any]) -> list[str]:
    broken = [name for name in case.get("broken") or [] if type(name) is str][:5]
    if broken:
        return [f"답이 있는 셀에 문법 오류가 있습니다: {', '.join(broken)}."]
    return [SAID["missing"]]


def _outcomes(answer: str) -> list[Outcome]:
    return [_outcome(case) for case in json.loads(answer)]


def _outcome(case: dict[str, Any]) -> Outcome:
    error = case.get("error")
    if error is not None:
        return Outcome(error=str(error)[:1000] if type(error) is str else "오류가 났습니다.")
    after = case.get("after")
    return Outcome(decode(case.get("value")), None if after is None else decode(after))
