"""Prediction files handed out, collected, graded and told: labels stay with the instructor."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib import cli
from course_lib.authoring.book import load_book
from course_lib.authoring.notebook import dumps
from course_lib.grading import editions, engine, feedback, pack, report
from course_lib.grading.collect import collect
from course_lib.grading.course import Course
from course_lib.grading.errors import GradingError
from course_lib.grading.marking import predictions_seed
from tests.authoring.conftest import FIXTURES
from tests.grading.predicting import ALONE, MIXED, sheet, with_errors
from tests.grading.test_marking import KEY, RIGHT, notebook


@pytest.fixture(scope="module")
def released(mixed):
    return editions.student(mixed, load_book(FIXTURES), key=KEY)


@pytest.fixture
def cells(released, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = [cell.source for cell in released.cells if cell.cell_type == "code"]
    return {
        "given": next(cell for cell in code if "unlabelled = " in cell),
        "write": next(cell for cell in code if "_write_predictions(" in cell),
        "last": code[-1],
    }


def run(*sources, **space):
    for source in sources:
        exec(source, space)
    return space


def test_the_inputs_are_in_the_notebook_and_the_labels_are_not(released, cells, alone, truth):
    inputs, _ = alone.items[0].predictions.draw(predictions_seed(KEY, "hw1", alone.items[0]))
    assert run(cells["given"])["unlabelled"] == list(inputs)
    text = dumps(released)
    for secret in (
        "def gen",
        "wrong_",
        "int(text[-1])",
        KEY.hex(),
        ",".join(truth[:5]),
        "baseline",
    ):
        assert secret not in text
    assert not re.search(r"(even|odd)\W+(even|odd)\W+(even|odd)", text)
    other = editions.student(pack.parse("hw1", MIXED), load_book(FIXTURES), key=bytes(32))
    assert dumps(other) != text, "another key, other inputs"
    assert dumps(editions.student(pack.parse("hw1", MIXED), load_book(FIXTURES), key=KEY)) == text


@pytest.mark.parametrize("kind", [list, np.array, tuple])
def test_the_notebooks_cell_writes_what_is_graded(cells, grade, truth, capsys, kind):
    space = run(cells["given"])
    run(cells["write"], unlabelled=space["unlabelled"], predict=lambda texts: kind(truth))
    assert grade(Path("parity.csv").read_bytes())["score"] == 4
    said = capsys.readouterr().out
    assert "parity.csv에 300줄을 썼습니다: even" in said
    stream = {"output_type": "stream", "text": said}
    cell = {"cell_type": "code", "source": "", "outputs": [stream]}
    assert grade(..., json.dumps({"cells": [cell]}).encode())["score"] == 4


def test_the_notebooks_cell_says_what_is_wrong(cells, capsys):
    def write(predicted):
        run(cells["write"], unlabelled=["1", "2"], predict=lambda texts: predicted)

    write(None)
    assert "아직" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="2개 필요한데 1개"):
        write(["odd"])
    with pytest.raises(AssertionError, match=r"모르는 라벨이 있습니다: \['1'\]"):
        write([1.0, True])
    assert not Path("parity.csv").exists()
    write(["odd", "even"])
    assert Path("parity.csv").read_bytes() == b"id,label\n1,odd\n2,even\n"


def test_the_last_cell_asks_for_the_file(cells, capsys):
    run(cells["last"])
    assert "`parity.csv` 파일이 없습니다" in capsys.readouterr().out
    Path("parity.csv").touch()
    run(cells["last"])
    said = capsys.readouterr().out
    assert "`parity.csv` 파일이 없습니다" not in said
    assert "예측 파일도 노트북과 함께 올립니다: parity.csv" in said


def test_inputs_that_are_too_large_are_refused(monkeypatch, mixed):
    monkeypatch.setattr("course_lib.grading.release_cells.MOST_BYTES", 100)
    with pytest.raises(GradingError, match="입력의 수를 줄이십시오"):
        editions.student(mixed, load_book(FIXTURES), key=KEY)


def test_nbgrader_gets_what_it_can_have(mixed):
    book = load_book(FIXTURES)
    text = dumps(editions.nbgrader(mixed, book))
    assert editions.unknown_to_nbgrader(mixed) == ["product", "parity"]
    assert "def scale" in text
    assert "predict" not in text
    assert "product" not in text
    with pytest.raises(GradingError, match="nbgrader로 낼 수 있는 문제가 없습니다"):
        editions.nbgrader(pack.parse("hw1", ALONE), book)


# --- the whole way ------------------------------------------------------------------------------


@pytest.fixture
def class_of(course):
    """The course with the mixed assignment."""
    for name, text in MIXED.items():
        (course.root / "assignments" / "hw1" / name).write_text(text, "utf-8")
    return course


def own_truth(course: Course):
    assignment = course.assignment("hw1")
    item = assignment.items[-1]
    _, numbers = item.predictions.draw(predictions_seed(course.key(), "hw1", item))
    return [item.predictions.labels[number] for number in numbers]


def results(course, **options):
    found = engine.grade(course, "hw1", run=engine.threads(2), **options)
    return {row["student"]: row for row in found}


def test_collected_graded_told_and_not_graded_twice(class_of, tmp_path, backend):
    truth = own_truth(class_of)
    source = tmp_path / "in"
    for student, name, labels in (
        ("2026-1", "parity (1).csv", truth), ("2026-2", "예측.csv", with_errors(truth, 0.3))
    ):  # fmt: skip
        (source / student).mkdir(parents=True)
        (source / student / "hw1.ipynb").write_bytes(notebook(RIGHT, "typed = 6.5"))
        (source / student / name).write_bytes(sheet(labels))
    assert {row.state for row in collect(class_of, "hw1", source)} == {"new"}
    first = results(class_of)
    assert {student: row["score"] for student, row in first.items()} == {
        "2026-1": 7,
        "2026-2": 4.33,
    }
    assert results(class_of) == {}
    (source / "2026-2" / "예측.csv").write_bytes(sheet(truth))
    assert sorted(row.state for row in collect(class_of, "hw1", source)) == ["new", "same"]
    again = results(class_of)
    assert {student: row["score"] for student, row in again.items()} == {"2026-2": 7}
    kept = class_of.root / "submissions/hw1/2026-2/2/예측.csv"
    kept.write_bytes(b"id,label\n1,odd\n")
    assert results(class_of)["2026-2"]["items"][-1]["status"] == "unreadable"

    found = report.report(class_of, "hw1")
    parity = found.difficulty[-1]
    assert parity.spread == [1, 1, 1, 1, 1]
    assert parity.statuses == {"right": 1, "unreadable": 1}
    ((student, said),) = found.exceptions["predictions"]
    assert student == "2026-2"
    assert said.startswith("짝수와 홀수: `parity.csv`: 빠진 id")


def test_feedback_shows_the_score_and_no_label(class_of, hand_in, backend):
    truth = own_truth(class_of)
    for student, share in (("2026-1", 0.2), ("2026-2", 0.0)):
        folder = hand_in(student, RIGHT, "typed = 6.5")
        (folder / "parity.csv").write_bytes(sheet(with_errors(truth, share)))
    results(class_of)
    feedback.write(class_of, "hw1")
    text = (class_of.root / "feedback/hw1/2026-1.html").read_text("utf-8")
    assert "부분 점수 · 2.67 / 4점" in text
    assert "정확도 80.0%. 90.0%부터 만점이고 60.0%까지는 0점입니다." in text
    assert "큰 수에서 틀렸습니다." in text
    for path in (class_of.root / "results/hw1").glob("*.json"):
        assert not re.search(r"even|odd", path.read_text("utf-8"))
    assert not re.search(r"even|odd", text)
    parity = report.report(class_of, "hw1").difficulty[-1]
    assert parity.statuses == {"right": 1, "partial": 1}
    assert parity.spread == pytest.approx([0.8, 0.85, 0.9, 0.95, 1.0])


def test_files_flat_in_one_folder_belong_to_their_student(class_of, tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "2026-1_hw1.ipynb").write_bytes(notebook(RIGHT))
    (source / "2026-1_parity.csv").write_bytes(sheet(["odd"]))
    rows = list(collect(class_of, "hw1", source))
    assert [(row.student, row.attempt) for row in rows] == [("2026-1", 1)]
    (one,) = class_of.submissions("hw1")
    assert one.files(("parity.csv",)) == (("parity.csv", sheet(["odd"])),)
    assert one.read() == notebook(RIGHT)


def test_what_is_no_plain_file_is_refused_and_costs_nobody_else(class_of, tmp_path):
    (tmp_path / "secret.csv").write_bytes(sheet(["odd"]))
    truth = own_truth(class_of)
    for student in ("2026-1", "2026-2"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "hw1.ipynb").write_bytes(notebook(RIGHT))
    (tmp_path / "in/2026-1/parity.csv").symlink_to(tmp_path / "secret.csv")
    os.mkfifo(tmp_path / "in/2026-1/parity (1).csv")
    (tmp_path / "in/2026-1/parity (2).csv").mkdir()
    (tmp_path / "in/2026-2/parity.csv").write_bytes(sheet(truth))
    rows = list(collect(class_of, "hw1", tmp_path / "in"))
    assert [row.state for row in rows] == ["refused", "refused", "new", "new"]
    handed = {one.student: one.files(("parity.csv",)) for one in class_of.submissions("hw1")}
    assert handed == {"2026-1": (), "2026-2": (("parity.csv", sheet(truth)),)}


def test_a_link_among_the_submissions_is_not_followed(class_of, hand_in, tmp_path, backend):
    (tmp_path / "labels.csv").write_bytes(sheet(own_truth(class_of)))
    folder = hand_in("2026-1", RIGHT)
    (folder / "parity.csv").symlink_to(tmp_path / "labels.csv")
    row = results(class_of)["2026-1"]["items"][-1]
    assert (row["status"], row["score"]) == ("unreadable", 0)
    assert "보통 파일이 아니라" in row["lines"][0]


def test_the_command_names_what_nbgrader_cannot_have(class_of, capsys):
    for options, said in (((), "썼습니다"), (("--nbgrader",), "뺀 문제: product, parity")):
        where = ("--course", str(class_of.root), "--book", str(FIXTURES))
        assert cli.main(["assignment", "release", "hw1", *where, *options]) == 0
        assert said in capsys.readouterr().out
    text = (class_of.root / "release/hw1/hw1.ipynb").read_text("utf-8")
    assert "unlabelled" in text
    assert "student_number" in text
