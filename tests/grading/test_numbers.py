"""Numbers that differ by student: one notebook for all, and each learner's own answer."""

from __future__ import annotations

import json
import re

import pytest

from course_lib.authoring.book import load_book
from course_lib.grading import check, editions, numbers, pack
from course_lib.grading.errors import GradingError
from course_lib.grading.marking import mark
from tests.authoring.conftest import FIXTURES
from tests.grading.predicting import MIXED, PRODUCT
from tests.grading.test_marking import KEY, RIGHT, notebook

ONE = {"assignment.toml": 'title = "수"\nexercises = ["product.md"]', "product.md": PRODUCT}


@pytest.fixture(scope="module")
def assignment():
    return pack.parse("hw1", ONE)


@pytest.fixture(scope="module")
def code(assignment):
    """The cells of the notebook that everybody gets."""
    made = editions.student(assignment, load_book(FIXTURES), key=KEY)
    return [cell.source for cell in made.cells if cell.cell_type == "code"]


def own(assignment, student):
    (item,) = assignment.items
    return numbers.values(item.exercise, KEY, "hw1", numbers.row(student))


@pytest.fixture
def grade(assignment, backend):
    def run(student, *sources):
        result = mark(notebook(*sources), assignment, student, key=KEY, backend=backend)
        return result["items"][0]

    return run


def typed(code, student):
    """The notebook with a student's number typed in."""
    who, table = code[1], next(cell for cell in code if "_own_numbers(" in cell)
    return [who.replace('student_number = ""', f"student_number = {student!r}"), table]


@pytest.mark.parametrize("student", ["2026-1", "각1", "\u1100\u1161\u11a81", "Ａb_9 .é", "0"])
def test_the_notebook_finds_the_same_row(assignment, code, student):
    space: dict = {}
    for cell in typed(code, student):
        exec(cell, space)
    assert (space["a"], space["b"]) == own(assignment, student)


def test_a_number_may_be_typed_in_any_way(assignment, code, capsys):
    assert numbers.row("2026-00001") == numbers.row(" 2026 00001") == numbers.row("202600001")
    assert numbers.row("a가-1") == numbers.row("A가1")
    assert len({numbers.row(f"2026-{n:05}") for n in range(500)}) > 150
    assert len({own(assignment, f"s{n}") for n in range(200)}) > 100
    space: dict = {}
    for cell in typed(code, "2026-1"):
        exec(cell, space)
    a, b = own(assignment, "2026-1")
    assert capsys.readouterr().out == f"a = {a}, b = {b}\n"
    who, table = typed(code, " - ")
    exec(who, space)
    with pytest.raises(AssertionError, match="학번을 적고 먼저"):
        exec(table, space)


def test_the_answer_is_ones_own(assignment, code, grade):
    a, b = own(assignment, "2026-1")
    assert grade("2026-1", f"product = {a * b}")["score"] == 1
    assert grade("2026-1", *typed(code, "2026-1"), "product = a * b")["score"] == 1
    other = next(f"s{n}" for n in range(99) if own(assignment, f"s{n}") != (a, b))
    for sources in ([f"product = {a * b}"], [*typed(code, "2026-1"), "product = a * b"]):
        row = grade(other, *sources)
        assert (row["score"], row["lines"], row["hints"]) == (0, [numbers.OTHERS], [])


def test_a_known_mistake_is_told_even_if_it_is_right_for_somebody_else(backend):
    text = PRODUCT.replace("int(rng.integers(2, 50)) * 2 + 1", "int(rng.integers(1, 3)) * 2")
    text = text.replace("int(rng.integers(2, 50)) / 2", "2.0")  # 2 · 2, 4 · 2
    text = text.replace("return a + b", "return a * b / 2 if a == 4 else a * b * 2")
    assignment = pack.parse("hw1", ONE | {"product.md": text})
    for student in ("s1", "s2", "s3", "s4"):
        a, b = own(assignment, student)
        raw = notebook(f"product = {12 - a * b}")
        (row,) = mark(raw, assignment, student, key=KEY, backend=backend)["items"]
        assert row["hints"] == ["곱하지 않고 더했습니다."]


