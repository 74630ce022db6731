"""Names found whole: read by a regular expression too, and counted by hand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.training.spans import Span, span_quality, spans

LETTERS = {"O": "o", "B-x": "X", "I-x": "x", "B-y": "Y", "I-y": "y"}
tags = st.lists(st.sampled_from(list(LETTERS)), max_size=12)


@given(tags)
def test_equals_a_regular_expression(row: list[str]) -> None:
    text = "".join(LETTERS[tag] for tag in row)
    wanted = [Span(m[0][0].lower(), m.start(), m.end()) for m in re.finditer("[Xx]x*|[Yy]y*", text)]
    assert spans(row) == wanted


def test_a_name_is_right_only_as_a_whole() -> None:
    true = [["B-x", "I-x", "O", "B-y"], ["O", "B-x"]]
    said = [["B-x", "O", "O", "B-y"], ["B-y", "B-x"]]
    found = span_quality(true, said)
    assert found == pytest.approx((2 / 4, 2 / 3, 4 / 7))
    assert span_quality(true, said, kind="x") == pytest.approx((1 / 2, 1 / 2, 1 / 2))
    assert span_quality(true, said, kind="y") == pytest.approx((1 / 2, 1, 2 / 3))


@given(tags)
def test_right_tags_have_no_error_and_no_tags_no_score(row: list[str]) -> None:
    perfect = 1.0 if spans(row) else 0.0
    assert span_quality([row], [row]) == (perfect,) * 3
    assert span_quality([row], [["O"] * len(row)]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("tag", ["x", "E-x", "B-", "I", ""])
def test_a_tag_of_another_form(tag: str) -> None:
    with pytest.raises(ValueError, match="tags must be"):
        spans(["O", tag])


def test_rows_must_fit() -> None:
    with pytest.raises(ValueError, match="expected 2 answers for 2 tags, got 1"):
        span_quality([["O", "O"]], [["O"]])
