"""Write the notebooks of the book, or say which are not what they should be."""

from __future__ import annotations

from pathlib import Path

from course_lib.authoring.book import Book
from course_lib.authoring.editions import instructor, student
from course_lib.authoring.notebook import dumps

INSTRUCTOR = "_build/instructor"


def student_notebooks(book: Book) -> dict[Path, str]:
    """Path and content of every student notebook."""
    return {
        book.root / f"{name}.ipynb": dumps(student(book, chapter))
        for name, chapter in book.chapters.items()
    }


def instructor_notebooks(book: Book) -> dict[Path, str]:
    """Path and content of every instructor notebook."""
    return {
        book.root / INSTRUCTOR / f"{name}.ipynb": dumps(instructor(book, chapter))
        for name, chapter in book.chapters.items()
    }


def write_notebooks(book: Book) -> list[Path]:
    """Write both editions of every chapter; files that are right already are left alone.

    An instructor's notebook whose chapter is gone goes too.

    Args:
        book: the book.

    Returns:
        The files written.
    """
    wanted = student_notebooks(book) | instructor_notebooks(book)
    changed = [path for path, text in wanted.items() if _content(path) != text]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path].encode("utf-8"))
    for path in set((book.root / INSTRUCTOR).rglob("*.ipynb")) - set(wanted):
        path.unlink()
    return changed


def check_notebooks(book: Book) -> list[str]:
    """What is wrong with the committed student notebooks.

    Args:
        book: the book.

    Returns:
        One Korean line each for a missing, stale or orphaned notebook; empty if all is well.
    """
    wanted = student_notebooks(book)
    found = {
        path
        for path in (book.root / "book").rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    }
    lines = [f"{_name(book, p)}: 노트북이 없습니다." for p in wanted if p not in found]
    lines += [
        f"{_name(book, p)}: 원고와 다릅니다."
        for p, text in wanted.items()
        if p in found and _content(p) != text
    ]
    orphans = sorted(found - set(wanted))
    lines += [f"{_name(book, p)}: 원고(.md)가 없는 노트북입니다." for p in orphans]
    return lines


def _name(book: Book, path: Path) -> str:
    return path.relative_to(book.root).as_posix()


def _content(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None
