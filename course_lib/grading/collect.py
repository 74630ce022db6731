"""What learners handed in, brought into the course's folder: nothing lost, nothing twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath

from course_lib.grading import archives, privacy, sheets
from course_lib.grading.archives import Found
from course_lib.grading.course import NOTEBOOK, ORIGIN, Course, plain_name
from course_lib.grading.errors import GradingError
from course_lib.grading.people import Directory, Sender, sender


@dataclass(frozen=True)
class Row:
    """What became of one attempt or file.

    Args:
        student: whose; a label where the roster has nobody.
        state: "new", "same" (collected before) or "refused".
        file: as it was handed in.
        attempt: its number.
        known: whether the roster has the learner, or there is no roster.
        said: why it was refused (Korean).
    """

    student: str
    state: str
    file: str
    attempt: int = 0
    known: bool = True
    said: str = ""


def collect(
    course: Course, name: str, source: Path, *, sheet: Path | None = None, times: bool = False
) -> Iterator[Row]:
    """Collect from a folder, a Moodle zip or a Canvas zip.

    Args:
        course: the folder.
        name: of the assignment.
        source: folder or archive.
        sheet: the LMS's own sheet, which tells who is who and when they handed in.
        times: believe the times of the files where the sheet tells none.
    Yields:
        A row for each attempt, and for each file that was refused.
    Raises:
        GradingError: if the source or the sheet cannot be read, there is no such assignment, or
            the source is the course's own folder or one around it.
    """
    course.assignment(name)
    own = course.root.resolve()
    if source.resolve() in (own, *own.parents):
        said = "받은 파일만 든 폴더나 zip 파일을 알려 주십시오."
        raise GradingError(f"강의 폴더가 들어 있는 폴더에서는 모으지 않습니다: {own}. {said}")
    known = sheets.read(sheet.read_bytes(), sheet.name) if sheet else None
    directory = Directory(course.people(), known)

    def whose(file: Found) -> str:
        who = _owner(file)
        return directory.find(who) or who.label

    for _, files in groupby(sorted(archives.files(source), key=whose), key=whose):
        yield from _person(course, name, directory, list(files), times=times)


def _owner(file: Found) -> Sender:
    parts = [part for part in file.path.parts if part not in ("..", "/")]
    return sender(parts or ["이름없음"])


def _person(
    course: Course, name: str, directory: Directory, files: list[Found], *, times: bool
) -> Iterator[Row]:
    who = _owner(files[0])
    student = directory.find(who)
    known = student is not None or not directory.people
    place = course.place("submissions", name) / plain_name(student or who.label)
    for file in files:
        if file.refused:
            yield Row(place.name, "refused", str(file.path), known=known, said=file.refused)
    for attempt in _attempts([file for file in files if not file.refused]):
        origin = _origin(who, directory, attempt[0], times=times)
        number, state = _store(place, attempt, origin)
        yield Row(place.name, state, str(attempt[0].path), number, known)


def _attempts(files: list[Found]) -> Iterator[list[Found]]:
    """Each notebook is an attempt; other files go with the last one."""
    ordered = sorted(files, key=lambda file: (file.when or datetime.min, str(file.path)))
    notebooks = [file for file in ordered if file.path.suffix.lower() == ".ipynb"]
    others = [file for file in ordered if file not in notebooks]
    for notebook in notebooks[:-1]:
        yield [notebook]
    if files:
        yield [*notebooks[-1:], *others]


def _origin(who: Sender, directory: Directory, file: Found, *, times: bool) -> dict[str, str]:
    told = directory.when(who) or (file.when if times else None)
    facts = {
        "lms": who.lms,
        "id": who.id,
        "name": who.name,
        "prefix": who.prefix,
        "file": str(file.path),
        "when": told.isoformat() if told else "",
        "late": "LMS" if who.late else "",
    }
    return {key: value for key, value in facts.items() if value}


def _store(place: Path, files: list[Found], origin: dict[str, str]) -> tuple[int, str]:
    """Write an attempt whole or not at all, unless it is there already."""
    digest = _digest(files)
    place.mkdir(parents=True, exist_ok=True)
    known = {int(path.name): path for path in place.iterdir() if path.name.isdigit()}
    for number, path in known.items():
        note = path / ORIGIN
        if note.is_file() and json.loads(note.read_text("utf-8")).get("digest") == digest:
            return number, "same"
    number = max(known, default=0) + 1
    beside = Path(tempfile.mkdtemp(prefix=".new-", dir=place))
    try:
        for file, own in _names(files):
            data = privacy.strip(file.data) if own == NOTEBOOK else file.data
            (beside / own).write_bytes(data)
        facts = json.dumps(origin | {"digest": digest}, ensure_ascii=False, indent=1)
        (beside / ORIGIN).write_text(facts + "\n", encoding="utf-8")
        beside.rename(place / str(number))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return number, "new"


def _names(files: Iterable[Found]) -> Iterator[tuple[Found, str]]:
    """Names that are safe and different; the first notebook gets its own."""
    taken = {NOTEBOOK, ORIGIN}
    for place, file in enumerate(files):
        if place == 0 and file.path.suffix.lower() == ".ipynb":
            yield file, NOTEBOOK
            continue
        who = _owner(file)
        own = PurePosixPath(file.path.name.removeprefix(who.prefix) or file.path.name)
        stem = Sender("folder", own.stem).label
        name, count = f"{stem}{own.suffix}", 2
        while name in taken:
            name, count = f"{stem}-{count}{own.suffix}", count + 1
        taken.add(name)
        yield file, name


def _digest(files: Iterable[Found]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.data).digest() + file.path.name.encode() + b"\0")
    return whole.hexdigest()
