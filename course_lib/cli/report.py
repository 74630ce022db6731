"""``course-lib report``: an assignment at a glance."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from course_lib.cli._course import DONE, LOOK, add_options, guarded, show
from course_lib.cli._parser import KoreanParser

if TYPE_CHECKING:
    from course_lib.grading.report import Report

HELP = "과제의 상태, 문제의 난이도, 사람이 볼 것을 보고합니다."
_STATUSES = {
    "graded": "채점함", "missing": "내지 않음", "waiting": "채점 전", "unreadable": "읽을 수 없음",
    "infra": "채점하지 못함",
}  # fmt: skip


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    add_options(parser)


@guarded
def run(arguments: argparse.Namespace) -> int:
    """Report; status 1 if there is something for a human to look at."""
    from course_lib.grading.course import Course
    from course_lib.grading.report import report

    found = report(Course(arguments.course), arguments.assignment)
    return show(arguments, LOOK if found.exceptions else DONE, asdict(found), text(found))


def text(found: Report) -> str:
    """The report in lines."""
    from course_lib.grading.report import KINDS

    counts = [f"{_STATUSES[name]} {count}명" for name, count in found.statuses.items()]
    lines = [", ".join(counts) or "낸 학생이 없습니다."]
    if found.mean is not None:
        lines.append(f"평균 {found.mean:.2f} / {found.points:g}점")
    for one in found.difficulty:
        lines.append(f"  {one.title} ({one.name}): 정답 {one.right:.0%}")
        if one.spread:
            low, _, middle, _, high = (f"{value:.1%}" for value in one.spread)
            lines.append(f"    예측의 점수: 가장 낮음 {low}, 중앙값 {middle}, 가장 높음 {high}")
        if one.hint:
            lines.append(f"    가장 잦은 실수 ({one.hinted}명): {one.hint}")
    for kind, rows in found.exceptions.items():
        lines += ["", f"{KINDS[kind]}: {len(rows)}명"]
        lines += [f"  – {student} {said}".rstrip() for student, said in rows]
    return "\n".join(lines)
