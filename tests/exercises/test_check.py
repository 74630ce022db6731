"""``check`` and ``progress``: whatever an answer does, the learner gets a Korean verdict."""

from __future__ import annotations

import re
import sys
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib import exercises as ex
from course_lib.exercises import Exercise, Wrong, check, find, forget, judge, progress, topics

NUMBER = Exercise("number", "수", 1, lambda: 1.0, hints=("하나", "둘", "셋"))
INTEGER = Exercise("integer", "정수", 1, lambda: 1)
PAIR = Exercise("pair", "짝", 1, lambda: (1.0, {"a": 2.0}))
VECTOR = Exercise("vector", "벡터", 1, lambda: np.array([1.0, 2.0]))
TENSOR = Exercise("tensor", "텐서", 1, lambda: torch.tensor([1.0, 2.0]))
IDS = Exercise("ids", "번호", 1, lambda: torch.tensor([1, 2]))
SUM = Exercise(
    "sum",
    "합",
    1,
    lambda a, b: a.sum() + b,
    gen=lambda rng: (rng.standard_normal(3), float(rng.standard_normal())),
    wrong=(Wrong(lambda a, b: a.sum(), "b를 빠뜨렸습니다."),),
    hints=("하나", "둘"),
)


@pytest.fixture(autouse=True)
def _fresh():
    forget()
    yield
    forget()


class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0

    __hash__ = None


class EqualList(list):
    def __eq__(self, other):
        return True

    __hash__ = None


class EqualFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize("exercise", [NUMBER, INTEGER])
@pytest.mark.parametrize("answer", [1.0, 1, np.float32(1), np.int64(1), np.array(1.0)])
def test_a_number_in_any_honest_form_passes(exercise, answer):
    assert judge(exercise, answer).status == "passed"


@pytest.mark.parametrize("exercise", [NUMBER, INTEGER])
@pytest.mark.parametrize(
    "answer",
    [
        *(True, np.True_, "1", b"1", float("nan"), float("inf"), 1j, [1.0], {1.0}, {"a": 1.0}, ()),
        *(AlwaysEqual(), EqualFloat(1.0), Fraction(1), print, object, np.array(["1"])),
        *(2, 1.1, 10**400),
    ],
)
def test_nothing_else_passes_for_one(exercise, answer):
    assert judge(exercise, answer).status == "wrong"


def test_lists_that_claim_to_be_equal_do_not_pass():
    assert judge(VECTOR, EqualList([5.0, 6.0])).status == "wrong"
    assert judge(PAIR, EqualList([0, 0])).status == "wrong"


@pytest.mark.parametrize("answer", [..., None, (..., ...), (1.0, {"a": ...}), [1.0, None]])
def test_what_is_still_open_is_unsolved(answer):
    assert judge(PAIR, answer).status == "unsolved"


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        (NUMBER, "1", "필요한 것: 실수 하나(float). 지금 답: 문자열(str)."),
        (NUMBER, True, "필요한 것: 실수 하나(float). 지금 답: 참/거짓 값(bool)."),
        (NUMBER, float("nan"), "NaN"),
        (NUMBER, float("inf"), "무한대"),
        (NUMBER, len, "함수가 아니라"),
        (VECTOR, [1.0, 2.0, 3.0], "모양이 (2,)인 NumPy 배열. 지금 답: 모양이 (3,)인 배열."),
        (VECTOR, [1.0, [2.0]], "값 2개의 묶음"),
        (TENSOR, [1.0, 2.0], "모양이 (2,)인 텐서. 지금 답: 모양이 (2,)인 배열."),
        (TENSOR, torch.tensor([1, 2]), "필요한 것: float. 지금 답: int."),
        (IDS, torch.tensor([1.0, 2.0]), "필요한 것: int. 지금 답: float."),
        (PAIR, (1.0, {"b": 2.0}), "2번째 값: 사전(dict)의 키가 다릅니다. 빠진 키: `a`."),
        (PAIR, (1.0, {"a": 2.0, "c": 1}), "필요 없는 키: `c`"),
        (PAIR, (1.0,), "값 2개의 묶음. 지금 답: 값 1개의 묶음."),
        (SUM, 3.0, "괄호 없이 함수의 이름만"),
        (SUM, lambda a: a, "`(a, b)`, 2개. 지금 함수: `(a)`"),
        (SUM, lambda a, b: [a], "필요한 것: 실수 하나(float). 지금 답: 모양이 (1, 3)인 배열."),
    ],
)
def test_kind_and_shape_are_said_before_values(exercise, answer, words):
    found = judge(exercise, answer)
    assert found.status == "wrong"
    assert words in found.lines[0]


@pytest.mark.parametrize(
    "answer", [torch.tensor([1.0, 2.0]), torch.nn.Parameter(torch.arange(1.0, 3))]
)
def test_tensors_pass_in_any_precision(answer):
    assert judge(TENSOR, answer).status == "passed"
    assert judge(TENSOR, answer.to(torch.bfloat16)).status == "passed"
    assert judge(VECTOR, answer).status == "passed"


def test_a_module_is_a_function_too():
    layer = Exercise(
        "layer", "층", 1, lambda x: 2 * x, gen=lambda rng: (torch.tensor(rng.standard_normal(3)),)
    )

    class Twice(torch.nn.Module):
        def forward(self, x):
            return x + x

    assert judge(layer, Twice()).status == "passed"
    assert judge(layer, torch.nn.Identity()).status == "wrong"


def _crash(a, b):
    return undefined_name  # noqa: F821


