from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.checks import NumberDrift, check_numbers


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("0.73492", 0.7349238),
        ("−0.17", -0.1704),
        ("-0.17", -0.1704),
        ("1,234.5", 1234.51),
        ("150,000", 150_000),
        ("1{,}000", 1000),
        ("73.5%", 0.7349),
        (r"94\%", 0.9417),
        ("1.2e-12", 1.24e-12),
        ("1.2×10⁻¹²", 1.24e-12),
        ("1.2 × 10⁻¹²", 1.24e-12),
        (r"1.2\times 10^{-12}", 1.24e-12),
        ("3", 3.4),
        (".5", 0.5),
        ("0.12", 0.125),
        ("0.13", 0.125),
        ("3", np.int64(3)),
        ("0.50", np.float32(0.5)),
        ("0.5", np.array(0.5)),
        ("0.5", torch.tensor([0.5], requires_grad=True)),
        ("0.25", Decimal("0.25")),
        ("nan", float("nan")),
        ("−∞", float("-inf")),
        ("inf", torch.tensor(float("inf"))),
        ("10⁻¹⁵보다 작습니다", True),
        ("같습니다", np.bool_(True)),
        ("같습니다", torch.tensor(True)),
        ("queen", "queen"),
    ],
)
def test_agrees(shown: str, value: object) -> None:
    assert repr(check_numbers((shown, value))) == "본문의 숫자 1개가 방금 계산한 값과 같습니다."


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("0.73492", 0.73493),
        ("0.735", 0.7356),
        ("0.5", -0.5),
        ("100", 1000),
        ("73.5%", 73.5),
        ("1.2e-12", 1.2e-11),
        ("3", float("nan")),
        ("3", float("inf")),
        ("inf", float("-inf")),
        ("10⁻¹⁵보다 작습니다", False),
        ("같습니다", np.bool_(False)),
        ("queen", "woman"),
    ],
)
def test_drifts(shown: str, value: object) -> None:
    with pytest.raises(NumberDrift, match="number 2 of 2") as caught:
        check_numbers(("1", 1), (shown, value))
    assert repr(shown) in str(caught.value)
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("value", [None, ..., 1j, [1], np.zeros(2), torch.zeros(0), object])
def test_values_that_are_no_number(value: object) -> None:
    with pytest.raises(TypeError, match="'3': expected one number, a bool or a str, got "):
        check_numbers(("3", value))


@pytest.mark.parametrize("shown", ["", "세 개", "3개", "1.2.3", "10⁻¹⁵", "%", "e-3", "-"])
def test_texts_that_are_no_number(shown: str) -> None:
    with pytest.raises(TypeError, match="expected a number in the text"):
        check_numbers((shown, 3.0))


def test_nothing_to_check() -> None:
    with pytest.raises(ValueError, match="got none"):
        check_numbers()


@given(st.floats(-1e4, 1e4), st.integers(0, 8))
def test_rounding_agrees_and_the_next_number_does_not(value: float, digits: int) -> None:
    check_numbers((f"{value:.{digits}f}", value), (f"{value:,.{digits}f}", value))
    off = Fraction(value) + Fraction(2, 10**digits)
    with pytest.raises(NumberDrift):
        check_numbers((f"{float(off):.{digits}f}", value))


@given(st.floats(-1e30, 1e30, allow_subnormal=False), st.integers(0, 8))
def test_scientific_notation(value: float, digits: int) -> None:
    check_numbers((f"{value:.{digits}e}", value))
