"""Prediction files from authoring to feedback: points for good labels, and nothing of it is run."""

from __future__ import annotations

import json

import numpy as np
import pytest

from course_lib.grading import check, pack
from course_lib.grading.errors import GradingError
from course_lib.grading.marking import mark
from course_lib.grading.predictions import Predictions
from tests.grading.predicting import ALONE, MIXED, PARITY, record, sheet, turned, with_errors
from tests.grading.test_marking import KEY, RIGHT, notebook


def test_points_grow_from_the_baseline_to_the_goal(grade, truth):
    row = grade(sheet(truth))
    assert (row["score"], row["passed"], row["status"], row["value"]) == (4, True, "graded", 1)
    assert row["lines"] == ["정확도 100.0%. 90.0%부터 만점이고 60.0%까지는 0점입니다."]
    for share, points, passed in ((0.1, 4, True), (0.25, 2, False), (0.4, 0, False)):
        row = grade(sheet(with_errors(truth, share)))
        assert (row["score"], row["passed"]) == (points, passed)
    assert row["hints"] == ["큰 수에서 틀렸습니다."]
    assert "정확도 60.0%" in row["lines"][0]
    lines = sheet(truth).splitlines(keepends=True)
    assert grade(b"".join([lines[0], *reversed(lines[1:])]))["score"] == 4


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (lambda truth: [turned(label) for label in truth], "뒤바뀌었는지"),
        (lambda truth: ["odd"] * len(truth), "모두 한 라벨(`odd`)"),
        (lambda truth: sorted(truth), "무작위로 고른 것과 다르지"),
        (lambda truth: truth[7:] + truth[:7], "무작위로 고른 것과 다르지"),
    ],
)
def test_what_the_confusion_tells(grade, truth, change, hint):
    row = grade(sheet(change(truth)))
    assert row["score"] == 0
    assert hint in row["hints"][0]
    assert len(row["hints"]) == 1


def asked(**change):
    made = {"file": "p.csv", "labels": tuple("abcd"), "baseline": 0.5, "goal": 0.9, "draw": None}
    return Predictions(**(made | change))


def test_more_classes_and_the_other_metric():
    true = [0, 1, 2, 3] * 100
    assert "뒤바뀌었는지" in asked().score(true, [(one + 1) % 4 for one in true]).hints[0]
    never = asked().score(true, [min(one, 2) for one in true])
    assert never.hints == ("한 번도 예측하지 않은 라벨이 있습니다: `d`.",)
    mostly = [0] * 95 + [1] * 5
    flat = [0] * 100
    assert asked(labels=("a", "b")).score(mostly, flat).value == 0.95
    macro = asked(labels=("a", "b"), metric="macro_f1").score(mostly, flat)
    assert macro.value == pytest.approx(0.5 * 2 * 0.95 / 1.95)
    assert "매크로 F1 48.7%" in macro.lines[0]
    close = asked(labels=("a", "b")).score([0, 1] * 5000, [0, 1] * 4499 + [1, 1] + [1, 0] * 500)
    assert "정확도 89.9%" in close.lines[0], "what is not reached must not look reached"
    assert close.share < 1


def test_a_file_that_is_missing_or_broken_has_its_status(grade, truth):
    row = grade(...)
    assert (row["status"], row["score"]) == ("missing", 0)
    assert row["lines"] == ["예측 파일 `parity.csv`이 없습니다. 노트북과 함께 내십시오."]
    for data, status in ((b"", "unreadable"), (None, "unreadable"), (b"x" * (5 << 20), "output")):
        row = grade(data)
        assert (row["status"], row["score"], row["passed"]) == (status, 0, False)
        assert row["lines"][0].startswith("`parity.csv`: ")


def test_the_notebook_alone_may_hold_the_predictions(grade, truth):
    def printed(labels):
        stream = {
            "output_type": "stream",
            "name": "stdout",
            "text": ["x\n", record(labels)],
        }
        cells = [{"cell_type": "code", "source": "raise SystemExit", "outputs": [stream, 3]}, 7]
        return json.dumps({"cells": cells}).encode()

    raw = printed(truth)
    row = grade(..., raw)
    assert row["score"] == 4
    assert "노트북의 출력" in row["lines"][0]
    assert grade(sheet(with_errors(truth, 0.4)), raw)["score"] == 0, "the file goes first"
    assert grade(..., printed(["no"]))["status"] == "unreadable"
    assert grade(..., b"no notebook")["status"] == "missing"


@pytest.mark.parametrize("data", [None, b"", b"x" * (5 << 20), b"PK\x03\x04", b"id,label\n1,=x\n"])
def test_a_broken_file_costs_nothing_else(mixed, backend, data):
    result = mark(
        notebook(RIGHT, "typed = 6.5"), mixed, "s", key=KEY, backend=backend,
        files={"parity.csv": data},
    )  # fmt: skip
    points = {item["name"]: item["score"] for item in result["items"]}
    assert points == {"scale": 2, "typed": 1, "product": 0, "parity": 0}


def test_code_items_still_need_a_notebook(mixed, backend, truth):
    result = mark(b"", mixed, "s", key=KEY, backend=backend, files={"parity.csv": sheet(truth)})
    assert result["status"] == "unreadable"


