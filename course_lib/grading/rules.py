"""Which attempt counts, and what lateness costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from course_lib.grading.course import Granted, Submission
from course_lib.grading.pack import Assignment

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Counted:
    """The attempt that counts.

    Args:
        submission: the last one that the rules admit.
        late_days: days begun after the deadline.
        share: of the points that lateness leaves, 0 to 1.
        ignored: later attempts beyond the limit.
    """

    submission: Submission
    late_days: int
    share: float
    ignored: int


def count(
    attempts: Sequence[Submission], assignment: Assignment, granted: Granted | None = None
) -> Counted:
    """Choose the attempt that counts: the last within the limit of attempts.

    Args:
        attempts: of one learner, in order; at least one.
        assignment: with its deadline, cost of lateness and limit of attempts.
        granted: what this learner was granted.
    """
    granted = granted or Granted()
    most = granted.attempts or assignment.attempts or len(attempts)
    chosen = attempts[: max(most, 1)][-1]
    due = granted.due or (datetime.fromisoformat(assignment.due) if assignment.due else None)
    days = _days_late(chosen.when, due)
    share = max(0.0, 1.0 - assignment.late * days)
    return Counted(chosen, days, share, max(0, len(attempts) - most))


def _days_late(when: datetime | None, due: datetime | None) -> int:
    if when is None or due is None:
        return 0
    if (when.tzinfo is None) != (due.tzinfo is None):
        when, due = when.astimezone(), due.astimezone()
    return max(0, math.ceil((when - due).total_seconds() / DAY))
