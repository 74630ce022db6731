"""An instructor's folder: the key, the assignments, and what becomes of them.

course.key                       mode 600, never in git
roster.csv                       student,name (and any other columns)
exceptions.csv                   student,assignment,due,attempts
assignments/NAME/                assignment.toml and the exercises
release/NAME.ipynb               what learners get
submissions/NAME/STUDENT/NUMBER/ what they handed in: notebook.ipynb, from.json, other files
results/NAME/STUDENT.json        one row for each learner
feedback/NAME/STUDENT.html
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from course_lib.grading import beside, pack, seeds
from course_lib.grading.decode import decode_sheet
from course_lib.grading.errors import GradingError

NOTEBOOK = "notebook.ipynb"
ORIGIN = "from.json"


@dataclass(frozen=True)
class Submission:
    """What a learner handed in at one time.

    Args:
        student: as in the roster.
        number: of the attempt, from 1.
        folder: with the notebook.
        origin: where it came from: "lms", "id", "name", "prefix", "file", "when"; all optional.
    """

    student: str
    number: int
    folder: Path
    origin: Mapping[str, str] = field(default_factory=dict)

    @property
    def when(self) -> datetime | None:
        """When it was handed in; None if nobody knows."""
        return datetime.fromisoformat(self.origin["when"]) if self.origin.get("when") else None

    def read(self) -> bytes:
        """The notebook; empty if there is none."""
        path = self.folder / NOTEBOOK
        return path.read_bytes() if path.is_file() else b""

    def files(self, wanted: Sequence[str]) -> beside.Files:
        """Other files that were handed in.

        Args:
            wanted: names that the assignment asks for.
        Returns:
            As `beside.take`.
        """
        return beside.take(self.folder, wanted)


@dataclass(frozen=True)
class Granted:
    """What was granted to one learner: another deadline, more attempts; None leaves the rule."""

    due: datetime | None = None
    attempts: int | None = None


@dataclass(frozen=True)
class Course:
    """The folder.

    Args:
        root: of everything.
    """

    root: Path

    def assignment(self, name: str) -> pack.Assignment:
        """Read an assignment.

        Args:
            name: of its folder.
        Raises:
            GradingError: if there is none; the message lists those there are.
        """
        folder = self.root / "assignments" / plain_name(name)
        if not folder.parent.is_dir():
            said = (
                "assignments/ 폴더가 없습니다. 강의 폴더에서 실행하거나 --course로 알려 주십시오."
            )
            raise GradingError(f"강의 폴더가 아닙니다: {self.root.resolve()}. {said}")
        if not folder.is_dir():
            known = sorted(path.parent.name for path in self.root.glob("assignments/*/*.toml"))
            raise GradingError(f"과제가 없습니다: {name}. 있는 과제: {', '.join(known) or '없음'}")
        return pack.load(folder)

    def key(self) -> bytes:
        """The seed key.

        Raises:
            GradingError: if it is missing, broken, or others can read it.
        """
        return seeds.read_key(self.root)

    def people(self) -> list[dict[str, str]]:
        """The rows of ``roster.csv``; none if there is no such file.

        Raises:
            GradingError: if the file has no column "student".
        """
        path = self.root / "roster.csv"
        rows = read_csv(path, needed=("student",)) if path.is_file() else []
        return [row for row in rows if row["student"]]

    def roster(self) -> dict[str, str]:
        """Names of learners by number.

        Raises:
            GradingError: as `people`.
        """
        return {row["student"]: row.get("name", "") for row in self.people()}

    def exceptions(self, assignment: str) -> dict[str, Granted]:
        """What was granted, by learner.

        Args:
            assignment: its name.
        Raises:
            GradingError: if a row cannot be read; the message names it.
        """
        path = self.root / "exceptions.csv"
        rows = read_csv(path, needed=("student", "assignment")) if path.is_file() else []
        return {row["student"]: _granted(row) for row in rows if row["assignment"] == assignment}

    def submissions(self, assignment: str) -> list[Submission]:
        """All attempts of all learners, in order.

        Args:
            assignment: its name.
        """
        root = self.root / "submissions" / plain_name(assignment)
        return sorted(_attempts(root), key=lambda one: (one.student, one.number))

    def place(self, kind: str, assignment: str) -> Path:
        """A folder for results, feedback or submissions; made if need be.

        Args:
            kind: "results", "feedback", "submissions" or "release".
            assignment: its name.
        """
        folder = self.root / kind / plain_name(assignment)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def plain_name(name: str) -> str:
    """A name that is safe as a folder's, composed.

    Args:
        name: of an assignment or a learner.
    Raises:
        GradingError: if it is empty, hidden, or leads elsewhere.
    """
    name = unicodedata.normalize("NFC", name).strip()
    bad = not name or name.startswith(".") or len(name) > 100
    if bad or any(letter in '/\\:*?"<>|' or not letter.isprintable() for letter in name):
        raise GradingError(f"파일 이름으로 쓸 수 없는 이름입니다: {name!r}")
    return name


def read_csv(path: Path, *, needed: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Read a sheet that a spreadsheet saved, as UTF-8 or CP949.

    Args:
        path: of the sheet.
        needed: columns that must be there.
    Returns:
        Rows by column; cells stripped and composed.
    Raises:
        GradingError: if it cannot be decoded or a column is missing.
    """
    reader = csv.DictReader(io.StringIO(decode_sheet(path.read_bytes(), path.name)))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise GradingError(f"{path.name}: 열이 없습니다: {', '.join(missing)}")
    return [
        {
            key: unicodedata.normalize("NFC", value or "").strip()
            for key, value in row.items()
            if key
        }
        for row in reader
    ]


def _granted(row: dict[str, str]) -> Granted:
    try:
        due = datetime.fromisoformat(row["due"]) if row.get("due") else None
        attempts = int(row["attempts"]) if row.get("attempts") else None
    except ValueError as error:
        raise GradingError(f"exceptions.csv: 읽을 수 없는 행입니다. {row}") from error
    return Granted(due, attempts)


def _attempts(root: Path) -> Iterator[Submission]:
    for folder in root.glob("*/*"):
        if folder.is_dir() and folder.name.isdigit():
            note = folder / ORIGIN
            origin = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
            yield Submission(folder.parent.name, int(folder.name), folder, origin)
