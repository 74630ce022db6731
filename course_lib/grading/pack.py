"""An assignment: a folder with ``assignment.toml`` and one MyST file for each exercise."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from course_lib.authoring.errors import SourceError
from course_lib.authoring.source import read_page
from course_lib.grading.decode import decode_sheet
from course_lib.grading.errors import GradingError
from course_lib.grading.item import Item, read_item, refuse_unknown

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETTINGS = "assignment.toml"
Files = Mapping[str, str]


@dataclass(frozen=True)
class Assignment:
    """Exercises that are handed out together.

    Args:
        name: of the folder; it goes into file names and seeds.
        title: Korean.
        items: in order.
        due: ISO time after which work is late; empty if there is no such time.
        late: share of the points lost for each day begun.
        attempts: how many count; 0 for all.
        feedback: "summary" tells status and points, "hint" also what is known of the mistake.
        files: the sources, by file name.
    """

    name: str
    title: str
    items: tuple[Item, ...]
    due: str = ""
    late: float = 0.0
    attempts: int = 0
    feedback: str = "hint"
    files: Files = field(default_factory=dict, repr=False)

    @property
    def points(self) -> float:
        """Of all exercises."""
        return sum(item.points for item in self.items)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names of the files that learners hand in beside the notebook."""
        return tuple(item.predictions.file for item in self.items if item.predictions)

    @property
    def digest(self) -> str:
        """Changes with anything in the folder that decides on points."""
        return digest(self.files)


def digest(files: Files) -> str:
    """A hash of files.

    Args:
        files: contents by name.
    """
    whole = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            whole.update(len(part.encode()).to_bytes(8, "big") + part.encode())
    return whole.hexdigest()


def read_files(folder: Path) -> dict[str, str]:
    """The sources of an assignment.

    Args:
        folder: with ``assignment.toml``.
    Returns:
        Contents by file name: settings, exercises, and data in ``.csv`` files.
    Raises:
        GradingError: if it is no assignment's folder, or a sheet cannot be decoded.
    """
    if not (folder / SETTINGS).is_file():
        raise GradingError(f"과제 폴더가 아닙니다. {SETTINGS} 파일이 없습니다: {folder}")
    paths = [folder / SETTINGS, *sorted(folder.glob("*.md"))]
    files = {path.name: path.read_text(encoding="utf-8") for path in paths}
    sheets = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    return files | {name: decode_sheet(raw, name) for name, raw in sheets.items()}


def load(folder: Path) -> Assignment:
    """Read an assignment from its folder.

    Args:
        folder: with ``assignment.toml`` and the exercises that it names.
    Raises:
        GradingError: if a part is missing or wrong; the message names the file.
    """
    return parse(folder.resolve().name, read_files(folder))


def parse(name: str, files: Files) -> Assignment:
    """Make an assignment of its sources; equal sources are read once.

    Args:
        name: of the folder.
        files: contents by file name.
    Raises:
        GradingError: if a part is missing or wrong.
    """
    return _parse(name, tuple(sorted(files.items())))


@lru_cache(maxsize=16)
def _parse(name: str, sources: tuple[tuple[str, str], ...]) -> Assignment:
    files = dict(sources)
    try:
        settings = tomllib.loads(files[SETTINGS])
    except tomllib.TOMLDecodeError as error:
        raise GradingError(f"{SETTINGS}: TOML로 읽을 수 없습니다. {error}") from error
    known = {"title", "exercises", "due", "late", "attempts", "feedback"}
    refuse_unknown(SETTINGS, settings, known, needed={"title", "exercises"})
    items = tuple(_item(file, files, name) for file in settings.pop("exercises"))
    names = [item.name for item in items]
    if len(set(names)) < len(names) or len({item.answer for item in items}) < len(items):
        raise GradingError(f"{SETTINGS}: 문제의 이름과 답의 이름은 서로 달라야 합니다. {names}")
    wanted = [item.predictions.file.casefold() for item in items if item.predictions]
    if len(set(wanted)) < len(wanted):
        raise GradingError(f"{SETTINGS}: 예측 파일의 이름은 문제마다 달라야 합니다. {wanted}")
    if settings.get("feedback", "hint") not in ("summary", "hint"):
        raise GradingError(f"{SETTINGS}: feedback은 summary나 hint입니다.")
    return Assignment(name, items=items, files=files, **settings)


def _item(file: str, files: Files, assignment: str) -> Item:
    if file not in files:
        raise GradingError(f"{SETTINGS}: 문제 파일이 없습니다. {file}")
    try:
        page = read_page(files[file], Path(assignment, file))
        return read_item(file.removesuffix(".md"), page, files)
    except SourceError as error:
        raise GradingError(str(error)) from error
