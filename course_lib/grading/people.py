"""Who handed in: an LMS knows people by numbers of its own, folders by whatever was typed.

Source:
    Moodle: ``mod/assign/classes/downloader.php`` (github.com/moodle/moodle): a folder for each
    learner, without an underscore at its end from version 4.1 on, or one name before each file.
    Canvas: ``ContentZipper`` (github.com/instructure/canvas-lms): the name without what is no
    letter, ``late`` in capitals or not, two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from course_lib.grading.sheets import Sheet, when

# The first match counts: what follows it is named by the learner.
_MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)"
)
_CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE|_late)?_(?P<id>\d+)_\d+_(?P<file>.+)")


@dataclass(frozen=True)
class Sender:
    """What is known of who handed in.

    Args:
        lms: "moodle", "canvas" or "folder".
        name: as the LMS writes it, or the label of the folder or file.
        id: the LMS's number; empty for a folder.
        prefix: the beginning of the name that feedback must have to find its way back.
        late: whether the LMS says so.
    """

    lms: str
    name: str
    id: str = ""
    prefix: str = ""
    late: bool = False

    @property
    def label(self) -> str:
        """A name for a folder where nobody in the roster fits."""
        text = f"{self.name}_{self.id}" if self.id else self.name
        return re.sub(r'[/\\:*?"<>|\s]+', "_", text).strip("._")[:90] or "이름없음"


def sender(parts: Sequence[str]) -> Sender:
    """Read who handed in from a file's place in an archive or folder.

    Args:
        parts: of the path.
    """
    first, last = parts[0], parts[-1]
    if match := _MOODLE.fullmatch(first):
        return Sender("moodle", match["name"], match["id"], first[: match.start("file")])
    if len(parts) == 1 and (match := _CANVAS.fullmatch(last)):
        prefix = last[: match.start("file")]
        return Sender("canvas", match["name"], match["id"], prefix, bool(match["late"]))
    return Sender("folder", first if len(parts) > 1 else re.sub(r"\.\w+$", "", last))


class Directory:
    """Finds learners in the roster.

    Args:
        people: rows of the roster; columns "moodle", "canvas" and "email" are used where they are.
        sheet: of the LMS, which tells numbers and names by the LMS's own numbers.
    """

    def __init__(self, people: Iterable[Mapping[str, str]], sheet: Sheet | None = None) -> None:
        self.people = list(people)
        self.sheet = sheet
        self._rows = {}
        if sheet is not None:
            self._rows = {sheet.part(row, "id"): row for row in sheet.people()}

    def find(self, who: Sender) -> str | None:
        """The learner, or None if nobody or more than one fits.

        Args:
            who: handed in.
        """
        if who.lms == "folder":
            found = self._by("student", who.name) or self._labelled(who.name)
        else:
            found = self._by(who.lms, who.id) or self._in_sheet(who) or self._named(who.name)
        return found

    def row(self, sheet: Sheet, row: int, known: Mapping[tuple[str, str], str]) -> str | None:
        """The learner of a row of a sheet.

        Args:
            sheet: of the LMS.
            row: of the learner.
            known: learners by LMS and number, as they handed in.
        """
        number = sheet.part(row, "id")
        found = known.get((sheet.kind, number)) or self._by(sheet.kind, number)
        return found or self._told(sheet, row)

    def when(self, who: Sender) -> datetime | None:
        """When the sheet says that somebody handed in.

        Args:
            who: handed in.
        """
        row = self._rows.get(who.id)
        return None if row is None or self.sheet is None else when(self.sheet.part(row, "when"))

    def _in_sheet(self, who: Sender) -> str | None:
        row = self._rows.get(who.id)
        return None if row is None or self.sheet is None else self._told(self.sheet, row)

    def _told(self, sheet: Sheet, row: int) -> str | None:
        found = self._by("student", sheet.part(row, "number"))
        found = found or self._by("email", sheet.part(row, "email"))
        return found or self._named(sheet.part(row, "name"))

    def _by(self, column: str, text: str) -> str | None:
        return _only(
            row["student"] for row in self.people
            if text and _plain(row.get(column, "")) == _plain(text)
        )  # fmt: skip

    def _named(self, name: str) -> str | None:
        return _only(
            row["student"] for row in self.people
            if name and _plain(row.get("name", "")) == _plain(name)
        )  # fmt: skip

    def _labelled(self, label: str) -> str | None:
        """A number, or else a name, that stands by itself in a label."""
        numbers = (row["student"] for row in self.people if _stands(row["student"], label))
        names = (row["student"] for row in self.people if _stands(row.get("name", ""), label))
        return _only(numbers) or _only(names)


def _stands(word: str, label: str) -> bool:
    pattern = rf"(?<![^\W_])(?<![\w]-){re.escape(word)}(?![^\W_])(?!-\d)"
    return bool(word) and re.search(pattern, label, re.IGNORECASE) is not None


def _plain(text: str) -> str:
    return re.sub(r"[\s,_]", "", text).casefold()


def _only(found: Iterator[str]) -> str | None:
    chosen = set(found)
    return chosen.pop() if len(chosen) == 1 else None
