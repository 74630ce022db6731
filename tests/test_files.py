"""A file appears whole or not at all."""

from __future__ import annotations

import os

import pytest
import torch

from course_lib.files import load_state, save_state, whole


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


def test_a_folder_that_is_not_there_is_told_with_the_files_own_name(tmp_path):
    with pytest.raises(FileNotFoundError) as told, whole(tmp_path / "no" / "a.txt"):
        pass
    assert told.value.filename == str(tmp_path / "no" / "a.txt")


def test_the_bytes_are_on_the_disk_before_the_name(tmp_path, monkeypatch):
    path, seen = tmp_path / "a.bin", []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (seen.append(path.exists()), real(fd)))
    with whole(path) as file:
        file.write(b"new")
    assert seen == [False, True]


def test_no_changed_byte_of_a_state_goes_unnoticed(tmp_path):
    path = tmp_path / "state"
    state = {"numbers": torch.arange(300.0), "steps": 7, "losses": [(1, 0.5)]}
    save_state(path, state, form="thing 1")
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        path.write_bytes(data[:place] + bytes([data[place] ^ 16]) + data[place + 1 :])
        try:
            found = load_state(path, form="thing 1")
        except ValueError:
            continue
        assert found.pop("numbers").tolist() == list(range(300))
        assert found == {"steps": 7, "losses": [(1, 0.5)]}
    for end in range(0, len(data), 97):
        path.write_bytes(data[:end])
        with pytest.raises(ValueError, match="expected a whole 'thing 1' file, .* is damaged"):
            load_state(path, form="thing 1")


def test_states_of_another_form_are_told(tmp_path):
    save_state(tmp_path / "state", {}, form="thing 1")
    with pytest.raises(ValueError, match="expected a 'thing 2' file, .* has format 'thing 1'"):
        load_state(tmp_path / "state", form="thing 2")
    with pytest.raises(FileNotFoundError):
        load_state(tmp_path / "none", form="thing 1")
