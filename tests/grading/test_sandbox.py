"""The sandbox holds, and these tests would see it if it did not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from course_lib.grading import attacks, health
from course_lib.grading.sandbox import Bubblewrap, SandboxError, Task, run, seccomp
from course_lib.grading.wire import encode

NAMES = [attack.name for attack in attacks.ATTACKS]


@pytest.fixture(scope="session", params=["warm", "cold"])
def findings(request, backend):
    chosen = backend if request.param == "warm" else request.getfixturevalue("cold")
    return {finding.name: finding for finding in health.examine(chosen)}


@pytest.mark.parametrize("name", [*NAMES, "남은 것"])
def test_it_holds_against(name, findings):
    assert findings[name].held, findings[name].detail


class Leaky(Bubblewrap):
    """A sandbox with a hole: one of the host's folders, and root stays root."""

    hole = ""

    def command(self, user, rules):
        made = super().command(user, rules)
        if user is not None:
            start = made.index("setpriv")
            del made[start : made.index("--no-new-privs") + 1]
        place = made.index("--remount-ro")
        return [*made[:place], "--bind", self.hole, self.hole, *made[place:]]


def test_the_suite_sees_a_hole(backend, tmp_path, monkeypatch):
    leaky = Leaky()
    leaky.hole = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    chosen = [a for a in attacks.ATTACKS if a.name in ("개인 파일 읽기", "바깥에 쓰기")]
    try:
        found = [finding.held for finding in health.examine(leaky, chosen)]
    finally:
        leaky.close()
    assert found == [False, False, False]


class Online(Bubblewrap):
    """A sandbox on the host's network."""

    def command(self, user, rules):
        return [part for part in super().command(user, rules) if part != "--unshare-net"]


def test_the_suite_sees_a_network(backend):
    online = Online()
    (chosen,) = (attack for attack in attacks.ATTACKS if attack.name == "네트워크")
    try:
        found, left = health.examine(online, [chosen])
    finally:
        online.close()
    assert not found.held
    assert "127.0.0.1" in found.detail
    assert "course-attack-" in found.detail  # the abstract socket
    assert left.held


def test_the_runner_runs_nowhere_else():
    runner = Path(attacks.__file__).parent / "sandbox" / "runner.py"
    done = subprocess.run([sys.executable, runner], input=b"{}", capture_output=True, check=False)
    assert b"process 1" in done.stderr


def task(name, code, **options):
    return Task(name, (("1번째 셀", code),), name, **options)


def test_one_sandbox_many_answers(backend):
    case = tuple(encode((3, [1, 2]))["t"] for _ in range(1))
    found = run(
        backend,
        [
            task("add", "def add(a, b):\n    print('hi')\n    return a + len(b)",
                 cases=case, parameters=("a", "b")),
            task("value", "value = (1, 'x')"),
            task("absent", "x = 1"),
        ],
    )  # fmt: skip
    assert found["add"].answer == '[{"value": {"n": ["<i8", [], "BQAAAAAAAAA=", "python"]}}]'
    assert found["add"].printed == "hi\n"
    assert found["value"].status == "answered"
    assert '"missing": true' in found["absent"].answer


def test_changed_inputs_are_told(backend):
    (raw,) = run(
        backend,
        [task("f", "def f(x):\n    x.append(1)", cases=(encode(([],))["t"],), parameters=("x",))],
    ).values()
    assert '"after"' in raw.answer


def test_a_sandbox_that_does_not_start_is_nobodys_fault(backend, monkeypatch):
    monkeypatch.setattr(type(backend), "paths", property(lambda self: ["/nowhere"]))
    with pytest.raises(SandboxError, match="did not start"):
        run(backend, [task("f", "f = 1")], preload=["no_such_module"])


def test_many_runs_leave_nothing(backend):
    def state():
        return len(list(Path("/proc/self/fd").iterdir())), health.leftovers()

    run(backend, [task("f", "f = 1")])
    before = state()
    for _ in range(25):
        run(backend, [task("f", "f = 1")])
    assert state() == before


def test_two_sandboxes_of_root_have_users_of_their_own(backend):
    if os.geteuid() != 0:
        pytest.skip("an ordinary user stays the same")
    with backend.user() as one, backend.user() as other:
        assert one != other


def test_the_filter_is_known_for_both_machines():
    assert seccomp.program("x86_64") != seccomp.program("aarch64")
    assert seccomp.program("vax") is None
    assert len(seccomp.program("x86_64")) % 8 == 0


def test_nothing_of_the_reference_is_mounted(backend):
    root = Path(backend._kit.name)
    names = {str(path.relative_to(root)) for path in root.rglob("*")}
    assert "course_lib/text" in names
    assert not any("assignments" in name or "pack" in name for name in names)
    own = {name for name in names if name.startswith("course_lib/exercises/")}
    assert own == {"course_lib/exercises/__init__.py", "course_lib/exercises/_calling.py"}
