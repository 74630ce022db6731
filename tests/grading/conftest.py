"""Sandboxes for all tests; without bubblewrap they skip and say so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course_lib.grading import pack, seeds
from course_lib.grading.course import Course
from course_lib.grading.marking import mark, predictions_seed
from course_lib.grading.sandbox import Bubblewrap, NoSandboxError, Warm
from tests.grading.predicting import ALONE, MIXED
from tests.grading.test_marking import FILES, KEY, notebook


def _made(kind: type[Bubblewrap]) -> Iterator[Bubblewrap]:
    try:
        made = kind()
    except NoSandboxError as error:
        pytest.skip(str(error))
    yield made
    made.close()


@pytest.fixture(scope="session")
def backend() -> Iterator[Bubblewrap]:
    """What grades: the warm one."""
    yield from _made(Warm)


@pytest.fixture(scope="session")
def cold() -> Iterator[Bubblewrap]:
    yield from _made(Bubblewrap)


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


@pytest.fixture(scope="session")
def alone():
    """An assignment with a prediction file and nothing else."""
    return pack.parse("hw1", ALONE)


@pytest.fixture(scope="session")
def truth(alone):
    """The labels that nobody sees."""
    (item,) = alone.items
    _, numbers = item.predictions.draw(predictions_seed(KEY, "hw1", item))
    return [item.predictions.labels[number] for number in numbers]


@pytest.fixture
def grade(alone):
    """Mark without any sandbox: there is no code to run."""

    def run(data, raw=b"", **files):
        handed = {} if data is ... else {"parity.csv": data}
        result = mark(raw, alone, "s", key=KEY, backend=None, files=handed | files)
        assert result["status"] == "graded"
        return result["items"][0]

    return run


@pytest.fixture(scope="session")
def mixed():
    """Code, typed numbers and a prediction file."""
    return pack.parse("hw1", MIXED)
