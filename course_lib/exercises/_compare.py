"""Two frozen answers side by side: the same structure, the same kinds, the same values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from course_lib.exercises._values import Numbers, describe


def mismatch(expected: Any, got: Any) -> str | None:
    """Say in Korean how an answer differs in structure, shape, kind or finiteness.

    Args:
        expected: the reference's frozen answer.
        got: the learner's frozen answer.
    Returns:
        One or two sentences, or None when only the values can still differ.
    """
    if isinstance(expected, Numbers):
        return _number_mismatch(expected, got)
    if isinstance(expected, dict) and isinstance(got, dict):
        return _key_mismatch(expected, got) or _first(
            (f"`{key}`", mismatch(item, got[key])) for key, item in expected.items()
        )
    if isinstance(expected, tuple) and isinstance(got, tuple) and len(expected) == len(got):
        return _first(
            (f"{place}번째 값", mismatch(one, other))
            for place, (one, other) in enumerate(zip(expected, got, strict=True), start=1)
        )
    alike = type(expected) is type(got) and (expected is None or isinstance(expected, str))
    return None if alike else _needed(expected, got)


def close(expected: Any, got: Any, *, rtol: float, atol: float) -> bool:
    """True if two frozen answers agree in structure, kind and, within the tolerance, in value.

    Args:
        expected: the reference's frozen answer.
        got: the learner's frozen answer.
        rtol: relative tolerance; single precision widens it to what that precision can hold.
        atol: absolute tolerance.
    Returns:
        Whether every part agrees.
    """
    if mismatch(expected, got) is not None:
        return False
    if isinstance(expected, dict):
        return all(close(item, got[key], rtol=rtol, atol=atol) for key, item in expected.items())
    if isinstance(expected, tuple):
        return all(close(a, b, rtol=rtol, atol=atol) for a, b in zip(expected, got, strict=True))
    if isinstance(expected, Numbers):
        return _numbers_close(expected, got, rtol, atol)
    return bool(expected == got)


def differing(expected: Any, got: Any, *, rtol: float, atol: float) -> list[str]:
    """Name the parts of an answer that differ, e.g. ``["w3", "b1"]`` or ``["[2]"]``.

    Args:
        expected: the reference's frozen answer.
        got: the learner's frozen answer, of the same structure.
        rtol: relative tolerance.
        atol: absolute tolerance.
    Returns:
        Keys of a dict, places of a tuple or of a vector; empty for a single value.
    """
    if isinstance(expected, dict):
        parts = [(key, item, got[key]) for key, item in expected.items()]
    elif isinstance(expected, tuple):
        parts = [
            (f"[{i}]", one, other) for i, (one, other) in enumerate(zip(expected, got, strict=True))
        ]
    elif isinstance(expected, Numbers) and expected.array.ndim == 1:
        numbers = as_numbers(got) or expected
        parts = [
            (f"[{i}]", Numbers(one, "numpy"), Numbers(other, "numpy"))
            for i, (one, other) in enumerate(zip(expected.array, numbers.array, strict=True))
        ]
    else:
        return []
    return [name for name, one, other in parts if not close(one, other, rtol=rtol, atol=atol)]


def as_numbers(data: Any) -> Numbers | None:
    """Read nested sequences of numbers as one array; None where that is impossible."""
    if isinstance(data, Numbers):
        return data
    if not isinstance(data, tuple) or not data:
        return None
    parts = [part for part in map(as_numbers, data) if part is not None]
    shapes = {part.array.shape for part in parts}
    if len(parts) < len(data) or len(shapes) > 1 or any(part.kind == "bool" for part in parts):
        return None
    return Numbers(np.stack([part.array for part in parts]), "python")


def _number_mismatch(expected: Numbers, got: Any) -> str | None:
    numbers = as_numbers(got)
    if numbers is None or numbers.array.shape != expected.array.shape:
        return _needed(expected, got if numbers is None else numbers)
    if expected.source == "torch" != numbers.source and expected.array.ndim:
        return _needed(expected, numbers)
    if not _kind_fits(expected, numbers):
        if not expected.array.ndim:
            return _needed(expected, numbers)
        return (
            f"원소의 종류(dtype)가 다릅니다. 필요한 것: {expected.kind}. 지금 답: {numbers.kind}."
        )
    if np.isfinite(expected.array).all() and not np.isfinite(numbers.array).all():
        what = "NaN(숫자가 아닌 값)" if np.isnan(numbers.array).any() else "무한대(inf)"
        return f"답에 셈할 수 없는 값이 들어 있습니다: {what}."
    return None


def _kind_fits(expected: Numbers, got: Numbers) -> bool:
    if expected.kind == "int" and got.kind == "float":
        return got.array.ndim == 0 and float(got.array).is_integer()
    if expected.kind == "float" and got.kind == "int":
        return got.source != "torch"
    return expected.kind == got.kind


def _key_mismatch(expected: dict[str, Any], got: dict[str, Any]) -> str | None:
    missing = [f"`{key}`" for key in expected if key not in got]
    extra = [f"`{key}`" for key in got if key not in expected]
    parts = [f"빠진 키: {', '.join(missing)}."] if missing else []
    parts += [f"필요 없는 키: {', '.join(extra)}."] if extra else []
    return " ".join(["사전(dict)의 키가 다릅니다.", *parts]) if parts else None


def _needed(expected: Any, got: Any) -> str:
    return f"답의 꼴이 다릅니다. 필요한 것: {describe(expected)}. 지금 답: {describe(got)}."


def _first(named: Iterator[tuple[str, str | None]]) -> str | None:
    return next((f"{name}: {text}" for name, text in named if text is not None), None)


def _numbers_close(expected: Numbers, got: Any, rtol: float, atol: float) -> bool:
    numbers = as_numbers(got)
    if numbers is None:
        return False
    want, have = expected.array, numbers.array
    if expected.kind in ("bool", "int"):
        return bool(np.array_equal(want, have))
    grain = 32 * _resolution(numbers)
    size = float(np.max(np.abs(want), initial=0.0, where=np.isfinite(want)))
    return bool(
        np.allclose(have, want, rtol=max(rtol, grain), atol=max(atol, grain * size), equal_nan=True)
    )


def _resolution(numbers: Numbers) -> float:
    """Machine epsilon of single precision; zero for anything finer or exact."""
    coarse = numbers.kind == "float" and numbers.array.dtype.itemsize < 8
    return float(np.finfo(numbers.array.dtype).eps) if coarse else 0.0
