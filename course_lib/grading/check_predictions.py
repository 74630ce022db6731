"""Whether a prediction exercise is fit: the reference reaches its goal, nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from course_lib.grading.errors import GradingError
from course_lib.grading.item import Item
from course_lib.grading.predictions import Drawn, Predictions, Scored


def problems(item: Item, seeds: int) -> Iterator[str]:
    """Try reference, wrong answers and the most frequent label on inputs of several keys.

    Args:
        item: with predictions.
        seeds: how many keys.
    Yields:
        What is wrong (Korean); after the first seed with something wrong, nothing more.
    """
    asked = item.predictions
    if asked is None:
        raise ValueError(f"expected an exercise with predictions, got {item.name}")
    if not item.exercise.wrong:
        yield "오답(wrong_…)이 하나도 없습니다."
    for seed in range(seeds):
        drawn = asked.draw(seed)
        found = [*_told_by_order(drawn), *_told_by_column(asked, drawn)]
        found += [*_constant(asked, drawn), *_answers(item, asked, drawn, seed)]
        yield from found
        if found or asked.draw(seed + 1) == drawn:  # rows that were kept are always the same
            return


def _told_by_order(drawn: Drawn) -> Iterator[str]:
    if list(drawn[1]) == sorted(drawn[1]):
        yield "입력이 라벨의 차례대로 놓여 있어 차례가 답을 말합니다. 섞으십시오."


def _told_by_column(asked: Predictions, drawn: Drawn) -> Iterator[str]:
    inputs, true = drawn
    for column in inputs[0] if type(inputs[0]) is dict else ():
        given = [str(one.get(column, "")) for one in inputs]
        if given == [asked.labels[number] for number in true]:
            yield f"입력의 열 `{column}`에 라벨이 그대로 있습니다. 지우십시오."


def _constant(asked: Predictions, drawn: Drawn) -> Iterator[str]:
    """Whoever answers the same label everywhere must get nothing."""
    for place, label in enumerate(asked.labels):
        found = asked.score(drawn[1], [place] * len(drawn[1]))
        if found.share:
            yield f"모두 `{label}`로 답해도 점수를 받습니다. baseline을 올리십시오. {_told(found)}"


def _answers(item: Item, asked: Predictions, drawn: Drawn, seed: int) -> Iterator[str]:
    inputs, true = drawn

    def scored(answer: Any) -> Scored:
        said = [asked.labels.index(label) for label in labels(item, answer(list(inputs)))]
        return asked.score(true, said)

    found = scored(item.exercise.reference)
    if found.share < 1:
        yield f"참조가 시드 {seed}에서 만점이 아닙니다. {_told(found)}"
    rungs = {hint for _, hint in asked.ladder}
    for wrong in item.exercise.wrong:
        found = scored(wrong.answer)
        if found.share == 1:
            yield f"오답이 시드 {seed}에서 만점을 받습니다: {wrong.hint} → {_told(found)}"
        elif not found.hints or (wrong.hint in rungs and found.hints != (wrong.hint,)):
            yield f"오답의 힌트가 시드 {seed}에서 전해지지 않습니다: {wrong.hint} → {_told(found)}"


def _told(found: Scored) -> str:
    return " ".join([*found.lines, *found.hints])


def labels(item: Item, said: Iterable[Any]) -> list[str]:
    """Labels as they stand in a file.

    Args:
        item: with predictions.
        said: what the instructor's function gave.
    Raises:
        GradingError: if there is another label among them.
    """
    written = [str(plain(one)) for one in said]
    known = item.predictions.labels if item.predictions else ()
    if unknown := sorted(set(written) - set(known)):
        raise GradingError(f"{item.page.path}: labels에 없는 라벨입니다: {', '.join(unknown[:3])}")
    return written


def plain(value: Any) -> Any:
    """Python's own value of a NumPy or torch one.

    Args:
        value: a number, an array, or anything else, which is left alone.
    """
    return value.tolist() if hasattr(value, "tolist") else value
