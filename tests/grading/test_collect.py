"""Handing-ins from folders and archives: nothing lost, nothing believed, nothing twice."""

from __future__ import annotations

import json
import stat
import unicodedata
import zipfile
from pathlib import PurePosixPath

import pytest

from course_lib.grading import archives, notebooks, privacy
from course_lib.grading.collect import collect
from course_lib.grading.errors import GradingError
from course_lib.grading.people import Directory, Sender, sender
from tests.grading.test_marking import notebook

ONE, TWO = notebook("x = 1"), notebook("x = 2")
MOODLE = "김하나_4711_assignsubmission_file_"


def pack(path, files, *, cp949=False):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    if cp949:  # as Korean Windows writes it: CP949, without the UTF-8 flag
        raw = path.read_bytes()
        for name in files:
            raw = raw.replace(name.encode(), _padded(name))
        raw = _without_flags(raw)
        path.write_bytes(raw)
    return path


def _padded(name):
    """CP949 of the same length as UTF-8: three bytes a syllable become two, so pad the end."""
    made = name.encode("cp949")
    stem, dot, end = made.rpartition(b".")
    return stem + b"x" * (len(name.encode()) - len(made)) + dot + end


def _without_flags(raw):
    out = bytearray(raw)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = out.find(mark)
        while start >= 0:
            out[start + at + 1] &= ~0x08
            start = out.find(mark, start + 4)
    return bytes(out)


@pytest.fixture
def gather(course):
    return lambda source, **options: list(collect(course, "hw1", source, **options))


def texts(course):
    return {
        f"{one.student}/{one.number}": one.read() and json.loads(one.read())["cells"][0]["source"]
        for one in course.submissions("hw1")
    }


def test_a_moodle_zip(course, gather, tmp_path):
    source = pack(tmp_path / "m.zip", {
        f"{MOODLE}/hw1.ipynb": ONE,
        f"{MOODLE}/예측.csv": b"1,2",
        "이두리_4712_assignsubmission_file_hw1.ipynb": TWO,
        "누구_4714_assignsubmission_file/hw1.ipynb": TWO,  # from version 4.1 on
    })  # fmt: skip
    rows = gather(source)
    assert {(row.student, row.state, row.attempt, row.known) for row in rows} == {
        ("2026-1", "new", 1, True), ("2026-2", "new", 1, True), ("누구_4714", "new", 1, False)
    }  # fmt: skip
    one, two, three = course.submissions("hw1")
    assert (one.folder / "예측.csv").read_bytes() == b"1,2"
    assert {key: one.origin[key] for key in ("lms", "id", "prefix")} == {
        "lms": "moodle", "id": "4711", "prefix": MOODLE
    }  # fmt: skip
    assert two.origin["prefix"] == "이두리_4712_assignsubmission_file_"
    assert three.origin["prefix"] == "누구_4714_assignsubmission_file"
    assert one.when is None


@pytest.mark.parametrize("late", ["LATE", "late"])
def test_a_canvas_zip(course, gather, tmp_path, late):
    source = pack(
        tmp_path / "c.zip",
        {f"김하나_{late}_31_99_hw1.ipynb": ONE, "누구_77_98_hw1-1.ipynb": TWO},
    )
    rows = {row.student: row for row in gather(source)}
    assert rows["2026-1"].known
    assert not rows["누구_77"].known
    one, _ = course.submissions("hw1")
    assert (one.origin["late"], one.origin["id"]) == ("LMS", "31")


@pytest.mark.parametrize("place", ["", ".."])
def test_the_courses_own_folder_is_no_source(course, gather, place):
    with pytest.raises(GradingError, match="받은 파일만 든 폴더"):
        gather(course.root / place)
    assert texts(course) == {}


def test_a_folder(course, gather, tmp_path):
    source = tmp_path / "in"
    (source / "김하나").mkdir(parents=True)
    (source / "김하나" / "hw1.ipynb").write_bytes(ONE)
    (source / "hw1_2026-2.ipynb").write_bytes(TWO)
    (source / ".hidden").write_bytes(b"")
    assert {row.student for row in gather(source, times=True)} == {"2026-1", "2026-2"}
    assert texts(course) == {"2026-1/1": "x = 1", "2026-2/1": "x = 2"}
    assert course.submissions("hw1")[0].when is not None


