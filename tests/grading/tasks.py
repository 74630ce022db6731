"""Tasks for the workers of a cluster: some kill the worker that runs them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from course_lib.grading import engine


def deadly(job: engine.Job) -> engine.Result:
    """Grade, but die for ever with "killer", and once with a learner whose file says so."""
    once = Path(job.student)
    if job.student == "killer":
        os._exit(1)
    if once.is_absolute() and not once.exists():
        once.touch()
        os._exit(1)
    return engine.do(job)


def quick(job: engine.Job) -> engine.Result:
    """A result of nothing."""
    return {"student": job.student, "status": "graded", "score": 0.0}


def slow(job: engine.Job) -> engine.Result:
    """Grade, but take your time."""
    time.sleep(0.5)
    return engine.do(job)
