"""Grading synthetic submissions: core seconds each, with and without torch, and what is left over.

Run it from the repository's root: ``python -m benchmarks.grading [--count 1000] [--torch 40]``. It
prints JSON; ``--save`` keeps it for the book. CPU time is of this process and all sandboxes, from
their start to their end. ``--others PYTHON`` is an interpreter that has nbgrader and otter-grader:
they grade the same few submissions.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

from benchmarks import _other_graders, _results
from course_lib.grading import cluster, engine, health
from course_lib.grading.sandbox import Bubblewrap, Warm
from course_lib.results import Column

KEY = bytes(32)
RIGHT = "def scale(x, n):\n    return [v * n for v in x]\ntyped = 6.5"
PLAIN = (
    RIGHT,
    "def scale(x, n):\n    return [v + n for v in x]\ntyped = 6.0",
    "!pip install torch\n%time\n" + RIGHT,
    "def scale(x, n):\n    import os\n    os._exit(0)\ntyped = 6.5",
    "def scale(x, n)\n    return",
)
TORCH = """
import torch
from torch import nn

class Head(nn.Module):
    def __init__(self, size, classes):
        super().__init__()
        self.linear = nn.Linear(size, classes, bias=False)

    def forward(self, x):
        return torch.log_softmax(self.linear(x), dim=-1)
"""


FORGED = """
class Same(float):
    def __eq__(self, other):
        return True
    __hash__ = None

def scale(x, n):
    return Same()

typed = Same()
"""
DEADLY = 1  # of the submissions to the cluster kills its worker always, and as many once


def main() -> None:
    """Measure and print."""
    parser = _results.parser("Grade synthetic submissions.")
    parser.add_argument("--count", type=int, default=1000, help="submissions without torch")
    parser.add_argument("--torch", type=int, default=40, help="submissions with torch")
    parser.add_argument("--cluster", type=int, default=20, help="submissions to a Dask cluster")
    parser.add_argument("--jobs", type=int, default=2, help="sandboxes at a time")
    parser.add_argument("--others", help="interpreter with nbgrader and otter-grader")
    given = parser.parse_args()
    plain, torch = _plain_files(), _torch_files()
    few = _many((PLAIN[0], PLAIN[1], PLAIN[3], PLAIN[4], FORGED), 5)
    rows = [
        _measure("plain", "파이썬만", plain, _many(PLAIN, given.count), given),
        _measure("plain, cold", "파이썬만, 제출마다 새로", plain,
                 _many(PLAIN, min(50, given.count)), given, Bubblewrap),
        _measure("torch", "토치의 층 하나", torch, _many((TORCH,), given.torch), given),
        _measure("torch, cold", "토치의 층 하나, 제출마다 새로", torch,
                 _many((TORCH,), min(10, given.torch)), given, Bubblewrap),
        _measure("few", "정답·오답·중단·문법 오류·꾸민 답", plain, few, given),
        *_other_graders.measure(given.others, few),
        _measure_cluster(given),
    ]  # fmt: skip
    columns = [
        Column("title", "과제"),
        Column("count", "제출 수", digits=0),
        Column("cpu_each", "제출마다 코어 시간", "초", 3),
        Column("wall", "벽시계 시간", "초", 1),
        Column("peak_mb", "최대 메모리", "MB", 0),
        Column("forged", "꾸민 답이 받은 점수", digits=1),
    ]
    raw = _results.result(
        "grading",
        title="합성한 제출물을 샌드박스에서 채점하는 데 드는 시간",
        columns=columns,
        rows=rows,
        seed=0,
        threads=given.jobs,
        notes="제출물의 다섯 가지: 정답, 오답, 매직이 섞인 정답, 일찍 끝내는 답, 문법 오류. "
        "코어 초는 채점기와 샌드박스가 쓴 CPU 시간의 합(준비와 토치를 불러오는 시간도 들어갑니다), "
        "메모리는 채점기와 그 아래 모든 프로세스의 합입니다(공유하는 쪽은 나누어 셉니다). "
        f"Dask 행은 일꾼을 죽이는 제출 {2 * DEADLY}개를 섞은 것입니다.",
    )
    _results.finish("grading", raw, keep=given.save)


def _measure(
    name: str,
    title: str,
    files: dict[str, str],
    raws: Sequence[bytes],
    given: argparse.Namespace,
    kind: type[Bubblewrap] = Warm,
) -> dict[str, Any]:
    jobs = _jobs(files, raws)
    before, start, cpu = _state(), time.perf_counter(), _cpu()
    with _peak() as peak, closing(kind()) as backend:
        run = engine.threads(given.jobs, task=partial(engine.do, backend=backend))
        results = list(run(jobs))
    wall, used = time.perf_counter() - start, _cpu() - cpu
    if failed := [result["lines"] for result in results if result["status"] == "infra"]:
        raise RuntimeError(f"{len(failed)} submissions were not graded, the first: {failed[0]}")
    left = [f"{was} → {now}" for was, now in zip(before, _state(), strict=True) if was != now]
    return _row(name, title, jobs, results) | {
        "cpu_each": used / len(jobs),
        "wall_each": wall / len(jobs),
        "wall": wall,
        "peak_mb": peak() / 2**20,
        "left_over": left,
        "forged": _forged({result["student"]: result["score"] for result in results}, raws),
    }


def _forged(scores: dict[str, float], raws: Sequence[bytes]) -> float | None:
    """The best score of a forged answer; None if there is none."""
    found = [scores[f"s{at}"] for at, raw in enumerate(raws) if b"class Same" in raw]
    return max(found, default=None)


def _measure_cluster(given: argparse.Namespace) -> dict[str, Any]:
    """Two workers; some submissions kill the one that grades them, again and again or once."""
    import dask
    from distributed import LocalCluster

    jobs = _jobs(_plain_files(), _many(PLAIN[:2], given.cluster))
    deadly = {
        job.student: always for job, always in zip(jobs, [True, False] * DEADLY, strict=False)
    }
    start = time.perf_counter()
    with (
        dask.config.set({"distributed.deploy.lost-worker-timeout": "10 minutes"}),
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as local,
        TemporaryDirectory() as folder,
    ):
        task = partial(_deadly, deadly, folder)
        results = list(cluster.cluster(local.scheduler_address, task=task)(jobs))
    row = _row("dask", "Dask: 일꾼을 죽이는 제출을 섞음", jobs, results)
    infra = sum(result["status"] == "infra" for result in results)
    return row | {"wall": time.perf_counter() - start, "infra": infra, "killers": DEADLY}


def _deadly(students: dict[str, bool], folder: str, job: engine.Job) -> engine.Result:
    done = Path(folder, job.student)
    if job.student in students and (students[job.student] or not done.exists()):
        done.touch()
        os._exit(1)
    return engine.do(job)


def _jobs(files: dict[str, str], raws: Sequence[bytes]) -> list[engine.Job]:
    sources = tuple(sorted(files.items()))
    return [engine.Job(f"s{at}", raw, "bench", sources, KEY) for at, raw in enumerate(raws)]


def _row(
    name: str, title: str, jobs: Sequence[engine.Job], results: Sequence[engine.Result]
) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "count": len(jobs),
        "rows": len({result["student"] for result in results}),
        "statuses": dict(Counter(item["status"] for r in results for item in r["items"])),
        "scores": dict(sorted(Counter(str(r["score"]) for r in results).items())),
    }


@contextmanager
def _peak() -> Iterator[Callable[[], int]]:
    """The most memory of this process and all below it, looked at four times a second."""
    most, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            most.append(sum(map(_memory, (os.getpid(), *health.below()))))

    thread = threading.Thread(target=watch)
    thread.start()
    yield lambda: max(most)
    over.set()
    thread.join()


def _memory(pid: int) -> int:
    """Bytes; pages that several processes share are divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in _WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _state() -> tuple[int, int]:
    """Open files, processes below this one."""
    return len(list(Path("/proc/self/fd").iterdir())), len(health.leftovers())


