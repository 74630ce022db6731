"""Inside the sandbox: one fork per exercise, each with its own limits; only data gets out.

This file runs as process 1 of its own process namespace, where nobody can signal it, and needs the
standard library alone; a `zygote` may have imported the rest before. It reads one job from standard
input and writes one JSON line when an exercise begins and one when it ends. Learners' code runs in
the forks, which hold nothing but a pipe for their answer; what they write there is passed on as
text and is read outside.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

MOST_ANSWER = 48 << 20  # bytes of JSON
MOST_OUTPUT = 1 << 20  # bytes printed
KEPT_OUTPUT = 4000
PROCESSES = 64
SCRATCH = ("/tmp", "/dev/shm")
OURS = ("course_lib.exercises._calling", "course_lib.grading.cells", "course_lib.grading.wire")
TICK = 0.05
PAGE = resource.getpagesize()
_PR_SET_DUMPABLE = 4


def main() -> None:
    """Do the job on standard input.

    Raises:
        SystemExit: if this is not process 1: outside a sandbox it would end everybody's processes.
    """
    if os.getpid() != 1:
        raise SystemExit("expected to be process 1 of a sandbox")
    job = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(0, 1)
    load(job["paths"], job["preload"])
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    kept = {entry.path for place in SCRATCH for entry in _entries(place)}
    say(out, {"ready": True})
    for exercise in job["exercises"]:
        say(out, {"begin": exercise["name"]})
        say(out, {"end": exercise["name"]} | attempt(exercise, keep_from=out, kept=kept))
    os._exit(0)


def load(paths: Sequence[str], modules: Sequence[str]) -> None:
    """Import what forks will have; what is there already costs nothing.

    Args:
        paths: for the front of ``sys.path``.
        modules: names.
    """
    sys.path[:0] = [path for path in paths if path not in sys.path]
    gc.disable()  # saves an eighth of torch's import; frozen, forks do not touch it either
    for module in (*OURS, *modules):
        __import__(module)
    gc.freeze()
    gc.enable()
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


def say(out: int, message: dict[str, Any]) -> None:
    """Write one line to the grader."""
    data = memoryview(json.dumps(message).encode() + b"\n")
    while data:
        data = data[os.write(out, data) :]


def attempt(exercise: dict[str, Any], *, keep_from: int, kept: set[str]) -> dict[str, Any]:
    """Run one exercise in a fork and see that nothing of it is left.

    Args:
        exercise: name, code, answer, cases, run, seconds, memory, resident.
        keep_from: the way to the grader, which the fork must not have.
        kept: files that were there before.
    Returns:
        status "answered", "timeout", "memory", "crash" or "output"; the answer's text, what was
        printed, and the seconds that it took.
    """
    answer, answer_in = os.pipe()
    printed, printed_in = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        for fd in (keep_from, answer, printed):
            os.close(fd)
        _child(exercise, answer_in, printed_in)
    os.close(answer_in)
    os.close(printed_in)
    try:
        status, texts = _watch(child, exercise, answer, printed, start)
    finally:
        _sweep(kept)
        os.close(answer)
        os.close(printed)
    return {
        "status": status,
        "answer": texts[answer].decode("utf-8", "replace"),
        "printed": texts[printed][:KEPT_OUTPUT].decode("utf-8", "replace"),
        "seconds": round(time.monotonic() - start, 3),
    }


def _watch(
    child: int, exercise: dict[str, Any], answer: int, printed: int, start: float
) -> tuple[str, dict[int, bytearray]]:
    """Read both pipes until the fork ends or breaks a limit."""
    texts = {answer: bytearray(), printed: bytearray()}
    most = {answer: MOST_ANSWER, printed: MOST_OUTPUT}
    wall = 2 * exercise["seconds"] + 2
    ended: tuple[int, Any] | None = None
    while True:
        drained = _read(texts, most, TICK if ended is None else 0)
        if any(len(texts[fd]) > most[fd] for fd in texts):
            return "output", {fd: bytearray() for fd in texts} | {printed: texts[printed]}
        if ended is not None and drained:
            return _verdict(*ended, exercise, bool(texts[answer])), texts
        if ended is None:
            pid, code, usage = os.wait4(child, os.WNOHANG)
            ended = (code, usage) if pid else None
        if ended is None and _resident() > exercise["resident"]:
            return "memory", texts
        if ended is None and time.monotonic() - start > wall:
            return "timeout", texts


def _read(texts: dict[int, bytearray], most: dict[int, int], wait: float) -> bool:
    """Take what is there; True if nothing was."""
    ready, _, _ = select.select(list(texts), [], [], wait)
    got = 0
    for fd in ready:
        data = os.read(fd, min(1 << 16, most[fd] + 1))
        texts[fd] += data
        got += len(data)
    if ready and not got:  # all ends are closed: do not spin until the fork is gone
        time.sleep(min(wait, 0.005))
    return got == 0


def _verdict(code: int, usage: Any, exercise: dict[str, Any], answered: bool) -> str:
    if os.WIFEXITED(code) and os.WEXITSTATUS(code) == 0 and answered:
        return "answered"
    used = usage.ru_utime + usage.ru_stime
    if os.WIFSIGNALED(code) and used >= 0.95 * exercise["seconds"]:
        return "timeout"
    return "memory" if os.WIFEXITED(code) and os.WEXITSTATUS(code) == 77 else "crash"


def _resident() -> int:
    """Bytes in memory of all processes here but this one."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if pid != "1":
            with contextlib.suppress(OSError), open(f"/proc/{pid}/statm", "rb") as file:
                total += int(file.read().split()[1]) * PAGE
    return total


