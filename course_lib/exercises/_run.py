"""Calling a function that may be wrong in any way, and keeping only data of what it did."""

from __future__ import annotations

import copy
import inspect
import linecache
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from course_lib.exercises._compare import close
from course_lib.exercises._values import freeze

_EXPLAINED = {
    "NameError": "그 이름이 아직 없습니다. 위쪽 셀을 모두 실행했는지, 철자가 맞는지 살펴보십시오.",
    "ZeroDivisionError": "0으로 나누는 곳이 있습니다.",
    "RecursionError": "함수가 자기 자신을 끝없이 부릅니다.",
}


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
        return Outcome(error=_explain(error))
    before, after = freeze(args), freeze(own)
    return Outcome(value, None if close(before, after, rtol=0.0, atol=0.0) else after)


def misfit(function: Callable[..., Any], reference: Callable[..., Any]) -> str | None:
    """Say in Korean that a function cannot take the reference's arguments, or return None."""
    names = list(inspect.signature(reference).parameters)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # built-in functions may have none
        return None
    try:
        signature.bind(*names)
    except TypeError:
        return (
            f"함수가 받는 인자가 다릅니다. 필요한 것: `({', '.join(names)})`, {len(names)}개. "
            f"지금 함수: `{signature}`."
        )
    return None


def _explain(error: BaseException) -> str:
    name = type(error).__name__
    words = " ".join(_text_of(error).split())[:200]
    said = f"`{name}: {words}`." if words else f"`{name}`."
    stopped = f"{_place(error.__traceback__)}에서 실행이 멈췄습니다."
    return " ".join(filter(None, [stopped, said, _EXPLAINED.get(name)]))


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a learner's exception class may be broken too
        return ""


def _place(trace: TracebackType | None) -> str:
    """The learner's last line on the way to the error: the last that is no library's."""
    found = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not _is_library(file):
            found = file, trace.tb_lineno
        trace = trace.tb_next
    if found is None:
        return "함수 안"
    source = linecache.getline(*found).strip()
    return f"셀의 {found[1]}번째 줄 `{source}`" if source else f"셀의 {found[1]}번째 줄"


def _is_library(file: str) -> bool:
    parts = file.replace("\\", "/").split("/")
    return "site-packages" in parts or "course_lib" in parts or file.startswith(_STDLIB)


_STDLIB = inspect.__file__.rsplit("inspect", 1)[0]
