"""Grading synthetic submissions: core seconds each, with and without torch, and what is left over.

Run it from the repository's root: ``python -m benchmarks.grading [--count 1000] [--torch 40]``. It
prints JSON; ``--save`` keeps it for the book. CPU time is of this process and all sandboxes.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from benchmarks import _results
from course_lib.grading import engine, health
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


def main() -> None:
    """Measure and print."""
    parser = _results.parser("Grade synthetic submissions.")
    parser.add_argument("--count", type=int, default=1000, help="submissions without torch")
    parser.add_argument("--torch", type=int, default=40, help="submissions with torch")
    parser.add_argument("--jobs", type=int, default=2, help="sandboxes at a time")
    given = parser.parse_args()
    rows = [
        _measure("plain", "파이썬만", _plain_files(), _many(PLAIN, given.count), given),
        _measure("torch", "토치의 층 하나", _torch_files(), _many((TORCH,), given.torch), given),
    ]
    columns = [
        Column("title", "과제"),
        Column("count", "제출 수", digits=0),
        Column("cpu_each", "제출마다 코어 시간", "초", 3),
        Column("wall", "벽시계 시간", "초", 1),
        Column("peak_mb", "최대 메모리", "MB", 0),
    ]
    raw = _results.result(
        "grading",
        title="합성한 제출물을 샌드박스에서 채점하는 데 드는 시간",
        columns=columns,
        rows=rows,
        seed=0,
        threads=given.jobs,
        notes="제출물의 다섯 가지: 정답, 오답, 매직이 섞인 정답, 일찍 끝내는 답, 문법 오류. "
        "코어 초는 채점기와 샌드박스가 쓴 CPU 시간의 합입니다. "
        "벽시계 초는 다른 일이 함께 도는 기계에서 쟀습니다.",
    )
    _results.finish("grading", raw, keep=given.save)


def _measure(
    name: str, title: str, files: dict[str, str], raws: Sequence[bytes], given: argparse.Namespace
) -> dict[str, Any]:
    sources = tuple(sorted(files.items()))
    jobs = [engine.Job(f"s{at}", raw, "bench", sources, KEY) for at, raw in enumerate(raws)]
    run = engine.threads(given.jobs)
    list(run(jobs[:2]))  # imports, the kit
    before, start, cpu = _state(), time.perf_counter(), _cpu()
    results = list(run(jobs))
    wall, used = time.perf_counter() - start, _cpu() - cpu
    left = [f"{was} → {now}" for was, now in zip(before, _state(), strict=True) if was != now]
    peak = max(resource.getrusage(who).ru_maxrss for who in _WHO)
    return {
        "name": name,
        "title": title,
        "count": len(jobs),
        "rows": len({result["student"] for result in results}),
        "statuses": dict(Counter(item["status"] for r in results for item in r["items"])),
        "scores": dict(sorted(Counter(str(r["score"]) for r in results).items())),
        "cpu_each": used / len(jobs),
        "wall_each": wall / len(jobs),
        "wall": wall,
        "peak_mb": peak / 1024,
        "left_over": left,
    }


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
