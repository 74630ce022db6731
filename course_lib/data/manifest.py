"""The list of data sets: where each file comes from and how to recognise it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from course_lib.data.errors import CorruptFileError, UnknownNameError
from course_lib.data.resources import read_toml

_CHUNK = 1 << 20


@dataclass(frozen=True)
class DataFile:
    """One file: its place below a data folder, its addresses (best first), its fingerprint."""

    path: str
    urls: tuple[str, ...]
    size: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class Dataset:
    """One data set; `reader` and `embedded` name the code that reads it or stands in for it."""

    name: str
    title: str
    homepage: str
    licence: str
    citation: str
    label_names: tuple[str, ...]
    reader: str
    embedded: str
    splits: Mapping[str, DataFile]


@cache
def datasets() -> Mapping[str, Dataset]:
    """All data sets of the manifest, by name.

    Returns:
        A read-only mapping.
    """
    tables = read_toml("manifest.toml")
    return MappingProxyType({name: _dataset(name, table) for name, table in tables.items()})


def find(name: str, split: str) -> tuple[Dataset, DataFile]:
    """Look up a data set and the file of one split.

    Args:
        name: name of a data set, for example ``"nsmc"``.
        split: name of a split, for example ``"train"``.
    Returns:
        The data set and the file.
    Raises:
        UnknownNameError: if there is no such data set or split; the message lists those that exist.
    """
    known = datasets()
    if name not in known:
        raise UnknownNameError(f"unknown data set {name!r}; known: {', '.join(sorted(known))}")
    splits = known[name].splits
    if split not in splits:
        raise UnknownNameError(f"{name} has no split {split!r}; it has: {', '.join(splits)}")
    return known[name], splits[split]


def verify(path: Path, file: DataFile) -> None:
    """Check that a file on disk is byte for byte the one that the manifest describes.

    Args:
        path: the file to check.
        file: its description.
    Raises:
        CorruptFileError: if it is a web page, has another length, or has another sha256.
        OSError: if it cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(512)
        if looks_like_html(head):
            raise CorruptFileError(f"{path} is an HTML page, not the data file")
        if size != file.size:
            raise CorruptFileError(f"{path} has {size:,} bytes, expected {file.size:,}")
        digest = hashlib.sha256(head)
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != file.sha256:
        raise CorruptFileError(f"{path} has sha256 {digest.hexdigest()}, expected {file.sha256}")


def looks_like_html(head: bytes) -> bool:
    """Tell a web page, such as an error page, by its first bytes.

    Args:
        head: the beginning of a file.
    Returns:
        True if it begins as HTML does.
    """
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))


def _dataset(name: str, table: dict[str, Any]) -> Dataset:
    splits = {
        split: DataFile(**{**entry, "urls": tuple(entry["urls"])})
        for split, entry in table.pop("splits").items()
    }
    labels = tuple(table.pop("label_names"))
    return Dataset(name=name, label_names=labels, splits=MappingProxyType(splits), **table)
