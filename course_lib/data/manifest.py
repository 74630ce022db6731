"""The list of data sets: where each file comes from and how to recognise it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from course_lib.data.archives import check_archive
from course_lib.data.errors import CorruptFileError, UnknownNameError
from course_lib.data.resources import read_toml

_CHUNK = 1 << 20


@dataclass(frozen=True)
class DataFile:
    """One file: its place, its addresses (best first), its fingerprint.

    Args:
        path: place below a data folder.
        urls: where to fetch it; none for files that only some readers have.
        size: length in bytes; of a rolling file the greatest length that is accepted.
        sha256: fingerprint; empty only where the publisher gives no more than `md5`.
        rows: number of rows; of a rolling file the smallest number that is accepted.
        md5: the publisher's own fingerprint, used where there is no sha256.
        rolling: the publisher keeps adding to it, so that its form is checked and not its hash.
        member: for archives, the name of the file inside.
        package: place inside an installed package, for example ``"gensim/test/…"``.
        part: files of one split with different parts belong together, those with the same part
            stand for each other.
        reader: its own reader, if it differs from the data set's.
    """

    path: str
    urls: tuple[str, ...] = ()
    size: int = 0
    sha256: str = ""
    rows: int = 0
    md5: str = ""
    rolling: bool = False
    member: str = ""
    package: str = ""
    part: str = ""
    reader: str = ""


Parts = tuple[tuple[DataFile, ...], ...]


@dataclass(frozen=True)
class Dataset:
    """One data set.

    Args:
        name: what `load` knows it by.
        title: its name in Korean.
        homepage: where it is described.
        licence: what it may be used for.
        citation: whom to cite.
        kind: "labelled", "texts", "pairs", "analogies", "similarities" or "file".
        reader: name of the parser.
        embedded: name of the generator that stands in for it; empty where there is none.
        label_names: what the class numbers mean, in Korean.
        stored: the splits that files hold: of each its parts, of each part the files that will do.
        shares: splits that are cut from the stored split "all", and how much each gets.
    """

    name: str
    title: str
    homepage: str
    licence: str
    citation: str
    kind: str
    reader: str
    embedded: str
    label_names: tuple[str, ...]
    stored: Mapping[str, Parts]
    shares: Mapping[str, float]

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of all splits, those cut from a whole first."""
        return (*self.shares, *self.stored)

    def parts(self, split: str) -> Parts:
        """The files of a split.

        Args:
            split: one of `splits`.
        Returns:
            Its parts, and of each part the files that will do.
        """
        return self.stored["all" if split in self.shares else split]


@cache
def datasets() -> Mapping[str, Dataset]:
    """All data sets of the manifest, by name.

    Returns:
        A read-only mapping.
    """
    tables = read_toml("manifest.toml")
    return MappingProxyType({name: _dataset(name, table) for name, table in tables.items()})


def find(name: str, split: str | None = None) -> tuple[Dataset, str]:
    """Look up a data set and one of its splits.

    Args:
        name: name of a data set, for example ``"nsmc"``.
        split: name of a split, for example ``"train"``; None means the first one.
    Returns:
        The data set and the name of the split.
    Raises:
        UnknownNameError: if there is no such data set or split; the message lists those that exist.
    """
    known = datasets()
    if name not in known:
        raise UnknownNameError(f"unknown data set {name!r}; known: {', '.join(sorted(known))}")
    splits = known[name].splits
    if split is not None and split not in splits:
        raise UnknownNameError(f"{name} has no split {split!r}; it has: {', '.join(splits)}")
    return known[name], split or splits[0]


def verify(path: Path, file: DataFile) -> None:
    """Check that a file on disk is the one that the manifest describes.

    A rolling file cannot have a fingerprint: its form is checked instead (an intact archive with
    the right member, of a length that makes sense), and its reader counts the rows.

    Args:
        path: the file to check.
        file: its description.
    Raises:
        CorruptFileError: if it is a web page, or has another length, fingerprint or form.
        OSError: if it cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        if looks_like_html(stream.read(512)):
            raise CorruptFileError(f"{path} is an HTML page, not the data file")
    if size > file.size or (size < file.size and not file.rolling):
        most = "at most " if file.rolling else ""
        raise CorruptFileError(f"{path} has {size:,} bytes, expected {most}{file.size:,}")
    if not file.rolling:
        _compare(path, "sha256" if file.sha256 else "md5", file.sha256 or file.md5)
    elif file.member:
        check_archive(path, file.member)


def _compare(path: Path, kind: str, expected: str) -> None:
    digest = hashlib.new(kind, usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != expected:
        raise CorruptFileError(f"{path} has {kind} {digest.hexdigest()}, expected {expected}")


def looks_like_html(head: bytes) -> bool:
    """Tell a web page, such as an error page, by its first bytes.

    Args:
        head: the beginning of a file.
    Returns:
        True if it begins as HTML does.
    """
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))


def _dataset(name: str, table: dict[str, Any]) -> Dataset:
    stored = {split: _parts(files) for split, files in table.pop("files").items()}
    defaults = {"reader": "", "embedded": "", "label_names": (), "shares": {}}
    fields = {**defaults, **table}
    fields["label_names"] = tuple(fields["label_names"])
    fields["shares"] = MappingProxyType(fields["shares"])
    return Dataset(name=name, stored=MappingProxyType(stored), **fields)


def _parts(entries: list[dict[str, Any]]) -> Parts:
    parts: dict[str, list[DataFile]] = {}
    for entry in entries:
        file = DataFile(**{**entry, "urls": tuple(entry.get("urls", ()))})
        parts.setdefault(file.part, []).append(file)
    return tuple(tuple(files) for files in parts.values())
