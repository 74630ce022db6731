"""The verdict on an answer: what it should have been, and which known mistake it agrees with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from course_lib.exercises._calling import misfit
from course_lib.exercises._compare import close, differing, mismatch
from course_lib.exercises._run import Outcome, call
from course_lib.exercises._spec import Exercise
from course_lib.exercises._values import Numbers, freeze, unanswered

Status = Literal["unsolved", "wrong", "passed"]
_SHOW_EXPECTED_FROM = 3  # tries


@dataclass(frozen=True)
class Judgement:
    """A status and, in Korean, what to say; hints last."""

    status: Status
    lines: tuple[str, ...]
    hints: tuple[str, ...] = ()


def judge(exercise: Exercise, answer: Any, *, tries: int = 1, seed: int = 0) -> Judgement:
    """Judge an answer: a value, or a function tried on seeded inputs.

    Args:
        exercise: what was asked.
        answer: what the learner gave.
        tries: which try this is, from 1; more tries, more hints.
        seed: of the inputs.
    Returns:
        The judgement.
    """
    data = freeze(answer)
    if unanswered(data):
        return Judgement(
            "unsolved", ("아직 풀지 않았습니다. `...`을 지우고 답을 적은 뒤 다시 실행하십시오.",)
        )
    if exercise.gen is None:
        if callable(answer):
            return Judgement("wrong", ("함수가 아니라 계산한 값이 필요합니다.",))
        return diagnose(exercise, [()], [Outcome(data)], tries=tries)
    if not callable(answer):
        said = "값이 아니라 함수 자체가 필요합니다. 괄호 없이 함수의 이름만 넘겨 주십시오."
        return Judgement("wrong", (said,))
    complaint = misfit(answer, exercise.parameters)
    if complaint is not None:
        return Judgement("wrong", (complaint,))
    inputs = exercise.inputs(seed)
    return diagnose(exercise, inputs, [call(answer, args) for args in inputs], tries=tries)


def diagnose(
    exercise: Exercise, inputs: list[tuple[Any, ...]], got: list[Outcome], *, tries: int = 1
) -> Judgement:
    """Compare outcomes, wherever they were produced, with the reference and the bank.

    Args:
        exercise: what was asked.
        inputs: the positional inputs of each case.
        got: the learner's outcome on each case.
        tries: which try this is, from 1.
    Returns:
        The judgement.
    """
    error = next((outcome.error for outcome in got if outcome.error is not None), None)
    if error is not None:
        return Judgement("wrong", (error,))
    if any(unanswered(outcome.value) and outcome.after is None for outcome in got):
        said = "함수가 아직 값을 돌려주지 않습니다. 계산한 값을 `return`으로 돌려주십시오."
        return Judgement("unsolved", (said,))
    expected = [call(exercise.reference, args) for args in inputs]
    right = [_agree(exercise, one, other) for one, other in zip(expected, got, strict=True)]
    if all(right):
        return Judgement("passed", ("정답입니다.",))
    worst = right.index(False)
    lines = _difference(exercise, inputs[worst], expected[worst], got[worst], tries)
    if any(right):
        lines = (f"입력 {len(right)}가지 가운데 {sum(right)}가지에서만 맞았습니다.", *lines)
    known = _known(exercise, inputs, got)
    return Judgement("wrong", lines, (known,) if known else exercise.hints[:tries])


def _agree(exercise: Exercise, one: Outcome, other: Outcome) -> bool:
    kept = not exercise.pure or close(
        one.after, other.after, rtol=exercise.rtol, atol=exercise.atol
    )
    return kept and close(one.value, other.value, rtol=exercise.rtol, atol=exercise.atol)


def _known(exercise: Exercise, inputs: list[tuple[Any, ...]], got: list[Outcome]) -> str | None:
    """The hint of the first wrong answer in the bank that does the same on every input."""
    for wrong in exercise.wrong:
        theirs = (call(wrong.answer, args) for args in inputs)
        if all(_agree(exercise, one, other) for one, other in zip(theirs, got, strict=True)):
            return wrong.hint
    return None


def _difference(
    exercise: Exercise, args: tuple[Any, ...], expected: Outcome, got: Outcome, tries: int
) -> tuple[str, ...]:
    complaint = mismatch(expected.value, got.value)
    if complaint is not None:
        return (complaint,)
    if exercise.pure and got.after is not None:
        return ("돌려준 값과는 별개로, 함수가 인자로 받은 것을 바꾸어 놓았습니다.",)
    if exercise.gen is None:
        return (_near(expected.value, got.value),)
    parts = differing(expected.value, got.value, rtol=exercise.rtol, atol=exercise.atol)
    return _example(exercise, args, expected, got, parts, tries)


def _near(expected: Any, got: Any) -> str:
    if close(expected, got, rtol=1e-2, atol=0.0):
        return "거의 맞았습니다. 중간 값을 반올림하지 말고 자릿수를 더 살려 계산해 보십시오."
    return "답의 꼴은 맞지만 값이 다릅니다."


def _example(
    exercise: Exercise,
    args: tuple[Any, ...],
    expected: Outcome,
    got: Outcome,
    parts: list[str],
    tries: int,
) -> tuple[str, ...]:
    given = ", ".join(
        f"{name}={_show(value)}"
        for name, value in zip(exercise.parameters, map(freeze, args), strict=True)
    )
    lines = ["값이 다릅니다."]
    if parts:
        lines[0] = "다음 자리의 값이 다릅니다: " + ", ".join(f"`{part}`" for part in parts) + "."
    if len(given) <= 120:
        lines.append(f"예를 들어 `{given}`일 때 지금 함수의 값은 `{_show(got.value)}`입니다.")
        if tries >= _SHOW_EXPECTED_FROM:
            lines.append(f"같은 입력에서 맞는 값은 `{_show(expected.value)}`입니다.")
    return tuple(lines)


def _show(data: Any) -> str:
    if isinstance(data, Numbers):
        return np.array2string(data.array, precision=5, separator=", ", threshold=12)
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {_show(item)}" for key, item in data.items()) + "}"
    if isinstance(data, tuple):
        return "(" + ", ".join(map(_show, data)) + ")"
    return repr(data)
