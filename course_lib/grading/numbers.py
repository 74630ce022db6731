"""Questions whose numbers differ by student, in one notebook for all.

The notebook holds a table of numbers drawn with the course's key. The number of a student chooses
the row: in the notebook the one that the learner types, in grading the one of the roster.
"""

from __future__ import annotations

import hashlib
import inspect
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from course_lib.exercises import Exercise, Outcome, Wrong, diagnose
from course_lib.grading import seeds
from course_lib.grading.errors import GradingError

ROWS = 200
OTHERS = "다른 학번의 수로 푼 답입니다. 학번 칸에 자기 학번을 적었는지 확인하십시오."


def row(student: str) -> int:
    """Which row of the table a student gets; the release notebook says the same.

    Args:
        student: the number; case, spaces and signs do not matter.
    """
    plain = unicodedata.normalize("NFC", student).casefold()
    plain = "".join(letter for letter in plain if letter.isalnum())
    return int(hashlib.sha256(plain.encode()).hexdigest(), 16) % ROWS


def values(exercise: Exercise, key: bytes, assignment: str, place: int) -> tuple[Any, ...]:
    """The numbers of a row.

    Args:
        exercise: of the kind "numbers".
        key: of the course.
        assignment: its name.
        place: of the row.
    """
    return exercise.inputs(seeds.seed(key, assignment, exercise.name, f"row {place}"))[0]


def with_values(exercise: Exercise, given: Sequence[Any]) -> Exercise:
    """The question that one student has: a value is asked for.

    Args:
        exercise: of the kind "numbers".
        given: the student's numbers.
    """

    def fixed(function: Callable[..., Any]) -> Callable[[], Any]:
        return lambda: function(*given)

    wrong = tuple(Wrong(fixed(one.answer), one.hint) for one in exercise.wrong)
    return replace(exercise, reference=fixed(exercise.reference), gen=None, wrong=wrong)


def is_of_another(
    exercise: Exercise, key: bytes, assignment: str, own: Sequence[Any], got: Outcome
) -> bool:
    """Whether a wrong answer is right with other numbers than the student's own.

    Args:
        exercise: of the kind "numbers".
        key: of the course.
        assignment: its name.
        own: the student's numbers.
        got: the answer.
    """
    for place in range(ROWS):
        theirs = values(exercise, key, assignment, place)
        if theirs != tuple(own):
            asked = with_values(exercise, theirs)
            if diagnose(asked, [()], [got]).status == "passed":
                return True
    return False


def reference(
    where: str, space: dict[str, Any], source: str, answer: str, names: Sequence[str]
) -> Callable[..., Any]:
    """The answer cell as a function of the numbers.

    Args:
        where: what errors name.
        space: what the other cells define.
        source: of the answer cell.
        answer: the name that it binds.
        names: of the numbers.
    """
    compiled = compile(source, where, "exec")

    def worked_out(*given: Any) -> Any:
        own = {**space, **dict(zip(names, given, strict=True))}
        exec(compiled, own)
        return own[answer]

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature([inspect.Parameter(name, kind) for name in names])
    worked_out.__signature__ = signature  # type: ignore[attr-defined]
    return worked_out


def generator(where: str, space: dict[str, Any]) -> tuple[tuple[str, ...], Callable[..., Any]]:
    """Names of the numbers, and what draws them.

    Args:
        where: what errors name.
        space: with ``gen(rng)``, which gives numbers by name.
    Raises:
        GradingError: if there is none, or it gives something else.
    """
    gen = space.get("gen")
    drawn = gen(np.random.default_rng(0)) if callable(gen) else None
    if type(drawn) is not dict or not drawn or not all(map(str.isidentifier, drawn)):
        raise GradingError(f"{where}: gen(rng)이 이름과 수의 사전(dict)을 돌려주어야 합니다.")
    names = tuple(drawn)

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        given = space["gen"](rng)
        return tuple(_plain(given[name], where) for name in names)

    return names, draw


def _plain(value: Any, where: str) -> Any:
    """Python's own numbers and lists of them: what a notebook can show and JSON can hold."""
    value = value.tolist() if isinstance(value, (np.generic, np.ndarray)) else value
    if type(value) is list:
        return [_plain(one, where) for one in value]
    if type(value) not in (int, float):
        raise GradingError(f"{where}: gen(rng)의 값은 수나 수의 목록입니다: {value!r}")
    return value
