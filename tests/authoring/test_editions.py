from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_lib.authoring import stubs
from course_lib.authoring.book import Book, Chapter, load_book
from course_lib.authoring.chapter import read_blocks
from course_lib.authoring.editions import instructor, site_text, student
from course_lib.authoring.errors import SourceError
from course_lib.authoring.leaks import refuse_leaks
from course_lib.authoring.notebook import dumps
from course_lib.authoring.source import read_page

from .conftest import FIXTURES, HEAD

NAME = "book/01_part/everything"
BOOK = load_book(FIXTURES)


def sources(notebook: nbformat.NotebookNode, kind: str) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def made(text: str) -> Chapter:
    page = read_page(text, Path("book/01_part/made.md"))
    return Chapter("book/01_part/made", page, read_blocks(page))


def test_notebooks_are_valid_and_carry_nothing_but_source(book: Book) -> None:
    for notebook in (student(book, book.chapters[NAME]), instructor(book, book.chapters[NAME])):
        nbformat.validate(notebook)
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                assert cell.outputs == []
                assert cell.execution_count is None
        text = dumps(notebook)
        assert text.endswith("}\n")
        assert "손으로 적은 값" in text
        assert json.loads(text)["metadata"]["kernelspec"]["name"] == "python3"


def test_gpu_and_extras(book: Book) -> None:
    notebook = student(book, book.chapters[NAME])
    assert notebook.metadata.accelerator == "GPU"
    assert notebook.metadata.colab == {"gpuType": "T4", "provenance": [], "toc_visible": True}
    setup = notebook.cells[1].source
    address = "git+https://github.com/-YOUR-GITHUB-NAME-/fixture-book@main"
    assert f'--no-deps "course-lib @ {address}" koreanize-matplotlib' in setup
    assert '-c /tmp/kept.txt "gensim>=4.3" "scipy>=1.10"' in setup


def test_no_gpu_and_no_extras_by_default(write: Callable[..., Book]) -> None:
    book = write("# 장\n")
    notebook = student(book, book.chapters["book/01_part/made"])
    assert "accelerator" not in notebook.metadata
    assert notebook.cells[1].source.count("%pip") == 1


@pytest.mark.parametrize(
    ("course", "message"),
    [("{extras: [nothing]}", r"expected some of \['vectors'\]"), ("{gpus: 1}", "unknown keys")],
)
def test_faulty_course_options(write: Callable[..., Book], course: str, message: str) -> None:
    book = write("# 장\n", head=HEAD.replace("---\n", f"---\ncourse: {course}\n", 1))
    with pytest.raises(SourceError, match=message):
        student(book, book.chapters["book/01_part/made"])


def test_the_first_cell_links_to_the_page(book: Book) -> None:
    first = student(book, book.chapters[NAME]).cells[0].source
    site = "https://-your-github-name-.github.io/fixture-book"
    assert first == f"[「모든 것 — 한 장에」 웹에서 읽기]({site}/{NAME}.html)"


def test_students_get_the_stub_and_nothing_of_the_solution(book: Book) -> None:
    text = dumps(student(book, book.chapters[NAME]))
    for secret in ("value - lr", "비밀", "BEGIN SOLUTION", "solution-start", "assert progress"):
        assert secret not in text
    assert "...  # 여기를 채우세요" in text
    assert "#by-hand-descend" in text


def test_instructors_get_everything(book: Book) -> None:
    notebook = instructor(book, book.chapters[NAME])
    text = dumps(notebook)
    for whole in ("value - lr", "비밀 풀이", "BEGIN SOLUTION", "**풀이**"):
        assert whole in text
    assert notebook.cells[-1].source.endswith('assert progress("by_hand").all_passed')
    assert any("str(descend(" in source for source in sources(notebook, "code"))


def test_numbers_of_a_solution_are_checked_where_it_runs(book: Book) -> None:
    code = re.findall(r"```\{code-cell\}.*?```", site_text(book, book.chapters[NAME]), re.DOTALL)
    unsolved = [*code, *sources(student(book, book.chapters[NAME]), "code")]
    assert not any("str(descend(" in source for source in unsolved)


