"""The one error that the authoring tools raise: it names the file and the line to look at."""

from __future__ import annotations

from pathlib import Path


class SourceError(Exception):
    """Something in a chapter's source that the generator does not accept.

    Args:
        path: the source file.
        line: the line, counted from 1.
        message: what was expected and what came.
    """

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        super().__init__(f"{Path(path).as_posix()}:{line}: {message}")
        self.path, self.line, self.message = Path(path), line, message
