"""What each learner gets back: one page by itself, and the LMS's archive of them."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

from course_lib import files
from course_lib.grading import engine
from course_lib.grading.course import Course
from course_lib.grading.pack import Assignment

_WORDS = {
    "missing": "답 없음",
    "timeout": "시간 초과",
    "memory": "메모리 초과",
    "crash": "비정상 종료",
    "output": "출력 초과",
    "unreadable": "읽을 수 없음",
}
_STATES = {
    "unreadable": "낸 파일을 노트북으로 읽지 못했습니다. 다시 내거나 강사에게 물어보십시오.",
    "infra": "아직 채점하지 못했습니다. 여러분의 답 때문이 아니며, 다시 채점합니다.",
}
_MOST_PRINTED = 2000
_PAGE = Template("""\
<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>$title · $student</title>
<style>
:root { color-scheme: light dark; --line: #8886; --soft: #8881; }
body { font: 1rem/1.6 system-ui, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif;
  max-width: 44rem; margin: 2rem auto; padding: 0 1rem; word-break: keep-all;
  overflow-wrap: anywhere; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 0 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; display: flex; justify-content: space-between; gap: 1rem; }
.score { font-size: 1.5rem; font-weight: 700; }
.hint { border-left: .25rem solid #0a7; padding-left: .75rem; }
pre { background: var(--soft); padding: .75rem; border-radius: .25rem; white-space: pre-wrap;
  max-height: 20rem; overflow: auto; }
</style>
</head>
<body>
<main>
<h1>$title</h1>
<p>$who</p>
<p class="score">$score / $points점</p>
$notes
$items
</main>
</body>
</html>
""")


def page(result: dict[str, Any], assignment: Assignment, *, name: str = "") -> str:
    """A learner's page, of the result alone: nothing that the result does not say can be on it.

    Args:
        result: of `engine.grade`.
        assignment: its title and what it lets learners see.
        name: of the learner.
    Returns:
        HTML that needs nothing else and runs nothing.
    """
    graded = result["status"] == "graded"
    full = assignment.feedback == "hint"
    score = f"{result['score']:g}" if graded else "–"
    return _PAGE.substitute(
        title=_safe(assignment.title),
        student=_safe(result["student"]),
        who=_safe(f"{name} ({result['student']})" if name else result["student"]),
        score=score,
        points=f"{result['points']:g}",
        notes="\n".join(f"<p>{_safe(note)}</p>" for note in _notes(result)),
        items="\n".join(_item(item, full=full) for item in result["items"]) if graded else "",
    )


def write(course: Course, name: str) -> list[Path]:
    """Write a page for everybody who has a result.

    Args:
        course: the folder.
        name: of the assignment.
    Returns:
        The pages.
    Raises:
        GradingError: if there is no such assignment.
    """
    assignment = course.assignment(name)
    place, names = course.place("feedback", name), course.roster()
    written = []
    for student, result in engine.read_results(course.place("results", name)).items():
        path = place / f"{student}.html"
        text = page(result, assignment, name=names.get(student, ""))
        with files.whole(path) as file:
            file.write(text.encode("utf-8", "replace"))
        written.append(path)
    return written


def archive(course: Course, name: str, target: Path) -> list[str]:
    """Write the archive that an LMS gives out: each page under the name that it knows.

    Args:
        course: the folder, with pages written.
        name: of the assignment.
        target: the archive.
    Returns:
        Names in the archive; learners who did not come through an LMS are left out.
    Source:
        ``mod/assign/feedback/file/importziplib.php`` of Moodle takes a name before the file in
        every version, whether the learners' files came in folders or not.
    """
    taken = []
    with files.whole(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for at, path in _placed(course, name):
            info = zipfile.ZipInfo(at, (1980, 1, 1, 0, 0, 0))
            made.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
            taken.append(at)
    return taken


def _placed(course: Course, name: str) -> Iterator[tuple[str, Path]]:
    last = {one.student: one.origin for one in course.submissions(name)}
    for student, origin in last.items():
        path = course.place("feedback", name) / f"{student}.html"
        prefix = origin.get("prefix", "").rstrip("_")
        if prefix and path.is_file():
            yield f"{prefix}_feedback.html", path


def _notes(result: dict[str, Any]) -> Iterator[str]:
    if result["status"] != "graded":
        yield _STATES.get(result["status"], result["status"])
        if result["status"] == "unreadable":
            yield from result.get("lines", ())
        return
    if result.get("late_days"):
        share = f"{result['share']:.0%}"
        yield f"마감보다 {result['late_days']}일 늦어 점수의 {share}를 받습니다."
    if result.get("ignored_attempts"):
        count = result["ignored_attempts"]
        yield f"낼 수 있는 횟수를 넘은 {count}번은 채점하지 않았습니다."


def _item(item: dict[str, Any], *, full: bool) -> str:
    wrong = "부분 점수" if item["score"] else "오답"
    word = "정답" if item["passed"] else _WORDS.get(item["status"], wrong)
    points = f"{word} · {item['score']:g} / {item['points']:g}점"
    parts = [f"<h2><span>{_safe(item['title'])}</span> <span>{points}</span></h2>"]
    if full:
        parts += [f"<p>{_marked(line)}</p>" for line in item["lines"]]
        parts += [f'<p class="hint">{_marked(hint)}</p>' for hint in item["hints"]]
    if full and item["printed"].strip():
        shown = item["printed"][:_MOST_PRINTED]
        cut = "\n… (뒷부분은 줄였습니다)" if len(item["printed"]) > _MOST_PRINTED else ""
        parts.append(f"<p>답을 실행하는 동안 출력된 것</p>\n<pre>{_safe(shown + cut)}</pre>")
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _marked(text: str) -> str:
    """Escaped, with code between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _safe(text))


def _safe(text: str) -> str:
    """Escaped; letters that steer the terminal or the direction of reading are shown as boxes."""
    shown = "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)
    return html.escape(shown)
