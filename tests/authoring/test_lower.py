from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from course_lib.authoring.book import Book
from course_lib.authoring.editions import site_text, student
from course_lib.authoring.errors import SourceError

SITE = "https://-your-github-name-.github.io/fixture-book/book"
RAW = "https://raw.githubusercontent.com/-YOUR-GITHUB-NAME-/fixture-book/main/book"


@pytest.fixture
def notebook_text(write: Callable[..., Book]) -> Callable[[str], str]:
    """Markdown of a chapter → Markdown of its notebook."""

    def lower(body: str) -> str:
        book = write(body)
        cells = student(book, book.chapters["book/01_part/made"]).cells
        return "\n\n".join(cell.source for cell in cells[1:] if cell.cell_type == "markdown")

    return lower


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("```{note}\n글\n```", "> **노트**\n>\n> 글"),
        (":::{tip}\n글\n:::", "> **팁**\n>\n> 글"),
        ("```{warning}\n글\n```", "> **주의**\n>\n> 글"),
        ("```{important} 첫 줄\n둘째\n```", "> **중요**\n>\n> 첫 줄\n> 둘째"),
        ("```{admonition} 제목 $x$\n글\n\n- 목록\n```", "> **제목 $x$**\n>\n> 글\n>\n> - 목록"),
        (
            "```{note}\n:class: dropdown\n글\n```",
            "<details>\n<summary>노트</summary>\n\n글\n\n</details>",
        ),
        ("````{note}\n```{tip}\n글\n```\n````", "> **노트**\n>\n> > **팁**\n> >\n> > 글"),
        ("- 하나\n  ```{tip}\n  글\n  ```", "- 하나\n  > **팁**\n  >\n  > 글"),
        ("```python\n```", "```python\n```"),
        ("가\n\n% 원고에만\n\n나", "가\n\n\n나"),
        ("(here)=\n\n글", '<a id="here"></a>\n\n\n글'),
        ("{term}`역전파`", f"[역전파]({SITE}/glossary.html#term-역전파)"),
        ("{term}`뒤로 <역전파>`", f"[뒤로]({SITE}/glossary.html#term-역전파)"),
        (
            "{cite:p}`three1986, pair2014`",
            "([One et al., 1986](https://doi.org/10.1000/xyz); "
            "[van Dam & Kim, 2014](https://arxiv.org/abs/1409.0473))",
        ),
        ("{cite:t}`pair2014`", "[van Dam & Kim (2014)](https://arxiv.org/abs/1409.0473)"),
        ("{ref}`start`", f"[여는 글 code]({SITE}/intro.html#start)"),
        ("{ref}`처음 <start>`", f"[처음]({SITE}/intro.html#start)"),
        ("{ref}`by_hand/descend`", "연습 문제 1. 한 걸음 고치기 ★☆☆"),
        ("{doc}`../intro`", f"[여는 글 code]({SITE}/intro.html)"),
        ("[글](../intro.md#start)", f"[글]({SITE}/intro.html#start)"),
        ("[](../intro.md)", f"[여는 글 code]({SITE}/intro.html)"),
        ("[](#start)", f"[여는 글 code]({SITE}/intro.html#start)"),
        ("[밖](https://a.b/c.md)", "[밖](https://a.b/c.md)"),
        ("[점](../_static/dot.svg)", f"[점]({RAW}/_static/dot.svg)"),
        ("![점](../_static/dot.svg)", f"![점]({RAW}/_static/dot.svg)"),
        ("`[글](../intro.md)`", "`[글](../intro.md)`"),
        ("{numref}`fig-dot`", f"[그림 1]({SITE}/01_part/everything.html#fig-dot)"),
        ("{eq}`eq-y`", f"[(2)]({SITE}/01_part/everything.html#equation-eq-y)"),
        ("$$\nx\n$$ (mine)\n\n{eq}`mine`", "$$\nx \\tag{1}\n$$\n\n(1)"),
        ("```{math}\n:label: mine\nx\n```", "$$\nx \\tag{1}\n$$"),
        ("```{math}\nx\n```", "$$\nx\n$$"),
        ("{math}`x`", "$x$"),
        ('{abbr}`BPE (a "b")`', '<abbr title="a &quot;b&quot;">BPE</abbr>'),
        ("{kbd}`<`", "<kbd>&lt;</kbd>"),
        ("{runtime}`1분`, {quoted}`0.0488`", "1분, 0.0488"),
        ("{num}`1.000 | x`과 $\\num{1.000 | x}$", "1.000과 $1.000$"),
    ],
)
def test_notebook(notebook_text: Callable[[str], str], source: str, wanted: str) -> None:
    assert wanted in notebook_text("# 장\n\n" + source)


def test_a_dark_figure_is_left_out(notebook_text: Callable[[str], str]) -> None:
    dark = "```{figure} ../_static/dot.svg\n:figclass: only-dark\n:alt: 점\n글\n```"
    assert "dot.svg" not in notebook_text("# 장\n\n" + dark)


