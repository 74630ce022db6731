from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from course_lib.authoring import stubs
from course_lib.authoring.book import Book, load_book
from course_lib.authoring.errors import SourceError

from .conftest import CELL, HEAD

HERE = Path("book/x.md")
FUNCTION = """def f(x):
    ### BEGIN SOLUTION
    y = x + 1
    return y
    ### END SOLUTION

check("a/f", f)"""
TOP = """from course_lib.exercises import check
given = 1
### BEGIN SOLUTION
first, (second, *third) = 1, (2, 3)
fourth: int = given
obj.attribute = table[0] = 5
### END SOLUTION
check("a/f", first)"""
EXERCISE = """```{exercise-start} 문제 ★
:label: a/f
```
쓰십시오.

```{code-cell} python
:tags: [exercise]
a = 0
### BEGIN SOLUTION
a = 12345678
### END SOLUTION
check("a/f", a)
```
```{exercise-end}
```
"""
SOLUTION = """
```{solution-start} a/f
:class: dropdown
```
이렇게 풉니다.
```{solution-end}
```
"""


def test_stub_inside_a_function() -> None:
    stub = stubs.stub(FUNCTION, HERE, 1)
    assert stub == 'def f(x):\n    ...  # 여기를 채우세요\n\ncheck("a/f", f)'


def test_stub_at_top_level_names_every_answer() -> None:
    lines = stubs.stub(TOP, HERE, 1).split("\n")
    assert lines[2:-1] == [
        f"{name} = ...  # 여기에 답을 쓰세요" for name in ("first", "second", "third", "fourth")
    ]


def test_folded_solution_is_the_code_alone() -> None:
    assert stubs.solution(FUNCTION, HERE, 1) == "def f(x):\n    y = x + 1\n    return y"
    solution = stubs.solution(TOP, HERE, 1)
    assert "check" not in solution
    assert ast.parse(solution)


def test_an_exercise_as_it_should_be(write: Callable[..., Book]) -> None:
    book = write("# 장\n\n## 연습\n\n" + EXERCISE + SOLUTION)
    (exercise,) = book.chapters["book/01_part/made"].exercises
    assert (exercise.heading, exercise.level) == ("연습 문제 1. 문제 ★", 3)
    assert book.index.labels["a/f"].title == "연습 문제 1. 문제 ★"


BROKEN = {
    "needs `:label:": EXERCISE.replace(":label: a/f", ":class: b") + SOLUTION,
    "there twice": EXERCISE + SOLUTION + EXERCISE + SOLUTION,
    "no difficulty": EXERCISE.replace(" ★", "") + SOLUTION,
    "exactly one code cell, tagged": EXERCISE.replace(":tags: [exercise]\n", "") + SOLUTION,
    "exactly one code cell": EXERCISE.replace("```{exercise-end}", CELL + "\n```{exercise-end}")
    + SOLUTION,
    "expected ### BEGIN": EXERCISE.replace("### BEGIN SOLUTION\n", "").replace(
        "### END SOLUTION\n", ""
    )
    + SOLUTION,
    "without its counterpart": EXERCISE.replace("### BEGIN SOLUTION\n", "") + SOLUTION,
    r"expected ### BEGIN SOLUTION … ### END": EXERCISE.replace("### END SOLUTION\n", "") + SOLUTION,
    "must assign a name": EXERCISE.replace("a = 12345678", "print(a)") + SOLUTION,
    "not valid Python": EXERCISE.replace("a = 12345678", "a = = 1") + SOLUTION,
    "must end with check": EXERCISE.replace('check("a/f", a)', "a") + SOLUTION,
    "checks 'a/g', not itself": EXERCISE.replace('check("a/f"', 'check("a/g"') + SOLUTION,
    "has no solution": EXERCISE,
    "unknown exercise": SOLUTION,
    "two solutions": EXERCISE + SOLUTION + SOLUTION,
    "must follow": EXERCISE + CELL + SOLUTION,
    "must be prose": EXERCISE + SOLUTION.replace("이렇게 풉니다.", ""),
    "prose, and not empty": EXERCISE + SOLUTION.replace("이렇게 풉니다.", CELL),
    "never ended": EXERCISE + SOLUTION.replace("```{solution-end}\n```", ""),
    "catch the error": "```{code-cell} ipython3\n:tags: [raises-exception]\n\n1 / 0\n```\n",
    "does not pair": "```{exercise-end}\n```\n",
}


@pytest.mark.parametrize("message", BROKEN)
def test_faults_are_refused(write: Callable[..., Book], message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        write("# 장\n\n" + BROKEN[message])
    assert caught.value.line > HEAD.count("\n")


def test_a_number_that_nothing_would_check(root: Path) -> None:
    path = root / "book/intro.md"
    path.write_text(path.read_text("utf-8") + "\n```{note}\n{num}`1 | 1`\n```\n", "utf-8")
    with pytest.raises(SourceError, match=r"intro.md:7: num: this page has no code cell"):
        load_book(root)


def test_a_label_is_used_once_in_the_whole_book(write: Callable[..., Book], root: Path) -> None:
    write("# 장\n\n" + EXERCISE + SOLUTION)
    other = root / "book/01_part/other.md"
    other.write_text(HEAD + "# 둘째\n\n" + EXERCISE + SOLUTION, "utf-8")
    with pytest.raises(SourceError, match=r"other.md:7: .*also in book/01_part/made.md"):
        load_book(root)
