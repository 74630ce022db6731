"""What learners get back says nothing that it must not, and runs nothing."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from course_lib.grading import engine, feedback, pack, report
from tests.grading.test_marking import FILES, RIGHT

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def item(**change):
    made = {"name": "scale", "title": "곱하기", "status": "graded", "passed": False, "score": 0.0,
            "points": 2.0, "lines": ["값이 다릅니다."], "hints": ["더하지 말고 곱하십시오."],
            "printed": "", "seconds": 0.1}  # fmt: skip
    return made | change


def result(student="2026-1", *items, **change):
    made = {"student": student, "status": "graded", "score": 1.5, "points": 3.0,
            "items": list(items), "late_days": 0, "share": 1.0, "ignored_attempts": 0}  # fmt: skip
    return made | change


@pytest.fixture(scope="module")
def assignment():
    return pack.parse("hw1", FILES)


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]


def test_what_learners_wrote_is_escaped(assignment):
    given = item(title=EVIL, lines=[EVIL], hints=[EVIL], printed=EVIL + "\x1b[2J\u202e")
    text = feedback.page(result(EVIL, given), replace(assignment, title=EVIL), name=EVIL)
    tags = Tags(text)
    assert not {"script", "img", "link", "iframe"} & set(tags.seen)
    assert not {"src", "href", "onerror"} & set(tags.attributes)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("&lt;script&gt;") == 9


def test_the_page_needs_nothing_else(assignment):
    text = feedback.page(result("2026-1", item()), assignment)
    assert 'lang="ko"' in text
    assert "color-scheme" in text
    assert "default-src 'none'" in text
    assert not re.search(r"https?:|//", text.replace("<!DOCTYPE", ""))


def test_the_policy_is_kept(assignment):
    given = result("2026-1", item(printed="내가 찍은 것"), item(passed=True, score=2.0))
    given["items"][0]["lines"].append("`x < 1`일 때")
    hint = feedback.page(given, assignment, name="김하나")
    assert "<code>x &lt; 1</code>일 때" in hint
    summary = feedback.page(given, replace(assignment, feedback="summary"))
    for text in ("김하나", "곱하기", "오답 · 0 / 2점", "정답 · 2 / 2점", "1.5 / 3점"):
        assert text in hint
    assert "더하지 말고" in hint
    assert "내가 찍은 것" in hint
    for text in ("더하지 말고", "값이 다릅니다", "내가 찍은 것"):
        assert text not in summary
    assert "오답 · 0 / 2점" in summary


def test_states_lateness_and_long_output(assignment):
    infra = feedback.page(result(status="infra", lines=["the secret place"], score=0), assignment)
    assert "다시 채점합니다" in infra
    assert "secret" not in infra
    assert "– / 3점" in infra
    broken = feedback.page(result(status="unreadable", lines=["빈 파일입니다."]), assignment)
    assert "빈 파일입니다." in broken
    late = feedback.page(result(late_days=2, share=0.8, ignored_attempts=1), assignment)
    assert "2일 늦어 점수의 80%" in late
    assert "1번은 채점하지 않았습니다" in late
    long = feedback.page(result("s", item(printed="x" * 3000, status="timeout")), assignment)
    assert "x" * 2000 in long
    assert "x" * 2001 not in long
    assert "시간 초과" in long


def test_nothing_hidden_gets_out(course, hand_in, backend):
    """Whole way: graded for real, the page tells neither expected values nor our own code."""
    hand_in("2026-1", "def scale(x, n):\n    raise ValueError('내 잘못')", "typed = 6.4")
    hand_in("2026-2", "def scale(x, n):\n    print(__file__ if 0 else n)\n    return x", RIGHT[:0])
    list(engine.grade(course, "hw1", run=engine.threads(2)))
    for path in feedback.write(course, "hw1"):
        text = path.read_text("utf-8")
        for word in ("6.5", "math.prod", "def gen", "wrong_", "Traceback", "course_lib", "/kit",
                     "BEGIN SOLUTION", "runner.py", course.key().hex()):  # fmt: skip
            assert word not in text, (path, word)
    assert "ValueError" in (course.root / "feedback/hw1/2026-1.html").read_text("utf-8")


def test_the_archive_has_the_names_that_the_lms_gave(course, hand_in, tmp_path):
    old, new = "김하나_4711_assignsubmission_file_", "박세찬_4713_assignsubmission_file"
    hand_in("2026-1", "x", lms="moodle", prefix=old)
    hand_in("2026-2", "x", lms="canvas", prefix="이두리_31_99_")
    hand_in("2026-3", "x")
    hand_in("2026-4", "x", lms="moodle", prefix=new)
    for student in ("2026-1", "2026-2", "2026-3", "2026-4"):
        engine.write(course.place("results", "hw1"), result(student))
    assert len(feedback.write(course, "hw1")) == 4
    target = tmp_path / "feedback.zip"
    names = feedback.archive(course, "hw1", target)
    wanted = [f"{old}feedback.html", "이두리_31_99_feedback.html", f"{new}_feedback.html"]
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == names == wanted
        assert archive.infolist()[0].flag_bits & 0x800
        assert b"2026-1" in archive.read(names[0])


def test_report(course, hand_in):
    place = course.place("results", "hw1")
    (course.root / "roster.csv").write_text("student,name\na,가\nb,나\nc,다\nd,라\ne,마\n", "utf-8")
    for student in ("a", "b", "c", "z"):
        hand_in(student, "x", file=f"{student}.ipynb", late="LMS" if student == "a" else "")
    hand_in("d", "x")
    right = item(passed=True, score=2.0)
    engine.write(place, result("a", right, score=2.0, late_days=1, share=0.9, ignored_attempts=2))
    engine.write(place, result("b", item(), score=0.0))
    engine.write(place, result("c", item(status="timeout", hints=[]), score=0.0))
    engine.write(place, result("z", status="infra", lines=["멈춤"]))
    found = report.report(course, "hw1")
    assert found.statuses == {"graded": 3, "infra": 1, "missing": 1, "waiting": 1}
    assert found.mean == pytest.approx(2 / 3)
    (one,) = found.difficulty
    assert one.right == pytest.approx(1 / 3)
    assert one.statuses == {"right": 1, "wrong": 1, "timeout": 1}
    assert (one.hint, one.hinted) == ("더하지 말고 곱하십시오.", 1)
    assert found.exceptions == {
        "missing": [("e", "마")],
        "waiting": [("d", "")],
        "infra": [("z", "멈춤")],
        "unknown": [("z", "z.ipynb")],
        "late": [("a", "1일")],
        "ignored": [("a", "2번")],
        "timeless": [("a", "a.ipynb")],
    }


def test_a_report_of_nothing(course):
    found = report.report(course, "hw1")
    assert (found.mean, found.difficulty) == (None, [])
    assert found.exceptions == {"missing": [("2026-1", "김하나"), ("2026-2", "이두리")]}
