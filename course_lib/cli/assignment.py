"""``course-lib assignment``: make, check and release assignments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from course_lib.cli._course import DONE, LOOK, add_options, guarded, show
from course_lib.cli._parser import KoreanParser

if TYPE_CHECKING:
    from course_lib.authoring.book import Book

HELP = "과제를 만들고(new) 확인하고(check) 학생용으로 내보냅니다(release)."


def add_arguments(parser: KoreanParser) -> None:
    """Add the three tasks and their options."""
    tasks = parser.add_subparsers(title="일", dest="task", metavar="일", required=True)
    said = "강의 폴더와 과제를 만듭니다."
    new = tasks.add_parser("new", help=said, description=said)
    add_options(new)
    source = "본보기로 삼을 준비된 과제의 이름이나 과제 폴더 (기본: example)"
    new.options.add_argument("--from", dest="source", metavar="과제", help=source)
    said = "참조는 만점, 빈칸은 0점, 오답은 저마다의 힌트를 받는지 확인합니다."
    check = tasks.add_parser("check", help=said, description=said)
    add_options(check)
    seeds = "입력을 뽑아 볼 횟수 (기본: 20)"
    check.options.add_argument("--seeds", type=int, default=20, metavar="N", help=seeds)
    said = "풀이가 없는 학생용 노트북을 만듭니다."
    more = "학생마다 다른 수의 표와 예측할 입력은 노트북 안에 들어갑니다. 라벨은 들어가지 않습니다."
    release = tasks.add_parser("release", help=said, description=f"{said} {more}")
    add_options(release)
    release.options.add_argument("-o", "--output", type=Path, metavar="파일", help="쓸 파일")
    release.options.add_argument(
        "--nbgrader", action="store_true", help="풀이와 숨은 시험이 든 nbgrader 원본을 만듭니다."
    )
    book = "책의 저장소 (기본: 설치한 course_lib의 것)"
    release.options.add_argument("--book", type=Path, metavar="폴더", help=book)


def run(arguments: argparse.Namespace) -> int:
    """Do the task."""
    task: Callable[[argparse.Namespace], int] = _TASKS[arguments.task]
    return guarded(task)(arguments)


def _new(arguments: argparse.Namespace) -> int:
    from course_lib.grading import create

    source = arguments.source or create.EXAMPLE
    written = create.new(arguments.course, arguments.assignment, source=source)
    lines = ["만들었습니다:", *(f"  {path}" for path in written)]
    lines.append(f"다음: course-lib assignment check {arguments.assignment}")
    return show(arguments, DONE, {"written": written}, "\n".join(lines))


def _check(arguments: argparse.Namespace) -> int:
    from course_lib.grading import check, engine
    from course_lib.grading.course import Course

    assignment = Course(arguments.course).assignment(arguments.assignment)
    backend = engine.sandbox()
    problems = list(check.check(assignment, backend, seeds=arguments.seeds))
    wrong = sum(len(item.exercise.wrong) for item in assignment.items)
    lines = [f"✗ {problem.item}: {problem.said}" for problem in problems]
    well = (
        f"문제 {len(assignment.items)}개, {assignment.points:g}점, 오답 {wrong}개: 이상이 없습니다."
    )
    data = {"problems": [asdict(problem) for problem in problems]}
    return show(arguments, LOOK if problems else DONE, data, "\n".join(lines) or well)


def _release(arguments: argparse.Namespace) -> int:
    from course_lib.authoring.notebook import dumps
    from course_lib.grading import editions
    from course_lib.grading.course import Course

    course, name = Course(arguments.course), arguments.assignment
    assignment = course.assignment(name)
    book, folder = _book(arguments.book), course.place("release", name)
    if arguments.nbgrader:
        notebook = editions.nbgrader(assignment, book)
        target = arguments.output or folder / f"{name}-nbgrader.ipynb"
        said = ["풀이와 숨은 시험이 들어 있습니다. 학생에게 주지 마십시오."]
        if left_out := editions.unknown_to_nbgrader(assignment):
            said.append(f"nbgrader로 낼 수 없어 뺀 문제: {', '.join(left_out)}")
    else:
        notebook = editions.student(assignment, book, key=course.key())
        target, said = arguments.output or folder / f"{name}.ipynb", []
    target.write_text(dumps(notebook), encoding="utf-8")
    return show(arguments, DONE, {"file": target}, "\n".join([f"썼습니다: {target}", *said]))


def _book(root: Path | None) -> Book:
    import course_lib
    from course_lib.authoring.book import load_book
    from course_lib.grading.errors import GradingError

    root = root or Path(course_lib.__file__).parents[1]
    if not (root / "_config.yml").is_file():
        raise GradingError(f"책의 저장소가 아닙니다: {root}. --book으로 알려 주십시오.")
    return load_book(root)


_TASKS = {"new": _new, "check": _check, "release": _release}
