from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from course_lib.data import (
    CorruptFileError,
    DataFile,
    MissingFileError,
    UnknownNameError,
    datasets,
    load,
    locate,
    manifest,
)

if TYPE_CHECKING:
    from conftest import Server

VECTORS = b"2 3\nking 1 0 1\nqueen 0 1 1\n"


def zipped(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("glove/some.txt", body)
    return out.getvalue()


def known(monkeypatch: pytest.MonkeyPatch, *files: DataFile, kind: str = "file") -> None:
    """A manifest of one data set with one split."""
    parts = tuple((file,) for file in files)
    entry = replace(datasets()["glove_50d"], kind=kind, stored=MappingProxyType({"all": parts}))
    entry = replace(entry, name="some", reader="lines")
    monkeypatch.setattr(manifest, "datasets", lambda: {"some": entry})


def described(path: str, body: bytes, **more: object) -> DataFile:
    digest = hashlib.sha256(body).hexdigest()
    return replace(DataFile(path, size=len(body), sha256=digest, rows=1), **more)  # type: ignore[arg-type]


def put(folder: Path, path: str, body: bytes) -> Path:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)
    return place


def test_a_file_is_verified_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, described("v/some.txt", VECTORS))
    path = put(tmp_path / "cache", "v/some.txt", VECTORS)
    assert locate("some") == path
    assert locate("some", folder=tmp_path / "cache") == path
    path.write_bytes(VECTORS[:-1] + b"?")
    with pytest.raises(CorruptFileError, match="has sha256"):
        locate("some")


def test_where_there_is_only_md5_it_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.md5(VECTORS).hexdigest()
    known(monkeypatch, described("v/some.txt", VECTORS, sha256="", md5=digest))
    path = put(tmp_path / "cache", "v/some.txt", VECTORS)
    assert locate("some") == path
    path.write_bytes(VECTORS[:-1] + b"?")
    with pytest.raises(CorruptFileError, match="has md5"):
        locate("some")


def test_a_member_of_an_archive_is_unpacked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = zipped(VECTORS)
    known(monkeypatch, described("v/some.zip", body, member="some.txt"))
    put(tmp_path / "own", "v/some.zip", body)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "own"))
    path = locate("some")
    assert path.read_bytes() == VECTORS
    assert path.is_relative_to(tmp_path / "cache")
    stamp = path.stat().st_mtime_ns
    assert locate("some").stat().st_mtime_ns == stamp


def test_it_is_downloaded_only_when_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["some"] = VECTORS
    known(monkeypatch, described("v/some.txt", VECTORS, urls=(f"{server.root}/some",)))
    with pytest.raises(MissingFileError, match='COURSE_DATA_DIR, or download it with size="full"'):
        locate("some")
    assert server.asked == []
    assert locate("some", size="full").read_bytes() == VECTORS
    assert locate("some").is_relative_to(tmp_path / "cache")


def test_a_file_without_address_cannot_be_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, described("v/some.txt", VECTORS))
    with pytest.raises(MissingFileError, match=r"put v/some\.txt into COURSE_DATA_DIR$"):
        locate("some", size="full")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package with a data file, which fails when it is imported."""
    put(tmp_path / "site", "somepackage/__init__.py", b"raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return put(tmp_path / "site", "somepackage/data/some.txt", VECTORS)


def test_a_package_brings_a_file_and_is_not_imported(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = described("v/some.txt", VECTORS, package="somepackage/data/some.txt")
    known(monkeypatch, file)
    assert locate("some") == package
    assert "somepackage" not in sys.modules
    package.write_bytes(VECTORS + b"x")  # another release of the package
    with pytest.raises(MissingFileError, match="or install somepackage"):
        locate("some")


def test_parts_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [described(f"v/{i}.txt", f"text {i}\n".encode(), part=str(i)) for i in range(3)]
    known(monkeypatch, *files, kind="texts")
    for i in range(3):
        put(tmp_path / "cache", f"v/{i}.txt", f"text {i}\n".encode())
    assert list(load("some")) == ["text 0", "text 1", "text 2"]
    with pytest.raises(MissingFileError, match=r"not one file but 3; use load\('some'\)"):
        locate("some")
    (tmp_path / "cache/v/1.txt").unlink()
    with pytest.raises(MissingFileError, match="some / all is not at hand"):
        load("some")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("vectors",), "unknown data set"),
        (("glove_6b", "25d"), "glove_6b has no split '25d'; it has: 50d, 100d"),
    ],
)
def test_unknown_names(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        locate(*arguments)
    with pytest.raises(UnknownNameError, match="unknown size"):
        locate("glove_6b", size="huge")  # type: ignore[arg-type]
