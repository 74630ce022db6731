"""Scores into the very sheet that the instructor downloaded from the LMS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_lib import files
from course_lib.grading import engine, sheets
from course_lib.grading.course import Course
from course_lib.grading.errors import GradingError
from course_lib.grading.people import Directory
from course_lib.grading.sheets import Sheet

_EXCUSED = "EX"  # as Canvas writes it
_KEPT = {
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
}  # fmt: skip


@dataclass
class Filled:
    """What became of the sheet.

    Attributes:
        column: that was filled.
        scores: written, by learner.
        left: learners whose score was not written, and why (Korean).
        strangers: rows of the sheet that fit no learner, by name or number.
        missing: learners of the sheet who have handed in nothing.
    """

    column: str
    scores: dict[str, float] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def fill(
    course: Course,
    name: str,
    sheet: Path,
    target: Path,
    *,
    column: str = "",
    scale: bool = False,
    missing: float | None = None,
) -> Filled:
    """Write the scores of an assignment into one column of a sheet.

    Args:
        course: the folder.
        name: of the assignment.
        sheet: downloaded: Moodle's worksheet, Canvas's gradebook, or one with a column of numbers.
        target: the file to write; it may be the sheet itself.
        column: its header, where it cannot be guessed.
        scale: turn points into the sheet's, where its maximum is another one.
        missing: what those get who have handed in nothing; None leaves their cells alone.
    Returns:
        What was written and what was not.
    Raises:
        GradingError: if the sheet cannot be read, the column is not clear, or the maximum differs.
    """
    assignment = course.assignment(name)
    known = sheets.read(sheet.read_bytes(), sheet.name)
    at = _column(known, column, (name, assignment.title))
    factor = _factor(known, at, assignment.points, scale=scale)
    results = engine.read_results(course.place("results", name))
    filled = Filled(known.header[at])
    written = []
    for row, student in _people(known, course, name, filled):
        score = _score(student, results, filled, missing)
        if score is not None and known.get(row, at).upper() == _EXCUSED:
            filled.left[student] = "시트에 면제(EX)로 적혀 있습니다."
        elif score is not None:
            known.set(row, at, f"{round(score * factor, 4):g}")
            filled.scores[student] = round(score * factor, 4)
            written.append(row)
    for student in sorted(results.keys() - filled.scores.keys() - filled.left.keys()):
        filled.left[student] = "시트에 없는 학생입니다."
    if known.kind == "canvas":
        _canvas(known, at, written)
    with files.whole(target) as file:
        file.write(known.encode())
    return filled


def known_numbers(course: Course, name: str) -> dict[tuple[str, str], str]:
    """Learners by the LMS and its number for them, as they handed in.

    Args:
        course: the folder.
        name: of the assignment.
    """
    return {
        (one.origin["lms"], one.origin["id"]): one.student
        for one in course.submissions(name)
        if one.origin.get("id")
    }


def _people(sheet: Sheet, course: Course, name: str, filled: Filled) -> list[tuple[int, str]]:
    directory = Directory(course.people())
    numbers = known_numbers(course, name)
    found = []
    seen: dict[str, int] = {}
    for row in sheet.people():
        student = directory.row(sheet, row, numbers)
        if student is None and not directory.people:
            student = sheet.part(row, "number") or None
        if student is None:
            told = sheet.part(row, "name") or sheet.part(row, "number") or sheet.part(row, "id")
            filled.strangers.append(told)
        elif student in seen:
            raise GradingError(f"시트의 두 행이 같은 학생입니다: {student}")
        else:
            seen[student] = row
            found.append((row, student))
    return found


def _score(
    student: str, results: Mapping[str, Any], filled: Filled, missing: float | None
) -> float | None:
    result = results.get(student)
    if result is None:
        filled.missing.append(student)
        return missing
    if result["status"] == "graded":
        return float(result["score"])
    filled.left[student] = " ".join(result.get("lines", ())) or result["status"]
    return None


def _column(sheet: Sheet, wanted: str, names: tuple[str, ...]) -> int:
    header = sheet.header
    found = [at for at, title in enumerate(header) if title == wanted]
    if not wanted and sheet.kind == "canvas":
        plain = [re.sub(r"\s*\(\d+\)$", "", title) for title in header]
        found = [at for at, title in enumerate(plain) if title in names and title != header[at]]
    elif not wanted:
        grade = sheet.column("grade")
        found = [] if grade is None else [grade]
    if len(found) == 1:
        return found[0]
    asked = f"열이 없습니다: {wanted}." if wanted else "점수를 적을 열을 정하지 못했습니다."
    raise GradingError(f"{asked} --column으로 알려 주십시오. 시트의 열: {', '.join(header)}")


def _factor(sheet: Sheet, at: int, points: float, *, scale: bool) -> float:
    """How many of the sheet's points one of ours is."""
    most = sheet.column("most")
    if sheet.kind == "canvas":
        told = {sheet.get(row, at) for row in sheet.possible()}
    else:
        told = {sheet.get(row, most) for row in sheet.people()} if most is not None else set()
    maxima = {float(text) for text in told if re.fullmatch(r"\d+(\.\d+)?", text)}
    if len(maxima) != 1 or maxima == {points}:
        return 1.0
    (most_points,) = maxima
    if not scale:
        raise GradingError(
            f"시트의 만점({most_points:g})과 과제의 만점({points:g})이 다릅니다. 시트의 만점을 "
            "고치거나, --scale을 주어 비례하는 점수로 바꾸십시오."
        )
    return most_points / points


def _canvas(sheet: Sheet, at: int, written: list[int]) -> None:
    """Only what Canvas needs, and only who got a score: nothing else can be overwritten."""
    columns = [place for place, title in enumerate(sheet.header) if title in _KEPT]
    possible = [
        r for r in range(1, len(sheet.rows)) if "points possible" in sheet.get(r, 0).lower()
    ]
    sheet.keep([*columns, at], [*possible, *written])
