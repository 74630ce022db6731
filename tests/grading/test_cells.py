"""Answers are found by name, whatever has happened to the cells."""

from __future__ import annotations

import random

import pytest

from course_lib.grading.cells import find, plain

ANSWER = "def double(x):\n    return times(x, 2)"
HELPER = "import math\n\ndef times(x, n):\n    return math.prod([x, n])"


def cells(*sources: str) -> list[tuple[str, str]]:
    return [(f"{place}번째 셀", source) for place, source in enumerate(sources, 1)]


@pytest.mark.parametrize(
    "sources",
    [
        (HELPER, ANSWER),
        (HELPER + "\n\n" + ANSWER,),
        (ANSWER, HELPER),
        ("def double(x):\n    return 'first try'", HELPER, ANSWER),
        (HELPER, ANSWER, ANSWER, HELPER),
        ("this is ( not Python", HELPER, ANSWER),
        ("raise RuntimeError", HELPER, ANSWER, "1 / 0", "while True: pass", "exit()"),
        ("!pip install torch", "%matplotlib inline\n" + HELPER, "%%time\n" + ANSWER, "double?"),
        ("%%bash\necho def double", HELPER, ANSWER),
        ("def unrelated(): return nothing", "print(undefined)", HELPER, ANSWER),
        ("double = ...", HELPER, ANSWER),
    ],
)
def test_an_answer_is_found(sources):
    found = find(cells(*sources), "double")
    assert found.error is None
    assert found.space["double"](4) == 8


def test_the_order_of_cells_is_kept_for_values():
    found = find(cells("total = 1", "parts = []", "parts.append(5)\ntotal += len(parts)"), "total")
    assert found.space["total"] == 2


def test_values_that_a_loop_makes():
    source = "weights = {}\nfor i in range(3):\n    weights[i] = i * step"
    found = find(cells("step = 2", source, "answer = weights"), "answer")
    assert found.space["answer"] == {0: 0, 1: 2, 2: 4}


def test_what_the_answer_does_not_need_is_not_run(tmp_path):
    trap = f"open({str(tmp_path / 'ran')!r}, 'w').close()"
    assert find(cells(trap, "answer = 1", trap), "answer").space["answer"] == 1
    assert not (tmp_path / "ran").exists()


def test_errors_are_told_from_absence():
    assert "answer" not in find(cells("x = 1"), "answer").space
    assert find(cells("def answer(:\n  pass"), "answer").broken == ["1번째 셀"]
    failed = find(cells("answer = 1 / 0"), "answer")
    assert isinstance(failed.error, ZeroDivisionError)
    nothing = find(cells("from nowhere import thing", "answer = thing()"), "answer")
    assert isinstance(nothing.error, ModuleNotFoundError)
    again = find(cells("answer = 1 / 0", "answer = 2"), "answer")
    assert (again.error, again.space["answer"]) == (None, 2)


def test_star_imports_and_classes():
    found = find(cells("from math import *", "class Answer:\n    tau = 2 * pi"), "Answer")
    assert found.space["Answer"].tau == pytest.approx(6.283185307)


def test_magics_leave_line_numbers_alone():
    source = "x = 1\n!ls\n    \nif x:\n    %time\ny = !ls\nz = 3"
    assert plain(source).splitlines()[1] == "pass"
    assert plain(source).splitlines()[4:] == ["    pass", "y = None", "z = 3"]
    assert plain("%%javascript\nalert(1)") == ""
    assert plain("text = '''\n50% of\n'''") == "text = '''\n50% of\n'''"
    assert plain("") == ""


def test_any_order_of_independent_definitions():
    parts = [HELPER, ANSWER, "LIMIT = 3", "def other():\n    return LIMIT"]
    for seed in range(10):
        random.Random(seed).shuffle(parts)
        assert find(cells(*parts), "double").space["double"](3) == 6
        assert find(cells(*parts), "other").space["other"]() == 3
