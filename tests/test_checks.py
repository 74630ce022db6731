"""Shape and value errors: one sentence with what was expected and what came."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.checks import check_finite, check_shape

KINDS = [np.zeros, torch.zeros]


@pytest.mark.parametrize("zeros", KINDS)
def test_letters_are_bound(zeros):
    assert check_shape(zeros((2, 3, 4)), "B T D") == {"B": 2, "T": 3, "D": 4}
    assert check_shape(zeros((2, 3, 4)), "B T 4", B=2) == {"B": 2, "T": 3}
    assert check_shape(zeros((5, 5)), "N N") == {"N": 5}
    assert check_shape(zeros((2, 9)), "B _") == {"B": 2}
    assert check_shape(zeros(()), "") == {}


@pytest.mark.parametrize("zeros", KINDS)
@pytest.mark.parametrize(
    ("shape", "axes", "known", "message"),
    [
        ((2, 3), "B T D", {}, r"x must have shape \(B, T, D\), got \(2, 3\)"),
        ((2, 3, 5), "B T D", {"D": 4}, r"x must have shape \(B, T, D=4\), got \(2, 3, 5\)"),
        ((2, 3), "N N", {}, r"x must have shape \(N, N\), got \(2, 3\)"),
        ((2, 3), "B 4", {}, r"x must have shape \(B, 4\), got \(2, 3\)"),
        ((2, 3), "B", {}, r"x must have shape \(B,\), got \(2, 3\)"),
    ],
)
def test_both_shapes_in_one_sentence(zeros, shape, axes, known, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        check_shape(zeros(shape), axes, **known)


def test_the_name_and_the_kind_are_said():
    with pytest.raises(ValueError, match=r"^weights must have"):
        check_shape(np.zeros(2), "A B", name="weights")
    with pytest.raises(TypeError, match=r"^x must be an array or a tensor, got list$"):
        check_shape([1, 2], "B")


@given(st.lists(st.integers(0, 5), max_size=4))
def test_any_shape_fits_its_own_letters(shape):
    letters = "ABCD"[: len(shape)]
    assert check_shape(np.zeros(shape), " ".join(letters)) == dict(zip(letters, shape, strict=True))


@pytest.mark.parametrize("zeros", KINDS)
def test_finite_values_pass(zeros):
    check_finite(zeros((2, 3)))
    check_finite(zeros(0))
    check_finite(zeros(3) > 1)


@pytest.mark.parametrize("make", [np.array, torch.tensor, list])
def test_what_is_not_finite_is_counted(make):
    with pytest.raises(ValueError, match=r"^loss must be finite, got 1 NaN and 2 infinite among 4"):
        check_finite(make([1.0, float("nan"), float("inf"), -float("inf")]), name="loss")


def test_a_number_alone():
    check_finite(1.5)
    with pytest.raises(ValueError, match="1 NaN"):
        check_finite(float("nan"))
