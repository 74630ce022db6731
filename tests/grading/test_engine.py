"""Many submissions: each learner one row, whatever happens to the others."""

from __future__ import annotations

import json

import pytest

from course_lib.grading import engine
from course_lib.grading.errors import GradingError
from tests.grading.test_marking import FILES, KEY, RIGHT

WRONG = "def scale(x, n):\n    return x"


@pytest.fixture
def grade(course, backend):
    def run(**options):
        found = engine.grade(course, "hw1", run=options.pop("run", engine.threads(2)), **options)
        return {result["student"]: result for result in found}

    return run


def rows(course):
    return engine.read_results(course.root / "results" / "hw1")


def test_each_learner_has_one_row(course, hand_in, grade):
    hand_in("2026-1", WRONG)
    hand_in("2026-1", RIGHT, "typed = 6.5", number=2)
    hand_in("2026-2", "import os\nos._exit(1)\ndef scale(x, n):\n    os._exit(1)", "typed = 6.5")
    hand_in("2026-3").joinpath("notebook.ipynb").write_bytes(b"{")
    assert grade() == rows(course)
    found = {student: (row["status"], row["score"]) for student, row in rows(course).items()}
    assert found == {"2026-1": ("graded", 3), "2026-2": ("graded", 1), "2026-3": ("unreadable", 0)}
    assert rows(course)["2026-1"]["attempt"] == 2


def test_nothing_is_graded_twice_unless_it_changed(course, hand_in, grade):
    hand_in("2026-1", RIGHT)
    hand_in("2026-2", WRONG)
    assert set(grade()) == {"2026-1", "2026-2"}
    assert grade() == {}
    assert set(grade(again=True, only=["2026-2"])) == {"2026-2"}
    hand_in("2026-2", RIGHT, number=2)
    assert set(grade()) == {"2026-2"}
    toml = course.root / "assignments/hw1/assignment.toml"
    toml.write_text(FILES["assignment.toml"] + '\nattempts = 1\ndue = "2020-01-01"\nlate = 0.5\n')
    assert rows(course)["2026-2"]["score"] == 2
    assert set(grade()) == {"2026-1", "2026-2"}
    assert rows(course)["2026-2"]["score"] == 0
    assert rows(course)["2026-2"]["ignored_attempts"] == 1


def test_lateness_costs_its_share(course, hand_in, grade):
    toml = course.root / "assignments/hw1/assignment.toml"
    toml.write_text(FILES["assignment.toml"] + '\ndue = "2026-03-01T00:00"\nlate = 0.25\n')
    hand_in("2026-1", RIGHT, when="2026-03-01T10:00")
    row = grade()["2026-1"]
    assert (row["score"], row["late_days"], row["share"]) == (1.5, 1, 0.75)
    assert row["items"][0]["score"] == 2


def test_a_run_that_was_stopped_goes_on(course, hand_in, grade):
    hand_in("2026-1", RIGHT)
    hand_in("2026-2", RIGHT)

    def stopped(jobs):
        yield engine.do(jobs[0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(run=stopped)
    assert len(rows(course)) == 1
    assert len(grade()) == 1
    assert len(rows(course)) == 2


def test_infra_is_tried_again_and_costs_nobody(course, hand_in, grade, monkeypatch):
    hand_in("2026-1", RIGHT)
    hand_in("2026-2", RIGHT)
    real = engine.do

    def broken(job):
        if job.student == "2026-1":
            raise OSError("too many open files")
        return real(job)

    monkeypatch.setattr(engine, "do", broken)
    assert grade()["2026-1"]["status"] == "infra"
    assert rows(course)["2026-2"]["score"] == 2
    monkeypatch.setattr(engine, "do", real)
    assert set(grade()) == {"2026-1"}
    assert rows(course)["2026-1"]["score"] == 2


def test_only_those_who_handed_in(grade, hand_in):
    hand_in("2026-1", RIGHT)
    with pytest.raises(GradingError, match="낸 것이 없는 학생입니다: 2026-9"):
        grade(only=["2026-1", "2026-9"])


def test_the_hash_changes_with_all_that_decides():
    def job(**change):
        parts = {"student": "s", "raw": b"r", "name": "n", "sources": (("a", "b"),), "key": KEY}
        return engine.Job(**(parts | change)).digest

    others = [{"student": "t"}, {"raw": b""}, {"name": "m"}, {"sources": (("ab", ""),)},
              {"key": b"k"}]  # fmt: skip
    assert len({job(), *(job(**change) for change in others)}) == 6
    assert job() == job()


def test_results_are_plain_json(course, hand_in, grade):
    hand_in("2026-1", "def scale(x, n):\n    print('\\ud800')\n    return x")
    grade()
    raw = (course.root / "results/hw1/2026-1.json").read_bytes()
    assert json.loads(raw)["student"] == "2026-1"
