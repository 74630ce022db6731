"""The LMS's own sheet comes back with one column filled and nothing else changed."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.grading import engine, export, sheets
from course_lib.grading.errors import GradingError

KOREAN = (
    '식별자,"전체 이름","id 번호","이메일 주소",상태,성적,"최대 성적","성적 변경 가능",'
    '"마지막 수정됨(제출)","마지막 수정됨(성적)","피드백 코멘트"\r\n'
    '참가자4711,"김 하나",2026-1,a@x.kr,"제출 완료",,3.00,예,'
    '"2026년 3월 5일, 목요일, 오후 11:58",-,\r\n'
    '참가자4712,"이 두리",2026-2,b@x.kr,"제출 완료",1.00,3.00,예,-,-,\r\n'
    '참가자4713,=HYPERLINK(1),2026-9,c@x.kr,"시도 없음",,3.00,예,-,-,\r\n'
)
ENGLISH = (
    "Identifier,Full name,Grade,Maximum Grade,Last modified (submission)\n"
    'Participant 4711,김하나,,3.00,"Thursday, 5 March 2026, 11:58 PM"\n'
    "Participant 4712,이두리,,3.00,-\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,첫째 과제 (801),시험 (802),Final Score\n"
    "    Points Possible,,,,,10,3,(read only)\n"
    '"김하나",31,2026-1,a,01,7,,90\n'
    '"=cmd|x",32,2026-2,b,01,8,,80\n'
    "Student Test,33,,t,01,,,\n"
)


def result(student, score, status="graded"):
    return {"student": student, "status": status, "score": score, "points": 3.0, "items": [],
            "lines": ["빈 파일입니다."] if status != "graded" else []}  # fmt: skip


@pytest.fixture
def fill(course, tmp_path):
    place = course.place("results", "hw1")
    for one in (result("2026-1", 2.5), result("2026-2", 0.0)):
        engine.write(place, one)

    def run(text, encoding="utf-8-sig", **options):
        source, target = tmp_path / "sheet.csv", tmp_path / "out.csv"
        source.write_bytes(text.encode(encoding))
        filled = export.fill(course, "hw1", source, target, **options)
        return filled, target.read_bytes().decode("utf-8-sig")

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_moodle_round_trip(fill, encoding):
    filled, text = fill(KOREAN, encoding)
    assert filled.column == "성적"
    assert filled.scores == {"2026-1": 2.5, "2026-2": 0.0}
    assert filled.strangers == ["=HYPERLINK(1)"]
    wanted = KOREAN.replace('완료",,3.00', '완료",2.5,3.00').replace('완료",1.00', '완료",0')
    assert text == wanted.replace("=HYPERLINK", "'=HYPERLINK")


def test_english_moodle_and_a_file_with_a_mark(fill, course, tmp_path):
    _, text = fill(ENGLISH)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    wanted = ENGLISH.replace("김하나,,", "김하나,2.5,").replace("이두리,,", "이두리,0,")
    assert text == wanted


def test_moodles_numbers_are_known_from_the_submissions(fill, course, hand_in):
    (course.root / "roster.csv").write_text("student,name\n2026-1,같은이름\n2026-2,같은이름\n")
    hand_in("2026-1", "x", lms="moodle", id="4712")
    hand_in("2026-2", "x", lms="moodle", id="4711")
    _, text = fill(ENGLISH)
    assert "Participant 4711,김하나,0,3.00" in text
    assert "Participant 4712,이두리,2.5,3.00" in text


def test_canvas_gets_what_it_needs_and_no_more(fill):
    filled, text = fill(CANVAS)
    assert list(csv.reader(io.StringIO(text))) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "시험 (802)"],
        ["    Points Possible", "", "", "", "", "3"],
        ["김하나", "31", "2026-1", "a", "01", "2.5"],
        ["'=cmd|x", "32", "2026-2", "b", "01", "0"],
    ]
    assert filled.strangers == ["Student Test"]
    with pytest.raises(GradingError, match=r"열이 없습니다: 없는 과제.*첫째 과제 \(801\)"):
        fill(CANVAS, column="없는 과제")


def test_canvas_with_names_in_two_columns_a_hidden_row_and_an_excuse(fill):
    sheet = (
        "LastName,FirstName,ID,SIS Login ID,Section,Notes,시험 (802)\n"
        ",,,,,,Manual Posting\n"
        "    Points Possible,,,,,,3.00\n"
        "김,하나,31,x,01,,\n"
        "이,두리,32,y,01,,EX\n"
        "Student,Test,33,t,01,,\n"
    )
    filled, text = fill(sheet)
    assert filled.scores == {"2026-1": 2.5}
    assert filled.left == {"2026-2": "시트에 면제(EX)로 적혀 있습니다."}
    assert filled.strangers == ["Student Test"]
    assert list(csv.reader(io.StringIO(text))) == [
        ["LastName", "FirstName", "ID", "SIS Login ID", "Section", "시험 (802)"],
        ["    Points Possible", "", "", "", "", "3.00"],
        ["김", "하나", "31", "x", "01", "2.5"],
    ]


def test_another_maximum_is_not_overlooked(fill):
    other = ENGLISH.replace("3.00", "100.00")
    with pytest.raises(GradingError, match=r"만점\(100\)과 과제의 만점\(3\)"):
        fill(other)
    filled, _ = fill(other, scale=True)
    assert filled.scores["2026-1"] == pytest.approx(83.3333)


def test_only_graded_work_gets_a_score(fill, course):
    place = course.place("results", "hw1")
    engine.write(place, result("2026-1", 0.0, "infra"))
    engine.write(place, result("2026-2", 0.0, "unreadable"))
    engine.write(place, result("2026-7", 3.0))
    filled, text = fill(ENGLISH)
    assert text == ENGLISH
    assert filled.left["2026-1"] == filled.left["2026-2"] == "빈 파일입니다."
    assert filled.left["2026-7"] == "시트에 없는 학생입니다."


def test_who_handed_in_nothing(fill, course):
    (course.root / "results/hw1/2026-2.json").unlink()
    filled, text = fill(ENGLISH)
    assert (filled.missing, text.count("이두리,,")) == (["2026-2"], 1)
    _, text = fill(ENGLISH, missing=0.0)
    assert "이두리,0," in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "빈 파일입니다"),
        ("a,b\n1,2\n", "Moodle의 채점 시트도 Canvas의 성적표도 아닙니다. 열: a, b"),
        (ENGLISH.replace("Grade,", "Note,", 1), "--column으로 알려 주십시오"),
        (ENGLISH + 'Participant 4713,"김', "따옴표가 닫히지 않았습니다"),
        (ENGLISH + "Participant 4714,김하나,,3.00,-\n", "두 행이 같은 학생입니다"),
    ],
)
def test_sheets_that_do_not_fit(fill, text, said):
    with pytest.raises(GradingError, match=said):
        fill(text)


def test_a_schools_own_sheet(fill):
    _, text = fill("학번;이름;점수\n2026-1;김하나;\n2026-2;이두리;")
    assert text == "학번;이름;점수\n2026-1;김하나;2.5\n2026-2;이두리;0"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")),
                         min_size=1, max_size=4), min_size=1, max_size=4))  # fmt: skip
def test_any_sheet_is_read_as_the_standard_library_reads_it(rows):
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    text = file.getvalue()
    cells, ends = sheets._split(text, ",")
    assert "".join(",".join(row) + end for row, end in zip(cells, ends, strict=True)) == text
    assert [[sheets.value(cell) for cell in row] for row in cells] == [
        row or [""] for row in csv.reader(io.StringIO(text, newline=""))
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
     ("-2+3+cmd|x", "'-2+3+cmd|x"), ("\t=1", "'\t=1"), ("-1.5", "-1.5"), ("-", "-"),
     ("+82-10-1234", "+82-10-1234"), ("김하나", "김하나"), ("", "")],
)  # fmt: skip
def test_formulas_are_defused(text, safe):
    assert sheets.defuse(text) == safe


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("2026년 3월 5일, 목요일, 오후 11:58", datetime(2026, 3, 5, 23, 58)),
     ("2026년 3월 05일, 목요일, PM 11:58", datetime(2026, 3, 5, 23, 58)),
     ("2026년 3월 5일, 오전 12:03", datetime(2026, 3, 5, 0, 3)),
     ("Thursday, 5 March 2026, 11:58 PM", datetime(2026, 3, 5, 23, 58)),
     ("2026-03-05T23:58", datetime(2026, 3, 5, 23, 58)), ("-", None), ("", None)],
)  # fmt: skip
def test_times(text, wanted):
    assert sheets.when(text) == wanted
