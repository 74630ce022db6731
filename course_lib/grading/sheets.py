"""The sheets of learning management systems: read, one column filled, nothing else touched.

Source:
    Moodle: columns as in ``mod/assign/gradingtable.php`` (github.com/moodle/moodle), their Korean
    names as in ``ko/assign.php``, ``ko/moodle.php`` and ``ko/langconfig.php`` of the language pack
    for Moodle 3.0 (github.com/projectestac/moodle-langpacks); other names are for other versions
    and for sheets made by hand. Canvas: ``lib/gradebook_exporter.rb``
    (github.com/instructure/canvas-lms), which translates no fixed column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from course_lib.grading.course import decode_sheet
from course_lib.grading.errors import GradingError

Kind = Literal["moodle", "canvas", "plain"]
# Headers are in the language of the site; these are compared without case and spaces.
NAMES = {
    "number": ("idnumber", "id번호", "학번", "학생번호", "학생id", "student", "sisuserid"),
    "name": ("fullname", "전체이름", "사용자성명", "성명", "이름", "name"),
    "email": ("emailaddress", "이메일주소", "이메일", "email"),
    "grade": ("grade", "성적", "점수", "등급", "평점", "score"),
    "most": ("maximumgrade", "최대성적", "최고성적", "최고점수", "최고등급", "만점"),
    "when": ("lastmodified(submission)", "마지막수정됨(제출)", "마지막수정(제출)",
             "최종수정일(제출)", "최종수정(제출)", "최근수정(제출)", "제출시각", "제출일시"),
}  # fmt: skip
_CANVAS = {
    "id": "ID", "name": "Student", "number": "SIS User ID", "email": "SIS Login ID"
}  # fmt: skip
_SPLIT_NAME = ("LastName", "FirstName")  # of Canvas, instead of "Student" where so chosen
_KOREAN = re.compile(
    r"(?P<y>\d{4})년 *(?P<m>\d+)월 *(?P<d>\d+)일.*?"
    r"(?P<half>오전|오후|[AP]M)? *(?P<h>\d+):(?P<min>\d+)"
)
_ENGLISH = re.compile(
    r"(?P<d>\d+) (?P<month>[A-Za-z]{3})[a-z]* (?P<y>\d{4}), *"
    r"(?P<h>\d+):(?P<min>\d+) *(?P<half>[AP]M)?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMBERS = re.compile(r"[\d\s.,:()+-]*")


@dataclass
class Sheet:
    """A sheet whose bytes stay as they are, but for cells that are set.

    Args:
        kind: whose form it has.
        rows: raw cells of each row, with their quotes; the first row is the header.
        ends: what stands after each row.
        delimiter: between cells.
    """

    kind: Kind
    rows: list[list[str]]
    ends: list[str]
    delimiter: str

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return [value(raw).strip() for raw in self.rows[0]]

    def people(self) -> Iterator[int]:
        """Rows of learners."""
        at = self.column("id") if self.column("id") is not None else self.column("number")
        possible = self.possible()
        yield from (r for r in range(1, len(self.rows)) if self.get(r, at) and r not in possible)

    def possible(self) -> list[int]:
        """Rows that hold no learner but the maximum of each column, as Canvas has one."""
        rows = range(1, len(self.rows)) if self.kind == "canvas" else ()
        return [row for row in rows if "points possible" in self.get(row, 0).lower()]

    def column(self, what: str) -> int | None:
        """Where a column is, by its part: "id", "number", "name", "email", "grade", "most", "when".

        Args:
            what: which.
        """
        if self.kind == "canvas":
            wanted = _CANVAS.get(what)
            return self.header.index(wanted) if wanted in self.header else None
        if what == "id":
            return 0 if self.kind == "moodle" else None
        plain = [re.sub(r"\s", "", name).casefold() for name in self.header]
        return next((plain.index(name) for name in NAMES[what] if name in plain), None)

    def get(self, row: int, column: int | None) -> str:
        """A cell's value, composed; empty if there is none."""
        if column is None or column >= len(self.rows[row]):
            return ""
        return unicodedata.normalize("NFC", value(self.rows[row][column]).strip())

    def part(self, row: int, what: str) -> str:
        """A cell by its part; of Moodle's identifier the number.

        Args:
            row: of a learner.
            what: as for `column`.
        """
        if what == "name" and set(_SPLIT_NAME) <= set(self.header):
            return " ".join(self.get(row, self.header.index(name)) for name in _SPLIT_NAME)
        text = self.get(row, self.column(what))
        return re.sub(r"^\D*", "", text) if what == "id" else text

    def set(self, row: int, column: int, text: str) -> None:
        """Write a cell.

        Args:
            row: of the cell.
            column: of the cell.
            text: its new value.
        """
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        quoted = cells[column].startswith('"')
        cells[column] = raw(text, self.delimiter, always=quoted)

    def keep(self, columns: list[int], rows: list[int]) -> None:
        """Drop all other columns and rows; the header stays.

        Args:
            columns: to keep.
            rows: to keep.
        """
        chosen = [0, *rows]
        self.rows = [[self.rows[r][c] for c in columns if c < len(self.rows[r])] for r in chosen]
        self.ends = [self.ends[r] or "\n" for r in chosen]

    def encode(self) -> bytes:
        """The file, as UTF-8 with its mark, which spreadsheets need; formulas are defused."""
        lines = (
            self.delimiter.join(raw(defuse(value(cell)), self.delimiter)
                                if value(cell) != defuse(value(cell)) else cell for cell in row)
            for row in self.rows
        )  # fmt: skip
        return "".join(map("".join, zip(lines, self.ends, strict=True))).encode("utf-8-sig")


