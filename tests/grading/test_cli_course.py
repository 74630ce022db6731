"""The instructor's commands, one after another, as an instructor types them."""

from __future__ import annotations

import json
import re
import zipfile

import pytest

from course_lib import cli
from course_lib.grading import cluster, engine, health
from course_lib.grading.health import Finding
from course_lib.grading.sandbox import NoSandboxError
from tests.authoring.conftest import FIXTURES
from tests.grading.test_marking import RIGHT, notebook

COMMANDS = ("assignment new", "assignment check", "assignment release", "collect", "grade",
            "feedback", "export", "report")  # fmt: skip


@pytest.fixture
def say(capsys):
    """Run a command; give its status, output and errors."""

    def run(*arguments):
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = stopped.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_korean(say, command):
    status, out, _ = say(*command.split(), "--help")
    assert status == 0
    assert out.startswith("사용법: course-lib")
    assert "--json" in out
    assert "--course" in out
    assert not re.search(r"usage|options|positional|show this", out)


def test_the_whole_way(say, tmp_path, backend, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here = ("--course", tmp_path / "course")
    assert say("assignment", "new", "hw1", *here)[0] == 0
    status, out, _ = say("assignment", "check", "hw1", *here, "--seeds", 2)
    assert (status, out) == (0, "문제 2개, 5점, 오답 6개: 이상이 없습니다.\n")
    status, _, _ = say("assignment", "release", "hw1", *here, "--book", FIXTURES)
    released = tmp_path / "course/release/hw1/hw1.ipynb"
    assert status == 0
    assert "BEGIN SOLUTION" not in released.read_text("utf-8")
    status, out, _ = say("assignment", "release", "hw1", *here, "--book", FIXTURES, "--nbgrader")
    assert "학생에게 주지 마십시오" in out

    (tmp_path / "course/roster.csv").write_text("student,name\n1,김하나\n2,이두리\n", "utf-8")
    answer = "def masked_mean(scores, mask):\n    return scores[mask].mean()"
    with zipfile.ZipFile("in.zip", "w") as archive:
        for name, source in (
            ("김하나_11", answer),
            ("이두리_12", "perplexity = 64"),
            ("손님_13", "x"),
        ):
            archive.writestr(f"{name}_assignsubmission_file_/hw1.ipynb", notebook(source))
    status, out, _ = say("collect", "hw1", "in.zip", *here)
    assert status == 1
    assert "손님_13" in out
    assert say("collect", "hw1", "in.zip", *here, "--json")[0] == 1

    status, out, err = say("grade", "hw1", *here, "-j", 2)
    assert (status, out) == (0, "채점 3명\n")
    assert "1: 3 / 5\n" in err
    assert say("grade", "hw1", *here)[1] == "새로 채점할 것이 없습니다.\n"
    status, out, _ = say("grade", "hw1", *here, "--only", "1", "--again", "--json")
    assert [row["score"] for row in json.loads(out)["results"]] == [3]

    status, out, _ = say("report", "hw1", *here)
    assert status == 1
    for said in (
        "채점함 3명",
        "진짜 토큰만 평균하기 (masked_mean): 정답 33%",
        "가장 잦은 실수 (1명)",
        "명단에 없는 학생: 1명",
    ):
        assert said in out
    status, out, _ = say("feedback", "hw1", *here, "--zip", "out.zip")
    assert status == 0
    assert len(zipfile.ZipFile("out.zip").namelist()) == 3
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("식별자,성명,성적\n참여자11,김하나,\n참여자12,이두리,\n", "utf-8-sig")
    status, out, _ = say("export", "hw1", "--fill", sheet, *here)
    assert status == 1
    assert "손님_13: 적지 않았습니다. 시트에 없는 학생입니다." in out
    filled = (tmp_path / "sheet-채점.csv").read_text("utf-8-sig")
    assert filled == "식별자,성명,성적\n참여자11,김하나,3\n참여자12,이두리,0\n"
    status, out, _ = say("export", "hw1", "--fill", sheet, *here, "--json")
    assert json.loads(out)["scores"] == {"1": 3.0, "2": 0.0}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "assignment new"])
def test_what_is_missing_is_one_line_and_status_2(say, tmp_path, command):
    given = {"collect": ["x.zip"], "export": ["--fill", "x.csv"]}.get(command, [])
    arguments = (*command.split(), "hw9", *given, "--course", tmp_path)
    status, out, err = say(*arguments)
    assert (status, out) == (2, "")
    assert "강의 폴더가 아닙니다" in err
    status, out, _ = say(*arguments, "--json")
    assert (status, json.loads(out)["ok"]) == (2, False)


