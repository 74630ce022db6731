"""The committed notebooks: fresh, complete, without outputs. Makefile's `nbval` runs them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
import pytest

from course_lib.authoring.book import Book, load_book
from course_lib.authoring.derive import check_notebooks
from course_lib.byhand.network import Params, forward

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "book").rglob("*.ipynb"))
BUILT = ROOT / "_build/html"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(ROOT)


def test_notebooks_are_those_that_the_sources_give(book: Book) -> None:
    assert check_notebooks(book) == []
    assert {name(path) for path in NOTEBOOKS} == {f"{page}.ipynb" for page in book.chapters}


@pytest.mark.skipif(not BUILT.is_dir() and not os.environ.get("CI"), reason="no built site")
def test_colab_links_lead_to_notebooks_that_exist(book: Book) -> None:
    for page in book.chapters:
        html = (BUILT / f"{page}.html").read_text("utf-8")
        links = re.findall(r'https://colab\.research\.google\.com/[^"]+', html)
        assert set(links) == {book.config.colab(f"{page}.ipynb")}, page
        assert (ROOT / f"{page}.ipynb").is_file()


def test_the_landing_pages_picture_shows_the_networks_own_numbers() -> None:
    shown = re.findall(
        r'<text x="\d+" y="\d+">([\d.]+)</text>', (ROOT / "book/intro.md").read_text("utf-8")
    )
    f = forward(Params())
    assert shown == [f"{f.i1:g}", f"{f.i2:g}", *(f"{v:.2f}" for v in (f.h1, f.h2, f.o1, f.o2))]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebook_installs_only_from_the_repository(book: Book, path: Path) -> None:
    setup = nbformat.read(path, as_version=4).cells[1].source
    assert f'"course-lib @ git+{book.config.repository}@{book.config.branch}"' in setup
    assert 'if "google.colab" in sys.modules:' in setup


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebook_holds_no_output_and_no_solution(path: Path) -> None:
    text = path.read_text("utf-8")
    for cell in nbformat.reads(text, as_version=4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert "BEGIN SOLUTION" not in text
    assert "{solution-start}" not in text
    assert str(ROOT) not in text
