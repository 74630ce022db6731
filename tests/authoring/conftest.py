from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from course_lib.authoring.book import Book, load_book

FIXTURES = Path(__file__).parent / "fixtures"
HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n"
CELL = "\n```{code-cell} python\nx = 1\n```\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the fixture book, free to be broken."""
    shutil.copytree(FIXTURES, tmp_path / "repo")
    return tmp_path / "repo"


@pytest.fixture
def book(root: Path) -> Book:
    return load_book(root)


@pytest.fixture
def write(root: Path) -> Callable[..., Book]:
    """Put a chapter ``book/01_part/made.md`` into the book and read it."""

    def write(body: str, *, head: str = HEAD, cell: str = CELL) -> Book:
        path = root / "book/01_part/made.md"
        path.write_bytes((head + body + cell).encode())
        return load_book(root)

    return write
