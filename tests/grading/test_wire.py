"""What crosses the sandbox's wall: everything survives the way, nothing else gets in."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib.exercises._compare import close
from course_lib.exercises._values import Opaque, freeze
from course_lib.grading import wire
from course_lib.grading.wire import WireError, decode, encode, thaw

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.complex_numbers()
    | st.text()
)
ARRAYS = hnp.arrays(
    st.sampled_from(["b1", "i1", "i4", "i8", "u2", "f4", "f8", "c16"]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0),
)
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


def over(value: Any) -> Any:
    return json.loads(json.dumps(encode(value)))


@given(VALUES)
def test_the_wire_gives_what_freezing_gives(value: Any) -> None:
    assert close(freeze(value), decode(over(value)), rtol=0, atol=0)


@given(VALUES)
def test_inputs_come_back_as_they_were(value: Any) -> None:
    again = thaw(over(value))
    assert type(again) is type(value) or isinstance(value, np.ndarray)
    assert encode(again) == encode(value)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64, torch.bool])
def test_tensors(dtype: torch.dtype) -> None:
    x = torch.arange(6).reshape(2, 3).to(dtype)
    back = thaw(over(x))
    assert back.dtype == dtype
    assert torch.equal(back, x)
    assert decode(over(x.t())).array.tolist() == x.t().tolist()


def test_halves_become_floats_and_gradients_are_left_behind() -> None:
    x = torch.ones(2, dtype=torch.bfloat16, requires_grad=True)
    assert decode(over(x)).array.dtype == np.float32


@pytest.mark.parametrize(
    "text",
    ["", "한글", "ㅎㅏㄴ", "각", "ᄒᆞᆫ글", "👩‍👩‍👧", "\0\x7f", "\ud800", "a" * 100_000],
)
def test_text(text: str) -> None:
    assert decode(over(text)) == text


class Always(list):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Any:
        raise RuntimeError

    def __class_getitem__(cls, item: Any) -> Any:
        raise RuntimeError


def test_what_acts_does_not_cross() -> None:
    assert decode(over(Always([1.0])))[0].array == 1.0
    assert decode(over(object())) == Opaque("object")
    assert decode(over(2**70)) == Opaque("int")
    assert decode(over({1: 2})) == Opaque("dict")
    assert decode(over(np.array([object()]))) == Opaque("ndarray")
    assert decode(over(math.nan)).array != decode(over(math.nan)).array
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    assert encode(deep)


NUMBER = ["<f8", [2], "AAAAAAAAAAAAAAAAAAAAAA==", "numpy"]


def spoilt(place: int, value: Any) -> dict[str, Any]:
    return {"n": [*NUMBER[:place], value, *NUMBER[place + 1 :]]}


@pytest.mark.parametrize(
    "data",
    [
        1,
        True,
        "text",
        [],
        {},
        {"n": NUMBER, "s": "two"},
        {"x": 1},
        {"s": 1},
        {"o": None},
        {"l": {}},
        {"m": []},
        {"l": [1]},
        {"n": None},
        {"n": NUMBER[:3]},
        spoilt(0, "|O"),
        spoilt(0, "<U4"),
        spoilt(0, ">f8"),
        spoilt(0, "V8"),
        spoilt(0, ["<f8"]),
        spoilt(1, [3]),
        spoilt(1, [-2]),
        spoilt(1, [True, 2]),
        spoilt(1, [2.0]),
        spoilt(1, [2**40, 2**40]),
        spoilt(1, [1] * 9),
        spoilt(1, 2),
        spoilt(2, "!!!!"),
        spoilt(2, 5),
        spoilt(3, "pickle"),
        {"n": ["|b1", [1], "Ag==", "python"]},
    ],
)
def test_nothing_else_is_read(data: Any) -> None:
    with pytest.raises(WireError):
        decode(data)


def test_depth_and_number_of_parts_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: Any = None
    for _ in range(100_000):
        deep = {"l": [deep]}
    with pytest.raises(WireError, match="too deep"):
        decode(deep)
    with pytest.raises(WireError, match="too many"):
        decode({"l": [None] * (wire.MOST_NODES + 1)})
    monkeypatch.setattr(wire, "MOST_BYTES", 10)
    with pytest.raises(WireError, match="at most 10 bytes"):
        decode({"s": "x" * 11})


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda s: (
    st.lists(s, max_size=3) | st.dictionaries(st.sampled_from("nsltmo") | st.text(), s, max_size=2)
)))  # fmt: skip
def test_any_json_is_read_or_refused(data: Any) -> None:
    with contextlib.suppress(WireError):
        decode(data)