def _many(sources: Sequence[str], count: int) -> list[bytes]:
    """Submissions that differ, so that nothing is the same work twice."""
    made = []
    for number in range(count):
        source = f"{sources[number % len(sources)]}\n# {number}"
        made.append(json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode())
    return made


def _page(front: str, *cells: tuple[str, str]) -> str:
    body = "\n".join(
        f"```{{code-cell}} ipython3\n:tags: [{tag}]\n{dedent(code).strip()}\n```\n"
        for tag, code in cells
    )
    return f"---\nfile_format: mystnb\n{front}\n---\n문제\n\n{body}"


def _plain_files() -> dict[str, str]:
    scale = """
        def scale(x, n):
            ### BEGIN SOLUTION
            return [value * n for value in x]
            ### END SOLUTION
    """
    grader = """
        def gen(rng):
            return [float(v) for v in rng.normal(size=3)], float(rng.normal())

        def wrong_sum(x, n):
            \"\"\"곱하지 않고 더했습니다.\"\"\"
            return [value + n for value in x]
    """
    typed = "### BEGIN SOLUTION\ntyped = 6.5\n### END SOLUTION"
    return {
        "assignment.toml": 'title = "x"\nexercises = ["scale.md", "typed.md"]',
        "scale.md": _page("title: 곱하기\npoints: 2", ("answer", scale), ("grader", grader)),
        "typed.md": _page("title: 값\npoints: 1", ("answer", typed)),
    }


def _torch_files() -> dict[str, str]:
    lines = TORCH.strip().split("\n")
    answer = "\n".join([*lines[:-1], "        ### BEGIN SOLUTION", lines[-1],
                        "        ### END SOLUTION"])  # fmt: skip
    adapter = """
        import torch

        def run(answer, weight, x):
            head = answer(weight.shape[1], weight.shape[0])
            with torch.no_grad():
                head.linear.weight.copy_(weight)
            out = head(x)
            out.sum().backward()
            return out, head.linear.weight.grad
    """
    grader = """
        def gen(rng):
            weight, x = rng.normal(size=(3, 4)), rng.normal(size=(2, 4))
            return torch.tensor(weight).float(), torch.tensor(x).float()
    """
    cells = (("answer", answer), ("adapter", adapter), ("grader", grader))
    front = "title: 층\npoints: 1\npreload: [torch]\nrtol: 1.0e-4\natol: 1.0e-5"
    toml = 'title = "x"\nexercises = ["head.md"]'
    return {"assignment.toml": toml, "head.md": _page(front, *cells)}


if __name__ == "__main__":
    main()
