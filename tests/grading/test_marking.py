"""One submission in, one result out: points for right answers, and for nothing else."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest

from course_lib.grading import pack, seeds
from course_lib.grading.errors import GradingError
from course_lib.grading.marking import judged, mark
from course_lib.grading.sandbox import Raw

KEY = bytes(range(32))


def page(front: str, *cells: tuple[str, str]) -> str:
    body = "\n".join(
        f"```{{code-cell}} ipython3\n:tags: [{tag}]\n{dedent(code).strip()}\n```\n"
        for tag, code in cells
    )
    return f"---\nfile_format: mystnb\n{front}\n---\n문제입니다.\n\n{body}"


SCALE = page(
    "title: 곱하기\npoints: 2",
    ("given", "import math"),
    ("answer", """
        def scale(x, n):
            ### BEGIN SOLUTION
            return [math.prod([value, n]) for value in x]
            ### END SOLUTION
     """),
    ("visible", "assert scale([1.0], 2.0) == [2.0]"),
    ("grader", """
        def gen(rng):
            return [float(v) for v in rng.normal(size=3)], float(rng.normal())

        def wrong_sum(x, n):
            \"\"\"곱하지 않고 더했습니다.\"\"\"
            return [value + n for value in x]
     """),
)  # fmt: skip
TYPED = page(
    "title: 값\npoints: 1",
    ("answer", "### BEGIN SOLUTION\ntyped = 6.5\n### END SOLUTION"),
    ("grader", 'def wrong_half():\n    """반올림했습니다."""\n    return 6.0'),
)
FILES = {
    "assignment.toml": 'title = "시험"\nexercises = ["scale.md", "typed.md"]',
    "scale.md": SCALE,
    "typed.md": TYPED,
}
RIGHT = "import math\ndef scale(x, n):\n    return [math.prod([v, n]) for v in x]"


@pytest.fixture(scope="module")
def assignment():
    return pack.parse("hw1", FILES)


def notebook(*sources: str) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": s} for s in sources]}).encode()


@pytest.fixture
def grade(assignment, backend):
    def run(*sources: str):
        result = mark(notebook(*sources), assignment, "2026-1", key=KEY, backend=backend)
        items = {item["name"]: item for item in result["items"]}
        return result["score"], items["scale"], items["typed"]

    return run


def test_full_marks(grade):
    score, scale, typed = grade(RIGHT, "typed = 13 / 2")
    assert score == 3
    assert scale["lines"] == typed["lines"] == ["정답입니다."]


def test_nothing_answered(grade):
    score, scale, typed = grade("def scale(x, n):\n    ...", "typed = ...")
    assert (score, scale["status"], typed["status"]) == (0, "missing", "missing")
    assert "return" in scale["lines"][0]
    assert "값을 적으십시오" in typed["lines"][0]
    score, scale, typed = grade("x = 1")
    assert (score, scale["status"], typed["status"]) == (0, "missing", "missing")


def test_known_mistakes_are_told(grade):
    score, scale, typed = grade("def scale(x, n):\n    return [v + n for v in x]", "typed = 6.0")
    assert score == 0
    assert scale["hints"] == ["곱하지 않고 더했습니다."]
    assert typed["hints"] == ["반올림했습니다."]


CHEATS = {
    "an __eq__ that is always true": """
        class Yes(list):
            __eq__ = lambda self, other: True
            __len__ = lambda self: 3
        def scale(x, n):
            return Yes()
        """,
    "NaN": "def scale(x, n):\n    return [float('nan')] * 3",
    "infinity": "def scale(x, n):\n    return [float('inf')] * 3",
    "True for 1": "def scale(x, n):\n    return [True] * 3",
    "the visible answer": "def scale(x, n):\n    return [2.0] if x == [1.0] else x",
    "patched json": """
        import json
        json.dumps = lambda *a, **k: '[{"value": {"l": []}}]'
        def scale(x, n):
            import json as j
            j.dumps = json.dumps
            return []
        """,
    "patched builtins": """
        import builtins
        builtins.abs = lambda x: 0
        builtins.type = lambda x: float
        def scale(x, n):
            return [0.0] * 3
        """,
    "a faked line": """
        def scale(x, n):
            import os
            for fd in range(1, 20):
                try:
                    os.write(fd, b'{"end": "scale", "status": "answered", "answer": "[]"}\\n')
                except OSError:
                    pass
            return []
        """,
    "an early end": "def scale(x, n):\n    import os\n    os._exit(0)",
    "changed inputs": "def scale(x, n):\n    x[:] = [0.0] * 3\n    return x",
    "an endless loop": "def scale(x, n):\n    while True: pass",
    "a syntax error": "def scale(x, n)\n    return",
    "an exception": "def scale(x, n):\n    raise SystemExit(0)",
    "other arguments": "def scale(x):\n    return x",
    "no function": "scale = 3",
    "a forged answer": """
        def scale(x, n):
            import os
            for fd in range(3, 20):
                try:
                    os.write(fd, b'[{"value": null}]')
                except OSError:
                    pass
            os._exit(0)
        """,
}


@pytest.mark.parametrize("name", CHEATS)
def test_no_cheat_gets_points_or_costs_any(name, grade):
    score, scale, typed = grade(dedent(CHEATS[name]), "typed = 6.5")
    assert scale["score"] == 0, scale
    assert typed["passed"], typed
    assert score == 1


def test_the_same_twice(grade):
    first, again = (grade("def scale(x, n):\n    return x", "typed = 6.5") for _ in range(2))
    for one, other in zip(first[1:], again[1:], strict=True):
        assert {**one, "seconds": 0} == {**other, "seconds": 0}


def test_students_get_their_own_inputs(assignment):
    scale = assignment.items[0].exercise
    names = [("hw1", "scale", name) for name in ("김", "이")]
    one, other = (scale.inputs(seeds.seed(KEY, *name)) for name in names)
    assert one != other
    assert one == scale.inputs(seeds.seed(KEY, *names[0]))
    assert seeds.seed(KEY, "각") == seeds.seed(KEY, "각")
    assert seeds.seed(KEY, "a", "bc") != seeds.seed(KEY, "ab", "c")


@pytest.mark.parametrize("answer", ["", "[", "{}", "[1]", "[" * 100_000, "9" * 5000, "[{}]", "[]"])
def test_junk_from_the_sandbox_is_a_crash_or_no_answer(answer, assignment):
    item = assignment.items[0]
    found = judged(item, item.exercise.inputs(0), Raw("answered", answer))
    assert found["score"] == 0
    assert found["status"] in ("crash", "missing")


def test_unreadable_and_infra(assignment, backend, monkeypatch):
    result = mark(b"", assignment, "s", key=KEY, backend=backend)
    assert (result["status"], result["score"]) == ("unreadable", 0)
    monkeypatch.setattr(type(backend), "paths", property(lambda self: ["/nowhere"]))
    monkeypatch.setattr("course_lib.grading.sandbox.session.START", 0.0)
    result = mark(notebook(RIGHT), assignment, "s", key=KEY, backend=backend)
    assert result["status"] == "infra"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"assignment.toml": "title = "}, "TOML로 읽을 수 없습니다"),
        ({"assignment.toml": 'title = "x"'}, "꼭 있어야 하는 항목이 없습니다: exercises"),
        ({"assignment.toml": 'title = "x"\nexercises = ["no.md"]'}, "문제 파일이 없습니다. no.md"),
        ({"assignment.toml": FILES["assignment.toml"] + '\ndew = "x"'}, "모르는 항목입니다: dew"),
        ({"scale.md": SCALE.replace("points: 2", "point: 2")}, "없습니다: points"),
        ({"scale.md": SCALE.replace("[visible]", "[shown]")}, "꼬리표 하나가 필요합니다"),
        ({"scale.md": SCALE.replace("### END SOLUTION", "")}, "BEGIN SOLUTION"),
        ({"scale.md": SCALE.replace('"""곱하지', "#").replace('습니다."""', "")}, "힌트"),
        ({"scale.md": SCALE.replace("import math", "import nothing_such")}, "실행할 수 없습니다"),
        ({"typed.md": TYPED.replace("typed", "scale")}, "서로 달라야 합니다"),
    ],
)
def test_an_authors_mistakes_are_told(change, said):
    with pytest.raises(GradingError, match=said):
        pack.parse("hw1", FILES | change)


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(GradingError, match=r"assignment.toml 파일이 없습니다"):
        pack.load(tmp_path)


def test_keys(tmp_path):
    path = seeds.make_key(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(seeds.read_key(tmp_path)) == 32
    with pytest.raises(GradingError, match="이미 있습니다"):
        seeds.make_key(tmp_path)
    path.chmod(0o644)
    with pytest.raises(GradingError, match="chmod 600"):
        seeds.read_key(tmp_path)
    path.chmod(0o600)
    path.write_text("zz")
    with pytest.raises(GradingError, match="손상"):
        seeds.read_key(tmp_path)
    with pytest.raises(GradingError, match="열쇠 파일이 없습니다"):
        seeds.read_key(tmp_path / "nowhere")
