"""Files of word vectors: word2vec's text and binary forms, and GloVe's text without a header.

A file whose name ends in ``.gz`` is unpacked while it is read.
"""

from __future__ import annotations

import gzip
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Literal

import numpy as np
import numpy.typing as npt

from course_lib.files import whole

Floats = npt.NDArray[np.float32]
PathLike = str | os.PathLike[str]
Duplicates = Literal["error", "first"]
Row = tuple[int, bytes, Floats]  # line (or word) number, word, numbers


class VectorFileError(ValueError):
    """A file of vectors is not what it should be; the message names the file and the line."""


def read_text(
    path: PathLike, *, header: bool, limit: int | None = None, duplicates: Duplicates = "error"
) -> tuple[list[str], Floats]:
    """Read one word and its numbers per line, separated by single spaces.

    Args:
        path: the file, in UTF-8.
        header: whether the first line says how many words and how many numbers there are, as in
            word2vec's form; GloVe's has no such line.
        limit: read the first so many lines only.
        duplicates: what a word that stands twice is: an "error", or left out but for the "first".
    Shape:
        Returns V words and their vectors (V, D).
    Raises:
        OSError: if the file cannot be read.
        VectorFileError: naming the line, for a bad header, a wrong number of numbers, text that is
            no finite number or not UTF-8, a word that stands twice, or another count of lines.
    """
    with _open(path) as file:
        count, dim = _header(path, file.readline()) if header else (None, None)
        wanted = count if limit is None else min(limit, count or limit)
        rows = _text_rows(path, file, dim, first=2 if header else 1)
        whole = header and limit is None
        return _collect(path, rows, wanted, duplicates, exact=whole)


def read_binary(
    path: PathLike, *, limit: int | None = None, duplicates: Duplicates = "error"
) -> tuple[list[str], Floats]:
    """Read word2vec's binary form: a header line, then words each followed by raw floats.

    Args:
        path: the file.
        limit: read the first so many words only.
        duplicates: what a word that stands twice is: an "error", or left out but for the "first".
    Shape:
        Returns V words and their vectors (V, D).
    Raises:
        OSError: if the file cannot be read.
        VectorFileError: naming the word's number, for a file that ends early, a word that is not
            UTF-8 or stands twice, a number that is not finite, or bytes after the last word.
    """
    with _open(path) as file:
        count, dim = _header(path, file.readline())
        wanted = count if limit is None else min(limit, count)
        rows = _binary_rows(path, file, wanted, dim, to_end=limit is None)
        return _collect(path, rows, wanted, duplicates, exact=limit is None, unit="word")


def write_text(
    path: PathLike, words: Sequence[str], vectors: npt.NDArray[np.floating], *, header: bool
) -> None:
    """Write what `read_text` reads; the file appears whole or not at all.

    Args:
        path: the file.
        words: V words without white space.
        vectors: their numbers.
        header: write word2vec's first line; without it the form is GloVe's.
    Shape:
        vectors (V, D).
    Raises:
        OSError: if the file cannot be written.
        ValueError: if a word holds white space.
    """
    with whole(path) as file:
        if header:
            file.write(f"{len(words)} {vectors.shape[1]}\n".encode())
        for word, row in zip(_plain(words), vectors, strict=True):
            numbers = " ".join(map(str, row))  # the shortest text that reads back as this float
            file.write(f"{word} {numbers}\n".encode())


def write_binary(path: PathLike, words: Sequence[str], vectors: npt.NDArray[np.floating]) -> None:
    """Write what `read_binary` reads; the file appears whole or not at all.

    Args:
        path: the file.
        words: V words without white space.
        vectors: their numbers, written as 32-bit floats.
    Shape:
        vectors (V, D).
    Raises:
        OSError: if the file cannot be written.
        ValueError: if a word holds white space.
    """
    with whole(path) as file:
        file.write(f"{len(words)} {vectors.shape[1]}\n".encode())
        for word, row in zip(_plain(words), vectors, strict=True):
            file.write(word.encode() + b" " + row.astype("<f4").tobytes())


