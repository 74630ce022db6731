"""States of a run on disk: the last and the one before it, each whole and checked."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_lib.files import load_state, save_state

FORM = "course-lib training 1"


class CheckpointWarning(UserWarning):
    """A checkpoint is damaged; an older one takes its place."""


class Checkpoints:
    """A folder with the last states of one run.

    A new file is complete on the disk before the oldest goes: one good file is there at any time.

    Args:
        folder: made if it is not there; belongs to this run alone.
        keep: how many states stay.
    Raises:
        ValueError: if keep is below 1.
    """

    def __init__(self, folder: str | os.PathLike[str], *, keep: int = 2) -> None:
        if keep < 1:
            raise ValueError(f"keep must be at least 1, got {keep}")
        self.folder, self.keep = Path(folder), keep
        self.folder.mkdir(parents=True, exist_ok=True)

    def files(self) -> list[Path]:
        """States at hand, newest first."""
        return sorted(self.folder.glob("step-*.pt"), reverse=True)

    def save(self, state: Mapping[str, Any], *, step: int) -> Path:
        """Write a state; older ones beyond `keep` go.

        Args:
            state: tensors, numbers, texts, and lists or dicts of them.
            step: of the run; grows.
        Returns:
            The file.
        Raises:
            OSError: if it cannot be written.
        """
        path = self.folder / f"step-{step:09d}.pt"
        save_state(path, state, form=FORM)
        halves = self.folder.glob(".step-*.pt-*")  # of a run that was killed while writing
        for old in (*self.files()[self.keep :], *halves):
            old.unlink()
        return path

    def load(self) -> dict[str, Any] | None:
        """Read the newest state that is whole; warn about each that is not.

        Returns:
            The state, or None if nothing was ever saved.
        Raises:
            ValueError: if there are files and all of them are damaged.
        """
        files = self.files()
        for number, path in enumerate(files, start=1):
            try:
                return load_state(path, form=FORM)
            except ValueError as error:
                if number == len(files):
                    raise ValueError(f"no whole checkpoint is left in {self.folder}") from error
                instead = f"{path.name} is refused, going on from {files[number].name}: {error}"
                warnings.warn(CheckpointWarning(instead), stacklevel=2)
        return None
