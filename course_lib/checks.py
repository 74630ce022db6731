"""Errors that teach: what was expected and what came, in one sentence."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np


def check_shape(x: Any, axes: str, *, name: str = "x", **known: int) -> dict[str, int]:
    """Check an array's shape against letters, and learn what the letters stand for.

    ``check_shape(x, "B T D", name="x", D=64)`` returns ``{"B": …, "T": …, "D": 64}``. A letter
    that stands twice must have one size; a number is a size; ``_`` is any size.

    Args:
        x: a NumPy array or a tensor, or anything else with a ``shape``.
        axes: one letter, word, number or ``_`` for each axis, separated by spaces.
        name: what to call x in the message.
        **known: sizes that are known already.
    Returns:
        The size of every letter, the known ones included.
    Raises:
        TypeError: if x has no shape.
        ValueError: if its shape is another one.
    """
    if not hasattr(x, "shape"):
        raise TypeError(f"{name} must be an array or a tensor, got {type(x).__name__}")
    shape, wanted, sizes = tuple(x.shape), axes.split(), dict(known)
    fits = len(shape) == len(wanted) and all(map(_fits, wanted, shape, [sizes] * len(shape)))
    if not fits:
        parts = [f"{axis}={known[axis]}" if axis in known else axis for axis in wanted]
        expected = ", ".join(parts) + ("," if len(parts) == 1 else "")
        raise ValueError(f"{name} must have shape ({expected}), got {shape}")
    return sizes


def _fits(axis: str, size: int, sizes: dict[str, int]) -> bool:
    if axis == "_":
        return True
    return size == (int(axis) if axis.isdigit() else sizes.setdefault(axis, size))


def check_finite(x: Any, *, name: str = "x") -> None:
    """Check that an array has neither NaN nor infinity.

    Args:
        x: a NumPy array, a tensor, a number or nested numbers.
        name: what to call x in the message.
    Raises:
        ValueError: if a value is not finite; the message counts them.
    """
    values = x if hasattr(x, "shape") else np.asarray(x)
    endless = (values == float("inf")) | (values == -float("inf"))
    nan, infinite = int((values != values).sum()), int(endless.sum())
    if nan or infinite:
        count = int(np.prod(tuple(values.shape)))
        raise ValueError(
            f"{name} must be finite, got {nan} NaN and {infinite} infinite among {count} values"
        )


class NumberDrift(AssertionError):
    """A number in the text is no longer the value that was just computed."""


class NumbersAgree:
    """What `check_numbers` returns: it shows itself as one sentence."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __repr__(self) -> str:
        return f"본문의 숫자 {self.count}개가 방금 계산한 값과 같습니다."


def check_numbers(*pairs: tuple[str, Any]) -> NumbersAgree:
    r"""Check that numbers shown in the text are the values just computed.

    A number must be the value rounded to the digits shown (thousands commas, a Unicode minus,
    ``%``, ``e-12``, ``×10⁻¹²`` and TeX's ``\times 10^{-12}`` are understood); a bool must be
    True, whatever the text; a str must equal the text.

    Args:
        *pairs: (text shown, value); a value may be a NumPy or torch scalar.
    Returns:
        An object that says how many numbers agree.
    Raises:
        NumberDrift: naming the first pair that does not agree.
        TypeError: for a value that is no number, bool or str, or text that is no number.
        ValueError: without any pair.
    """
    if not pairs:
        raise ValueError("expected one or more (shown, value) pairs, got none")
    for i, (shown, value) in enumerate(pairs, start=1):
        if not _agrees(shown, _scalar(shown, value)):
            where = f"number {i} of {len(pairs)}"
            raise NumberDrift(f"{where}: the text says {shown!r}, the value is {value!r}")
    return NumbersAgree(len(pairs))


def _scalar(shown: str, value: Any) -> bool | str | int | float:
    """The value as a Python scalar; tensors and arrays of one element are unpacked."""
    if hasattr(value, "item") and math.prod(getattr(value, "shape", ())) == 1:
        value = value.item()
    if not isinstance(value, bool | str | int | float | Decimal):
        got = type(value).__name__
        raise TypeError(f"{shown!r}: expected one number, a bool or a str, got {got}: {value!r}")
    return float(value) if isinstance(value, Decimal) else value


def _agrees(shown: str, value: bool | str | int | float) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value == shown
    if not math.isfinite(value):
        return shown.strip().lower().replace("∞", "inf").replace("−", "-") == str(value)
    number, unit = _parse_number(shown)
    return abs(Decimal(value) - number) <= unit / 2 * (1 + Decimal("1e-9"))


_NUMBER = re.compile(
    r"([-+]?)([\d,]*\d|)(?:\.(\d+))?(?:(?:e|(?:[×x·]|\\times|\\cdot)10\^?)\{?([-+]?\d+)\}?)?(\\?%)?",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "--+0123456789")


def _parse_number(shown: str) -> tuple[Decimal, Decimal]:
    """The number that a text shows, and the unit of its last digit."""
    text = re.sub(r"\s|\\[,;: ]|\{,\}", lambda m: "," * ("{" in m[0]), shown).translate(_PLAIN)
    match = _NUMBER.fullmatch(text)
    if not match or not (match[2] or match[3]):
        raise TypeError(f"expected a number in the text, got {shown!r}; bind a claim to a bool")
    sign, whole, fraction, exponent, percent = match.groups()
    shift = int(exponent or 0) - 2 * bool(percent)
    digits = Decimal(f"{sign}{(whole or '0').replace(',', '')}.{fraction or '0'}")
    return digits.scaleb(shift), Decimal(1).scaleb(shift - len(fraction or ""))
