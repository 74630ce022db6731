"""A quiz as ``<details>``: every choice explains itself, everywhere, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from course_lib.authoring.errors import SourceError
from course_lib.authoring.source import Directive

_CHOICE = re.compile(r"[-*] \[([ xX])\] +(.*)")


@dataclass
class Choice:
    """A choice, its explanation and where they stand."""

    right: bool
    text: str
    line: int
    lines: list[str]


def read_choices(node: Directive, path: Path) -> tuple[str, list[Choice]]:
    """What stands before the list, and the choices.

    Args:
        node: a ``quiz`` directive.
        path: what errors name.

    Raises:
        SourceError: without a question, two choices, exactly one right choice, or an explanation
            for each.
    """
    before: list[str] = []
    choices: list[Choice] = []
    for i, text in enumerate(node.body.split("\n")):
        match = _CHOICE.match(text)
        if match:
            choices.append(Choice(match[1] != " ", match[2], node.body_line + i, []))
        elif choices:
            choices[-1].lines.append(text)
        else:
            before.append(text)
    _validate(node, choices, path)
    return "\n".join(before).strip("\n"), choices


def _validate(node: Directive, choices: list[Choice], path: Path) -> None:
    if not node.argument:
        raise SourceError(path, node.line, "quiz: expected a question after {quiz}")
    right = sum(choice.right for choice in choices)
    if len(choices) < 2 or right != 1:
        got = f"{len(choices)} choices, {right} right"
        raise SourceError(path, node.line, f"quiz: expected two or more, exactly one right; {got}")
    for choice in choices:
        loose = [text for text in choice.lines if text.strip() and not text.startswith("  ")]
        if loose:
            wanted = f"quiz: not indented under its choice: {loose[0]!r}"
            raise SourceError(path, choice.line, wanted)
        if not any(text.strip() for text in choice.lines):
            raise SourceError(path, choice.line, f"quiz: no explanation for {choice.text!r}")


def render_quiz(
    node: Directive,
    path: Path,
    render: Callable[[str, int], str],
    *,
    marks: tuple[str, str] = ("", ""),
) -> str:
    """A quiz as HTML with Markdown inside (blank lines around it let it be rendered).

    Args:
        node: a ``quiz`` directive.
        path: what errors name.
        render: Markdown and its line → Markdown of the edition.
        marks: what stands before the explanation of a wrong and of the right choice.
    """
    before, choices = read_choices(node, path)
    parts = ['<div class="quiz">', f"**{render(node.argument, node.line)}**"]
    parts += [render(before, node.body_line)] if before else []
    for choice in choices:
        kind = "right" if choice.right else "wrong"
        why = dedent("\n".join(choice.lines)).strip("\n")
        parts += [
            f'<details class="quiz-choice {kind}">\n<summary>',
            render(choice.text, choice.line),
            "</summary>",
            marks[choice.right] + render(why, choice.line + 1),
            "</details>",
        ]
    return "\n\n".join([*parts, "</div>"])
