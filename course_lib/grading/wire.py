"""Data between the sandbox and the grader: JSON with raw numbers, never an object that acts.

``encode`` runs on both sides and needs the standard library alone; NumPy and torch are looked at
only where a program has loaded them. ``decode`` believes nothing that it reads.
"""

from __future__ import annotations

import base64
import binascii
import math
import struct
import sys
from typing import Any

DEEPEST = 8
MOST_NODES = 200_000
MOST_BYTES = 32 << 20
DTYPES = {
    "|b1": 1, "|i1": 1, "|u1": 1, "<i2": 2, "<u2": 2, "<i4": 4, "<u4": 4, "<i8": 8, "<u8": 8,
    "<f2": 2, "<f4": 4, "<f8": 8, "<c8": 8, "<c16": 16,
}  # fmt: skip
SOURCES = ("python", "numpy", "torch")
_SCALARS = {bool: ("|b1", "<?"), int: ("<i8", "<q"), float: ("<f8", "<d")}


class WireError(ValueError):
    """What came over the wire is not what `encode` writes."""


def encode(value: Any, depth: int = 0) -> Any:
    """Turn a value into JSON that `decode` and `thaw` can read.

    Args:
        value: anything; what is neither numbers nor text nor a container of them becomes the name
            of its type. Of a subclass of str, list, tuple or dict only the plain content is kept.
        depth: how many containers are around it.
    Returns:
        None, or an object with one key: "n" numbers, "s" text, "l" list, "t" tuple, "m" mapping,
        "o" anything else.
    """
    kind = type(value)
    if value is None or value is Ellipsis:
        return None
    if issubclass(kind, str):
        return {"s": str.__str__(value)}
    if issubclass(kind, (list, tuple, dict)):
        return _encode_container(value, depth)
    return _encode_number(value) or {"o": kind.__name__[:80]}


def _encode_container(value: Any, depth: int) -> dict[str, Any]:
    kind = type(value)
    if depth >= DEEPEST:
        return {"o": kind.__name__[:80]}
    if issubclass(kind, dict):
        items = list(dict.items(value))
        if not all(issubclass(type(key), str) for key, _ in items):
            return {"o": kind.__name__[:80]}
        return {"m": {str.__str__(key): encode(item, depth + 1) for key, item in items}}
    if issubclass(kind, list):
        return {"l": [encode(item, depth + 1) for item in list.__iter__(value)]}
    return {"t": [encode(item, depth + 1) for item in tuple.__iter__(value)]}


def _encode_number(value: Any) -> dict[str, Any] | None:
    kind = type(value)
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if kind in _SCALARS or kind is complex:
        return _scalar(value)
    if numpy is not None and (issubclass(kind, numpy.generic) or kind is numpy.ndarray):
        return _array(value, "numpy")
    if torch is not None and kind in (torch.Tensor, torch.nn.Parameter):
        value = value.detach().cpu()
        if value.dtype.is_floating_point and value.element_size() < 4:
            value = value.float()  # bfloat16 has no NumPy counterpart
        return _array(value.resolve_conj().resolve_neg().numpy(), "torch")
    return None


def _scalar(value: Any) -> dict[str, Any] | None:
    if type(value) is complex:
        return _numbers("<c16", (), struct.pack("<dd", value.real, value.imag), "python")
    dtype, form = _SCALARS[type(value)]
    if type(value) is int and not -(2**63) <= value < 2**63:
        return None
    return _numbers(dtype, (), struct.pack(form, value), "python")


def _array(value: Any, source: str) -> dict[str, Any] | None:
    numpy = sys.modules["numpy"]
    array = numpy.asarray(value)
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    dtype = array.dtype.str
    return _numbers(dtype, array.shape, array.tobytes(), source) if dtype in DTYPES else None


def _numbers(dtype: str, shape: tuple[int, ...], raw: bytes, source: str) -> dict[str, Any]:
    return {"n": [dtype, list(shape), base64.b64encode(raw).decode("ascii"), source]}


