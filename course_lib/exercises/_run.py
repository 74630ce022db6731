"""Calling a function that may be wrong in any way, and keeping only data of what it did."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_lib.exercises._calling import explain
from course_lib.exercises._compare import close
from course_lib.exercises._values import freeze


@dataclass(frozen=True)
class Outcome:
    """What one call left behind.

    Args:
        value: what was returned, frozen.
        after: the arguments after the call, frozen, where they were changed; else None.
        error: a Korean sentence on the exception that came instead of a value.
    """

    value: Any = None
    after: Any = None
    error: str | None = None


def call(function: Callable[..., Any], args: tuple[Any, ...]) -> Outcome:
    """Call a function on copies of its arguments; only KeyboardInterrupt gets through.

    Args:
        function: a learner's, or a reference.
        args: positional arguments; they stay as they are.
    Returns:
        The outcome, as data.
    """
    own = copy.deepcopy(args)
    try:
        result = function(*own)
        value = freeze(result)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a check must not end the notebook's kernel
        return Outcome(error=explain(error))
    before, after = freeze(args), freeze(own)
    return Outcome(value, None if close(before, after, rtol=0.0, atol=0.0) else after)
