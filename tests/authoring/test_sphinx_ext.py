from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.authoring.sphinx_ext import fingerprint, spoken
from course_lib.cli import main

from .conftest import FIXTURES


def build(root: Path) -> subprocess.CompletedProcess[str]:
    start = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command = [*start, "build", ".", "-W", "-n", "--keep-going"]
    return subprocess.run(
        command, cwd=root, capture_output=True, encoding="utf-8", check=False, timeout=300
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture book, built as strictly as the real one."""
    root = tmp_path_factory.mktemp("site") / "repo"
    shutil.copytree(FIXTURES, root)
    assert main(["notebooks", "--root", str(root)]) == 0
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    return (site / "_build/html/book/01_part/everything.html").read_text("utf-8")


def test_bound_numbers_say_where_they_come_from(page: str) -> None:
    assert '<abbr class="num" tabindex="-1" title="x">0.73492</abbr>' in page
    assert 'title="1000.52 | 0 if False else 1000.52">1,000.5</abbr>' in page
    assert "확인: 본문의 숫자" not in page


def test_an_exercise_stands_in_a_box_before_its_folded_solution(page: str) -> None:
    box = page.index('class="exercise docutils container"')
    solution = page.index("dropdown solution admonition")
    assert page.index('id="by-hand-descend"') < box < page.index("여기를") < solution
    assert solution < page.index("비밀 풀이")


def test_quiz_and_runtime(page: str) -> None:
    assert '<details class="quiz-choice right">' in page
    assert re.search(r'class="runtime">\d+초<', page)


def test_links_of_notebooks_lead_to_ids_that_exist(site: Path) -> None:
    notebook = (site / "book/01_part/everything.ipynb").read_text("utf-8")
    links = re.findall(r"github\.io/fixture-book/([\w/]+\.html)#([^)\\]+)\)", notebook)
    assert len(links) >= 5
    for path, anchor in links:
        html = (site / "_build/html" / path).read_text("utf-8")
        assert f'id="{anchor}"' in html, (path, anchor)


def test_a_drifted_number_and_a_stale_notebook_fail_the_build(site: Path) -> None:
    source = site / "book/01_part/everything.md"
    good = source.read_text("utf-8")
    source.write_text(good.replace("{num}`0.73492 | x`", "{num}`0.73493 | x`"), "utf-8")
    try:
        done = build(site)
    finally:
        source.write_text(good, "utf-8")
    assert done.returncode != 0
    assert "NumberDrift" in done.stdout + done.stderr
    assert "원고와 다릅니다" in done.stdout + done.stderr


def test_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(None).endswith("data embedded")
    before = fingerprint(str(tmp_path))
    (tmp_path / "rows.txt").write_text("글")
    assert before != fingerprint(str(tmp_path))
    assert before.split(" data ")[0] == fingerprint(None).split(" data ")[0]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1초"), (8.4, "8초"), (60, "1분"), (80.2, "1분 20초")]
)
def test_spoken(seconds: float, text: str) -> None:
    assert spoken(seconds) == text