def thaw(data: Any) -> Any:
    """Rebuild what `encode` was given: inputs, on their way into the sandbox.

    Args:
        data: what `encode` returned; it is trusted.
    Returns:
        Python numbers, NumPy arrays, tensors, text and containers of them.
    """
    if data is None:
        return None
    ((tag, body),) = data.items()
    if tag == "s":
        return body
    if tag == "m":
        return {key: thaw(item) for key, item in body.items()}
    if tag in "lt":
        items = [thaw(item) for item in body]
        return items if tag == "l" else tuple(items)
    dtype, shape, text, source = body
    raw = base64.b64decode(text)
    if source == "python":
        return _python_number(dtype, raw)
    import numpy

    array = numpy.frombuffer(raw, dtype=dtype).reshape(shape).copy()
    if source == "numpy":
        return array if shape else array[()]
    import torch

    return torch.from_numpy(array)


def _python_number(dtype: str, raw: bytes) -> Any:
    if dtype == "<c16":
        return complex(*struct.unpack("<dd", raw))
    return struct.unpack({"|b1": "<?", "<i8": "<q", "<f8": "<d"}[dtype], raw)[0]


def decode(data: Any) -> Any:
    """Read what came out of the sandbox, as frozen data.

    Args:
        data: parsed JSON from an untrusted side.
    Returns:
        `Numbers`, str, None, `Opaque`, or a tuple or dict of these, as `exercises` compares them.
    Raises:
        WireError: if anything is not exactly as `encode` writes it, or there is too much of it.
    """
    return _Decoder().value(data, 0)


class _Decoder:
    """One message; nodes and bytes are counted over all of it."""

    def __init__(self) -> None:
        self.nodes = self.bytes = 0

    def value(self, data: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise WireError("expected a smaller answer, got too many parts or too deep a nesting")
        if data is None:
            return None
        if type(data) is not dict or len(data) != 1:
            raise WireError(f"expected an object with one key, got {type(data).__name__}")
        ((tag, body),) = data.items()
        read = {
            "n": self._numbers,
            "s": self._text,
            "o": self._opaque,
            "l": self._items,
            "t": self._items,
            "m": self._mapping,
        }.get(tag)
        if read is None:
            raise WireError(f"expected a known tag, got {tag[:20]!r}")
        return read(body, depth)

    def _text(self, body: Any, depth: int) -> str:
        if type(body) is not str:
            raise WireError(f"expected text, got {type(body).__name__}")
        self._weigh(len(body))
        return body

    def _opaque(self, body: Any, depth: int) -> Any:
        from course_lib.exercises._values import Opaque

        return Opaque(self._text(body, depth)[:80])

    def _items(self, body: Any, depth: int) -> tuple[Any, ...]:
        if type(body) is not list:
            raise WireError(f"expected a list, got {type(body).__name__}")
        return tuple(self.value(item, depth + 1) for item in body)

    def _mapping(self, body: Any, depth: int) -> dict[str, Any]:
        if type(body) is not dict:
            raise WireError(f"expected an object, got {type(body).__name__}")
        return {key: self.value(item, depth + 1) for key, item in body.items()}

    def _numbers(self, body: Any, depth: int) -> Any:
        import numpy as np

        from course_lib.exercises._values import Numbers

        if type(body) is not list or [type(part) for part in body] != [str, list, str, str]:
            raise WireError("expected numbers as dtype, shape, base64 and source")
        dtype, shape, text, source = body
        if dtype not in DTYPES or source not in SOURCES:
            raise WireError(f"expected a known dtype and source, got {dtype[:20]!r}")
        if len(shape) > 8 or not all(type(n) is int and 0 <= n < 2**31 for n in shape):
            raise WireError("expected a shape of at most 8 sizes that are not negative")
        self._weigh(len(text))
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise WireError("expected base64") from error
        if len(raw) != math.prod(shape) * DTYPES[dtype]:
            raise WireError(f"expected as many bytes as the shape says, got {len(raw)}")
        if dtype == "|b1" and raw.strip(b"\0\1"):
            raise WireError("expected 0 or 1 for bool")
        return Numbers(np.frombuffer(raw, dtype=dtype).reshape(shape).copy(), source)

    def _weigh(self, count: int) -> None:
        self.bytes += count
        if self.bytes > MOST_BYTES:
            raise WireError(f"expected at most {MOST_BYTES} bytes, got more")
