"""The instructor's folder, and the rules of attempts and lateness."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from course_lib.grading import pack, rules
from course_lib.grading.course import Course, Granted, Submission, plain_name, read_csv
from course_lib.grading.errors import GradingError
from tests.grading.test_marking import FILES


def test_the_folder_is_read(course):
    assert course.assignment("hw1").points == 3
    assert len(course.key()) == 32
    assert course.roster() == {"2026-1": "김하나", "2026-2": "이두리"}
    assert [path.name for path in course.root.iterdir() if "result" in path.name] == []


def test_missing_things_are_told(tmp_path, course):
    with pytest.raises(GradingError, match=r"과제가 없습니다: hw9. 있는 과제: hw1"):
        course.assignment("hw9")
    with pytest.raises(GradingError, match="강의 폴더가 아닙니다"):
        Course(tmp_path / "nowhere").assignment("hw1")
    assert Course(tmp_path / "nowhere").roster() == {}
    assert Course(tmp_path / "nowhere").submissions("hw1") == []


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "a:b", "a\0", "x" * 101])
def test_names_that_lead_elsewhere_are_refused(name, course):
    with pytest.raises(GradingError, match="이름"):
        plain_name(name)
    with pytest.raises(GradingError, match="이름"):
        course.place("results", name)


def test_decomposed_names_are_composed():
    assert plain_name(unicodedata.normalize("NFD", "김하나")) == "김하나"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_sheets_of_any_spreadsheet(tmp_path, encoding):
    path = tmp_path / "roster.csv"
    path.write_bytes("student,name\n1, 김하나 \n".encode(encoding))
    assert read_csv(path, needed=("student",)) == [{"student": "1", "name": "김하나"}]
    with pytest.raises(GradingError, match="열이 없습니다: 학번"):
        read_csv(path, needed=("학번",))


def test_a_sheet_that_is_none(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(GradingError, match=r"x.csv: UTF-8이나 CP949"):
        read_csv(tmp_path / "x.csv")


def test_exceptions(course):
    (course.root / "exceptions.csv").write_text(
        "student,assignment,due,attempts\n2026-1,hw1,2026-05-01T00:00,\n2026-2,hw1,,5\n2026-1,hw2,,\n"
    )
    assert course.exceptions("hw1") == {
        "2026-1": Granted(datetime(2026, 5, 1), None),
        "2026-2": Granted(None, 5),
    }
    (course.root / "exceptions.csv").write_text("student,assignment,due\n1,hw1,내일\n")
    with pytest.raises(GradingError, match="내일"):
        course.exceptions("hw1")


def test_attempts_are_in_the_order_of_their_numbers(course, hand_in):
    for number in (10, 2, 1):
        hand_in("2026-1", "x = 1", number=number)
    (course.root / "submissions/hw1/2026-1/notes").mkdir()
    found = course.submissions("hw1")
    assert [one.number for one in found] == [1, 2, 10]
    assert found[0].when is None
    assert json.loads(found[0].read())["cells"][0]["source"] == "x = 1"
    (found[0].folder / "notebook.ipynb").unlink()
    assert found[0].read() == b""


def attempts(*times: str | None) -> list[Submission]:
    return [
        Submission("s", number, Path(), {"when": when} if when else {})
        for number, when in enumerate(times, start=1)
    ]


@pytest.fixture(scope="module")
def assignment():
    known = pack.parse("hw1", FILES)
    return replace(known, due="2026-03-10T23:59", late=0.1, attempts=2)


@pytest.mark.parametrize(
    ("times", "number", "days", "share", "ignored"),
    [
        (["2026-03-10T23:59"], 1, 0, 1.0, 0),
        (["2026-03-11T00:00"], 1, 1, 0.9, 0),
        (["2026-03-12T00:00"], 1, 2, 0.8, 0),
        (["2026-04-30T00:00"], 1, 51, 0.0, 0),
        (["2026-03-01T00:00", "2026-03-02T00:00", "2026-03-03T00:00"], 2, 0, 1.0, 1),
        ([None], 1, 0, 1.0, 0),
        (["2026-03-10T15:00:00+00:00"], 1, None, None, 0),
    ],
)
def test_the_last_attempt_within_the_limit_counts(assignment, times, number, days, share, ignored):
    found = rules.count(attempts(*times), assignment)
    assert (found.submission.number, found.ignored) == (number, ignored)
    if days is not None:
        assert (found.late_days, found.share) == (days, pytest.approx(share))


def test_what_was_granted_replaces_the_rule(assignment):
    three = attempts("2026-03-01T00:00", "2026-03-02T00:00", "2026-03-20T00:00")
    found = rules.count(three, assignment, Granted(datetime(2026, 3, 20), 3))
    assert (found.submission.number, found.late_days, found.ignored) == (3, 0, 0)
    free = replace(assignment, due="", attempts=0)
    assert rules.count(three, free).submission.number == 3
    assert rules.count(three, free).share == 1
