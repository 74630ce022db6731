"""The sandbox: bubblewrap, as an ordinary user or as root with the user given away.

Inside there is ``/usr``, the interpreter, the installed packages and the kit, all read-only; a
small ``/tmp``; no network, no other process, no home, no environment. As root the user is another
one on the host too, one for each sandbox at a time: process limits do nothing for root, and equal
users share them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from course_lib.grading.sandbox import kit, seccomp
from course_lib.grading.sandbox.errors import NoSandboxError
from course_lib.grading.sandbox.kit import PYTHON
from course_lib.grading.sandbox.session import Ways

FIRST_USER = 61234
USERS = 256
SCRATCH = 64 << 20
_LINKS = {"/bin": "usr/bin", "/lib": "usr/lib", "/lib64": "usr/lib64", "/sbin": "usr/sbin"}
ENVIRONMENT = {
    "HOME": "/tmp",
    "USER": "student",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TORCHDYNAMO_DISABLE": "1",
}
_OTHER_USER = ("--unshare-user", "--disable-userns", "--uid", "61234", "--gid", "61234")


class Bubblewrap:
    """Starts runners in sandboxes; one object serves many, at the same time too.

    Raises:
        NoSandboxError: if bubblewrap or, for root, setpriv is not installed.
    """

    name = "bubblewrap"
    variables = (*ENVIRONMENT, "PWD", "LC_CTYPE")

    def __init__(self) -> None:
        self.root = os.geteuid() == 0
        for program in ("bwrap", "setpriv") if self.root else ("bwrap",):
            if shutil.which(program) is None:
                raise NoSandboxError(f"expected the program {program}, but it is not installed")
        self._kit = kit.build()
        self._filter = seccomp.program()

    def close(self) -> None:
        """Remove the kit."""
        self._kit.cleanup()

    @property
    def paths(self) -> list[str]:
        """What the runner puts at the front of ``sys.path``."""
        return ["/kit", *kit.libraries().values()]

    @contextmanager
    def start(self, preload: Sequence[str] = ()) -> Iterator[Ways]:
        """Start one sandbox; when the block ends, every process in it is dead and reaped.

        Args:
            preload: what the job will have imported; here it makes no difference.
        Yields:
            The process: the job goes to its standard input, lines come from its output.
        """
        with self.user() as user, tempfile.TemporaryFile() as rules:
            if self._filter is not None:
                rules.write(self._filter)
                rules.seek(0)
            fd = rules.fileno() if self._filter is not None else None
            process = subprocess.Popen(
                self.command(user, fd),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=() if fd is None else (fd,),
                env={},
                cwd="/",
                start_new_session=True,
            )
            try:
                yield process
            finally:
                end(process)

    def command(self, user: int | None, rules: int | None) -> list[str]:
        """The command line.

        Args:
            user: whom root becomes; None for an ordinary user, who stays the same on the host.
            rules: file descriptor of the seccomp filter.
        """
        become: list[str] = []
        if user is not None:
            become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups",
                      "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]  # fmt: skip
        return [
            "bwrap", *self.wall(("SETUID", "SETGID", "SETPCAP") if self.root else ()),
            *(("--seccomp", str(rules)) if rules is not None else ()),
            "--", *become, kit.python(), "-I", "-S", "/kit/runner.py",
        ]  # fmt: skip

    def wall(self, rights: Sequence[str]) -> list[str]:
        """Options of bubblewrap: what is inside, and what of root's rights is left.

        Args:
            rights: capabilities.
        """
        mounts = ["--ro-bind", "/usr", "/usr"]
        if not kit.in_usr():
            mounts += ["--ro-bind", sys.base_prefix, PYTHON]
        mounts += ["--perms", "0755", "--dir", "/packages"]
        for path, at in kit.libraries().items():
            mounts += ["--ro-bind", str(path), at]
            if (path / "course_lib").is_dir():  # installed, not editable: hide the answers
                mounts += ["--tmpfs", f"{at}/course_lib"]
        links = [
            part for link, at in _LINKS.items() if Path(link).exists()
            for part in ("--symlink", at, link)
        ]  # fmt: skip
        variables = [part for item in ENVIRONMENT.items() for part in ("--setenv", *item)]
        return [
            "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
            *(() if self.root else _OTHER_USER), "--cap-drop", "ALL",
            *(part for right in rights for part in ("--cap-add", f"CAP_{right}")),
            "--unshare-cgroup-try", "--as-pid-1", "--die-with-parent",
            "--new-session", "--hostname", "sandbox", "--clearenv", *variables, *mounts, *links,
            "--ro-bind", self._kit.name, "/kit", "--proc", "/proc", "--dev", "/dev",
            "--perms", "1777", "--size", str(SCRATCH), "--tmpfs", "/dev/shm",
            "--perms", "1777", "--size", str(SCRATCH), "--tmpfs", "/tmp",
            "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp",
        ]  # fmt: skip

    @contextmanager
    def user(self) -> Iterator[int | None]:
        """A user of its own for as long as a sandbox lives, also among several graders.

        Yields:
            Its number; None if we are an ordinary user, who stays the same.
        """
        if not self.root:
            yield None
            return
        folder = Path(tempfile.gettempdir(), "course-sandbox-users")
        folder.mkdir(mode=0o700, exist_ok=True)
        for user in range(FIRST_USER, FIRST_USER + USERS):
            with (folder / str(user)).open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                yield user
                return
        raise NoSandboxError(f"expected at most {USERS} sandboxes at a time, but all are in use")


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a sandbox from its first process on, so that nothing is left to be reaped.

    Args:
        process: bubblewrap.
    """
    if process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        first = children.read_text().split() if children.exists() else []
        for pid in first:
            try:
                os.kill(int(pid), 9)
            except ProcessLookupError:
                continue
        try:
            process.wait(timeout=5 if first else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    close(process)


def close(ways: Ways) -> None:
    """Close the pipes, whoever is at the other end.

    Args:
        ways: the pipes.
    """
    for pipe in (ways.stdin, ways.stdout, ways.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):  # of what nobody has read
                pipe.close()
