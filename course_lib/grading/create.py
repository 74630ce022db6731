"""A course's folder and a new assignment in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import course_lib
from course_lib.grading import pack, seeds
from course_lib.grading.course import plain_name
from course_lib.grading.errors import GradingError

READY = Path(course_lib.__file__).parent / "assignments"
EXAMPLE = "example"
_IGNORED = """\
# 개인정보와 열쇠는 어떤 저장소에도 올리지 않습니다.
course.key
roster.csv
exceptions.csv
/submissions/
/results/
/feedback/
"""
_ROSTER = "\ufeffstudent,name,email\n2026-00001,홍길동,hong@example.com\n"
_README = Path(__file__).parent / "templates" / "course.md"


def ready_made() -> list[str]:
    """Names of the assignments that come with the package."""
    return sorted(path.parent.name for path in READY.glob(f"*/{pack.SETTINGS}"))


def new(root: Path, name: str, *, source: str = EXAMPLE) -> list[Path]:
    """Make an assignment, and the course's folder around it where there is none.

    Args:
        root: of the course.
        name: of the new assignment.
        source: a ready-made assignment, or a folder with one.
    Returns:
        What was written.
    Raises:
        GradingError: if the assignment is there already, the source is none, or the folder lies
            within the book's own repository.
    """
    target = root / "assignments" / plain_name(name)
    if target.exists():
        raise GradingError(f"과제가 이미 있습니다: {target}")
    refuse_public(root)
    folder = READY / source if source in ready_made() else Path(source)
    if not (folder / pack.SETTINGS).is_file():
        raise GradingError(f"과제가 없습니다: {source}. 있는 것: {', '.join(ready_made())}")
    pack.load(folder)
    written = [*_folder(root), target]
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return written


def refuse_public(root: Path) -> None:
    """Refuse a folder inside a checkout of the book, which is public.

    Args:
        root: of the course.
    Raises:
        GradingError: if it is.
    """
    for place in (root.resolve(), *root.resolve().parents):
        if (place / "_toc.yml").is_file() and (place / "course_lib").is_dir():
            raise GradingError(
                f"책의 저장소({place}) 안에는 강의 폴더를 만들지 않습니다. 과제의 답과 학생의 "
                "개인정보가 공개될 수 있습니다. --course로 다른 폴더를 알려 주십시오."
            )


def _folder(root: Path) -> list[Path]:
    root.mkdir(parents=True, exist_ok=True)
    written = []
    if not (root / seeds.KEY).exists():
        written.append(seeds.make_key(root))
    readme = _README.read_text(encoding="utf-8")
    for name, text in ((".gitignore", _IGNORED), ("README.md", readme), ("roster.csv", _ROSTER)):
        if not (root / name).exists():
            (root / name).write_text(text, encoding="utf-8")
            written.append(root / name)
    return written