def test_collecting_again_adds_only_what_is_new(course, gather, tmp_path):
    first = pack(tmp_path / "1.zip", {f"{MOODLE}/hw1.ipynb": ONE})
    assert [row.state for row in gather(first)] == ["new"]
    assert [row.state for row in gather(first)] == ["same"]
    later = pack(tmp_path / "2.zip", {f"{MOODLE}/hw1.ipynb": TWO})
    assert [(row.state, row.attempt) for row in gather(later)] == [("new", 2)]
    assert texts(course) == {"2026-1/1": "x = 1", "2026-1/2": "x = 2"}


def test_two_notebooks_of_one_learner_are_two_attempts(course, gather, tmp_path):
    names = {f"{MOODLE}/a.ipynb": ONE, f"{MOODLE}/b.ipynb": TWO, f"{MOODLE}/p.csv": b"1"}
    rows = gather(pack(tmp_path / "m.zip", names))
    assert [row.attempt for row in rows] == [1, 2]
    assert texts(course) == {"2026-1/1": "x = 1", "2026-1/2": "x = 2"}
    assert (course.submissions("hw1")[1].folder / "p.csv").exists()


def test_what_is_no_notebook_is_kept(course, gather, tmp_path):
    gather(pack(tmp_path / "m.zip", {f"{MOODLE}/hw1.py": b"x = 1", f"{MOODLE}/hw1 (1).py": b"y"}))
    (one,) = course.submissions("hw1")
    assert one.read() == b""
    names = sorted(path.name for path in one.folder.iterdir())
    assert names == ["from.json", "hw1.py", "hw1_(1).py"]


def test_names_of_windows_and_of_macos(course, gather, tmp_path):
    source = pack(tmp_path / "w.zip", {"김하나_hw1.ipynb": ONE}, cp949=True)
    with zipfile.ZipFile(source) as archive:
        assert not archive.infolist()[0].flag_bits & 0x800
        assert "김" not in archive.namelist()[0]
    (found,) = archives.files(source)
    assert str(found.path).startswith("김하나_hw1")
    name = unicodedata.normalize("NFD", f"{MOODLE}/hw1.ipynb")
    (row,) = gather(pack(tmp_path / "m.zip", {name: ONE}))
    assert row.student == "2026-1"


def test_archives_that_attack(course, gather, tmp_path):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.ipynb", ONE)
        archive.writestr("/etc/evil.ipynb", ONE)
        archive.writestr(f"{MOODLE}/bomb.ipynb", b"\0" * (40 << 20))
        archive.writestr(f"{MOODLE}/large.bin", b"\0" * (65 << 20))
        link = zipfile.ZipInfo(f"{MOODLE}/link.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("이두리_1_assignsubmission_file_/hw1.ipynb", TWO)
    rows = gather(path)
    said = {PurePosixPath(row.file).name: row.said for row in rows if row.state == "refused"}
    assert said["bomb.ipynb"] == "압축을 풀면 터무니없이 커지는 파일입니다."
    assert "너무 큽니다" in said["large.bin"]
    assert "심볼릭 링크" in said["link.ipynb"]
    assert said["evil.ipynb"] == "폴더 밖을 가리키는 이름입니다."
    assert sum(row.state == "refused" for row in rows) == 5
    assert texts(course) == {"2026-2/1": "x = 2"}
    assert not list(tmp_path.rglob("evil*"))


def test_a_link_in_a_folder_is_not_followed(course, gather, tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (tmp_path / "secret.ipynb").write_bytes(ONE)
    (source / "김하나.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (source / "이두리").symlink_to(tmp_path)
    assert {row.state for row in gather(source)} == {"refused"}
    assert course.submissions("hw1") == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"no zip at all"])
def test_an_archive_that_is_none(gather, tmp_path, data):
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(GradingError, match=r"x.zip: zip 파일이 아니거나 손상"):
        gather(tmp_path / "x.zip")
    with pytest.raises(GradingError, match="폴더나 zip 파일이 없습니다"):
        gather(tmp_path / "nowhere")


def test_a_damaged_member_costs_nobody_else(course, gather, tmp_path):
    path = pack(
        tmp_path / "m.zip",
        {f"{MOODLE}/hw1.ipynb": ONE, "이두리_2_assignsubmission_file_/a.ipynb": TWO},
    )
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"ipynb") + 12] ^= 0xFF
    path.write_bytes(raw)
    assert sorted(row.state for row in gather(path)) == ["new", "refused"]


