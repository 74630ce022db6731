"""An assignment at a glance: who has what, which exercises are hard, what a human must look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_lib.grading import engine
from course_lib.grading.course import Course

Results = Mapping[str, dict[str, Any]]


@dataclass(frozen=True)
class Difficulty:
    """How learners did on one exercise.

    Args:
        name: of the exercise.
        title: Korean.
        right: share of the graded work that was right.
        statuses: how many of each.
        hint: the one that was told most often, or "".
        hinted: how often.
        spread: of predictions, the lowest metric, the quartiles and the highest; else empty.
    """

    name: str
    title: str
    right: float
    statuses: Mapping[str, int]
    hint: str = ""
    hinted: int = 0
    spread: Sequence[float] = ()


@dataclass(frozen=True)
class Report:
    """All that an instructor wants to know.

    Args:
        statuses: how many learners of each; "missing" are those of the roster without work.
        mean: of the scores of graded work; None without any.
        points: of the whole assignment.
        difficulty: by exercise, in order.
        exceptions: for a human, by kind: (learner, what to know).
    """

    statuses: Mapping[str, int]
    mean: float | None
    points: float
    difficulty: Sequence[Difficulty]
    exceptions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


KINDS = {
    "missing": "내지 않은 학생",
    "waiting": "냈지만 아직 채점하지 않은 학생",
    "unreadable": "읽을 수 없는 파일",
    "predictions": "읽을 수 없는 예측 파일",
    "infra": "채점하는 쪽의 문제 (다시 채점하십시오)",
    "unknown": "명단에 없는 학생",
    "late": "늦게 낸 학생",
    "ignored": "횟수를 넘어 채점하지 않은 제출",
    "timeless": "LMS는 늦었다고 하지만 제출 시각을 모르는 제출",
}


def report(course: Course, name: str) -> Report:
    """Look at an assignment.

    Args:
        course: the folder.
        name: of the assignment.
    Raises:
        GradingError: if there is no such assignment.
    """
    assignment = course.assignment(name)
    roster = course.roster()
    results = engine.read_results(course.root / "results" / name)
    handed = {one.student: one.origin for one in course.submissions(name)}
    found = _exceptions(results)
    found["missing"] = [(who, roster[who]) for who in sorted(roster.keys() - handed.keys())]
    found["waiting"] = [(who, "") for who in sorted(handed.keys() - results.keys())]
    strangers = sorted(handed.keys() - roster.keys()) if roster else []
    found["unknown"] = [(who, handed[who].get("file", "")) for who in strangers]
    found["timeless"] = [
        (who, origin.get("file", ""))
        for who, origin in sorted(handed.items())
        if origin.get("late") and not origin.get("when")
    ]
    statuses = Counter(result["status"] for result in results.values())
    statuses.update(missing=len(found["missing"]), waiting=len(found["waiting"]))
    scores = [result["score"] for result in results.values() if result["status"] == "graded"]
    return Report(
        {status: count for status, count in statuses.items() if count},
        sum(scores) / len(scores) if scores else None,
        assignment.points,
        difficulty(results),
        {kind: found[kind] for kind in KINDS if found.get(kind)},
    )


def difficulty(results: Results) -> list[Difficulty]:
    """How hard each exercise was.

    Args:
        results: of all learners; those that are not graded do not count.
    """
    items: dict[str, list[dict[str, Any]]] = {}
    for result in results.values():
        if result["status"] == "graded":
            for item in result["items"]:
                items.setdefault(item["name"], []).append(item)
    return [_difficulty(name, own) for name, own in items.items()]


def _difficulty(name: str, items: list[dict[str, Any]]) -> Difficulty:
    hints = Counter(hint for item in items if not item["passed"] for hint in item["hints"][:1])
    hint, hinted = hints.most_common(1)[0] if hints else ("", 0)
    statuses = Counter("right" if item["passed"] else _wrong(item) for item in items)
    right = statuses["right"] / len(items)
    values = [item["value"] for item in items if "value" in item]
    spread = [float(at) for at in np.quantile(values, (0, 0.25, 0.5, 0.75, 1))] if values else []
    return Difficulty(name, items[0]["title"], right, dict(statuses), hint, hinted, spread)


def _wrong(item: dict[str, Any]) -> str:
    if item["score"]:
        return "partial"
    return "wrong" if item["status"] == "graded" else str(item["status"])


def _exceptions(results: Results) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for student, result in sorted(results.items()):
        if result["status"] in ("unreadable", "infra"):
            found[result["status"]].append((student, " ".join(result.get("lines", ()))))
        found["predictions"] += [
            (student, f"{item['title']}: {' '.join(item['lines'])}")
            for item in result["items"]
            if item["status"] == "unreadable"
        ]
        if result.get("late_days"):
            found["late"].append((student, f"{result['late_days']}일"))
        if result.get("ignored_attempts"):
            found["ignored"].append((student, f"{result['ignored_attempts']}번"))
    return found
