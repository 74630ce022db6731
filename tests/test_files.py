"""A file appears whole or not at all."""

from __future__ import annotations

import os

import pytest

from course_lib.files import whole


def test_a_file_appears_at_the_end_and_replaces_the_old_one(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with whole(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.bin"]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def stop():
        with whole(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.bin"]


def test_the_bytes_are_on_the_disk_before_the_name(tmp_path, monkeypatch):
    path, seen = tmp_path / "a.bin", []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (seen.append(path.exists()), real(fd)))
    with whole(path) as file:
        file.write(b"new")
    assert seen == [False, True]
