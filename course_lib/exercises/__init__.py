"""Exercises that learners check themselves against: ``check`` and ``progress``.

A module without a leading underscore is a topic; it holds ``EXERCISES``.
"""

from course_lib.exercises._board import (
    UnknownExercise,
    check,
    exercises,
    find,
    forget,
    progress,
    topics,
)
from course_lib.exercises._judge import Judgement, Status, diagnose, judge
from course_lib.exercises._run import Outcome
from course_lib.exercises._spec import Exercise, Wrong
from course_lib.exercises._verdict import Progress, Row, Verdict

__all__ = [
    "Exercise",
    "Judgement",
    "Outcome",
    "Progress",
    "Row",
    "Status",
    "UnknownExercise",
    "Verdict",
    "Wrong",
    "check",
    "diagnose",
    "exercises",
    "find",
    "forget",
    "judge",
    "progress",
    "topics",
]
