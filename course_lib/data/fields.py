"""Lines and fields of text files, strict about their form; and texts, cleaned.

Every function that takes a file apart raises CorruptFileError, with the line, where the form is
not the expected one.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from course_lib.data.errors import CorruptFileError

_SPACES = re.compile("[\u00a0\u2009\u202f]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b"))  # soft hyphen, zero-width space


def decode(raw: bytes) -> str:
    """Read UTF-8.

    Args:
        raw: a file's bytes.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorruptFileError(f"expected UTF-8, got byte {error.start}: {error.reason}") from error


def lines_of(raw: bytes) -> list[str]:
    r"""Split UTF-8 into lines; only ``\n`` ends one, and the last one need not end.

    Args:
        raw: a file's bytes.
    """
    return [line.rstrip("\r") for line in decode(raw).removesuffix("\n").split("\n")]


def tabbed(number: int, line: str, fields: int, names: str) -> list[str]:
    """Split a line at its tabs.

    Args:
        number: of the line, for the error.
        line: the line.
        fields: how many fields it must have.
        names: what they are, for the error.
    """
    row = line.split("\t")
    if len(row) != fields:
        raise CorruptFileError(f"line {number}: expected {names!r} between tabs, got {line[:60]!r}")
    return row


def csv_rows(raw: bytes, fields: int) -> list[list[str]]:
    """Read CSV.

    Args:
        raw: a file's bytes.
        fields: how many fields every row must have.
    """

    def rows() -> Iterator[list[str]]:
        reader = csv.reader(io.StringIO(decode(raw), newline=""), strict=True)
        for row in reader:
            if len(row) != fields:
                raise CorruptFileError(
                    f"line {reader.line_num}: expected {fields} fields, got {str(row)[:60]}"
                )
            yield row

    try:
        return list(rows())
    except csv.Error as error:
        raise CorruptFileError(f"not CSV: {error}") from error


def expect_header(header: str, expected: str) -> None:
    """Refuse a file that begins otherwise.

    Args:
        header: the first line.
        expected: what it must be.
    """
    if header != expected:
        raise CorruptFileError(f"expected the header {expected!r}, got {header[:60]!r}")


def label_of(number: int, label: str, known: str) -> int:
    """Read a label of one digit.

    Args:
        number: of the line, for the error.
        label: the field.
        known: the digits that are labels.
    """
    if len(label) != 1 or label not in known:
        raise CorruptFileError(
            f"line {number}: expected a label {known[0]} to {known[-1]}, got {label[:60]!r}"
        )
    return int(label)


def clean(text: str) -> str:
    """Strip a text and compose its characters (NFC).

    Args:
        text: any text.
    """
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()


def clean_sentence(text: str) -> str:
    """Do `clean`, make narrow and no-break spaces plain, leave out characters without width.

    Args:
        text: a sentence.
    """
    if text.isascii():
        return text.strip()
    return clean(_SPACES.sub(" ", text.translate(_UNSEEN)))


def unquote(text: str) -> str:
    """Undo one round of CSV quoting, if the text went through one.

    Args:
        text: any text.
    """
    inner = text[1:-1]
    quoted = len(text) >= 2 and text[0] == text[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if quoted else text
