"""Warm sandboxes: nothing goes from one submission to the next, and whatever dies is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from course_lib.grading import attacks, health, pack
from course_lib.grading.marking import mark
from course_lib.grading.sandbox import LostSandboxError, SandboxError, Task, Warm, run, session
from tests.grading.test_marking import FILES, KEY, RIGHT, notebook


@pytest.fixture
def warm(backend):
    """One with a zygote that waits."""
    run(backend, [Task("one", (("", "one = 1"),), "one")])
    return backend


SLOW = Task("slow", (("", "slow = [__import__('time').sleep(1)]"),), "slow")
ONE = Task("one", (("", "one = 1"),), "one")


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def processes(zygote):
    """bubblewrap, what it started, and what that has forked."""
    found = [zygote._process.pid]
    for pid in found:
        found += children(pid)
    return found


def test_the_zygote_stays_and_nothing_of_its_forks(warm):
    (zygote,) = warm._idle
    before = processes(zygote)
    assert run(warm, [ONE, SLOW])["slow"].status == "answered"
    assert warm._idle == [zygote]
    assert processes(zygote) == before


def test_it_outlives_the_thread_that_asked(backend):
    backend.rest()
    thread = threading.Thread(target=run, args=(backend, [ONE]))
    thread.start()
    thread.join()
    time.sleep(0.2)
    (zygote,) = backend._idle
    assert zygote.alive


def later(act, *, seconds=0.4):
    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


def killed(zygote):
    os.kill(processes(zygote)[1], signal.SIGKILL)


def test_a_submission_whose_zygote_dies_is_done_again(warm):
    (zygote,) = warm._idle
    timer = later(lambda: killed(zygote))
    found = run(warm, [ONE, SLOW, Task("two", (("", "two = 2"),), "two")])
    timer.join()
    assert {raw.status for raw in found.values()} == {"answered"}
    assert not zygote.alive
    assert zygote not in warm._idle


def test_an_idle_zygote_that_died_is_replaced(warm):
    (zygote,) = warm._idle
    killed(zygote)
    zygote._process.wait()
    assert run(warm, [ONE])["one"].status == "answered"


def test_zygotes_that_die_again_and_again_are_nobodys_fault(warm, monkeypatch):
    def outcome(task, lines):
        killed(used[-1])

    used = []
    taken = Warm._take
    monkeypatch.setattr(Warm, "_take", lambda *given: used.append(taken(*given)) or used[-1])
    monkeypatch.setattr(session, "_outcome", outcome)
    with pytest.raises(LostSandboxError, match="it has died"):
        run(warm, [ONE])
    assert len(used) == 2
    assignment = pack.parse("hw1", FILES)
    result = mark(notebook(RIGHT), assignment, "s", key=KEY, backend=warm)
    assert (result["status"], result["score"]) == ("infra", 0)


def test_a_fork_that_hangs_costs_nobody_else(warm, monkeypatch):
    monkeypatch.setattr(session, "GRACE", 0.5)
    (zygote,) = warm._idle
    timer = later(lambda: os.kill(processes(zygote)[2], signal.SIGSTOP))
    found = run(warm, [Task("slow", SLOW.code, "slow", seconds=1), ONE])
    timer.join()
    assert (found["slow"].status, found["one"].status) == ("crash", "answered")
    assert warm._idle == [zygote]


def test_other_modules_other_zygote(warm):
    (zygote,) = warm._idle
    task = Task("f", (("", "import sys\nf = str('colorsys' in sys.modules)"),), "f")
    assert "True" in run(warm, [task], preload=["colorsys"])["f"].answer
    (other,) = warm._idle
    assert other is not zygote
    assert not zygote.alive
    assert "False" in run(warm, [task])["f"].answer


def test_each_sandbox_at_a_time_has_its_own(warm):
    threads = [threading.Thread(target=run, args=(warm, [SLOW])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(warm._idle)) == 3
    warm.rest()
    assert warm._idle == []


def test_modules_that_share_memory_make_it_cold(backend):
    Path(backend._kit.name, "sharing.py").write_text("import mmap\nheld = mmap.mmap(-1, 4096)\n")
    task = Task("f", (("", "import sharing\nf = sharing.held[:1]"),), "f")
    assert run(backend, [task], preload=["sharing"])["f"].status == "answered"
    assert [zygote for zygote in backend._idle if "sharing" in zygote.preload] == []


def test_a_module_that_cannot_be_imported_is_told(backend):
    with pytest.raises(SandboxError, match="(?s)did not start: .*no_such_module"):
        run(backend, [ONE], preload=["no_such_module"])


def test_it_dies_with_the_grader(backend):
    code = (
        "from course_lib.grading.sandbox import *\nimport time\nw = Warm()\n"
        "print(w._idle[0]._process.pid, flush=True)\ntime.sleep(60)"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pids = processes_below(int(grader.stdout.readline()))
    grader.kill()
    grader.communicate()
    until = time.monotonic() + 20
    while alive := [pid for pid in pids if running(pid)]:
        assert time.monotonic() < until, alive
        time.sleep(0.05)


def processes_below(pid):
    return [pid, *children(pid)]


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False


def test_a_zygote_with_torch_leaves_no_more(backend):
    names = (
        "다음 학생에게 남기기",
        "다음 학생을 망치기",
        "앞 학생의 흔적 읽기",
        "권한 얻기",
        "포크 폭탄",
    )
    chosen = [attack for attack in attacks.ATTACKS if attack.name in names]
    findings = list(health.examine(backend, chosen, preload=["torch"]))
    assert len(findings) == len(names) + 1
    assert [finding for finding in findings if not finding.held] == []


def test_torch_begins_with_the_same_state(backend):
    changed = (
        "import torch\ntorch.set_default_dtype(torch.float64)\n"
        "torch.manual_seed(5)\nf = [torch.rand(1)]"
    )
    asked = (
        "import torch\nf = [str(torch.initial_seed()), str(torch.get_default_dtype()),"
        " str(torch.rand(1)), str(torch.get_num_threads())]"
    )

    def answer(source):
        return run(backend, [Task("f", (("", source),), "f")], preload=["torch"])["f"].answer

    first = answer(asked)
    assert "float32" in first
    assert "value" in answer(changed)
    assert answer(asked) == first


SWEEP = ("runner.py", "        _sweep(kept)\n", "        pass\n")
TMP = ("zygote.py", 'for place in ("/tmp", "/dev/shm"):', "for place in ():")
RIGHTS = ("zygote.py", 'drop(given["user"])', "pass")
READS = (
    "zygote.py",
    "    fork = os.fork()\n",
    "    given.setdefault('seen', []).append(os.read(ways[0], 1 << 16))\n"
    "    out, into = os.pipe()\n"
    "    os.write(into, given['seen'][-1])\n"
    "    for way in (into, ways[0]):\n"
    "        os.close(way)\n"
    "    ways[0] = out\n"
    "    fork = os.fork()\n",
)


@pytest.mark.parametrize(
    ("name", "held", "holes"),
    [
        ("다음 학생에게 남기기", True, [SWEEP]),  # the namespaces hold alone
        ("다음 학생에게 남기기", False, [SWEEP, TMP]),
        ("권한 얻기", False, [RIGHTS]),
        ("앞 학생의 흔적 읽기", False, [READS]),
    ],
)
def test_the_suite_sees_a_hole(backend, name, held, holes):
    leaky = Warm()
    try:
        for file, old, new in holes:
            path = Path(leaky._kit.name, file)
            assert path.read_text().count(old) == 1
            path.write_text(path.read_text().replace(old, new))
        leaky.rest()
        chosen = [attack for attack in attacks.ATTACKS if attack.name == name]
        found = next(iter(health.examine(leaky, chosen)))
        assert found.held == held, found.detail
    finally:
        leaky.close()
