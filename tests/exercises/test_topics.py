"""The exercises of every topic: right is right, every typical mistake is named, a stub is open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_lib.exercises import exercises, judge, topics

SEEDS = range(20)
ROOT = Path(__file__).parents[2]
CHAPTERS = {page.stem: page for page in (ROOT / "book").rglob("*.md")}
ALL = [
    pytest.param(exercise, id=f"{topic}/{exercise.name}")
    for topic in topics()
    for exercise in exercises(topic)
]
BANK = [
    pytest.param(exercise, wrong, id=f"{topic}/{exercise.name}-{place}")
    for topic in topics()
    for exercise in exercises(topic)
    for place, wrong in enumerate(exercise.wrong)
]


def _answer(exercise, solution):
    return solution() if exercise.gen is None else solution


@pytest.mark.parametrize("exercise", ALL)
def test_the_reference_passes_and_the_stub_is_unsolved(exercise):
    for seed in SEEDS:
        assert judge(exercise, _answer(exercise, exercise.reference), seed=seed).status == "passed"
        assert judge(exercise, _answer(exercise, lambda *_: ...), seed=seed).status == "unsolved"


@pytest.mark.parametrize(("exercise", "wrong"), BANK)
def test_every_wrong_answer_is_told_its_own_mistake(exercise, wrong):
    for seed in SEEDS:
        found = judge(exercise, _answer(exercise, wrong.answer), seed=seed)
        assert (found.status, found.hints) == ("wrong", (wrong.hint,)), f"seed {seed}"


@pytest.mark.parametrize("exercise", ALL)
def test_a_bank_is_rich_and_its_hints_are_distinct_korean(exercise):
    hints = [*(wrong.hint for wrong in exercise.wrong), *exercise.hints]
    assert len(exercise.wrong) >= 4
    assert len(exercise.hints) >= 3
    assert len(set(hints)) == len(hints)
    assert all(re.search(r"(니다\.|니까\?|까요\?|십시오\.)$", hint) for hint in hints)


@pytest.mark.parametrize("topic", topics())
def test_titles_and_stars_are_the_chapters(topic):
    text = CHAPTERS[topic].read_text(encoding="utf-8")
    written = re.findall(r"\{exercise-start\} (.+?) ([★☆]{3})\n:label: (\S+)", text)
    ours = [
        (e.title, "★" * e.stars + "☆" * (3 - e.stars), f"{topic}/{e.name}")
        for e in exercises(topic)
    ]
    assert written == ours
