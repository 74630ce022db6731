from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from course_lib.data import CorruptFileError
from course_lib.data.archives import check_archive, extract_member, read_member

TEXT = b"Go.\tVa !\n" * 1000


def archive(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "some.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in members.items():
            out.writestr(name, body)
    return path


@pytest.mark.parametrize("name", ["fra.txt", "fra-eng/fra.txt", "a/b/fra.txt"])
def test_a_member_is_found_by_its_bare_name(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path, {name: TEXT, "fra-eng/_about.txt": b"x", "__MACOSX/fra.txt": b"y"})
    assert read_member(path, "fra.txt") == TEXT
    target = extract_member(path, "fra.txt", tmp_path / "new" / "here.txt")
    assert target.read_bytes() == TEXT
    assert sorted(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("name", ["../fra.txt", "/fra.txt", "..\\fra.txt", "a/../../fra.txt"])
def test_a_name_that_escapes_is_no_member_and_writes_nothing(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path, {name: TEXT})
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CorruptFileError, match=r"expected one file 'fra\.txt'"):
        read_member(path, "fra.txt")
    with pytest.raises(CorruptFileError):
        extract_member(path, "fra.txt", tmp_path / "fra.txt")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    info = zipfile.ZipInfo("fra.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(info, "/etc/passwd")
    with pytest.raises(CorruptFileError, match="is no plain file"):
        read_member(path, "fra.txt")


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = archive(tmp_path, {"fra.txt": bytes(50_000_000)})
    assert path.stat().st_size < 100_000
    with pytest.raises(CorruptFileError, match="is a bomb"):
        check_archive(path, "fra.txt")
    with pytest.raises(CorruptFileError, match="is too large"):
        read_member(archive(tmp_path, {"fra.txt": TEXT}), "fra.txt", limit=100)


def test_a_bomb_that_lies_about_its_size_is_cut_and_noticed(tmp_path: Path) -> None:
    path = archive(tmp_path, {"fra.txt": bytes(1_000_000)})
    size = (1_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(CorruptFileError, match="not an intact zip"):
        read_member(path, "fra.txt")


def test_two_members_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a/fra.txt": TEXT, "b/fra.txt": b"other"})
    with pytest.raises(CorruptFileError, match="got a/fra.txt, b/fra.txt"):
        read_member(path, "fra.txt")


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_cut_archive_is_refused_and_leaves_nothing_behind(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path, {"fra.txt": TEXT})
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(CorruptFileError, match="not an intact zip"):
        extract_member(path, "fra.txt", tmp_path / "fra.txt")
    assert sorted(tmp_path.iterdir()) == [path]


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    path = archive(tmp_path, {"fra.txt": TEXT})
    body = bytearray(path.read_bytes())
    body[45] ^= 1  # inside the compressed text
    path.write_bytes(body)
    with pytest.raises(CorruptFileError, match="not an intact zip"):
        check_archive(path, "fra.txt")
