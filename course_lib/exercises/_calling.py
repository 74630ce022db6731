"""Loading and calling code that may be wrong in any way: what to say about it, in Korean.

It needs the standard library alone: the sandbox of ``grading`` uses it too.
"""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any

_EXPLAINED = {
    "NameError": "그 이름이 아직 없습니다. 위쪽 셀을 모두 실행했는지, 철자가 맞는지 살펴보십시오.",
    "ZeroDivisionError": "0으로 나누는 곳이 있습니다.",
    "RecursionError": "함수가 자기 자신을 끝없이 부릅니다.",
}
_STDLIB = inspect.__file__.rsplit("inspect", 1)[0]


def load(parts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Run pieces of code one after another in one new namespace.

    Args:
        parts: a name for each piece, and its source.
    Returns:
        The namespace.
    Raises:
        BaseException: whatever the code raises.
    """
    space: dict[str, Any] = {"__name__": "__main__"}
    for name, source in parts:
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        exec(compile(source, name, "exec"), space)
    return space


def misfit(function: Callable[..., Any], names: Sequence[str]) -> str | None:
    """Say in Korean that a function cannot take these arguments, or return None.

    Args:
        function: a learner's.
        names: of the positional arguments that it is to take.
    """
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


def explain(error: BaseException) -> str:
    """Say in Korean what stopped a learner's code, and where.

    Args:
        error: with its traceback.
    """
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
