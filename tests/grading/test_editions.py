"""What is handed out: everything a learner needs, nothing that only the instructor may see."""

from __future__ import annotations

import contextlib
import io

import nbformat
import pytest

from course_lib.authoring.book import load_book
from course_lib.authoring.notebook import code_cell, dumps
from course_lib.grading import editions, pack
from course_lib.grading.errors import GradingError
from course_lib.grading.marking import mark
from tests.authoring.conftest import FIXTURES
from tests.grading.test_marking import FILES, KEY, page

ADAPTED = page(
    "title: 층\npoints: 4",
    ("given", "import math"),
    ("answer", """
        class Layer:
            def __init__(self, k):
                self.k = k

            def __call__(self, x):
                ### BEGIN SOLUTION
                return math.tanh(self.k * x)
                ### END SOLUTION
     """),
    ("visible", 'assert abs(Layer(1.0)(0.0)) < 1, "0을 넣으면 0입니다."'),
    ("adapter", "def run(answer, k, x):\n    return answer(k)(x)"),
    ("grader", """
        def gen(rng):
            return float(rng.normal()), float(rng.normal())

        class wrong_linear(Layer):
            \"\"\"tanh를 빠뜨렸습니다.\"\"\"

            def __call__(self, x):
                return self.k * x
     """),
)  # fmt: skip
ALL = {
    **FILES,
    "assignment.toml": 'title = "시험"\nexercises = ["scale.md", "typed.md", "층.md"]\n'
    'due = "2026-03-15T23:59"\nlate = 0.1\nattempts = 3',
    "층.md": ADAPTED,
}
SECRETS = ("math.prod([value", "typed = 6.5", "def gen", "wrong_", "tanh(self.k", "answer(k)(x)",
           "BEGIN SOLUTION", "BEGIN HIDDEN", "def run")  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return load_book(FIXTURES)


@pytest.fixture(scope="module")
def assignment():
    return pack.parse("hw1", ALL)


def sources(notebook, kind="code"):
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def test_the_students_notebook(assignment, book):
    notebook = editions.student(assignment, book, key=KEY)
    nbformat.validate(notebook)
    text = dumps(notebook)
    for secret in SECRETS:
        assert secret not in text, secret
    head = notebook.cells[0].source
    for fact in ("# 시험", "문제 3개, 모두 7점", "마감: 2026-03-15 23:59", "10%", "3번까지"):
        assert fact in head
    assert "## 1. 곱하기 (2점)" in text
    assert "문제입니다." in text
    setup, given, stub, check, *_ = sources(notebook)
    assert "%pip install" in setup
    assert given == "import math"
    assert stub.endswith("    ...  # 여기를 채우세요")
    assert check.startswith("assert scale")
    assert dumps(editions.student(assignment, book, key=KEY)) == text
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert not any("outputs" in cell and cell.outputs for cell in notebook.cells)


def test_as_handed_out_it_gets_nothing(assignment, book, backend):
    raw = dumps(editions.student(assignment, book, key=KEY)).encode()
    result = mark(raw, assignment, "s", key=KEY, backend=backend)
    assert [item["status"] for item in result["items"]] == ["missing"] * 3
    assert result["score"] == 0


def hand_in(source, *cells):
    """Run cells as a notebook does, then the last cell; give what it prints."""
    said, space = io.StringIO(), {"In": [""]}
    with contextlib.redirect_stdout(said):
        for cell in (*cells, source):
            space["In"].append(cell)
            exec(cell, space)
    return said.getvalue()


def test_the_last_cell_says_what_is_missing(assignment, book):
    code = sources(editions.student(assignment, book, key=KEY))
    last, stubs = code[-1], [cell for cell in code if "여기" in cell and cell != code[-1]]
    said = hand_in(last)
    assert said.count("이 없습니다") == 3
    assert "다운로드" in said
    assert hand_in(last, "import math", *stubs).count("빈칸이 남아 있습니다") == 3
    done = ["scale = lambda x, n: x", "typed: float = 3", "class Layer:\n    pass"]
    assert "답이 모두 있습니다." in hand_in(last, "import math", *stubs, *done)
    assert hand_in(last, *stubs, *done[:2]).count("빈칸이 남아") == 1
    space: dict = {}
    exec(last, space)  # a name of its own could be one that an answer needs
    assert space.keys() - {"__builtins__"} == {"_before_handing_in"}


def test_a_leak_is_seen(assignment, book):
    notebook = editions.student(assignment, book, key=KEY)
    for secret in ("    return [math.prod([value, n]) for value in x]", "def run(answer, k, x):",
                   "        def gen(rng):", "x = 1\n### BEGIN SOLUTION"):  # fmt: skip
        notebook.cells.append(code_cell(secret))
        with pytest.raises(GradingError):
            editions.refuse_leaks(notebook, assignment)
        notebook.cells.pop()
    editions.refuse_leaks(notebook, assignment)


def test_numbers_cannot_be_bound(book):
    files = ALL | {"typed.md": ALL["typed.md"].replace("문제입니다.", "{num}`1 | x` 문제")}
    with pytest.raises(GradingError, match="num 역할"):
        editions.student(pack.parse("hw1", files), book, key=KEY)


def test_the_source_for_nbgrader(assignment, book):
    notebook = editions.nbgrader(assignment, book)
    nbformat.validate(notebook)
    marked = [cell.metadata["nbgrader"] for cell in notebook.cells if "nbgrader" in cell.metadata]
    ids = [one["grade_id"] for one in marked]
    assert ids[:4] == ["scale", "scale-tests", "typed", "typed-tests"]
    assert len(set(ids)) == 6
    assert all(one["schema_version"] == 3 and one["task"] is False for one in marked)
    assert [(one["solution"], one["grade"], one["locked"]) for one in marked[:2]] == [
        (True, False, False), (False, True, True)
    ]  # fmt: skip
    assert [one["points"] for one in marked[1::2]] == [2, 1, 4]
    assert not any("points" in one for one in marked[::2])
    code = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert all("### BEGIN SOLUTION" in cell.source for cell in code[::2])
    assert all("### END HIDDEN TESTS" in cell.source for cell in code[1::2])


def test_nbgraders_tests_run(assignment, book):
    cells = sources(editions.nbgrader(assignment, book))[1:]
    space: dict = {}
    for cell in cells:
        exec(cell, space)
    tests = [cell for cell in cells if "HIDDEN TESTS" in cell]
    wrong = ["def scale(x, n):\n    return [2.0] if n == 2 else x", "typed = 6.0",
             "class Layer:\n    def __init__(self, k):\n        pass\n    "
             "def __call__(self, x):\n        return 0.0"]  # fmt: skip
    for answer, test in zip(wrong, tests, strict=True):
        exec(answer, space)
        with pytest.raises(AssertionError):
            exec(test, space)
