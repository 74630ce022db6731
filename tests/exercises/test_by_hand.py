"""The first chapter's exercises: right is right, every typical mistake is named, a stub is open."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch

from course_lib.byhand.network import Params, backward, forward, update
from course_lib.exercises import exercises, judge

SEEDS = range(20)
TOPICS = {"by_hand": Path("book/01_backprop/by_hand.md")}
ALL = [exercise for topic in TOPICS for exercise in exercises(topic)]
BANK = [
    pytest.param(exercise, wrong, id=f"{exercise.name}-{place}")
    for exercise in ALL
    for place, wrong in enumerate(exercise.wrong)
]
ROOT = Path(__file__).parents[2]


def _answer(exercise, solution):
    return solution() if exercise.gen is None else solution


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.name)
def test_the_reference_passes_and_the_stub_is_unsolved(exercise):
    for seed in SEEDS:
        assert judge(exercise, _answer(exercise, exercise.reference), seed=seed).status == "passed"
        assert judge(exercise, _answer(exercise, lambda *_: ...), seed=seed).status == "unsolved"


@pytest.mark.parametrize(("exercise", "wrong"), BANK)
def test_every_wrong_answer_is_told_its_own_mistake(exercise, wrong):
    for seed in SEEDS:
        found = judge(exercise, _answer(exercise, wrong.answer), seed=seed)
        assert (found.status, found.hints) == ("wrong", (wrong.hint,)), f"seed {seed}"


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.name)
def test_a_bank_is_rich_and_its_hints_are_distinct_korean(exercise):
    hints = [*(wrong.hint for wrong in exercise.wrong), *exercise.hints]
    assert len(exercise.wrong) >= 4
    assert len(exercise.hints) >= 3
    assert len(set(hints)) == len(hints)
    assert all(re.search(r"(니다\.|니까\?|까요\?|십시오\.)$", hint) for hint in hints)


@pytest.mark.parametrize("topic", TOPICS)
def test_titles_and_stars_are_the_chapters(topic):
    text = (ROOT / TOPICS[topic]).read_text(encoding="utf-8")
    written = re.findall(r"\{exercise-start\} (.+?) ([★☆]{3})\n:label: (\S+)", text)
    ours = [(e.title, "★" * e.stars + "☆" * (3 - e.stars), f"{topic}/{e.name}") for e in ALL]
    assert written == ours


def test_dw7_is_the_documents_number_with_swapped_targets():
    exercise = exercises("by_hand")[0]
    assert judge(exercise, 0.07536).status == "passed"
    assert judge(exercise, np.float32(0.07536)).status == "passed"
    assert judge(exercise, 0.0754).status == "wrong"
    assert "거의" in judge(exercise, 0.0754).lines[0]


def test_hidden_delta_and_descend_are_the_networks_own():
    params = Params()
    trace = forward(params)
    back = backward(params, trace)
    _, hidden_delta, descend, _ = (exercise.reference for exercise in exercises("by_hand"))
    ours = hidden_delta(trace.h1, params.w5, params.w7, back.dsum_o1, back.dsum_o2)
    assert ours == pytest.approx(back.dsum_h1, rel=1e-12)
    moved = descend(asdict(params), back.gradients(), 0.5)
    assert moved == asdict(update(params, back, lr=0.5))


def test_tanh_reference_is_autograd():
    exercise = exercises("by_hand")[3]
    for x, t, w, b in exercise.inputs(0):
        weights, biases = (torch.tensor(values, requires_grad=True) for values in (w, b))
        first, second = weights[:4].reshape(2, 2), weights[4:].reshape(2, 2)
        h = torch.tanh(torch.from_numpy(x) @ first + biases[0])
        o = torch.tanh(second @ h + biases[1])
        (0.5 * (torch.from_numpy(t) - o) ** 2).sum().backward()
        expected = torch.cat([weights.grad, biases.grad]).numpy()
        np.testing.assert_allclose(exercise.reference(x, t, w, b), expected, rtol=1e-12)


def test_learners_may_answer_with_lists_tensors_or_single_precision():
    exercise = exercises("by_hand")[3]
    right = exercise.reference
    for shape in (
        lambda *args: right(*args).tolist(),
        lambda *args: torch.from_numpy(right(*args)),
        lambda *args: right(*args).astype(np.float32),
    ):
        assert judge(exercise, shape).status == "passed"


def test_the_places_that_differ_are_named():
    exercise = exercises("by_hand")[3]

    def doubled_first(x, t, w, b):
        grads = exercise.reference(x, t, w, b)
        grads[0] *= 2
        return grads

    assert "`[0]`" in judge(exercise, doubled_first).lines[0]
