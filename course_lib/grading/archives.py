"""Handing-ins out of a zip archive, which nobody may trust, or out of a folder."""

from __future__ import annotations

import os
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from course_lib.data.archives import fault
from course_lib.grading.errors import GradingError

MOST_BYTES = 64 << 20  # of one file
MOST_TOTAL = 16 << 30
MOST_FILES = 20_000
_FAULTS = {
    "": "",
    "no plain file": "바로 가기(심볼릭 링크)나 특별한 파일은 받지 않습니다.",
    "encrypted": "암호가 걸린 파일입니다.",
    "a bomb": "압축을 풀면 터무니없이 커지는 파일입니다.",
}
_UTF8 = 0x800


@dataclass(frozen=True)
class Found:
    """One file.

    Args:
        path: where it stands, composed; never used to write.
        data: its bytes; empty if it was refused.
        when: what the archive or the folder says.
        refused: why it was not read (Korean), or "".
    """

    path: PurePosixPath
    data: bytes
    when: datetime | None = None
    refused: str = ""


def files(source: Path) -> Iterator[Found]:
    """The files of a folder or a zip archive; what is not safe is told, not read.

    Args:
        source: the folder or the archive.
    Yields:
        One file after another, in order of their paths.
    Raises:
        GradingError: if there is neither, or the archive is broken or far too large.
    """
    if source.is_dir():
        yield from _folder(source)
    elif source.is_file():
        yield from _archive(source)
    else:
        raise GradingError(f"폴더나 zip 파일이 없습니다: {source}")


def _folder(root: Path) -> Iterator[Found]:
    for folder, below, names in os.walk(root):
        links = [name for name in below if Path(folder, name).is_symlink()]
        below[:] = sorted(name for name in below if name[0] not in "._" and name not in links)
        for name in sorted([*names, *links]):
            path = Path(folder, name)
            place = PurePosixPath(_composed(path.relative_to(root).as_posix()))
            if name.startswith("."):
                continue
            if path.is_symlink() or not path.is_file():
                yield Found(place, b"", refused="바로 가기(심볼릭 링크)는 받지 않습니다.")
            elif path.stat().st_size > MOST_BYTES:
                yield Found(place, b"", refused=_large(path.stat().st_size))
            else:
                when = datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)
                yield Found(place, path.read_bytes(), when)


def _archive(path: Path) -> Iterator[Found]:
    try:
        with ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MOST_FILES or sum(info.file_size for info in members) > MOST_TOTAL:
                raise GradingError(f"{path.name}: 풀면 너무 커지는 압축 파일입니다.")
            for info in sorted(members, key=lambda info: info.filename):
                place = PurePosixPath(_composed(_name(info)).replace("\\", "/"))
                if not any(part.startswith((".DS_Store", "__MACOSX")) for part in place.parts):
                    yield _member(archive, info, place)
    except (BadZipFile, EOFError) as error:
        raise GradingError(f"{path.name}: zip 파일이 아니거나 손상되었습니다.") from error


def _member(archive: ZipFile, info: ZipInfo, place: PurePosixPath) -> Found:
    refused = _danger(info, place)
    if refused:
        return Found(place, b"", refused=refused)
    try:
        with archive.open(info) as stream:
            data = stream.read(MOST_BYTES + 1)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        return Found(place, b"", refused=f"압축을 풀 수 없습니다. {error}")
    return Found(place, data, _when(info))


def _danger(info: ZipInfo, place: PurePosixPath) -> str:
    if place.is_absolute() or ".." in place.parts or ":" in str(place)[:3] or not place.name:
        return "폴더 밖을 가리키는 이름입니다."
    found = fault(info, limit=MOST_BYTES)
    return _large(info.file_size) if found == "too large" else _FAULTS[found]


def _large(size: int) -> str:
    return f"파일이 너무 큽니다. {MOST_BYTES >> 20} MB까지 받는데 {size >> 20} MB입니다."


def _name(info: ZipInfo) -> str:
    """The name; Korean Windows writes CP949 and does not say so."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _when(info: ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)
    except ValueError:
        return None


def _composed(name: str) -> str:
    """Names of macOS are decomposed; letters that cannot be shown are left out."""
    return "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())
