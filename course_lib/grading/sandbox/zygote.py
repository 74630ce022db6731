"""Inside the sandbox: everything is imported once, and each submission gets a fork of its own.

This file runs as process 1 of a sandbox and needs the standard library alone. No learner's code and
no learner's data is ever in this process: for each submission it is sent three pipes, and a fork
that holds nothing else goes into new namespaces (mount, process, IPC, network) with a new ``/tmp``,
``/dev/shm`` and ``/proc``, gives away every right that it has and its user, takes the seccomp
filter, and only then becomes the runner, which reads the job. When the submission ends, process 1
of its namespace is killed, and so everything in it.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

READY, UNFIT, GONE = b"+", b"!", b"."
_NEW_MOUNTS, _NEW_IPC, _NEW_PIDS, _NEW_NET = 0x00020000, 0x08000000, 0x20000000, 0x40000000
_READ_ONLY, _NO_SUID, _NO_DEV, _NO_EXEC = 0x1, 0x2, 0x4, 0x8
_REMOUNT, _BIND, _ALL, _PRIVATE = 0x20, 0x1000, 0x4000, 0x40000
_SET_SECCOMP, _DROP_BOUND, _NO_NEW_PRIVILEGES, _AMBIENT = 22, 24, 38, 47
_CAPABILITIES_3 = 0x20080522
_COVERED = ("sys", "sysrq-trigger", "irq", "bus")  # as bubblewrap does
_MOST_FILES = 1 << 16


def main() -> None:
    """Import what was asked for, then fork until nobody asks any more.

    Raises:
        SystemExit: if this is not process 1, which may end all others.
    """
    if os.getpid() != 1:
        raise SystemExit("expected to be process 1 of a sandbox")
    given = json.loads(sys.argv[1])
    sys.path.insert(0, given["paths"][0])
    import runner  # type: ignore[import-not-found]

    runner.load(given["paths"], given["preload"])
    control = socket.socket(fileno=0)
    shared = _shared()
    control.send(UNFIT if shared else READY)
    if shared:
        raise SystemExit(f"expected no memory that forks share with each other, got {shared[0]}")
    while serve(control, given):
        pass
    os._exit(0)


def serve(control: socket.socket, given: dict[str, Any]) -> bool:
    """One submission: fork, wait until it is over on the other side, and leave nothing of it.

    Args:
        control: the way to the grader; nobody else has it.
        given: user, scratch.
    Returns:
        Whether to go on.
    """
    word, ways, _, _ = socket.recv_fds(control, 1, 3)
    if not word:
        return False
    fork = os.fork()
    if fork == 0:
        _split(ways, given)
    for way in ways:
        os.close(way)
    os.waitpid(fork, 0)  # its fork is ours from now on: we are process 1
    word = control.recv(1)
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    if word:
        control.send(GONE)
    return bool(word)


def _shared() -> list[str]:
    """Mappings that forks could write for each other to read: none, unless a module makes one."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return [line for line in maps if line.split()[1][1] == "w" and line.split()[1][3] == "s"]


# --- in the forks ---------------------------------------------------------------------------------


def _split(ways: list[int], given: dict[str, Any]) -> NoReturn:
    """Fork once more, into a process namespace of its own; never returns."""
    code = 1
    try:
        os.setsid()
        for to, way in enumerate(ways):
            os.dup2(way, to)
        os.closerange(3, _MOST_FILES)
        call("unshare", _NEW_PIDS)
        if os.fork() == 0:
            import runner

            enter(given["scratch"])
            drop(given["user"])
            runner.main()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def enter(scratch: int) -> None:
    """New namespaces, and on what is shared and may be written, something new.

    Args:
        scratch: bytes of each temporary folder.
    Raises:
        OSError: if the system refuses.
    """
    call("unshare", _NEW_MOUNTS | _NEW_IPC | _NEW_NET)
    mount("none", "/", "", _ALL | _PRIVATE)
    for place in ("/tmp", "/dev/shm"):
        mount("tmpfs", place, "tmpfs", _NO_SUID | _NO_DEV, f"mode=1777,size={scratch}")
    mount("devpts", "/dev/pts", "devpts", _NO_SUID | _NO_EXEC, "newinstance,ptmxmode=0666")
    mount("proc", "/proc", "proc", _NO_SUID | _NO_DEV | _NO_EXEC)
    for name in _COVERED:
        path = f"/proc/{name}"
        if os.access(path, os.W_OK):
            mount(path, path, "", _BIND | _ALL)
            mount("none", path, "", _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEV | _NO_EXEC)
    os.chdir("/tmp")


def drop(user: int | None) -> None:
    """Give every right away for good, take the filter, and see that it is so.

    Args:
        user: whom to become; None to stay who we are.
    Raises:
        OSError: if the system refuses, or a right is left.
    """
    import seccomp  # type: ignore[import-not-found]

    with contextlib.suppress(OSError):  # there are no more
        for right in range(64):
            call("prctl", _DROP_BOUND, right, 0, 0, 0)
    call("prctl", _AMBIENT, 4, 0, 0, 0)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    call("capset", (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)())
    call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    rules = seccomp.program()
    if rules is not None:
        call("prctl", _SET_SECCOMP, 2, ctypes.byref(_Filter(len(rules) // 8, rules)), 0, 0)
    _see(user, filtered=rules is not None)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _see(user: int | None, *, filtered: bool) -> None:
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        said = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    rights = [name for name in said if name.startswith("Cap") and int(said[name], 16)]
    if filtered and said.get("Seccomp") != "2":
        rights.append("Seccomp")
    if said["NoNewPrivs"] != "1" or said["Pid"] != "1":
        rights.append("NoNewPrivs")
    if user is not None and set(said["Uid"].split() + said["Gid"].split()) != {str(user)}:
        rights.append("Uid")
    if rights:
        raise OSError(f"expected no right to be left, got {', '.join(rights)}")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """The system call.

    Args:
        source: what.
        target: where.
        kind: of file system.
        flags: of the system call.
        options: of the file system.
    Raises:
        OSError: if the system refuses.
    """
    words = (source.encode(), target.encode(), kind.encode() or None)
    call("mount", *words, flags, options.encode() or None)


def call(name: str, *arguments: Any) -> None:
    """A function of the C library that returns 0.

    Args:
        name: of the function.
        arguments: for it.
    Raises:
        OSError: if it returns anything else.
    """
    words = [ctypes.c_ulong(item) if type(item) is int else item for item in arguments]
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*words):
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


if __name__ == "__main__":
    main()
