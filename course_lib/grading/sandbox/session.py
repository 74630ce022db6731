"""A job through a sandbox: every exercise gets its outcome, whatever another one does."""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import IO, Any, Protocol

from course_lib.grading.sandbox.errors import LostSandboxError, SandboxError

START = 60.0  # seconds until a sandbox must be up, torch included
GRACE = 5.0
MOST_LINE = 64 << 20


class Ways(Protocol):
    """The job goes in, lines and words of complaint come out; a process is one."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None


class Backend(Protocol):
    """Where runners run."""

    name: str
    variables: tuple[str, ...]

    @property
    def paths(self) -> list[str]:
        """What the runner puts at the front of ``sys.path``."""
        ...

    def start(self, preload: Sequence[str] = ()) -> AbstractContextManager[Ways]:
        """Start one runner; when the block ends, nothing of it is left."""
        ...


@dataclass(frozen=True)
class Task:
    """One exercise of one submission, ready to be run.

    Args:
        name: of the exercise.
        code: names and sources of the learner's pieces of code, in order.
        answer: the name that they bind.
        cases: encoded inputs of each case; None if the answer is a value.
        parameters: names of the arguments that the answer takes.
        run: source of an adapter ``run(answer, *inputs)``, or None.
        seconds: of CPU time.
        memory: bytes of address space of each process.
        resident: bytes in memory of all processes together.
    """

    name: str
    code: tuple[tuple[str, str], ...]
    answer: str
    cases: tuple[Any, ...] | None = None
    parameters: tuple[str, ...] = ()
    run: str | None = None
    seconds: int = 5
    memory: int = 4 << 30
    resident: int = 1500 << 20

    def message(self) -> dict[str, Any]:
        """What the runner reads."""
        return {**vars(self), "cases": None if self.cases is None else list(self.cases)}


@dataclass(frozen=True)
class Raw:
    """What the sandbox said about one task: not believed yet.

    Args:
        status: "answered", "timeout", "memory", "crash" or "output".
        answer: JSON text of the cases' outcomes.
        printed: the beginning of what the code printed.
        seconds: wall time.
    """

    status: str
    answer: str = ""
    printed: str = ""
    seconds: float = 0.0


def run(backend: Backend, tasks: Sequence[Task], *, preload: Sequence[str] = ()) -> dict[str, Raw]:
    """Run all tasks of a submission, normally in one sandbox.

    If a sandbox ends in the middle of a task, that task has crashed and the others go on in a new
    one. If what serves many submissions dies, all that this sandbox had done is done again, once.

    Args:
        backend: where.
        tasks: of different names.
        preload: modules to import before any learner's code.
    Returns:
        An outcome for every task, by name.
    Raises:
        SandboxError: if a sandbox does not come up.
    """
    done: dict[str, Raw] = {}
    lost = 0
    while left := [task for task in tasks if task.name not in done]:
        try:
            done |= _one_sandbox(backend, left, preload)
        except LostSandboxError:
            lost += 1
            if lost > 1:
                raise
    return done


def _one_sandbox(backend: Backend, tasks: Sequence[Task], preload: Sequence[str]) -> dict[str, Raw]:
    """As many tasks as one sandbox lives through, and the one that ended it."""
    job = {
        "paths": backend.paths,
        "preload": list(preload),
        "exercises": [task.message() for task in tasks],
    }
    done: dict[str, Raw] = {}
    with backend.start(preload) as ways:
        _give(ways, json.dumps(job).encode())
        lines = _Lines(_pipe(ways.stdout).fileno())
        if not lines.next(START).get("ready"):
            raise SandboxError(f"expected a sandbox, but it did not start: {_complaint(ways)}")
        for task in tasks:
            raw = _outcome(task, lines)
            done[task.name] = raw or Raw("crash")
            if raw is None:
                break
    return done


def _outcome(task: Task, lines: _Lines) -> Raw | None:
    """What the sandbox says on a task; None if it has ended or does not speak."""
    if lines.next(GRACE).get("begin") != task.name:
        return None
    message = lines.next(2 * task.seconds + 2 + GRACE)
    if message.pop("end", None) != task.name:
        return None
    return Raw(**message)


class _Lines:
    """Lines of the runner, which is ours; each must come in time."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.rest = bytearray()

    def next(self, seconds: float) -> dict[str, Any]:
        """The next message; an empty one at the end, or when none comes in time."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self.rest:
            wait = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self.fd], [], [], wait)
            data = os.read(self.fd, 1 << 16) if ready else b""
            if not data or len(self.rest) > MOST_LINE:
                return {}
            self.rest += data
        line, _, self.rest = self.rest.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message


def _give(ways: Ways, job: bytes) -> None:
    with suppress(BrokenPipeError), _pipe(ways.stdin) as way:
        way.write(job)


def _complaint(ways: Ways) -> str:
    """What was said on the way out, if it ended."""
    fd, said, deadline = _pipe(ways.stderr).fileno(), b"", time.monotonic() + 2
    while select.select([fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
        data = os.read(fd, 1 << 16)
        if not data:
            return said[-2000:].decode("utf-8", "replace").strip() or "no message"
        said += data
    return "it is still running"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise SandboxError("expected a process with pipes")
    return pipe
