"""``course-lib grade``: what was collected, graded in the sandbox."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from course_lib.cli._course import DONE, LOOK, add_options, guarded, show
from course_lib.cli._parser import KoreanParser

if TYPE_CHECKING:
    from course_lib.grading.engine import Runner

HELP = "모은 노트북을 샌드박스에서 채점합니다. 이미 채점한 것은 건너뜁니다."


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    add_options(parser)
    jobs = "동시에 채점할 수 (기본: CPU 코어 수)"
    parser.options.add_argument("-j", "--jobs", type=int, metavar="N", help=jobs)
    address = "Dask 스케줄러에 맡깁니다. 예: tcp://host:8786. 믿는 컴퓨터만 닿을 수 있어야 합니다."
    parser.options.add_argument("--scheduler", metavar="주소", help=address)
    only = "이 학생들만 채점합니다."
    parser.options.add_argument("--only", nargs="+", default=[], metavar="학번", help=only)
    parser.options.add_argument("--again", action="store_true", help="채점한 것도 다시 합니다.")


@guarded
def run(arguments: argparse.Namespace) -> int:
    """Grade; status 1 if something could not be graded and must be tried again."""
    from course_lib.grading import engine
    from course_lib.grading.course import Course

    course, results = Course(arguments.course), []
    course.assignment(arguments.assignment)
    course.key()
    options = {"only": arguments.only, "again": arguments.again}
    for result in engine.grade(course, arguments.assignment, run=_runner(arguments), **options):
        results.append(result)
        print(_line(result), file=sys.stderr)
    counts = Counter(result["status"] for result in results)
    text = ", ".join(f"{_WORDS[status]} {count}명" for status, count in sorted(counts.items()))
    status = LOOK if counts["infra"] else DONE
    text = text or "새로 채점할 것이 없습니다."
    if not course.submissions(arguments.assignment):
        text = f"모은 것이 없습니다. 먼저: course-lib collect {arguments.assignment} 받은것.zip"
    return show(arguments, status, {"results": results}, text)


_WORDS = {"graded": "채점", "unreadable": "읽을 수 없음", "infra": "채점하지 못함(다시 실행)"}


def _runner(arguments: argparse.Namespace) -> Runner:
    """Threads or a cluster, after its sandbox has withstood a few attacks."""
    from course_lib import runtime
    from course_lib.grading import cluster, engine, health
    from course_lib.grading.errors import GradingError

    if not arguments.scheduler:
        health.insist(engine.sandbox())
        jobs = arguments.jobs if arguments.jobs is not None else runtime.budget().cores
        if jobs < 1:
            raise GradingError(f"-j는 1 이상이어야 합니다: {jobs}")
        return engine.threads(jobs)
    try:
        trouble = cluster.examine(arguments.scheduler)
    except ImportError as error:
        raise GradingError('Dask가 없습니다. pip install "course-lib[grading]"') from error
    if trouble:
        raise GradingError(f"Dask 클러스터에서 채점하지 않습니다. {trouble}")
    return cluster.cluster(arguments.scheduler)


def _line(result: dict[str, Any]) -> str:
    if result["status"] == "graded":
        return f"{result['student']}: {result['score']:g} / {result['points']:g}"
    return f"{result['student']}: {_WORDS[result['status']]}. {' '.join(result['lines'])}"
