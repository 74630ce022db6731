"""Parsers of the real files: bytes in, texts and labels out, and every line accounted for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from course_lib.data.errors import CorruptFileError

Rows = tuple[list[str], list[int]]
_NSMC_HEADER = "id\tdocument\tlabel"


def parse_nsmc(raw: bytes) -> Rows:
    r"""Read the tab-separated form of NSMC.

    Only tabs separate and only ``\n`` ends a line. A text with quotes in it was quoted twice by
    whoever wrote the file, so that it begins with three of them: that is undone. Texts come out
    stripped and in NFC; empty ones keep their place.

    Args:
        raw: the file's bytes.
    Returns:
        Texts and labels (0 negative, 1 positive), in the order of the file.
    Raises:
        CorruptFileError: if header, encoding, number of fields or a label is not as expected.
    Source:
        https://github.com/e9t/nsmc
    """
    try:
        header, *lines = raw.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise CorruptFileError(f"expected UTF-8, got byte {error.start}: {error.reason}") from error
    if header.rstrip("\r") != _NSMC_HEADER:
        raise CorruptFileError(f"expected the header {_NSMC_HEADER!r}, got {header[:60]!r}")
    rows = [_nsmc_row(number, line) for number, line in enumerate(lines, start=2)]
    return [text for text, _ in rows], [label for _, label in rows]


def _nsmc_row(number: int, line: str) -> tuple[str, int]:
    fields = line.rstrip("\r").split("\t")
    if len(fields) != 3 or fields[2] not in ("0", "1"):
        raise CorruptFileError(
            f"line {number}: expected 'id, document, 0 or 1' between tabs, got {line[:60]!r}"
        )
    text = _unquote(_unquote(fields[1].strip()))
    return unicodedata.normalize("NFC", text).strip(), int(fields[2])


def _unquote(text: str) -> str:
    """Undo one round of CSV quoting, if the text went through one."""
    inner = text[1:-1]
    quoted = len(text) >= 2 and text[0] == text[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if quoted else text


READERS: Mapping[str, Callable[[bytes], Rows]] = MappingProxyType({"nsmc": parse_nsmc})
