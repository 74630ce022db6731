"""Answers as plain data: frozen, described in Korean, compared.

An answer is frozen once into numbers, text and containers of them; nothing of the learner's own
classes survives, so an object whose ``__eq__`` is always true cannot pass for a number.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

_DEEPEST = 8
_KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}


@dataclass(frozen=True, eq=False)
class Numbers:
    """A number (shape ``()``) or an array of numbers.

    Args:
        array: the values, in the precision in which they came.
        source: "python", "numpy" or "torch".
    """

    array: np.ndarray
    source: str

    @property
    def kind(self) -> str:
        """One of "bool", "int", "float", "complex"."""
        return _KINDS[self.array.dtype.kind]


@dataclass(frozen=True)
class Opaque:
    """Something that is neither numbers nor text nor a container of them."""

    name: str


def freeze(value: Any, depth: int = 0) -> Any:
    """Turn an answer into plain data that can no longer change.

    Args:
        value: whatever a learner's code produced.
        depth: how many containers are around it.
    Returns:
        Numbers, str, None, Opaque, or a tuple or dict of these.
    """
    kind = type(value)
    if value is None or value is Ellipsis:
        return None
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, (list, tuple, dict)):
        return _freeze_container(value, depth)
    return _freeze_number(value)


def _freeze_container(value: Any, depth: int) -> Any:
    kind = type(value)
    if depth >= _DEEPEST:
        return Opaque(kind.__name__)
    if issubclass(kind, dict):
        items = [(freeze(key), freeze(item, depth + 1)) for key, item in dict.items(value)]
        if not all(isinstance(key, str) for key, _ in items):
            return Opaque(kind.__name__)
        return dict(items)
    base = list if issubclass(kind, list) else tuple
    return tuple(freeze(item, depth + 1) for item in base.__iter__(value))


def _freeze_number(value: Any) -> Numbers | Opaque:
    kind = type(value)
    torch = sys.modules.get("torch")
    if kind in (bool, int, float, complex):
        array, source = np.array(value), "python"
    elif issubclass(kind, np.generic) or kind is np.ndarray:
        array, source = np.array(value), "numpy"
    elif torch is not None and kind in (torch.Tensor, torch.nn.Parameter):
        array, source = _from_torch(value), "torch"
    else:
        return Opaque(kind.__name__)
    return Numbers(array, source) if array.dtype.kind in _KINDS else Opaque(kind.__name__)


def _from_torch(value: Any) -> np.ndarray:
    value = value.detach().cpu()
    if value.dtype.is_floating_point and value.element_size() < 4:
        value = value.float()  # bfloat16 has no NumPy counterpart
    return value.resolve_conj().numpy().copy()


def unanswered(data: Any) -> bool:
    """True if the answer, or a part of it, is still ``...`` or ``None``."""
    if isinstance(data, dict):
        return any(unanswered(item) for item in data.values())
    if isinstance(data, tuple):
        return any(unanswered(item) for item in data)
    return data is None


def describe(data: Any) -> str:
    """Name the kind and shape of frozen data in Korean, e.g. "모양이 (3,)인 NumPy 배열"."""
    if isinstance(data, Numbers):
        return _describe_numbers(data)
    if isinstance(data, str):
        return "문자열(str)"
    if isinstance(data, tuple):
        return f"값 {len(data)}개의 묶음"
    if isinstance(data, dict):
        return f"키가 {len(data)}개인 사전(dict)"
    return "None" if data is None else f"{data.name} 객체"


def _describe_numbers(data: Numbers) -> str:
    if data.array.ndim == 0:
        one = {
            "bool": "참/거짓 값",
            "int": "정수 하나",
            "float": "실수 하나",
            "complex": "복소수 하나",
        }
        return f"{one[data.kind]}({data.kind})"
    name = {"torch": "텐서", "numpy": "NumPy 배열", "python": "배열"}[data.source]
    return f"모양이 {data.array.shape}인 {name}"