# --- authoring ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: predictions", "kind: guesses", "kind는 code, numbers, predictions"),
        ("goal: 0.9\n", "", "꼭 있어야 하는 항목이 없습니다: goal"),
        ("goal: 0.9\n", "goal: 0.5\n", "0 ≤ baseline < goal ≤ 1"),
        ("goal: 0.9\n", "goal: high\n", "숫자입니다"),
        ("goal: 0.9\n", "goal: 0.9\nseconds: 3\n", "모르는 항목입니다: seconds"),
        ("goal: 0.9\n", "goal: 0.9\nmetric: f1\n", "metric은 accuracy, macro_f1"),
        ("[even, odd]", "[even]", "둘 이상"),
        ("[even, odd]", "[even, even]", "서로 다른"),
        ('[even, odd]', '["=x", odd]', "글자와 숫자"),
        ("file: parity.csv", "file: ../parity.csv", "csv로 끝나는 파일 이름"),
        ("file: parity.csv", "file: parity.txt", "csv로 끝나는 파일 이름"),
        ("0.9: wrong_small", "0.9: wrong_none", "함수가 없습니다: wrong_none"),
        ("0.9: wrong_small", "0.9: 더 하십시오", "ladder에는"),
        ("def gen(rng)", "def draw(rng)", "gen\\(rng\\)이나 data"),
        ("goal: 0.9\n", "goal: 0.9\ndata: none.csv\n", "파일이 없습니다: none.csv"),
    ],
)  # fmt: skip
def test_an_authors_mistakes_are_told(old, new, said):
    assert old in PARITY
    with pytest.raises(GradingError, match=said):
        pack.parse("hw1", ALONE | {"parity.md": PARITY.replace(old, new)})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("NAMES[n % 2] for", "n % 2 for", "두 목록"),
        ("[str(n) for n in drawn], ", "[str(n) for n in drawn[1:]], ", "입력은 299개인데"),
        ("[str(n) for n in drawn], ", "[int(n) for n in drawn], ", "글\\(str\\)이거나"),
    ],
)
def test_a_generator_that_gives_something_else(old, new, said):
    assignment = pack.parse("hw1", ALONE | {"parity.md": PARITY.replace(old, new)})
    with pytest.raises(GradingError, match=said):
        assignment.items[0].predictions.draw(0)


def test_two_exercises_cannot_want_the_same_file():
    files = MIXED | {"two.md": PARITY.replace("def predict", "def other")}
    files["assignment.toml"] = files["assignment.toml"].replace('md"]', 'md", "two.md"]')
    with pytest.raises(GradingError, match="이름은 문제마다 달라야"):
        pack.parse("hw1", files)


def problems(change, backend):
    files = {name: change(text) for name, text in ALONE.items()}
    return [problem.said for problem in check.check(pack.parse("hw1", files), backend, seeds=3)]


def test_check(backend):
    assert problems(lambda text: text, backend) == []
    for old, new, said in (
        ("NAMES[int(text[-1]) % 2]", "NAMES[0]", "참조가 시드 0에서 만점이 아닙니다"),
        ("if int(text) < 600 else 0", "", "오답이 시드 0에서 만점을 받습니다: 큰 수에서"),
        ("baseline: 0.6", "baseline: 0.3", "모두 `even`로 답해도 점수를 받습니다"),
        ("drawn = rng", "drawn = sorted(rng", "차례가 답을 말합니다"),
        ("  0.9: wrong_small", "  0.5: wrong_small", "힌트가 시드 0에서 전해지지 않습니다"),
    ):

        def change(text, old=old, new=new):
            text = text.replace(old, new)
            return (
                text.replace("size=300)", "size=300), key=lambda n: n % 2)")
                if "sorted(" in new
                else text
            )

        assert any(said in one for one in problems(change, backend)), said


def test_labels_of_the_instructors_own(tmp_path, backend):
    """Rows that are kept in the assignment's folder, as a spreadsheet saves them."""
    text = PARITY.replace("goal: 0.9", "goal: 0.9\ndata: 비공개.csv").replace("def gen", "def _gen")
    (tmp_path / "parity.md").write_text(text, "utf-8")
    (tmp_path / "assignment.toml").write_text(ALONE["assignment.toml"], "utf-8")
    rng = np.random.default_rng(1)
    rows = [(n, ("even", "odd")[n % 2]) for n in rng.integers(100, 1000, size=200)]
    lines = ["label,글", *(f"{label},{n}" for n, label in rows)]
    (tmp_path / "비공개.csv").write_bytes("\r\n".join(lines).encode("cp949"))
    assignment = pack.load(tmp_path)
    inputs, labels = assignment.items[0].predictions.draw(5)
    assert inputs == tuple(str(n) for n, _ in rows)
    assert [("even", "odd")[one] for one in labels] == [label for _, label in rows]
    assert list(check.check(assignment, backend)) == []
    columns = text.replace("int(text", 'int(text["글"]')
    files = {"parity.md": columns, "assignment.toml": ALONE["assignment.toml"],
             "비공개.csv": "글,쪽,label\n1,3,odd\n2,4,even\n"}  # fmt: skip
    inputs, _ = pack.parse("x", files).items[0].predictions.draw(0)
    assert inputs == ({"글": "1", "쪽": "3"}, {"글": "2", "쪽": "4"})
    files["비공개.csv"] = "글,정답,label\n1,odd,odd\n2,even,even\n4,even,even\n"
    found = list(check.check(pack.parse("x", files), backend))
    assert "입력의 열 `정답`에 라벨이 그대로 있습니다. 지우십시오." in [one.said for one in found]
    with pytest.raises(GradingError, match="label 열"):
        pack.parse("x", files | {"비공개.csv": "글,쪽\n1,3\n"})