def _sweep(kept: set[str]) -> None:
    """End every process but this one, and remove what it wrote."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    for place in SCRATCH:
        for entry in _entries(place):
            if entry.path in kept:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, onerror=_unlock)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _entries(place: str) -> list[os.DirEntry[str]]:
    with contextlib.suppress(OSError), os.scandir(place) as found:
        return list(found)
    return []


def _unlock(_: Any, path: str, __: Any) -> None:
    """A folder without permissions: give them back and try again."""
    with contextlib.suppress(OSError):
        os.chmod(os.path.dirname(path), 0o700)
        os.chmod(path, 0o700)
        shutil.rmtree(path, ignore_errors=True)


# --- in the fork ----------------------------------------------------------------------------------


def _child(exercise: dict[str, Any], answer: int, printed: int) -> NoReturn:
    """Run the learner's code and write what it gave; never returns."""
    code = 1
    try:
        os.setsid()
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.close(printed)
        os.chdir("/tmp")
        _limit(exercise)
        text = json.dumps(list(outcomes(exercise))).encode()
        sys.stdout.flush()
        data = memoryview(text)
        while data:
            data = data[os.write(answer, data) :]
        code = 0
    except MemoryError:
        code = 77
    finally:
        os._exit(code)


def _limit(exercise: dict[str, Any]) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, exercise["seconds"]),
        (resource.RLIMIT_AS, exercise["memory"]),
        (resource.RLIMIT_FSIZE, 16 << 20),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    for number in (signal.SIGXFSZ, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)


def outcomes(exercise: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the learner's answer does: one object for each case.

    Args:
        exercise: as in `attempt`.
    Yields:
        "value", "after" where the inputs were changed, or "error" in Korean.
    """
    from course_lib.exercises._calling import explain, load, misfit
    from course_lib.grading.cells import find
    from course_lib.grading.wire import encode, thaw

    found = find(exercise["code"], exercise["answer"])
    answer = found.space.get(exercise["answer"])
    if found.error is not None:
        yield {"error": explain(found.error)}
        return
    if exercise["answer"] not in found.space:
        yield {"missing": True, "broken": found.broken}
        return
    if exercise["cases"] is None:
        yield {"value": encode(answer)}
        return
    if answer is None or answer is Ellipsis or not callable(answer):
        yield {"value": encode(answer), "callable": False}
        return
    complaint = None if exercise["run"] else misfit(answer, exercise["parameters"])
    if complaint is not None:
        yield {"error": complaint}
        return
    run = load([("adapter", exercise["run"])])["run"] if exercise["run"] else None
    for case in exercise["cases"]:
        given = thaw({"t": case})
        try:
            value = encode(run(answer, *given) if run else answer(*given))
            after = [encode(item) for item in given]
        except MemoryError:
            raise
        except BaseException as error:
            yield {"error": explain(error)}
            return
        yield {"value": value} | ({} if after == case else {"after": {"t": after}})


if __name__ == "__main__":
    main()
