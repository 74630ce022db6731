"""``course-lib feedback``: a page for each learner, and the LMS's archive of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from course_lib.cli._course import DONE, LOOK, add_options, guarded, show
from course_lib.cli._parser import KoreanParser

HELP = "학생마다 피드백(HTML)을 만들고 LMS에 올릴 zip으로 묶습니다."


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    add_options(parser)
    target = "LMS에 올릴 zip 파일을 만들 곳"
    parser.options.add_argument("--zip", type=Path, metavar="파일", help=target)


@guarded
def run(arguments: argparse.Namespace) -> int:
    """Write the pages; status 1 if some cannot go through the LMS, or there are none."""
    from course_lib.grading import feedback
    from course_lib.grading.course import Course

    course, name = Course(arguments.course), arguments.assignment
    pages = feedback.write(course, name)
    taken = feedback.archive(course, name, arguments.zip) if arguments.zip else []
    lines = [f"피드백 {len(pages)}개를 썼습니다: {course.place('feedback', name)}"]
    if not pages:
        lines.append(f"채점한 것이 없습니다. 먼저: course-lib grade {name}")
    elif arguments.zip:
        lines.append(f"zip에 {len(taken)}개를 담았습니다: {arguments.zip}")
        if len(taken) < len(pages):
            lines.append("LMS로 내지 않은 학생의 것은 담지 않았습니다. 따로 전해 주십시오.")
    complete = pages and (not arguments.zip or len(taken) == len(pages))
    data = {"pages": pages, "archive": taken}
    return show(arguments, DONE if complete else LOOK, data, "\n".join(lines))
