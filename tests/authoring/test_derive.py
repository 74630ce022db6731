from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from course_lib.authoring.book import Book
from course_lib.cli import main

NOTEBOOK = "book/01_part/everything.ipynb"


def run(root: Path, *words: str) -> int:
    return main(["notebooks", "--root", str(root), *words])


def test_write_then_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root) == 0
    assert "장 1개를 읽고 노트북 2개를 새로 썼습니다." in capsys.readouterr().out
    assert (root / "_build/instructor" / NOTEBOOK).is_file()
    assert run(root, "--check") == 0
    assert capsys.readouterr().out == ""
    stamp = (root / NOTEBOOK).stat().st_mtime_ns
    assert run(root) == 0
    assert (root / NOTEBOOK).stat().st_mtime_ns == stamp


def test_a_missing_notebook(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--check") == 1
    assert f"{NOTEBOOK}: 노트북이 없습니다." in capsys.readouterr().out
    assert not (root / NOTEBOOK).exists()


def test_a_stale_notebook(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root)
    source = root / NOTEBOOK.replace(".ipynb", ".md")
    source.write_text(source.read_text("utf-8").replace("손으로", "발로"), "utf-8")
    assert run(root, "--check") == 1
    assert f"{NOTEBOOK}: 원고와 다릅니다." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["book/01_part/gone.ipynb", "book/intro.ipynb"])
def test_an_orphan(root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    run(root)
    (root / name).write_text("{}")
    assert run(root, "--check") == 1
    assert f"{name}: 원고(.md)가 없는 노트북입니다." in capsys.readouterr().out


def test_a_faulty_source(
    write: Callable[..., Book], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("# 장\n\n0.12345\n")
    assert run(root) == 2
    assert "book/01_part/made.md:7: unbound number 0.12345" in capsys.readouterr().err
    assert not (root / NOTEBOOK).exists()


def test_no_book_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 2
    assert "_config.yml" in capsys.readouterr().err


def test_no_chapter_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = "repository: {url: https://github.com/-a-/b}"
    (tmp_path / "_config.yml").write_text(address, "utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/references.bib").write_text("", "utf-8")
    assert run(tmp_path) == 2
    assert "코드 셀이 있는 원고가 없습니다" in capsys.readouterr().err


def test_an_instructors_notebook_goes_with_its_chapter(root: Path) -> None:
    run(root)
    gone = root / "_build/instructor/book/01_part/gone.ipynb"
    gone.write_text("{}", "utf-8")
    run(root)
    assert not gone.exists()
