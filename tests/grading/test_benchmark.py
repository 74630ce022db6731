"""The measurement of grading measures what it says; how long it takes is not tested."""

from __future__ import annotations

from argparse import Namespace

from benchmarks import _other_graders, grading


def test_every_kind_of_submission_is_graded_and_nothing_is_left(backend):
    raws = grading._many(grading.PLAIN, 20)
    assert len(set(raws)) == 20
    row = grading._measure("plain", "x", grading._plain_files(), raws, Namespace(jobs=4))
    assert (row["count"], row["rows"], row["left_over"]) == (20, 20, [])
    assert row["scores"] == {"0.0": 8, "1.0": 4, "3.0": 8}
    assert row["statuses"] == {"graded": 28, "crash": 4, "missing": 8}


def test_the_reference_with_torch_is_right(backend):
    raws = grading._many((grading.TORCH,), 1)
    row = grading._measure("torch", "x", grading._torch_files(), raws * 2, Namespace(jobs=1))
    assert row["scores"] == {"1.0": 2}


def test_others_that_are_not_there_say_why():
    rows = list(_other_graders.measure(None, grading._many((grading.FORGED,), 1)))
    assert [row["name"] for row in rows] == ["nbgrader", "otter"]
    assert all("--others" in row["why"] for row in rows)


def test_a_forged_answer_gets_nothing(backend):
    raws = grading._many((grading.FORGED,), 1)
    row = grading._measure("few", "x", grading._plain_files(), raws, Namespace(jobs=1))
    assert row["forged"] == 0
