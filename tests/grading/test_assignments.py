"""The ready-made assignments are fit to be handed out."""

from __future__ import annotations

import pytest

from course_lib.authoring.book import load_book
from course_lib.grading import check, create, editions, pack
from tests.authoring.conftest import FIXTURES
from tests.test_style import occurrences, plain_endings, unwanted_phrases, unwanted_words

PARTS = [pack.load(create.READY / name) for name in create.ready_made() if name[0].isdigit()]
ITEMS = [
    pytest.param(item, id=f"{assignment.name}/{item.name}")
    for assignment in PARTS
    for item in assignment.items
]
each_part = pytest.mark.parametrize("assignment", PARTS, ids=lambda assignment: assignment.name)


@pytest.mark.parametrize("item", ITEMS)
def test_the_reference_passes_and_every_mistake_is_told_over_20_seeds(item):
    assert not [*check._visible(item), *check._trusted(item, 20)]


@each_part
def test_through_the_sandbox_all_points_none_and_every_hint(assignment, backend):
    assert not list(check._sandboxed(assignment, backend))


@pytest.mark.parametrize("item", ITEMS)
def test_a_bank_is_rich_and_its_hints_are_distinct(item):
    hints = [wrong.hint for wrong in item.exercise.wrong]
    assert len(set(hints)) == len(hints) >= 2
    assert 1 <= item.exercise.stars <= 3


@each_part
def test_what_learners_read_is_in_the_style_of_the_book(assignment):
    assert len(assignment.items) >= 5
    texts = [text for name, text in assignment.files.items() if name.endswith(".md")]
    texts += [wrong.hint for item in assignment.items for wrong in item.exercise.wrong]
    for text in texts:
        assert not occurrences(text, [*unwanted_words(), *unwanted_phrases()])
        assert not plain_endings(text)


@each_part
def test_the_learners_notebook_gives_nothing_away(assignment):
    notebook = editions.student(assignment, load_book(FIXTURES), key=bytes(32))
    assert sum("내기 전에" in cell.source for cell in notebook.cells) == 1
