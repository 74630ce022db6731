"""Warm sandboxes: torch is imported once for each sandbox at a time, not once a submission.

A `Zygote` is a sandbox of bubblewrap whose process 1 has imported what the answers need, and forks
for each submission into a sandbox of its own (`zygote.py`). It may make namespaces and mounts; what
it forks has lost these rights before it sees a learner's code. The pipes of a submission are sent
to it, so that no job ever passes through the process that all submissions come from.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import IO

from course_lib.grading.sandbox import kit, zygote
from course_lib.grading.sandbox.bubblewrap import SCRATCH, Bubblewrap, close, end
from course_lib.grading.sandbox.errors import LostSandboxError, NoSandboxError, SandboxError
from course_lib.grading.sandbox.session import START, Task, Ways, run

PATIENCE = 10.0  # seconds until all that a submission has started must be dead
_RIGHTS = ("SYS_ADMIN", "SETPCAP")
_RIGHTS_OF_ROOT = ("SETUID", "SETGID", "KILL")


class Warm(Bubblewrap):
    """Bubblewrap, warmed up; one object serves many at the same time, each by its own zygote.

    Raises:
        NoSandboxError: as `Bubblewrap`, or if this machine lets no zygote make namespaces.
    """

    name = "bubblewrap, warm"

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._idle: list[Zygote] = []
        self._unfit: set[tuple[str, ...]] = set()
        # bubblewrap dies with the thread that started it
        self._starter = ThreadPoolExecutor(1, "zygotes")
        try:
            run(self, [Task("one", (("", "one = 1"),), "one")])
        except SandboxError as error:
            self.close()
            raise NoSandboxError(f"expected a warm sandbox, but there is none: {error}") from error

    def close(self) -> None:
        """End all zygotes and remove the kit."""
        self.rest()
        self._starter.shutdown()
        super().close()

    def rest(self) -> None:
        """End the zygotes that wait; new ones come when they are needed."""
        with self._lock:
            idle, self._idle = self._idle, []
        for one in idle:
            one.end()

    @contextmanager
    def start(self, preload: Sequence[str] = ()) -> Iterator[Ways]:
        """Start one sandbox; when the block ends, every process in it is dead and reaped.

        Args:
            preload: modules that it has imported already.
        Yields:
            Its pipes.
        Raises:
            SandboxError: if no zygote comes up.
            LostSandboxError: if the zygote has died before the block ended.
        """
        one = self._take(tuple(preload))
        if one is None:
            with super().start(preload) as ways:
                yield ways
            return
        try:
            with one.submission() as ways:
                yield ways
        finally:
            if one.alive:
                with self._lock:
                    self._idle.append(one)

    def _take(self, preload: tuple[str, ...]) -> Zygote | None:
        """A zygote that has imported just this; None if there can be none."""
        with self._lock:
            if preload in self._unfit:
                return None
            fit = [one for one in self._idle if one.preload == preload and one.alive]
            other = [one for one in self._idle if one not in fit]
            found = fit.pop() if fit else None
            self._idle = fit
        for one in other:
            one.end()
        if found is None:
            found = Zygote(self, preload, self._starter)
        if found.fit:
            return found
        found.end()
        self._unfit.add(preload)
        return None

    def zygote(self) -> list[str]:
        """The command line of a zygote, without what it is given."""
        rights = (*_RIGHTS, *(_RIGHTS_OF_ROOT if self.root else ()))
        return ["bwrap", *self.wall(rights), "--", kit.python(), "-I", "-S", "/kit/zygote.py"]


class Zygote:
    """One process that forks for submissions, one after the other.

    Args:
        backend: whose sandbox it is.
        preload: what it imports.
        starter: the thread that starts it.
    Raises:
        SandboxError: if it does not come up.
    """

    def __init__(
        self, backend: Warm, preload: tuple[str, ...], starter: ThreadPoolExecutor
    ) -> None:
        self.preload = preload
        self.complaint = ""
        self._things = ExitStack()
        user = self._things.enter_context(backend.user())
        self._said = self._things.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        self._control, theirs = socket.socketpair()
        given = {"user": user, "scratch": SCRATCH, "paths": backend.paths, "preload": preload}
        command = [*backend.zygote(), json.dumps(given)]

        def begin() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                env={},
                cwd="/",
                start_new_session=True,
            )

        with theirs:
            self._process = starter.submit(begin).result()
        word = self._hear(START)
        self.fit = word == zygote.READY
        if word not in (zygote.READY, zygote.UNFIT):
            self.end()
            raise SandboxError(f"expected a sandbox, but it did not start: {self.complaint}")

    @property
    def alive(self) -> bool:
        """Whether it can go on."""
        return self._process.poll() is None and self._control.fileno() >= 0

    @contextmanager
    def submission(self) -> Iterator[Ways]:
        """Fork; when the block ends, every process of the fork is dead and reaped.

        Yields:
            The pipes of the fork.
        Raises:
            LostSandboxError: if the zygote has died.
        """
        (job, give), (lines, said), (words, complained) = os.pipe(), os.pipe(), os.pipe()
        theirs = (job, said, complained)
        ways = Pipes(os.fdopen(give, "wb"), os.fdopen(lines, "rb"), os.fdopen(words, "rb"))
        try:
            with suppress(OSError):  # `_stop` finds out
                socket.send_fds(self._control, [b"+"], theirs)
            for fd in theirs:
                os.close(fd)
            yield ways
        finally:
            close(ways)
            self._stop()

    def _stop(self) -> None:
        with suppress(OSError):
            self._control.send(b"-")
        word = self._hear(PATIENCE)
        if word != zygote.GONE:
            self.end()
        if word == b"":
            raise LostSandboxError(f"expected a sandbox, but it has died: {self.complaint}")

    def _hear(self, seconds: float) -> bytes | None:
        """One word; nothing if it is dead, None if it does not come in time."""
        self._control.settimeout(seconds)
        try:
            return self._control.recv(1)
        except TimeoutError:
            return None
        except OSError:
            return b""

    def end(self) -> None:
        """Kill it and all that it has forked."""
        if self._control.fileno() < 0:
            return
        self._control.close()
        end(self._process)
        self._said.seek(0)
        self.complaint = (
            self._said.read()[-2000:].decode("utf-8", "replace").strip() or "no message"
        )
        self._things.close()


@dataclass
class Pipes:
    """The grader's ends of a fork's pipes."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None
