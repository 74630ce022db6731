"""Every learner's own inputs, drawn from a key that only the instructor has."""

from __future__ import annotations

import hmac
import os
import secrets
import stat
import unicodedata
from pathlib import Path

from course_lib.grading.errors import GradingError

KEY = "course.key"


def make_key(folder: Path) -> Path:
    """Write a new key that nobody else can read.

    Args:
        folder: of the course; it must not be inside a public repository.
    Returns:
        The key's file, mode 600.
    Raises:
        GradingError: if there is one already: a new key would change every learner's inputs.
    """
    path = folder / KEY
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise GradingError(f"열쇠가 이미 있습니다: {path}") from error
    with os.fdopen(fd, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path


def read_key(folder: Path) -> bytes:
    """Read a course's key.

    Args:
        folder: of the course.
    Returns:
        32 bytes.
    Raises:
        GradingError: if there is none, others can read it, or it is no key.
    """
    path = folder / KEY
    if not path.is_file():
        raise GradingError(f"열쇠 파일이 없습니다: {path}. `course-lib assignment new`가 만듭니다.")
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise GradingError(
            f"다른 사람도 열쇠를 읽을 수 있습니다. 먼저 실행하십시오: chmod 600 {path}"
        )
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise GradingError(f"열쇠 파일이 손상되었습니다: {path}. 16진수 64자여야 합니다.")
    return key


def seed(key: bytes, *names: str) -> int:
    """A learner's seed for an exercise.

    Args:
        key: of the course.
        names: assignment, exercise and student; composed and decomposed Hangul are the same.
    Returns:
        An integer of 64 bits, the same for the same names.
    """
    text = "\0".join(unicodedata.normalize("NFC", name) for name in names)
    return int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big")
