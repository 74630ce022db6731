"""The instructor's folder is made safe from the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_lib.grading import create, seeds
from course_lib.grading.course import Course
from course_lib.grading.errors import GradingError


def test_a_new_course(tmp_path):
    root = tmp_path / "my" / "course"
    create.new(root, "hw1")
    assert (root / "course.key").stat().st_mode & 0o777 == 0o600
    course = Course(root)
    assert course.assignment("hw1").points == 5
    assert course.roster() == {"2026-00001": "홍길동"}
    ignored = (root / ".gitignore").read_text("utf-8").split()
    for name in ("course.key", "roster.csv", "/submissions/", "/results/", "/feedback/"):
        assert name in ignored
    assert "course-lib grade" in (root / "README.md").read_text("utf-8")


def test_a_second_assignment_leaves_the_rest_alone(tmp_path):
    create.new(tmp_path, "hw1")
    key = seeds.read_key(tmp_path)
    (tmp_path / "roster.csv").write_text("student\n1\n")
    create.new(tmp_path, "hw2", source=str(tmp_path / "assignments/hw1"))
    assert seeds.read_key(tmp_path) == key
    assert Course(tmp_path).roster() == {"1": ""}
    with pytest.raises(GradingError, match="이미 있습니다"):
        create.new(tmp_path, "hw1")


def test_what_cannot_be(tmp_path):
    with pytest.raises(GradingError, match=r"과제가 없습니다: no-such. 있는 것: .*example"):
        create.new(tmp_path, "hw1", source="no-such")
    assert not (tmp_path / "course.key").exists()
    with pytest.raises(GradingError, match="이름"):
        create.new(tmp_path, "../hw1")
    with pytest.raises(GradingError, match="책의 저장소"):
        create.new(Path(create.READY) / "mine", "hw1")
