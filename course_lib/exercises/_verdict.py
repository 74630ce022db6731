"""What a learner sees: one verdict, one board; plain text and HTML that suits light and dark."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from course_lib.exercises._judge import Status

NAMES: dict[Status, str] = {"unsolved": "미해결", "wrong": "오답", "passed": "해결"}
_SIGNS: dict[Status, str] = {"unsolved": "○", "wrong": "✗", "passed": "✓"}
_COLOURS: dict[Status, str] = {"unsolved": "#8a8f98", "wrong": "#c2410c", "passed": "#2da44e"}


@dataclass(frozen=True)
class Verdict:
    """The answer to one ``check``.

    Args:
        key: "topic/name".
        title: the exercise's Korean title.
        status: "unsolved", "wrong" or "passed".
        lines: what was found, in Korean.
        hints: what to think about next, in Korean.
        tries: how many answers were judged so far.
    """

    key: str
    title: str
    status: Status
    lines: tuple[str, ...]
    hints: tuple[str, ...] = ()
    tries: int = 0

    @property
    def passed(self) -> bool:
        """True if the answer is right."""
        return self.status == "passed"

    @property
    def message(self) -> str:
        """All that is said, one sentence or hint a line."""
        return "\n".join([*self.lines, *(f"힌트: {hint}" for hint in self.hints)])

    def __repr__(self) -> str:
        return f"{_SIGNS[self.status]} {NAMES[self.status]} · {self.title}\n{self.message}"

    def _repr_html_(self) -> str:
        lines = "".join(f"<p style='margin:.35em 0 0'>{_inline(line)}</p>" for line in self.lines)
        hints = "".join(
            f"<p style='margin:.35em 0 0'><b>힌트</b> {_inline(hint)}</p>" for hint in self.hints
        )
        head = f"{_badge(self.status)} · {html.escape(self.title)}"
        return _box(self.status, f"<div>{head}</div>{lines}{hints}")


@dataclass(frozen=True)
class Row:
    """One exercise's line on the board."""

    key: str
    title: str
    stars: int
    status: Status
    tries: int


@dataclass(frozen=True)
class Progress:
    """The board of a topic: which exercises are solved, and after how many tries."""

    topic: str
    rows: tuple[Row, ...]

    @property
    def all_passed(self) -> bool:
        """True if every exercise of the topic is solved."""
        return all(row.status == "passed" for row in self.rows)

    @property
    def _summary(self) -> str:
        solved = sum(row.status == "passed" for row in self.rows)
        return f"연습 문제 {len(self.rows)}개 가운데 {solved}개를 풀었습니다."

    def __repr__(self) -> str:
        lines = [
            f"{_SIGNS[row.status]} {NAMES[row.status]} {_stars(row.stars)} {row.title} "
            f"· 시도 {row.tries}번"
            for row in self.rows
        ]
        return "\n".join([self._summary, *lines])

    def _repr_html_(self) -> str:
        body = "".join(_table_row(row) for row in self.rows)
        heads = "".join(
            f"<th scope='col' style='text-align:left;padding:.2em .8em .2em 0'>{name}</th>"
            for name in ("상태", "난이도", "문제", "시도")
        )
        table = (
            "<table style='border-collapse:collapse;margin:.5em 0 0;background:none;color:inherit'>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )
        status: Status = "passed" if self.all_passed else "unsolved"
        return _box(status, f"<div><b>{html.escape(self._summary)}</b></div>{table}")


def _table_row(row: Row) -> str:
    cells = (_badge(row.status), _stars(row.stars), html.escape(row.title), f"{row.tries}번")
    return (
        "<tr style='background:none'>"
        + "".join(
            f"<td style='text-align:left;padding:.2em .8em .2em 0'>{cell}</td>" for cell in cells
        )
        + "</tr>"
    )


def _stars(count: int) -> str:
    return "★" * count + "☆" * (3 - count)


def _badge(status: Status) -> str:
    """A coloured sign, and the word in the text's own colour for contrast on any background."""
    sign = f"<span style='color:{_COLOURS[status]}'>{_SIGNS[status]}</span>"
    return f"{sign}&nbsp;<b>{NAMES[status]}</b>"


def _inline(text: str) -> str:
    """Escape a line; what stands between backticks becomes code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _box(status: Status, body: str) -> str:
    colour = _COLOURS[status]
    style = (
        f"border-left:4px solid {colour};background:{colour}1f;color:inherit;"
        "padding:.6em .9em;border-radius:4px;line-height:1.6;max-width:46em"
    )
    return (
        f"<div lang='ko' role='status' class='course-verdict {status}' style='{style}'>{body}</div>"
    )
