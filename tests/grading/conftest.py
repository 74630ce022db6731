"""One sandbox for all tests; without bubblewrap they skip and say so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course_lib.grading import seeds
from course_lib.grading.course import Course
from course_lib.grading.sandbox import Bubblewrap, NoSandboxError
from tests.grading.test_marking import FILES, notebook


@pytest.fixture(scope="session")
def backend() -> Iterator[Bubblewrap]:
    try:
        made = Bubblewrap()
    except NoSandboxError as error:
        pytest.skip(str(error))
    yield made
    made.close()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of two learners and one assignment."""
    root = tmp_path / "course"
    folder = root / "assignments" / "hw1"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    seeds.make_key(root)
    (root / "roster.csv").write_text("student,name\n2026-1,김하나\n2026-2,이두리\n", "utf-8")
    return Course(root)


@pytest.fixture
def hand_in(course: Course) -> Callable[..., Path]:
    """Put a notebook of these cells among the submissions."""

    def put(student: str, *sources: str, number: int = 1, **origin: str) -> Path:
        folder = course.place("submissions", "hw1") / student / str(number)
        folder.mkdir(parents=True)
        (folder / "notebook.ipynb").write_bytes(notebook(*sources))
        (folder / "from.json").write_text(json.dumps(origin), "utf-8")
        return folder

    return put
