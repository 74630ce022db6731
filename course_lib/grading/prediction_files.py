"""A prediction file is data, never code: read strictly, with one clear word on what is wrong."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress

from course_lib.grading.beside import MOST_BYTES
from course_lib.grading.decode import decode_sheet
from course_lib.grading.errors import GradingError

COLUMNS = ("id", "label")
_SHOWN = 3
_SIGNS = {
    b"PK\x03\x04": "압축 파일이나 엑셀 통합 문서(.xlsx)입니다.",
    b"%PDF": "PDF 파일입니다.",
    b"\x1f\x8b": "압축 파일(.gz)입니다.",
    b"\xd0\xcf\x11\xe0": "엑셀 통합 문서(.xls)입니다.",
    b"\x93NUMPY": "넘파이 파일입니다.",
}
_DELIMITERS = {"\t": "탭", ";": "세미콜론", "|": "세로줄", " ": "빈칸"}


class PredictionError(ValueError):
    """A prediction file that cannot be scored; the message is Korean, for the learner.

    Args:
        status: "missing", "unreadable" or "output".
        said: what was expected and what came.
    """

    def __init__(self, status: str, said: str) -> None:
        super().__init__(said)
        self.status = status


def read(raw: bytes | None, *, count: int, labels: Sequence[str]) -> list[int]:
    """Read a file of ids and labels, in any order.

    Args:
        raw: the file; None where there is something else of its name.
        count: how many inputs there are; their ids are 1 to count.
        labels: those that there are.
    Returns:
        The predicted class of each input, in order of the ids.
    Raises:
        PredictionError: if anything is missing, double, unknown, or no such file at all.
    """
    rows = list(_rows(_text(raw)))
    places = {label: number for number, label in enumerate(labels)}
    range_said = f"id는 1부터 {count:,}까지입니다."
    _refuse("숫자가 아닌 id", (id for id, _ in rows if not re.fullmatch("[0-9]{1,9}", id)))
    found = [(int(id), label) for id, label in rows]
    _refuse("모르는 id", (id for id, _ in found if not 1 <= id <= count), range_said)
    counted = Counter(id for id, _ in found)
    _refuse("두 번 이상 나온 id", (id for id, times in counted.items() if times > 1))
    _refuse("빠진 id", (id for id in range(1, count + 1) if id not in counted), range_said)
    known = f"쓸 수 있는 라벨: {', '.join(labels)}."
    _refuse("모르는 라벨", (label or "빈칸" for _, label in found if label not in places), known)
    return [places[label] for _, label in sorted(found)]


def from_output(printed: Iterable[str], file: str) -> bytes | None:
    """The file as the release notebook's cell printed it, for those who hand in the notebook alone.

    Args:
        printed: what the notebook's cells printed.
        file: name of the file.
    Returns:
        A file of the labels that were printed last; None if there are none.
    """
    sign = re.compile(rf"^\[{re.escape(file)}\] ([A-Za-z0-9+/]+=*)$", re.MULTILINE)
    records = [record for text in printed for record in sign.findall(text)]
    with suppress(IndexError, binascii.Error, zlib.error, UnicodeDecodeError):
        packed = base64.b64decode(records[-1])
        labels = zlib.decompressobj().decompress(packed, MOST_BYTES // 4).decode().split("\n")
        return written(labels)
    return None


def written(labels: Iterable[str]) -> bytes:
    """A prediction file, as the release notebook writes it.

    Args:
        labels: of the inputs, in order.
    """
    rows = [f"{place},{label}\n" for place, label in enumerate(labels, start=1)]
    return ("id,label\n" + "".join(rows)).encode()


def _text(raw: bytes | None) -> str:
    if raw is None:
        said = "보통 파일이 아니라 읽지 않았습니다. 바로 가기나 폴더가 아닌 CSV 파일을 내십시오."
        raise PredictionError("unreadable", said)
    if len(raw) > MOST_BYTES:
        said = f"파일이 너무 커서 읽지 않았습니다. {MOST_BYTES >> 20} MB까지 받습니다."
        raise PredictionError("output", said)
    if not raw.strip():
        raise PredictionError("unreadable", "빈 파일입니다.")
    for sign, said in _SIGNS.items():
        if raw.startswith(sign):
            raise PredictionError("unreadable", f"{said} CSV로 저장해 내십시오.")
    try:
        text = decode_sheet(raw, "예측 파일")
    except GradingError as error:
        raise PredictionError("unreadable", str(error)) from error
    if "\0" in text:
        raise PredictionError("unreadable", "글이 아니라 다른 것이 든 파일입니다.")
    return re.sub("\r\n?", "\n", unicodedata.normalize("NFC", text))


def _rows(text: str) -> Iterable[tuple[str, str]]:
    """Ids and labels as text, without spaces and without the ``.0`` that spreadsheets add."""
    try:
        given = [row for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
    except csv.Error as error:
        said = "CSV로 읽을 수 없습니다. 따옴표가 닫혔는지, 한 줄에 하나씩인지 확인하십시오."
        raise PredictionError("unreadable", said) from error
    header, *rows = given or [[""]]
    names = [name.strip().lower() for name in header]
    if any(names.count(column) != 1 for column in COLUMNS):
        raise PredictionError("unreadable", _headless(header, names))
    at = [names.index(column) for column in COLUMNS]
    short = [number for number, row in enumerate(rows, start=1) if len(row) != len(header)]
    _refuse("칸의 수가 첫 줄과 다른 줄", (f"{number}번째" for number in short))
    return [(_plain(row[at[0]]), _plain(row[at[1]])) for row in rows]


def _headless(header: list[str], names: list[str]) -> str:
    wanted = f"첫 줄은 `{','.join(COLUMNS)}`이어야 합니다."
    for sign, name in _DELIMITERS.items():
        if len(header) == 1 and set(COLUMNS) <= set(
            re.split(rf"\s*{re.escape(sign)}\s*", names[0])
        ):
            return f"쉼표가 아니라 {name}(으)로 나눈 파일입니다. {wanted}"
    return f"{wanted} 지금 첫 줄: `{_short(','.join(header))}`"


def _plain(cell: str) -> str:
    return re.sub(r"^(\d+)\.0+$", r"\1", cell.strip())


def _refuse(what: str, found: Iterable[object], wanted: str = "") -> None:
    """Say how many of something there are, with the first few; nothing if there is none."""
    given = [str(one) for one in found]
    if given:
        shown = ", ".join(f"`{_short(one)}`" for one in dict.fromkeys(given[:_SHOWN]))
        more = " …" if len(given) > _SHOWN else ""
        said = f"{what}: {shown}{more} (모두 {len(given):,}개). {wanted}"
        raise PredictionError("unreadable", said.rstrip())


def _short(text: str) -> str:
    text = text.replace("`", "'")
    return text if len(text) <= 40 else text[:39] + "…"