def test_names_typed_on_a_mac_are_the_same_names(notebook_text: Callable[[str], str]) -> None:
    typed = unicodedata.normalize("NFD", "역전파")
    text = notebook_text(f"# 장\n\n{{term}}`{typed}` {typed}")
    assert f"[{typed}]({SITE}/glossary.html#term-역전파) {typed}" in text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("```{hint}\n글\n```", "unknown directive {hint}"),
        ("```{note}\n:class: a\n\n:::{seealso}\n글\n:::\n```", "10: unknown directive"),
        ("{sub}`x`", "unknown role {sub}"),
        ("{num}`1`", "num: expected"),
        ("{num}`1 | x y`", "num: expected"),
        ("0.123", "unbound number 0.123"),
        ("$0.123$", "unbound number"),
        ("$$\n0.123\n$$", "8: unbound number"),
        ("```{math}\n0.123\n```", "8: unbound number"),
        ("```{note}\n가\n\n0.123\n```", "10: unbound number"),
        ("[0.123](https://a.b)", "unbound number"),
        (r"\num{1 | x}", "is for formulas"),
        ("글[^1]\n\n[^1]: 말", "footnotes"),
        ("{term}`없는 말`", "not in the glossary"),
        ("{cite:p}`nobody2000`", "not in the bibliography"),
        ("{ref}`nowhere`", "unknown label"),
        ("{eq}`start`", "unknown equation"),
        ("{abbr}`BPE`", "abbr: expected"),
        ("[글](nowhere.md)", "unknown page"),
        ("![점](nowhere.png)", "no such file"),
        ("```{figure} ../_static/dot.svg\n글\n```", "expected :alt:"),
    ],
)
def test_faults_are_refused(notebook_text: Callable[[str], str], source: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        notebook_text("# 장\n\n" + source)
    assert message in str(caught.value)


@pytest.mark.parametrize("link", ["https://arxiv.org/abs/1706.03762", "<https://a.b/1.2345>"])
def test_addresses_are_no_numbers(notebook_text: Callable[[str], str], link: str) -> None:
    assert link in notebook_text(f"# 장\n\n{link} [글](https://a.b/1.2345)")


QUIZ = "```{quiz} 무엇?\n- [ ] $a$\n\n  까닭 하나\n- [x] `b`\n  까닭 {num}`1 | x`\n```"


def test_quiz(notebook_text: Callable[[str], str]) -> None:
    assert notebook_text("# 장\n\n" + QUIZ).endswith("""<div class="quiz">

**무엇?**

<details class="quiz-choice wrong">
<summary>

$a$

</summary>

✗ 까닭 하나

</details>

<details class="quiz-choice right">
<summary>

`b`

</summary>

✓ 까닭 1

</details>

</div>""")


@pytest.mark.parametrize(
    ("quiz", "message"),
    [
        (QUIZ.replace(" 무엇?", ""), "expected a question"),
        (QUIZ.replace("[x]", "[ ]"), "exactly one right; 2 choices, 0 right"),
        (QUIZ.replace("[ ]", "[x]"), "2 right"),
        (QUIZ.replace("- [ ] $a$\n\n  까닭 하나\n", ""), "1 choices"),
        (QUIZ.replace("  까닭 하나\n", ""), "no explanation for '\\$a\\$'"),
        (QUIZ.replace("  까닭 하나", "까닭 하나"), "not indented"),
    ],
)
def test_quiz_faults(notebook_text: Callable[[str], str], quiz: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        notebook_text("# 장\n\n" + quiz)


def site(book: Book) -> str:
    return site_text(book, book.chapters["book/01_part/made"])


def test_the_site_keeps_myst(write: Callable[..., Book]) -> None:
    source = (
        "# 장\n\n(here)=\n```{note}\n:class: dropdown\n{term}`역전파` {cite:p}`pair2014`\n```\n\n"
        "- 하나\n  ```{tip}\n  글\n  ```\n\n$$\nx\n$$ (mine)\n\n[글](../intro.md)"
    )
    assert source in site(write(source))


def test_the_site_checks_numbers_unseen(write: Callable[..., Book]) -> None:
    text = site(write("# 장\n\n| {num}`1 | x` | ${\\num{2 | y \\| z}}$ |\n"))
    assert r"| {num}`1 \| x` | ${2}$ |" in text
    cell = "```{code-cell} python\n:tags: [remove-cell]\n\n#@title 확인"
    assert cell in text
    assert '    ("1", x),\n    ("2", y | z),\n' in text


def test_the_site_checks_numbers_in_titles(write: Callable[..., Book]) -> None:
    text = site(write("# 장\n\n:::{admonition} 값 {num}`1 | x`\n글\n:::\n"))
    assert r":::{admonition} 값 {num}`1 \| x`" in text
    assert '("1", x),' in text
