"""Whether the sandbox holds: the attacks of `attacks`, whole or in short."""

from __future__ import annotations

from collections.abc import Iterator

from course_lib.grading import attacks
from course_lib.grading.attacks import Finding
from course_lib.grading.errors import GradingError
from course_lib.grading.sandbox import Backend

SHORT = (
    "개인 파일 읽기",
    "답과 채점기 찾기",
    "바깥에 쓰기",
    "네트워크",
    "권한 얻기",
    "일찍 끝내기",
)


def examine(backend: Backend, *, short: bool = False) -> Iterator[Finding]:
    """Attack a sandbox.

    Args:
        backend: the sandbox.
        short: only with what takes no time.
    """
    chosen = [a for a in attacks.ATTACKS if not short or a.name in SHORT]
    yield from attacks.suite(backend, chosen)


def insist(backend: Backend) -> None:
    """See that a sandbox holds before anybody's code runs in it.

    Args:
        backend: the sandbox.
    Raises:
        GradingError: if an attack succeeds; the message names it.
    """
    failed = [finding for finding in examine(backend, short=True) if not finding.held]
    if failed:
        told = "; ".join(f"{finding.name} ({finding.detail})" for finding in failed)
        raise GradingError(
            f"샌드박스가 공격을 막지 못해 채점하지 않습니다: {told}. "
            "`course-lib doctor --sandbox`로 모두 확인하십시오."
        )
