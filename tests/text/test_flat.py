"""Ends around documents, and documents turned around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text.flat import flatten, reverse, surround

documents = st.lists(st.lists(st.integers(5, 9), max_size=4), max_size=6)


def numbers(rows):
    return flatten(rows, lambda row: row)


def lists(ids):
    return [document.tolist() for document in ids.documents()]


@given(rows=documents)
@pytest.mark.parametrize("ends", [(1, None), (None, 2), (1, 2), (None, None)])
def test_every_document_gets_its_ends(rows, ends):
    start, end = ends
    got = lists(surround(numbers(rows), start=start, end=end))
    before, after = [start] * (start is not None), [end] * (end is not None)
    assert got == [before + row + after for row in rows]


@given(rows=documents)
def test_documents_are_turned_around_and_back(rows):
    turned = reverse(numbers(rows))
    assert lists(turned) == [row[::-1] for row in rows]
    assert lists(reverse(turned)) == rows
