"""A cluster: whatever dies, each job has one result."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from course_lib import cli
from course_lib.grading import cluster, engine
from tests.grading.tasks import deadly, quick, slow
from tests.grading.test_marking import FILES, KEY, RIGHT, notebook


class Machines:
    """A scheduler and workers as processes of their own, as instructors start them.

    A `LocalCluster` would give up every worker that is not back in 15 seconds.
    """

    def __init__(self, stack):
        self.stack, self.running = stack, {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"

    def start(self, *names):
        given = {
            "scheduler": ("--host", "127.0.0.1", "--port", str(self.port)),
            "worker": (self.address, "--no-nanny", "--nthreads", "2"),
            "worker with nannies": (self.address, "--nworkers", "2", "--nthreads", "2"),
        }
        for name in names:
            module = f"distributed.cli.dask_{name.split()[0]}"
            command = [sys.executable, "-m", module, "--no-dashboard"]
            process = subprocess.Popen(
                [*command, *given[name]],
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(sys.path),
                    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
                },
                stderr=subprocess.DEVNULL,
            )
            self.running[name] = process
            self.stack.callback(self.kill, name)

    def kill(self, *names):
        for name in names:
            if name in self.running:
                process = self.running.pop(name)
                process.kill()
                process.wait()


@pytest.fixture
def machines():
    pytest.importorskip("distributed", reason="course-lib[grading] has Dask")
    with ExitStack() as stack:
        made = Machines(stack)
        made.start("scheduler")
        yield made


def jobs(*students):
    sources = tuple(sorted(FILES.items()))
    return [engine.Job(name, notebook(RIGHT), "hw1", sources, KEY) for name in students]


def wait(address):
    """What is wrong with a cluster, once it has workers."""
    from distributed import Client

    with Client(address, timeout=120) as client:
        client.wait_for_workers(1, timeout=120)
    return cluster.examine(address)


@pytest.mark.parametrize("another", [False, True])
def test_results_that_die_with_their_worker_are_not_waited_for(machines, monkeypatch, another):
    from distributed import Client

    machines.start("worker")
    wait(machines.address)
    monkeypatch.setattr(cluster, "PATIENCE", 90.0 if another else 1.0)
    found = cluster.cluster(machines.address, task=quick)(jobs("a", "b", "c"))
    rows = [next(found)]
    with Client(machines.address) as client:
        while len(client.who_has()) < 3 and any(client.processing().values()):
            pass
    machines.kill("worker")
    if another:
        machines.start("worker")
    rows += found
    assert sorted(row["student"] for row in rows) == ["a", "b", "c"]
    assert [row["status"] for row in rows[1:]] == ["graded" if another else "infra"] * 2


def test_a_scheduler_that_is_started_again(machines, backend, course, hand_in, monkeypatch, capsys):
    students = [f"2026-{number}" for number in range(1, 7)]
    lines = ["student,name", *(f"{student},이름" for student in students)]
    (course.root / "roster.csv").write_text("\n".join(lines) + "\n", "utf-8")
    for student in students:
        hand_in(student, RIGHT)
    machines.start("worker")
    wait(machines.address)
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    found = engine.grade(course, "hw1", run=cluster.cluster(machines.address, task=slow))
    first = [next(found)]
    machines.kill("scheduler", "worker")
    first += found
    assert sorted(row["student"] for row in first) == students
    assert {row["status"] for row in first} == {"graded", "infra"}

    machines.start("scheduler", "worker")
    monkeypatch.setattr(cluster, "PATIENCE", 90.0)
    wait(machines.address)
    address = ["--scheduler", machines.address]
    assert cli.main(["grade", "hw1", "--course", str(course.root), *address]) == 0
    rows = engine.read_results(course.root / "results" / "hw1")
    assert {
        student: (row["status"], row["score"]) for student, row in rows.items()
    } == dict.fromkeys(students, ("graded", 2))
    again = capsys.readouterr().err
    assert not any(row["student"] in again for row in first if row["status"] == "graded")


def test_one_run_goes_on_with_another_scheduler(machines, monkeypatch):
    machines.start("worker")
    found = cluster.cluster(machines.address, task=slow)(jobs(*"abcdef"))
    rows = [next(found)]
    machines.kill("scheduler", "worker")
    machines.start("scheduler", "worker")
    rows += found
    assert sorted(row["student"] for row in rows) == list("abcdef")
    assert {row["score"] for row in rows} == {2}


def test_a_cluster_whose_workers_are_killed(machines, backend, tmp_path):
    machines.start("worker with nannies")
    once = [str(tmp_path / f"once-{number}") for number in range(2)]
    students = ["killer", *once, *(f"s{number}" for number in range(8))]
    assert wait(machines.address) == ""
    found = list(cluster.cluster(machines.address, task=deadly)(jobs(*students)))
    assert sorted(result["student"] for result in found) == sorted(students)
    by_name = {result["student"]: result for result in found}
    assert by_name.pop("killer")["status"] == "infra"
    wrong = [result for result in by_name.values() if result["score"] != 2]
    assert not wrong, [(row["status"], row.get("lines"), row["items"]) for row in wrong]


def test_a_cluster_without_workers_is_nobodys_fault(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="course-lib[grading] has Dask")
    monkeypatch.setattr(cluster, "PATIENCE", 0.0)
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as here:
        assert cluster.examine(here.scheduler_address) == "일꾼(worker)이 없습니다."
        (found,) = cluster.cluster(here.scheduler_address)(jobs("s"))
    assert (found["status"], found["score"]) == ("infra", 0)