def _leave(a, b):
    sys.exit(3)


class Broken(Exception):
    def __str__(self):
        raise ValueError


def _broken(a, b):
    raise Broken


def test_an_exception_is_reported_with_its_line_and_without_a_traceback():
    found = judge(SUM, _crash)
    assert found.status == "wrong"
    assert "`return undefined_name  # noqa: F821`에서 실행이 멈췄습니다" in found.lines[0]
    assert f"{_crash.__code__.co_firstlineno + 1}번째 줄" in found.lines[0]
    assert "NameError: name 'undefined_name' is not defined" in found.lines[0]
    assert "Traceback" not in str(found)


@pytest.mark.parametrize(("answer", "name"), [(_leave, "SystemExit: 3"), (_broken, "Broken")])
def test_no_exception_gets_through(answer, name):
    assert f"`{name}`" in judge(SUM, answer).lines[0]


def test_endless_recursion_is_reported():
    def again(a, b):
        return again(a, b)

    assert "끝없이" in judge(SUM, again).lines[0]


def test_the_learners_stop_button_works():
    def interrupted(a, b):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(SUM, interrupted)


def test_inputs_are_copies_and_results_are_snapshots():
    buffer = np.zeros(())

    def in_place(a, b):
        np.copyto(buffer, a.sum() + b)
        a[:] = 0
        return buffer

    assert judge(SUM, in_place).status == "passed"


def test_printing_inside_is_fine(capsys):
    assert judge(SUM, lambda a, b: print("값") or a.sum() + b).status == "passed"
    assert "값" in capsys.readouterr().out


def test_a_function_that_returns_nothing_is_unsolved():
    found = judge(SUM, lambda a, b: None)
    assert found.status == "unsolved"
    assert "return" in found.lines[0]


def test_right_on_some_inputs_only():
    def sometimes(a, b):
        return a.sum() + (b if b > 0 else 0)

    seed = next(s for s in range(50) if len({b > 0 for _, b in SUM.inputs(s)}) == 2)
    assert "에서만 맞았습니다" in judge(SUM, sometimes, seed=seed).lines[0]


def test_hints_grow_with_tries_and_a_known_mistake_has_its_own():
    assert [judge(NUMBER, 2.0, tries=n).hints for n in (1, 2, 9)] == [
        ("하나",),
        ("하나", "둘"),
        ("하나", "둘", "셋"),
    ]
    assert judge(SUM, lambda a, b: a.sum(), tries=9).hints == ("b를 빠뜨렸습니다.",)
    shown = [" ".join(judge(SUM, lambda a, b: 0.5, tries=n).lines) for n in (1, 3)]
    assert ["맞는 값은" in text for text in shown] == [False, True]


_leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
_anything = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2) | st.integers(), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(_anything)
def test_any_answer_gets_a_verdict(answer):
    for exercise in (NUMBER, PAIR, VECTOR, TENSOR, SUM):
        assert judge(exercise, answer).lines
        assert judge(SUM, lambda a, b: answer).lines


def test_a_list_that_contains_itself():
    endless = []
    endless.append(endless)
    assert judge(VECTOR, endless).status == "wrong"


def test_check_counts_tries_and_progress_shows_them():
    assert check("by_hand/dw7", ...).status == "unsolved"
    assert not check("by_hand/dw7", 1.0).passed
    verdict = check("by_hand/dw7", 0.07536)
    assert verdict.passed
    assert verdict.tries == 2
    board = progress("by_hand")
    assert [(row.status, row.tries) for row in board.rows[:2]] == [("passed", 2), ("unsolved", 0)]
    assert not board.all_passed
    assert "✓ 해결 ★☆☆ 목표를 바꾸면 · 시도 2번" in repr(board)


def test_all_passed_when_all_are():
    for exercise in ex.exercises("by_hand"):
        right = exercise.reference if exercise.gen else exercise.reference()
        assert check(f"by_hand/{exercise.name}", right).passed
    assert progress("by_hand").all_passed


@pytest.mark.parametrize("key", ["by_hand/dw8", "by_hnd/dw7", "dw7", "", "_board/x", None])
def test_an_unknown_key_is_the_authors_error_and_names_what_is_near(key):
    with pytest.raises(ex.UnknownExercise, match="by_hand/dw7"):
        check(key, 1.0)


def test_an_unknown_topic_lists_the_topics():
    with pytest.raises(ex.UnknownExercise, match=r"topics: .*by_hand"):
        progress("by_foot")


def test_html_is_escaped_and_carries_the_message():
    def angry(a, b):
        raise ValueError("<script>alert('`x`')</script>")

    found = judge(SUM, angry)
    shown = ex.Verdict(
        "t/x", "<b>제목</b>", found.status, found.lines, ("`w7` & <i>",)
    )._repr_html_()
    assert "<script" not in shown
    assert "<i>" not in shown
    assert "&lt;b&gt;제목" in shown
    assert "<code>w7</code> &amp;" in shown
    assert "lang='ko'" in shown


def test_html_has_a_sign_and_a_word_beside_the_colour():
    shown = progress("by_hand")._repr_html_()
    assert shown.count("○</span>&nbsp;<b>미해결</b>") == 4
    assert "<th scope='col'" in shown


@pytest.mark.parametrize("topic", topics())
def test_every_topic_is_sound(topic):
    names = [exercise.name for exercise in ex.exercises(topic)]
    assert len(set(names)) == len(names)
    assert all(find(f"{topic}/{name}").name == name for name in names)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names)