def read(data: bytes, name: str) -> Sheet:
    """Read a sheet that was downloaded: UTF-8 or CP949, commas, semicolons or tabs.

    Args:
        data: the file.
        name: what errors name.
    Raises:
        GradingError: if it is no such sheet.
    """
    text = decode_sheet(data, name)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows, ends = _split(text, delimiter)
    if not rows:
        raise GradingError(f"{name}: 빈 파일입니다.")
    return Sheet(
        _kind([[value(cell) for cell in row] for row in rows], name), rows, ends, delimiter
    )


def _kind(rows: list[list[str]], name: str) -> Kind:
    header = [cell.strip() for cell in rows[0]]
    if {"ID", "Section"} < set(header) and {"Student", *_SPLIT_NAME} & set(header):
        return "canvas"
    first = [row[0].strip() for row in rows[1:] if row[0].strip()]
    if first and all(re.fullmatch(r"\D+\d+", cell) for cell in first):
        return "moodle"
    plain = {re.sub(r"\s", "", cell).casefold() for cell in header}
    if plain & set(NAMES["number"]):
        return "plain"
    raise GradingError(
        f"{name}: Moodle의 채점 시트도 Canvas의 성적표도 아닙니다. 열: {', '.join(header)}. "
        "학번(student) 열이 있는 시트도 쓸 수 있습니다."
    )


def _split(text: str, delimiter: str) -> tuple[list[list[str]], list[str]]:
    mark = re.escape(delimiter)
    cell = re.compile(rf'("(?:[^"]|"")*"[^{mark}\r\n]*|(?!")[^{mark}\r\n]*)({mark}|\r\n|\n|\r|\Z)')
    rows: list[list[str]] = []
    ends: list[str] = []
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        match = cell.match(text, at)
        if match is None:  # an opening quote without its end
            raise GradingError("CSV의 따옴표가 닫히지 않았습니다.")
        row.append(match[1])
        at = match.end()
        if match[2] != delimiter:
            rows.append(row)
            ends.append(match[2])
            row = []
    return rows, ends


def value(cell: str) -> str:
    """What a raw cell says.

    Args:
        cell: with its quotes.
    """
    return cell[1:-1].replace('""', '"') if cell[:1] == '"' == cell[-1:] and cell[1:] else cell


def raw(text: str, delimiter: str = ",", *, always: bool = False) -> str:
    """A cell as it stands in the file.

    Args:
        text: what it says.
        delimiter: between cells.
        always: quote it in any case.
    """
    if always or any(letter in text for letter in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def defuse(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    Args:
        text: of the cell; numbers, dashes and telephone numbers stay.
    """
    risky = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBERS.fullmatch(text)
    return "'" + text if risky else text


def when(text: str) -> datetime | None:
    """A time as Moodle writes it, in Korean or English, or in ISO form.

    Args:
        text: of the cell.
    Returns:
        The time, or None if it is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    found = _KOREAN.search(text) or _ENGLISH.search(text)
    if found is None:
        return None
    part = found.groupdict()
    month = int(part["m"]) if part.get("m") else _MONTHS.index(part["month"].lower()) + 1
    hour = int(part["h"]) % 12 if part["half"] else int(part["h"])
    hour += 12 if part["half"] in ("오후", "PM") else 0
    return datetime(int(part["y"]), month, int(part["d"]), hour, int(part["min"]))
