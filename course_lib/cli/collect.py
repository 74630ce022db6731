"""``course-lib collect``: what learners handed in, brought into the course's folder."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from course_lib.cli._course import DONE, LOOK, add_options, guarded, show
from course_lib.cli._parser import KoreanParser

HELP = "학생이 낸 노트북과 예측 파일을 모읍니다: 폴더, Moodle zip, Canvas zip."


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    add_options(parser)
    parser.add_argument("source", type=Path, metavar="낸것", help="폴더나 LMS에서 받은 zip 파일")
    who = "LMS에서 받은 채점 시트. 학번과 제출 시각을 여기에서 읽습니다."
    parser.options.add_argument("--sheet", type=Path, metavar="CSV", help=who)
    times = "시트에 시각이 없으면 파일의 시각을 제출 시각으로 씁니다."
    parser.options.add_argument("--times", action="store_true", help=times)


@guarded
def run(arguments: argparse.Namespace) -> int:
    """Collect; status 1 if something was refused or somebody is not in the roster."""
    from course_lib.grading.collect import collect
    from course_lib.grading.course import Course

    course = Course(arguments.course)
    sheet, times = arguments.sheet, arguments.times
    rows = list(collect(course, arguments.assignment, arguments.source, sheet=sheet, times=times))
    counts = Counter(row.state for row in rows)
    lines = [f"새로 모은 것 {counts['new']}개, 이미 있던 것 {counts['same']}개."]
    lines += [f"  ✗ {row.file}: {row.said}" for row in rows if row.state == "refused"]
    strangers = sorted({row.student for row in rows if not row.known})
    if strangers:
        lines.append(f"명단(roster.csv)에 없는 학생 {len(strangers)}명도 버리지 않고 모았습니다:")
        lines += [f"  – {student}" for student in strangers]
    status = LOOK if counts["refused"] or strangers else DONE
    return show(arguments, status, {"rows": [asdict(row) for row in rows]}, "\n".join(lines))