def test_the_sheet_tells_who_and_when(course, gather, tmp_path):
    (course.root / "roster.csv").write_text("student,name\n2026-1,김하나\n2026-2,김하나\n", "utf-8")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "식별자,전체 이름,id 번호,마지막 수정됨(제출),성적\n"
        '참가자4711,김하나,2026-2,"2026년 3월 5일, 목요일, 오후 11:58",\n', "utf-8-sig"
    )  # fmt: skip
    source = pack(tmp_path / "m.zip", {f"{MOODLE}/hw1.ipynb": ONE})
    assert [row.known for row in gather(source)] == [False]
    (row,) = gather(source, sheet=sheet)
    assert row.student == "2026-2"
    found = {one.student: one.when for one in course.submissions("hw1")}
    assert found["2026-2"].isoformat() == "2026-03-05T23:58:00"


def test_names_of_people_are_stripped(course, gather, tmp_path):
    told = {"executionInfo": {"user": {"displayName": "김하나", "userId": "123"}}, "tags": ["a"]}
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [{"text": "1"}], "metadata": told}
    raw = json.dumps({"cells": [cell], "metadata": {"colab": {"authorship_tag": "ABX9"}}}).encode()
    gather(pack(tmp_path / "m.zip", {f"{MOODLE}/hw1.ipynb": raw}))
    (one,) = course.submissions("hw1")
    stored = json.loads(one.read())
    assert stored["cells"][0]["metadata"] == {"tags": ["a"]}
    assert stored["cells"][0]["outputs"] == [{"text": "1"}]
    assert b"displayName" not in one.read()
    assert b"ABX9" not in one.read()


STRANGE = b'{"worksheets": [{"cells": [1]}], "metadata": []}'


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"[" * 10**5, b'{"cells": 3}', b"\xff", b"9" * 5000, STRANGE]
)
def test_stripping_leaves_what_is_no_notebook(raw):
    assert privacy.strip(raw) == raw


def test_stripping_keeps_the_code():
    cell = {"cell_type": "code", "input": "x = '\\ud800'", "metadata": {"executionInfo": {}}}
    raw = json.dumps({"worksheets": [{"cells": [cell]}]})
    done = privacy.strip(raw.encode())
    assert b"executionInfo" not in done
    assert notebooks.read(done) == notebooks.read(raw.encode())


def test_who_is_meant():
    people = [{"student": "2026-1", "name": "김하나"}, {"student": "2026-11", "name": "김하나리"},
              {"student": "2026-3", "name": "이두리", "canvas": "77"}]  # fmt: skip
    find = Directory(people).find
    assert find(Sender("folder", "hw1_2026-1")) == "2026-1"
    assert find(Sender("folder", "2026-11")) == "2026-11"
    assert find(Sender("folder", "hw1 김하나")) == "2026-1"
    assert find(Sender("folder", "12026-1")) is None
    assert find(Sender("folder", "2026-1 2026-3")) is None
    assert find(Sender("canvas", "아무개", "77")) == "2026-3"
    assert find(Sender("moodle", "이 두리", "77")) == "2026-3"
    assert find(Sender("moodle", "아무개", "77")) is None
    assert sender(("a_b_12_assignsubmission_file_", "x.ipynb")).name == "a_b"


def test_a_files_name_makes_nobody_else_of_its_sender():
    moodle = "김하나_4711_assignsubmission_file_이두리_4712_assignsubmission_file_hw1.ipynb"
    assert (sender((moodle,)).name, sender((moodle,)).id) == ("김하나", "4711")
    canvas = sender(("김하나_31_99_이두리_32_98_hw1.ipynb",))
    assert (canvas.name, canvas.id) == ("김하나", "31")
