"""Names found whole: tags of words → spans → precision, recall and F1.

Most words are no name, so a tagger that never finds one gets most *words* right. What is counted
here are names: one is right only if its beginning, its end and its kind all are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from course_lib.training.metrics import Quality


class Span(NamedTuple):
    """A name in a sentence.

    Args:
        kind: what is named.
        start: number of its first word.
        end: number of the word behind its last.
    """

    kind: str
    start: int
    end: int


def spans(tags: Sequence[str]) -> list[Span]:
    """The names that a sentence's tags mark.

    Args:
        tags: "B-x" begins a name of kind x, "I-x" goes on with it, "O" is none. An "I-x" with no
            name of kind x before it begins one.
    Raises:
        ValueError: if a tag has another form.
    Source:
        The reading of ``conlleval``, the script of the CoNLL-2003 shared task.
    """
    found: list[Span] = []
    for place, tag in enumerate(tags):
        mark, _, kind = tag.partition("-")
        if tag != "O" and (mark not in ("B", "I") or not kind):
            raise ValueError(f"tags must be 'O', 'B-…' or 'I-…', got {tag!r}")
        if mark == "I" and found and found[-1][::2] == (kind, place):
            found[-1] = found[-1]._replace(end=place + 1)
        elif mark != "O":
            found.append(Span(kind, place, place + 1))
    return found


def span_quality(
    tags: Iterable[Sequence[str]], answers: Iterable[Sequence[str]], *, kind: str | None = None
) -> Quality:
    """Precision, recall and F1 of whole names, over all sentences together.

    Args:
        tags: the true ones of each sentence.
        answers: a tagger's.
        kind: count names of this kind alone.
    Returns:
        Three numbers; what would be 0 / 0 is 0.
    Raises:
        ValueError: if a sentence has more tags than answers, or fewer, or a tag has another form.
    """
    right = said = there = 0
    for true, answer in zip(tags, answers, strict=True):
        if len(true) != len(answer):
            raise ValueError(
                f"expected {len(true)} answers for {len(true)} tags, got {len(answer)}"
            )
        one, other = (
            {span for span in spans(each) if kind in (None, span.kind)} for each in (true, answer)
        )
        right, said, there = right + len(one & other), said + len(other), there + len(one)
    return Quality(_share(right, said), _share(right, there), _share(2 * right, said + there))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
