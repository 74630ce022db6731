"""An assignment is checked before anybody gets it."""

from __future__ import annotations

import re

import pytest

from course_lib.grading import check, create, pack
from tests.grading.test_editions import ALL
from tests.grading.test_marking import FILES, SCALE, page

GOOD = {name: text.replace("== [2.0]", '== [2.0], "두 배입니다."') for name, text in ALL.items()}


def problems(files, backend, **options):
    found = check.check(pack.parse("hw1", files), backend, **options)
    return [f"{problem.item}: {problem.said}" for problem in found]


def test_a_good_one(backend):
    assert problems(GOOD, backend) == []


def test_the_example(backend):
    assignment = pack.load(create.READY / create.EXAMPLE)
    assert [problem.said for problem in check.check(assignment, backend)] == []


SATURATED = page(
    "title: 소프트맥스\npoints: 1",
    ("answer", """
        def soft(scores, size):
            ### BEGIN SOLUTION
            import numpy as np
            z = scores / np.sqrt(size)
            z = np.exp(z - z.max())
            return z / z.sum()
            ### END SOLUTION
     """),
    ("grader", """
        import numpy as np

        def gen(rng):
            return 5000 * rng.normal(size=3), 4

        def wrong_scale(scores, size):
            \"\"\"크기의 제곱근으로 나누지 않았습니다.\"\"\"
            return soft(scores, 1)
     """),
)  # fmt: skip


def test_a_wrong_answer_that_passes_by_saturated_inputs(backend):
    files = {"assignment.toml": 'title = "x"\nexercises = ["soft.md"]', "soft.md": SATURATED}
    (said,) = problems(files, backend)
    assert re.search(r"soft: 오답이 시드 20개 가운데 \d+개에서 정답이 됩니다", said)
    mended = SATURATED.replace("5000 * ", "")
    assert problems(files | {"soft.md": mended}, backend) == []


BAD = {
    "return [math.prod([value, n]) for value in x]": (
        "return [math.prod([value, n, math.pi ** (n > 9)]) + id(x) % 7 for value in x]",
        "참조",
    ),
    "return [value + n for value in x]": ("return [value * n for value in x]", "정답이 됩니다"),
    'assert scale([1.0], 2.0) == [2.0], "두 배입니다."': ("assert scale", "한국어 메시지가 없"),
    '== [2.0], "두 배입니다."': ('== [3.0], "두 배입니다."', "보이는 확인을 통과하지"),
    'assert scale([1.0], 2.0) == [2.0], "두': ('assert scale, "두', "빈칸이 보이는 확인을 통과"),
}


@pytest.mark.parametrize("old", BAD)
def test_what_must_be_mended_is_told(old, backend):
    new, said = BAD[old]
    assert old in GOOD["scale.md"]
    changed = GOOD | {"scale.md": GOOD["scale.md"].replace(old, new)}
    assert any(said in one for one in problems(changed, backend, seeds=3)), said


def test_a_hint_that_is_not_told(backend):
    twice = SCALE.replace("```{code-cell} ipython3\n:tags: [grader]", "```{code-cell} ipython3\n"
                          ":tags: [grader]\ndef wrong_first(x, n):\n    \"\"\"먼저입니다.\"\"\"\n"
                          "    return [value + n for value in x]\n")  # fmt: skip
    files = FILES | {"scale.md": twice.replace("== [2.0]", '== [2.0], "두 배"')}
    assert any("힌트가 전해지지 않습니다" in said for said in problems(files, backend, seeds=2))


def test_a_starter_that_is_no_blank_is_seen_in_the_sandbox(backend):
    filled = GOOD["scale.md"].replace(
        "def scale(x, n):\n", "def scale(x, n):\n    if n == 0.125:\n        return x\n    y = []\n"
    )
    assert problems(GOOD | {"scale.md": filled}, backend, seeds=2) == []
    given = filled.replace("### END SOLUTION", "### END SOLUTION\n    return 3")
    assert any("빈칸" in said for said in problems(GOOD | {"scale.md": given}, backend, seeds=2))
