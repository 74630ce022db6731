from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from myst_nb.core.read import read_myst_markdown_notebook

from course_lib.authoring.errors import SourceError
from course_lib.authoring.source import Directive, Literal, Text, read_page, split

from .conftest import FIXTURES, HEAD

HERE = Path("book/x.md")
BITS = ["```", "````", ":::", "::::", "{note}", "{tip} 제목", "\n", "\n\n", "  ", "- ", "> ", "$$",
        "+++", "% 말", "(a)=", "# 가", "ㄱㅏ", "각", "🙂", ":class: x", "---"]  # fmt: skip


@given(st.lists(st.sampled_from(BITS), max_size=20).map("".join))
def test_nodes_are_slices_of_the_source(text: str) -> None:
    try:
        nodes = list(split(text, 1, HERE))
    except SourceError:
        return
    assert "\n".join(node.text for node in nodes) == text
    for node in nodes:
        assert "\n".join(text.split("\n")[node.line - 1 :]).startswith(node.text)


def test_nested_fences_and_literal_directives() -> None:
    text = "````{note}\n```{tip}\n안\n```\n````\n\n```markdown\n{tip}\n```\n\n    ```{tip}\n"
    kinds = [(type(node), node.line) for node in split(text, 1, HERE)]
    assert kinds == [(Directive, 1), (Text, 6), (Literal, 7), (Text, 10), (Literal, 11), (Text, 12)]


def test_options_in_both_forms() -> None:
    colon = "```{figure} a.png\n:name: f\n:alt: 그림: 둘\n:tags: [a, b]\n\n글\n```"
    block = "```{figure} a.png\n---\nname: f\nalt: '그림: 둘'\ntags: [a, b]\n---\n글\n```"
    for text, body_line in ((colon, 6), (block, 7)):
        (node,) = split(text, 1, HERE)
        assert isinstance(node, Directive)
        assert node.options == {"name": "f", "alt": "그림: 둘", "tags": ["a", "b"]}
        assert (node.argument, node.body, node.body_line) == ("a.png", "글", body_line)


def test_crlf_and_byte_order_mark_and_no_final_newline_change_nothing() -> None:
    text = HEAD + "# 글\n\n```{code-cell} python\nx = 1\n\ny = 2\n```"
    page = read_page(text, HERE)
    assert read_page("\ufeff" + text.replace("\n", "\r\n"), HERE) == page
    assert page.has_code


def test_code_cells_are_those_that_the_site_runs() -> None:
    text = (FIXTURES / "book/01_part/everything.md").read_text("utf-8")
    cells = [
        node.body
        for node in read_page(text, HERE).nodes
        if isinstance(node, Directive) and node.name == "code-cell"
    ]
    theirs = read_myst_markdown_notebook(text)
    assert cells == [cell.source for cell in theirs.cells if cell.cell_type == "code"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\na: [\n---\n", 1, "YAML"),
        ("---\n- a\n---\n", 1, "key: value"),
        ("# 글\n\n```{note}\n열린 채\n", 3, "never closed"),
        ("# 글\n\n```{note} 첫 `줄`\n글\n```\n", 3, "write `:::` instead"),
        ("> ```{note}\n> 글\n> ```\n", 1, "quotation"),
        ("# 글\n\n```{code-cell} python\n1\n```\n", 1, "file_format: mystnb"),
        ("```{note}\n---\na: [\n---\n글\n```\n", 2, "YAML"),
    ],
)
def test_errors_name_the_line(text: str, line: int, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_page(text, HERE)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"book/x.md:{line}: ")
