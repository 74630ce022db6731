"""Whether the sandbox holds: attacked in every way, each time with an innocent answer behind it."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

from course_lib.grading.attacks import ATTACKS, Attack
from course_lib.grading.errors import GradingError
from course_lib.grading.sandbox import Backend, Task, run

INNOCENT = "def innocent():\n    return 42"
SHORT = (
    "개인 파일 읽기",
    "답과 채점기 찾기",
    "바깥에 쓰기",
    "네트워크",
    "권한 얻기",
    "일찍 끝내기",
)


@dataclass(frozen=True)
class Finding:
    """What came of an attack; ``detail`` is for the instructor."""

    name: str
    held: bool
    detail: str


def examine(
    backend: Backend, attacks: Sequence[Attack] = ATTACKS, *, preload: Sequence[str] = ()
) -> Iterator[Finding]:
    """Attack a sandbox.

    Args:
        backend: the sandbox.
        attacks: which.
        preload: what has been imported before.
    Yields:
        A finding for each attack, and one for what was left on this machine.
    """
    with tempfile.TemporaryDirectory(prefix="course-attack-") as folder, ExitStack() as servers:
        secret = Path(folder, "secret.txt")
        secret.write_text(secrets.token_hex())
        words = {
            "SECRET": str(secret),
            "HERE": folder,
            "SERVERS": repr(_servers(secret.with_suffix(".sock"), servers)),
            "ALLOWED": repr(backend.variables),
        }
        run(backend, [Task("one", (("하나", "one = 1"),), "one")], preload=preload)
        before = leftovers()
        for attack in attacks:
            yield _attempt(backend, attack, words, preload)
        yield _outside(Path(folder), before)


def _servers(path: Path, stack: ExitStack) -> list[tuple[int, Any]]:
    """Families and addresses to reach: servers on this machine, listening, and two far away."""
    far = [(socket.AF_INET, ("8.8.8.8", 53)), (socket.AF_INET6, ("2001:4860:4860::8888", 53))]
    near: list[tuple[socket.AddressFamily, Any]] = [
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_INET6, ("::1", 0)),
        (socket.AF_UNIX, f"\0{path.parent.name}"),
        (socket.AF_UNIX, str(path)),
    ]
    found: list[tuple[int, Any]] = [(int(family), address) for family, address in far]
    for family, address in near:
        with suppress(OSError):  # a machine may have no IPv6
            server = stack.enter_context(socket.socket(family))
            server.bind(address)
            server.listen()
            found.append((int(family), server.getsockname()))
    return found


def _attempt(
    backend: Backend, attack: Attack, words: Mapping[str, str], preload: Sequence[str]
) -> Finding:
    innocent = Task("innocent", (("답", INNOCENT),), "innocent", cases=([],), seconds=5)
    found = run(backend, [_task(attack, attack.code, words), innocent], preload=preload)
    if attack.then:
        found |= run(backend, [_task(attack, attack.then, words)], preload=preload)
    raw, other = found["attack"], found["innocent"]
    unharmed = other.status == "answered" and "KgAAAAAAAAA=" in other.answer
    held = attack.held(raw)
    detail = f"{raw.status} {raw.answer[:200]}".strip() if not held else raw.status
    return Finding(attack.name, held and unharmed, detail if unharmed else f"이웃: {other.status}")


def _task(attack: Attack, code: str, words: Mapping[str, str]) -> Task:
    for word, meaning in words.items():
        code = code.replace(word, meaning)
    body = f"def attack():\n{indent(code.strip(), '    ')}"
    return Task("attack", (("공격", body),), "attack", cases=([],), seconds=attack.seconds)


def _outside(folder: Path, before: set[str]) -> Finding:
    """Nothing may be written, and no process may be left."""
    time.sleep(0.2)
    files = [path.name for path in folder.iterdir() if path.stem != "secret"]
    left = sorted(leftovers() - before)
    return Finding("남은 것", not files and not left, ", ".join(files + left) or "없음")


def leftovers() -> set[str]:
    """Processes below this one, dead or alive."""
    return {f"{pid} ({name}" for pid, name in below().items()}


def below() -> dict[int, str]:
    """Names of the processes below this one, by number."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            start, _, rest = stat.read_text().rpartition(") ")
            parents[int(stat.parent.name)] = (int(rest.split()[1]), start.partition("(")[2])
    found: dict[int, str] = {}
    above = {os.getpid()}
    while above:
        children = {pid: name for pid, (parent, name) in parents.items() if parent in above}
        found |= children
        above = set(children)
    return found


def insist(backend: Backend) -> None:
    """See that a sandbox holds before anybody's code runs in it.

    Args:
        backend: the sandbox.
    Raises:
        GradingError: if an attack succeeds; the message names it.
    """
    short = [attack for attack in ATTACKS if attack.name in SHORT]
    failed = [finding for finding in examine(backend, short) if not finding.held]
    if failed:
        told = "; ".join(f"{finding.name} ({finding.detail})" for finding in failed)
        raise GradingError(
            f"샌드박스가 공격을 막지 못해 채점하지 않습니다: {told}. "
            "`course-lib doctor --sandbox`로 모두 확인하십시오."
        )