def _open(path: PathLike) -> IO[bytes]:
    return gzip.open(path) if os.fspath(path).endswith(".gz") else Path(path).open("rb")  # type: ignore[return-value]


def _plain(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if not word or any(sign in word for sign in " \n\r\t"):
            raise ValueError(f"expected words without spaces or line breaks, got {word!r}")
        yield word


def _header(path: PathLike, line: bytes) -> tuple[int, int]:
    fields = line.split()
    if len(fields) != 2 or not all(field.isdigit() and int(field) > 0 for field in fields):
        raise _wrong(path, 1, "a header 'number-of-words numbers-per-word'", line[:60])
    return int(fields[0]), int(fields[1])


def _text_rows(path: PathLike, file: IO[bytes], dim: int | None, *, first: int) -> Iterator[Row]:
    for number, line in enumerate(file, start=first):
        word, *fields = line.rstrip(b" \r\n").split(b" ")
        if dim is None and word.isdigit() and len(fields) == 1 and fields[0].isdigit():
            raise _wrong(path, number, "a word and its numbers", f"word2vec's header {line[:60]!r}")
        dim = len(fields) if dim is None else dim
        if not word or not fields or len(fields) != dim:
            expected = f"a word and {dim or 'its'} numbers, separated by single spaces"
            raise _wrong(path, number, expected, f"{len(fields)} numbers after {word[:40]!r}")
        try:
            yield number, word, np.array(fields, dtype=np.float32)
        except ValueError:
            raise _wrong(path, number, "numbers", line[:60]) from None


def _binary_rows(
    path: PathLike, file: IO[bytes], wanted: int, dim: int, *, to_end: bool
) -> Iterator[Row]:
    for number in range(1, wanted + 1):
        word, sign = bytearray(), file.read(1)
        while sign not in (b" ", b""):
            word += sign
            sign = file.read(1)
        numbers = file.read(4 * dim)
        if len(numbers) < 4 * dim:
            expected = f"{wanted} words of {dim} numbers"
            raise _wrong(path, number, expected, "the end of the file", "word")
        yield number, bytes(word.lstrip(b"\n")), np.frombuffer(numbers, dtype="<f4")
    if to_end and file.read(2).strip(b"\n"):
        raise _wrong(path, wanted, f"the file to end after {wanted} words", "more", "word")


def _collect(
    path: PathLike,
    rows: Iterator[Row],
    wanted: int | None,
    duplicates: Duplicates,
    *,
    exact: bool,
    unit: str = "line",
) -> tuple[list[str], Floats]:
    """Check the rows and put them into one matrix; exact: there must be as many as wanted."""
    lines: dict[str, int] = {}
    numbers, read, number = bytearray(), 0, 0
    for number, raw, values in rows if exact else itertools.islice(rows, wanted):
        read += 1
        if exact and read > (wanted or 0):
            raise _wrong(path, number, f"{wanted} words as the header says", "more", unit)
        word = _decode(path, number, raw, unit)
        if not np.isfinite(values).all():
            raise _wrong(path, number, f"finite numbers for {word!r}", "NaN or infinity", unit)
        if (before := lines.setdefault(word, number)) == number:
            numbers += values.tobytes()
        elif duplicates == "error":
            again = f"{word!r} again, after {unit} {before}"
            raise _wrong(path, number, "every word once", again, unit)
    if not lines or (exact and read != wanted):
        raise _wrong(path, number, f"{wanted or 'some'} words", f"only {read}", unit)
    matrix = np.frombuffer(numbers, dtype="<f4").reshape(len(lines), -1)
    return list(lines), matrix.astype(np.float32, copy=False)


def _decode(path: PathLike, number: int, raw: bytes, unit: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _wrong(path, number, "a word in UTF-8", raw[:40], unit) from None


def _wrong(
    path: PathLike, number: int, expected: str, got: object, unit: str = "line"
) -> VectorFileError:
    return VectorFileError(f"{os.fspath(path)}, {unit} {number}: expected {expected}, got {got}")
