"""Grading many submissions: the same pure task in threads or on a Dask cluster (`cluster`).

A task is known by the hash of everything that decides its result, so what is graded stays graded
and a run that was stopped goes on. Only this side writes results: one row for each learner.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

from course_lib import files
from course_lib.grading import beside, health, pack, rules
from course_lib.grading.course import Course
from course_lib.grading.errors import GradingError
from course_lib.grading.marking import mark
from course_lib.grading.sandbox import Backend, NoSandboxError, SandboxError, choose_backend

Result = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """All that decides a result; it can be sent to another machine.

    Args:
        student: whose work it is.
        raw: the notebook.
        name: of the assignment.
        sources: of the assignment, by file name.
        key: of the course.
        files: handed in beside the notebook, by the names that the assignment asks for.
    """

    student: str
    raw: bytes
    name: str
    sources: tuple[tuple[str, str], ...]
    key: bytes
    files: beside.Files = ()

    @property
    def digest(self) -> str:
        """Equal for equal work."""
        whole = hashlib.sha256()
        parts = [self.student, self.name, pack.digest(dict(self.sources))]
        for part in (self.raw, self.key, *(part.encode() for part in parts)):
            whole.update(hashlib.sha256(part).digest())
        for name, data in self.files:
            whole.update(hashlib.sha256(name.encode()).digest())
            whole.update(b"\0" if data is None else b"\1" + hashlib.sha256(data).digest())
        return whole.hexdigest()


def do(job: Job, *, backend: Backend | None = None) -> Result:
    """The task: grade one job in this process's sandbox.

    Args:
        job: what to grade.
        backend: another sandbox.
    Returns:
        As `marking.mark`, with the job's hash.
    """
    assignment = pack.parse(job.name, dict(job.sources))
    handed, where = dict(job.files), backend or sandbox()
    result = mark(job.raw, assignment, job.student, key=job.key, backend=where, files=handed)
    return result | {"job": job.digest}


def sandbox() -> Backend:
    """The sandbox of this process; it serves all threads.

    Raises:
        NoSandboxError: if this machine has none.
    """
    with _ONE:
        return _sandbox()


_ONE = Lock()
_sandbox = lru_cache(maxsize=1)(choose_backend)


def trouble() -> str:
    """Why this process must not grade (Korean), or ""; a cluster's workers are asked by it."""
    try:
        health.insist(sandbox())
    except (GradingError, SandboxError) as error:
        return str(error)
    return ""


Runner = Callable[[Sequence[Job]], Iterator[Result]]


def threads(count: int, *, task: Callable[[Job], Result] | None = None) -> Runner:
    """Run jobs in threads of this process: the work is done in sandboxes, outside it.

    Args:
        count: how many sandboxes at a time.
        task: what is done with a job; `do`, if not given.
    """

    def run(jobs: Sequence[Job]) -> Iterator[Result]:
        pool = ThreadPoolExecutor(count)
        try:
            for future in as_completed([pool.submit(_safely, task or do, job) for job in jobs]):
                yield future.result()
        finally:  # whoever stops does not wait for what has not begun
            pool.shutdown(cancel_futures=True)

    return run


def _safely(task: Callable[[Job], Result], job: Job) -> Result:
    """An error on this side is no learner's fault and stops nobody else's job."""
    try:
        return task(job)
    except NoSandboxError:
        raise
    except Exception as error:
        return lost(job, error)


def grade(
    course: Course,
    name: str,
    *,
    run: Runner,
    only: Iterable[str] = (),
    again: bool = False,
) -> Iterator[Result]:
    """Grade an assignment: every learner's attempt that counts, unless it is graded already.

    Args:
        course: the folder.
        name: of the assignment.
        run: `threads`, or `cluster.cluster`.
        only: learners; all, if there are none.
        again: grade what is graded too.
    Yields:
        Results as they come; each is written before it is given.
    Raises:
        GradingError: if the course is not complete, or a learner has handed in nothing.
    """
    assignment, key = course.assignment(name), course.key()
    counted = choose(course, assignment, only=tuple(only))
    sources = tuple(sorted(assignment.files.items()))
    place = course.place("results", name)
    jobs = {}
    for student, one in counted.items():
        work = one.submission
        handed = work.files(assignment.wanted)
        job = Job(student, work.read(), assignment.name, sources, key, handed)
        if again or not _is_done(place, job, one):
            jobs[student] = job
    for result in run(list(jobs.values())):
        result = _with_rules(result, counted[result["student"]])
        write(place, result)
        yield result


def choose(
    course: Course, assignment: pack.Assignment, *, only: Sequence[str] = ()
) -> Mapping[str, rules.Counted]:
    """The attempt that counts, for every learner who handed in.

    Args:
        course: the folder.
        assignment: which.
        only: learners; all, if there are none.
    Raises:
        GradingError: if one of `only` has handed in nothing.
    """
    granted = course.exceptions(assignment.name)
    found = {
        student: rules.count(list(attempts), assignment, granted.get(student))
        for student, attempts in groupby(
            course.submissions(assignment.name), key=lambda one: one.student
        )
    }
    if missing := sorted(set(only) - found.keys()):
        raise GradingError(f"낸 것이 없는 학생입니다: {', '.join(missing)}")
    return {student: one for student, one in found.items() if not only or student in only}


def read_results(place: Path) -> dict[str, Result]:
    """Results by learner.

    Args:
        place: their folder.
    """
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(place.glob("*.json")))
    return {result["student"]: result for result in found}


def write(place: Path, result: Result) -> None:
    """Write a result; it is there whole or not at all.

    Args:
        place: of the results.
        result: of one learner.
    """
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    with files.whole(place / f"{result['student']}.json") as file:
        file.write(text.encode("utf-8", "replace"))


def _is_done(place: Path, job: Job, one: rules.Counted) -> bool:
    path = place / f"{job.student}.json"
    if not path.is_file():
        return False
    known = json.loads(path.read_text(encoding="utf-8"))
    same_rules = known.get("late_days") == one.late_days and known.get("share") == one.share
    return known.get("job") == job.digest and known["status"] != "infra" and same_rules


def _with_rules(result: Result, one: rules.Counted) -> Result:
    return result | {
        "attempt": one.submission.number,
        "late_days": one.late_days,
        "share": one.share,
        "ignored_attempts": one.ignored,
        "score": result["score"] * one.share,
    }


def lost(job: Job, error: BaseException) -> Result:
    """The row of a job that could not be graded; the next run tries it again.

    Args:
        job: what was to be graded.
        error: why it was not.
    """
    return {
        "student": job.student,
        "assignment": job.name,
        "submission": hashlib.sha256(job.raw).hexdigest(),
        "pack": pack.digest(dict(job.sources)),
        "job": job.digest,
        "status": "infra",
        "points": 0.0,
        "score": 0.0,
        "items": [],
        "lines": [
            f"채점하는 쪽의 문제로 채점하지 못했습니다. {type(error).__name__}: {error}"[:500]
        ],
    }