def test_a_leak_is_refused(book: Book) -> None:
    chapter = book.chapters[NAME]
    with pytest.raises(SourceError, match="solution of by_hand/descend leaks: 'return"):
        refuse_leaks(instructor(book, chapter), chapter)
    notebook = student(book, chapter)
    notebook.cells[-1].source += '\nprint("비밀 코드 조각입니다")'
    with pytest.raises(SourceError, match="leaks"):
        refuse_leaks(notebook, chapter)


def test_what_the_chapter_shows_anyway_is_no_leak(book: Book, root: Path) -> None:
    path = root / f"{NAME}.md"
    line = "return {name: value - lr * grads[name] for name, value in params.items()}"
    shown = f"\n```python\n{line}\n```\n"
    path.write_text(path.read_text("utf-8") + shown, "utf-8")
    book = load_book(root)
    student(book, book.chapters[NAME])


def test_the_site_folds_the_solution_and_runs_the_stub(book: Book) -> None:
    text = site_text(book, book.chapters[NAME], "# 지문")
    folded = text.index(":class: dropdown solution")
    assert "(by_hand/descend)=\n#### 연습 문제 1. 한 걸음 고치기 ★☆☆" in text
    assert (
        text.index("여기를 채우세요") < folded < text.index("value - lr") < text.index("비밀 풀이")
    )
    assert "BEGIN SOLUTION" not in text
    hidden = ":tags: [remove-cell]\n\n# 지문\n```\n"
    assert text.index(hidden) < text.index(":tags: [first]")


def test_the_same_source_gives_the_same_bytes(root: Path) -> None:
    once, twice = load_book(root), load_book(root)
    for edition in (student, instructor):
        first = dumps(edition(once, once.chapters[NAME]))
        assert first == dumps(edition(twice, twice.chapters[NAME]))


def test_an_edit_leaves_other_cells_alone(root: Path) -> None:
    before = student(load_book(root), load_book(root).chapters[NAME])
    path = root / f"{NAME}.md"
    path.write_text(path.read_text("utf-8").replace("손으로 적은", "손으로 쓴"), "utf-8")
    book = load_book(root)
    after = student(book, book.chapters[NAME])
    changed = {cell.id for cell in before.cells} ^ {cell.id for cell in after.cells}
    assert len(changed) == 2


CODE = st.text(st.sampled_from("ab =()[]'\"#%!?\\{}`:~|$각ᄒᆞㄱ🙂\t\n"), min_size=1).filter(
    lambda text: (
        text.strip()
        and "```" not in text
        and not text.startswith((":", "---", "\n"))
        and text.split("\n")[0].strip()
    )
)


@given(st.lists(CODE, min_size=1, max_size=3))
def test_code_passes_to_the_byte(cells: list[str]) -> None:
    text = HEAD + "# 장\n\n" + "".join(f"```{{code-cell}} python\n{c}\n```\n\n" for c in cells)
    notebook = student(BOOK, made(text))
    assert sources(notebook, "code")[1:] == cells


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text("가각힣ㄱㅏᄒᆞᆫ각é🙂👩‍👩‍👧 한", min_size=1), min_size=1))
def test_letters_pass_untouched(words: list[str]) -> None:
    prose = "글 " + " ".join(" ".join(words).split()) + "."
    text = HEAD + f"# 장\n\n{prose}\n\n```{{code-cell}} python\n1\n```\n"
    chapter = made(text)
    assert prose in "\n".join(sources(student(BOOK, chapter), "markdown"))
    assert prose in dumps(student(BOOK, chapter))
    assert prose in site_text(BOOK, chapter)


def test_every_student_edition_is_looked_through(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stubs, "stub", lambda source, *_: source)
    with pytest.raises(SourceError, match="leaks"):
        student(book, book.chapters[NAME])


def test_equal_cells_have_ids_of_their_own() -> None:
    cells = "```{code-cell} python\nx = 1\n```\n\n" * 3
    ids = [cell.id for cell in student(BOOK, made(HEAD + "# 장\n\n" + cells)).cells]
    assert len(set(ids)) == len(ids) == 6