def test_troubles_with_files_are_korean_and_name_the_file(say, course, tmp_path):
    here = ("--course", course.root)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("student,score\n2026-1,\n", "utf-8")
    for arguments, told in (
        (("export", "hw1", "--fill", tmp_path / "no.csv"), f"없습니다: {tmp_path}/no.csv"),
        (("export", "hw1", "--fill", tmp_path), f"폴더입니다: {tmp_path}"),
        (("export", "hw1", "--fill", sheet, "-o", tmp_path), f"폴더입니다: {tmp_path}"),
        (("feedback", "hw1", "--zip", tmp_path / "no" / "x.zip"), f"없습니다: {tmp_path}/no/x.zip"),
    ):
        status, out, err = say(*arguments, *here)
        assert (status, out) == (2, ""), arguments
        assert told in err, arguments
        assert "Errno" not in err


def test_too_early_says_what_comes_first(say, course, backend):
    here = ("--course", course.root)
    assert "먼저: course-lib collect hw1" in say("grade", "hw1", *here)[1]
    status, out, _ = say("feedback", "hw1", *here)
    assert status == 1
    assert "먼저: course-lib grade hw1" in out


def test_without_a_sandbox_nothing_is_graded(say, course, hand_in, monkeypatch):
    hand_in("2026-1", RIGHT)

    def none():
        raise NoSandboxError("expected the program bwrap, but it is not installed")

    monkeypatch.setattr(engine, "sandbox", none)
    status, _, err = say("grade", "hw1", "--course", course.root)
    assert status == 2
    assert "샌드박스가 없어" in err
    assert "bubblewrap" in err
    assert not (course.root / "results").exists()


def test_a_sandbox_with_a_hole_grades_nothing(say, course, hand_in, monkeypatch, backend):
    hand_in("2026-1", RIGHT)
    hole = Finding("바깥에 쓰기", False, "answered /root")
    monkeypatch.setattr(health, "examine", lambda backend, short: iter([hole]))
    monkeypatch.setattr(engine, "sandbox", lambda: backend)
    status, _, err = say("grade", "hw1", "--course", course.root)
    assert status == 2
    assert "공격을 막지 못해 채점하지 않습니다: 바깥에 쓰기" in err
    assert not (course.root / "results").exists()


def test_what_could_not_be_graded_is_status_1(say, course, hand_in, monkeypatch, backend):
    hand_in("2026-1", RIGHT)

    def broken(job):
        raise OSError("no space left")

    monkeypatch.setattr(engine, "do", broken)
    status, out, err = say("grade", "hw1", "--course", course.root)
    assert (status, out) == (1, "채점하지 못함(다시 실행) 1명\n")
    assert "no space left" in err


def test_a_key_that_others_can_read_is_refused(say, course, hand_in):
    hand_in("2026-1", RIGHT)
    (course.root / "course.key").chmod(0o644)
    status, _, err = say("grade", "hw1", "--course", course.root)
    assert status == 2
    assert "chmod 600" in err


def test_a_cluster_is_asked_before_it_grades(say, course, hand_in, monkeypatch):
    hand_in("2026-1", RIGHT)
    monkeypatch.setattr(cluster, "examine", lambda address: f"{address}: 구멍")
    status, _, err = say("grade", "hw1", "--course", course.root, "--scheduler", "tcp://x:1")
    assert status == 2
    assert "tcp://x:1: 구멍" in err


@pytest.mark.parametrize("jobs", ["0", "-1"])
def test_no_jobs_is_a_mistake(say, course, jobs, backend):
    status, _, err = say("grade", "hw1", "--course", course.root, "-j", jobs)
    assert status == 2
    assert "1 이상" in err


def test_problems_of_an_assignment_are_status_1(say, course, backend):
    status, out, _ = say("assignment", "check", "hw1", "--course", course.root, "--json")
    assert status == 1
    assert json.loads(out)["problems"][0]["item"] == "scale"


def test_doctor_attacks_the_sandbox_when_asked(say, backend, monkeypatch):
    from course_lib.cli import _health

    monkeypatch.setattr(_health, "_EXAMINATIONS", ())
    held = [Finding("네트워크", True, "graded"), Finding("바깥에 쓰기", False, "answered /root")]
    monkeypatch.setattr(health, "examine", lambda backend, short=False: iter(held))
    status, out, _ = say("doctor", "--sandbox")
    assert status == 1
    assert "✓ 네트워크" in out
    assert "✗ 바깥에 쓰기: answered /root" in out


def test_doctor_without_a_sandbox(say, monkeypatch):
    from course_lib.cli import _health

    def none():
        raise NoSandboxError("expected the program bwrap")

    monkeypatch.setattr(_health, "_EXAMINATIONS", ())
    monkeypatch.setattr(engine, "sandbox", none)
    status, out, _ = say("doctor", "--sandbox", "--json")
    found = json.loads(out)["findings"]
    assert status == 1
    assert found[0]["status"] == "failed"
    assert "bwrap" in found[0]["detail"]
