"""Ids of many documents in one file, read through a memory map: a corpus may exceed the memory.

The file holds a header, the ids one after another in the smallest integers that fit, and where each
document begins. It is written in pieces and appears complete or not at all.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt

from course_lib.data.errors import CorruptFileError
from course_lib.text.flat import FlatIds

_MAGIC = b"course-lib/ids\n\0"
_FIELDS = struct.Struct("<16sIIQQI")  # magic, version, bytes per id, documents, ids, crc32 of both
_HEADER = 64
_VERSION = 1
_PIECE = 1 << 18  # ids kept in memory while writing
_STARTS = 8  # bytes per offset
Document = Sequence[int] | npt.NDArray[np.integer]


class _Header(NamedTuple):
    width: int
    documents: int
    ids: int
    checksum: int

    def pack(self) -> bytes:
        fields = _FIELDS.pack(_MAGIC, _VERSION, *self)
        return (fields + struct.pack("<I", zlib.crc32(fields))).ljust(_HEADER, b"\0")

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self.begin_of_offsets + _STARTS * self.documents

    @property
    def begin_of_offsets(self) -> int:
        """Byte at which the offsets begin, a multiple of eight."""
        return -(-(_HEADER + self.width * self.ids) // 8) * 8


def save_ids(path: str | Path, documents: Iterable[Document], *, vocab_size: int) -> FlatIds:
    """Write documents to a file, however many there are.

    Args:
        path: file to write; its folder is made if needed.
        documents: ids of each document; gone through once, so a generator will do.
        vocab_size: every id must lie below it; up to 65,536 an id takes two bytes, else four.
    Returns:
        The documents as `open_ids` gives them.
    Raises:
        ValueError: if an id is negative or not below vocab_size; nothing is written then.
        OSError: if the file cannot be written.
    """
    if not 0 < vocab_size <= 1 << 31:
        raise ValueError(f"vocab_size must lie between 1 and 2**31, got {vocab_size}")
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _Writer(path, vocab_size) as writer:
        for document in documents:
            writer.add(document)
    return open_ids(path)


def open_ids(path: str | Path, *, check: bool = False) -> FlatIds:
    """Open documents without reading them: both arrays are memory maps of the file.

    Args:
        path: a file that `save_ids` wrote.
        check: also read the whole file once and compare its checksum.
    Shape:
        flat (number of tokens,) uint16 or int32, offsets (number of documents,) int64.
    Returns:
        Ids and offsets, read-only.
    Raises:
        CorruptFileError: if the file is cut, changed, or not of this form.
        FileNotFoundError: if there is no such file.
    """
    path = Path(path)
    header = _read_header(path)
    kind = np.uint16 if header.width == 2 else np.int32
    flat = _map(path, kind, _HEADER, header.ids)
    offsets = _map(path, np.int64, header.begin_of_offsets, header.documents)
    if check and _checksum(offsets, _checksum(flat)) != header.checksum:
        raise CorruptFileError(f"{path}: the ids have changed since they were written")
    return FlatIds(flat, offsets)


def stream(ids: FlatIds, size: int) -> Iterator[FlatIds]:
    """Go through documents in order, some at a time, and keep no more than these in memory.

    Args:
        ids: the documents, for example those of `open_ids`.
        size: documents at a time.
    Returns:
        Runs of documents, copied into memory as int64; the last may be shorter.
    Raises:
        ValueError: if size is not positive.
    """
    if size < 1:
        raise ValueError(f"size must be positive, got {size}")
    total = len(ids.offsets)
    for first in range(0, total, size):
        last = min(first + size, total)
        begin = int(ids.offsets[first])
        end = int(ids.offsets[last]) if last < total else len(ids.flat)
        flat = np.array(ids.flat[begin:end], dtype=np.int64)
        yield FlatIds(flat, np.array(ids.offsets[first:last], dtype=np.int64) - begin)


class _Writer:
    """Writes ids to ``NAME.part`` and offsets beside it; joins both at the end."""

    def __init__(self, path: Path, vocab_size: int) -> None:
        self.path, self.vocab_size = path, vocab_size
        self.kind = np.uint16 if vocab_size <= 1 << 16 else np.int32
        self.documents = self.ids = self.checksum = 0
        self.pending: list[npt.NDArray[np.int64]] = []
        self.waiting = 0

    def __enter__(self) -> _Writer:
        folder, name = self.path.parent, self.path.name
        descriptor, part = tempfile.mkstemp(prefix=f"{name}.", suffix=".part", dir=folder)
        self.part = Path(part)
        self.flat: IO[bytes] = os.fdopen(descriptor, "wb")
        self.starts: IO[bytes] = tempfile.TemporaryFile(dir=folder)
        self.flat.write(bytes(_HEADER))
        return self

    def add(self, document: Document) -> None:
        """Take one document; it is written when enough are waiting."""
        ids = np.asarray(document, dtype=np.int64)
        self.pending.append(ids)
        self.waiting += len(ids)
        if self.waiting >= _PIECE or len(self.pending) >= _PIECE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if not self.pending:
            return
        lengths = np.array([len(ids) for ids in self.pending], dtype=np.int64)
        starts = self.ids + np.cumsum(lengths) - lengths
        flat = np.concatenate(self.pending)
        wrong = np.flatnonzero((flat < 0) | (flat >= self.vocab_size))
        if len(wrong):
            before = int(np.searchsorted(starts, self.ids + wrong[0], "right"))
            raise ValueError(
                f"document {self.documents + before - 1}: expected ids 0 to {self.vocab_size - 1}, "
                f"got {flat[wrong[0]]}"
            )
        data = flat.astype(self.kind).tobytes()
        self.checksum = zlib.crc32(data, self.checksum)
        self.flat.write(data)
        self.starts.write(starts.tobytes())
        self.documents, self.ids = self.documents + len(lengths), self.ids + len(flat)
        self.pending, self.waiting = [], 0

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
                self._join()
                self.flat.close()
                self.part.replace(self.path)
        finally:
            self.flat.close()
            self.starts.close()
            self.part.unlink(missing_ok=True)

    def _join(self) -> None:
        header = _Header(np.dtype(self.kind).itemsize, self.documents, self.ids, 0)
        self.flat.write(bytes(header.begin_of_offsets - self.flat.tell()))
        self.starts.seek(0)
        while data := self.starts.read(1 << 20):
            self.checksum = zlib.crc32(data, self.checksum)
            self.flat.write(data)
        self.flat.seek(0)
        self.flat.write(header._replace(checksum=self.checksum).pack())


def _read_header(path: Path) -> _Header:
    with path.open("rb") as stream:
        raw = stream.read(_HEADER)
    if len(raw) < _HEADER or not raw.startswith(_MAGIC):
        raise CorruptFileError(f"{path} is not a file of ids")
    _, version, *fields = _FIELDS.unpack(raw[: _FIELDS.size])
    header = _Header(*fields)
    if version != _VERSION or raw != header.pack():
        raise CorruptFileError(f"{path}: the header is damaged, or of another version")
    if path.stat().st_size != header.size:
        raise CorruptFileError(
            f"{path} has {path.stat().st_size:,} bytes, expected {header.size:,}: write it again"
        )
    return header


def _map(path: Path, kind: npt.DTypeLike, offset: int, length: int) -> npt.NDArray[np.int64]:
    if not length:  # an empty map is not allowed
        return np.empty(0, dtype=kind)
    return np.memmap(path, dtype=kind, mode="r", offset=offset, shape=(length,))


def _checksum(values: npt.NDArray[np.int64], checksum: int = 0) -> int:
    for first in range(0, len(values), _PIECE):
        checksum = zlib.crc32(values[first : first + _PIECE].tobytes(), checksum)
    return checksum