def test_mistakes_are_told_and_nothing_else_is_said(assignment, code, grade):
    a, b = own(assignment, "2026-1")
    row = grade("2026-1", f"product = {a + b}")
    assert row["hints"] == ["곱하지 않고 더했습니다."]
    assert not re.search(r"\d", " ".join(row["lines"]))
    for source in ("product = ...", "x = 3"):
        assert grade("2026-1", source)["status"] == "missing"
    assert grade("2026-1", "product = [1]")["score"] == 0
    assert grade("2026-1", "product = float('nan')")["score"] == 0
    assert (
        grade("2026-1", "class A(float):\n    __eq__ = lambda s, o: True\nproduct = A(1)")["score"]
        == 0
    )
    assert grade("2026-1", "def product(a, b):\n    return a * b")["score"] == 0


def test_an_unfinished_notebook_gets_nothing(code, grade):
    row = grade("2026-1", *code)
    assert (row["status"], row["score"]) == ("missing", 0)


def test_the_notebook_has_numbers_and_no_answers(code):
    text = "\n".join(code)
    assert text.count("#@param") == 1
    assert len(re.findall(r"^    \(\d+, \d+\.\d\),$", text, re.MULTILINE)) == numbers.ROWS
    for secret in ("a * b", "def gen", "wrong_", "BEGIN SOLUTION", KEY.hex()):
        assert secret not in text


def test_other_answers_do_not_need_the_number(backend):
    assignment = pack.parse("hw1", MIXED)
    made = editions.student(assignment, load_book(FIXTURES), key=KEY)
    code = [cell.source for cell in made.cells if cell.cell_type == "code"]
    raw = json.dumps({"cells": [{"cell_type": "code", "source": s} for s in
                                [*code, RIGHT, "typed = 6.5"]]}).encode()  # fmt: skip
    result = mark(raw, assignment, "2026-1", key=KEY, backend=backend)
    points = {item["name"]: item["score"] for item in result["items"]}
    assert points == {"scale": 2, "typed": 1, "product": 0, "parity": 0}


def test_check(assignment, backend):
    assert list(check.check(assignment, backend)) == []
    for old, new, said in (
        ("return a + b", "return b * a", "오답이 시드 200개 가운데 200개에서"),
        ("return a + b", "return a * b if a == 51 else a", "오답이 시드 200개 가운데"),
        ("product = a * b", 'product = "x"', "보이는 확인을 통과하지 못합니다"),
    ):
        files = ONE | {"product.md": PRODUCT.replace(old, new)}
        found = [one.said for one in check.check(pack.parse("hw1", files), backend, seeds=2)]
        assert any(said in one for one in found), said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('return {"a"', 'return 3, {"a"', "이름과 수의 사전"),
        ('"a": int', '"a b": int', "이름과 수의 사전"),
        ("def gen", "def draw", "이름과 수의 사전"),
        ("def wrong_sum(a, b)", "def wrong_sum(b, a)", "인자는 차례대로 a, b"),
        ("kind: numbers", "kind: numbers\ncases: 3", "모르는 항목입니다: cases"),
        (":tags: [visible]", ":tags: [adapter]", "adapter 꼬리표가 붙은 셀은 둘 수 없습니다"),
    ],
)
def test_an_authors_mistakes_are_told(old, new, said):
    assert old in PRODUCT
    with pytest.raises(GradingError, match=said):
        pack.parse("hw1", ONE | {"product.md": PRODUCT.replace(old, new)})


def test_numbers_are_pythons_own():
    text = PRODUCT.replace("int(rng.integers(2, 50)) * 2 + 1", "rng.integers(2, 50)")
    assignment = pack.parse("hw1", ONE | {"product.md": text})
    assert type(own(assignment, "s")[0]) is int
    text = PRODUCT.replace("int(rng.integers(2, 50)) * 2 + 1", '"많이"')
    with pytest.raises(GradingError, match="수나 수의 목록"):
        own(pack.parse("hw1", ONE | {"product.md": text}), "s")
