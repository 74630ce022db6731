"""``check`` and ``progress``: exercises found by key, verdicts kept for this session."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import zlib
from typing import Any

from course_lib.exercises._judge import Judgement, Status, judge
from course_lib.exercises._spec import Exercise
from course_lib.exercises._verdict import Progress, Row, Verdict

_records: dict[str, tuple[Status, int]] = {}


class UnknownExercise(LookupError):
    """A key or topic that no module of exercises has: the author's mistake, not the learner's."""


def topics() -> list[str]:
    """Name the topics that have exercises, sorted."""
    package = importlib.import_module(__package__)
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name for name in names if not name.startswith("_"))


def exercises(topic: str) -> tuple[Exercise, ...]:
    """Give a topic's exercises, in the chapter's order; the module is imported now.

    Args:
        topic: the part of a key before the slash, e.g. "by_hand".
    Returns:
        The exercises.
    Raises:
        UnknownExercise: if there is no such topic.
    """
    if topic not in topics():
        raise UnknownExercise(f"no exercises on {topic!r}; topics: {', '.join(topics())}")
    found: tuple[Exercise, ...] = importlib.import_module(f"{__package__}.{topic}").EXERCISES
    return found


def find(key: str) -> Exercise:
    """Find an exercise by key.

    Args:
        key: "topic/name".
    Returns:
        The exercise.
    Raises:
        UnknownExercise: if there is none; the message lists near keys.
    """
    topic, _, name = str(key).partition("/")
    for exercise in exercises(topic) if topic in topics() else ():
        if exercise.name == name:
            return exercise
    known = [f"{topic}/{exercise.name}" for topic in topics() for exercise in exercises(topic)]
    near = difflib.get_close_matches(str(key), known, n=3, cutoff=0.4) or known
    raise UnknownExercise(f"no exercise {key!r}; near it: {', '.join(near)}")


def check(key: str, answer: Any) -> Verdict:
    """Check a learner's answer.

    Nothing that the answer does can make this raise, KeyboardInterrupt apart.

    Args:
        key: "topic/name".
        answer: a value, or a function; ``...`` and None mean unsolved.
    Returns:
        The verdict, in Korean.
    Raises:
        UnknownExercise: if no exercise has this key.
    Source:
        The hints come from the exercise's bank of wrong answers.
    """
    exercise = find(key)
    _, tries = _records.get(key, ("unsolved", 0))
    found = _judge_safely(exercise, answer, tries + 1, seed=zlib.crc32(key.encode()))
    tries += found.status != "unsolved"
    _records[key] = found.status, tries
    return Verdict(key, exercise.title, found.status, found.lines, found.hints, tries)


def _judge_safely(exercise: Exercise, answer: Any, tries: int, seed: int) -> Judgement:
    try:
        return judge(exercise, answer, tries=tries, seed=seed)
    except Exception as error:  # a learner must never meet a traceback of ours
        said = f"답을 읽지 못했습니다(`{type(error).__name__}`). 답의 꼴을 문제와 견주어 보십시오."
        return Judgement("wrong", (said,))


def progress(topic: str) -> Progress:
    """Show which exercises of a topic are solved in this session.

    Args:
        topic: the part of the keys before the slash.
    Returns:
        The board.
    Raises:
        UnknownExercise: if there is no such topic.
    """
    rows = []
    for exercise in exercises(topic):
        status, tries = _records.get(f"{topic}/{exercise.name}", ("unsolved", 0))
        rows.append(Row(f"{topic}/{exercise.name}", exercise.title, exercise.stars, status, tries))
    return Progress(topic, tuple(rows))


def forget() -> None:
    """Forget all verdicts of this session."""
    _records.clear()
