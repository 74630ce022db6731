"""nbgrader and otter-grader on the same submissions, each in its own format."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

RIGHT = "def scale(x, n):\n    return [v * n for v in x]"
TESTS = "assert scale([1.0, 2.0], 3.0) == [3.0, 6.0]\nassert scale([0.5], -2.0) == [-1.0]"


def measure(python: str | None, submissions: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    """A row for each of the two; where one does not run, the row says why.

    Args:
        python: an interpreter that has both; None for rows without numbers.
        submissions: notebooks.
    Yields:
        Rows.
    """
    sources = [json.loads(raw)["cells"][0]["source"] for raw in submissions]
    for name, grade in (("nbgrader", _nbgrader), ("otter", _otter)):
        yield _row(name, python, grade, sources)


Grade = Callable[[str, Path, Sequence[str]], tuple[float, float, list[float]]]


def _row(name: str, python: str | None, grade: Grade, sources: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "title": name, "count": len(sources)}
    if python is None:
        return row | {"why": "no interpreter was given (--others)"}
    with TemporaryDirectory() as folder:
        try:
            wall, used, scores = grade(python, Path(folder), sources)
        except (subprocess.CalledProcessError, OSError) as error:
            said = getattr(error, "stderr", None) or str(error)
            return row | {"why": said[-500:]}
    forged = max(score for score, source in zip(scores, sources, strict=True) if "Same" in source)
    return row | {
        "title": f"{name}: 같은 제출",
        "scores": dict(sorted(Counter(str(score) for score in scores).items())),
        "cpu_each": used / len(sources),
        "wall": wall,
        "forged": forged,
    }


def _run(python: str, folder: Path, program: str, *arguments: str) -> None:
    here = str(Path(python).parent)
    subprocess.run(
        [f"{here}/{program}", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": f"{here}:{os.environ['PATH']}", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )


def _timed(act: Callable[[], None]) -> tuple[float, float]:
    def used() -> float:
        known = resource.getrusage(resource.RUSAGE_CHILDREN)
        return known.ru_utime + known.ru_stime

    start, before = time.perf_counter(), used()
    act()
    return time.perf_counter() - start, used() - before


def _notebook(path: Path, *cells: dict[str, Any]) -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    raw = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(raw))


def _code(name: str, source: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code", "id": name, "metadata": metadata, "source": source,
        "outputs": [], "execution_count": None,
    }  # fmt: skip


def _raw(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "raw", "id": f"raw{name}", "metadata": {}, "source": source}


def _marked(name: str, source: str, points: int = 0) -> dict[str, Any]:
    """A cell of nbgrader: a solution, or tests that are worth points."""
    known = {"grade_id": name, "schema_version": 3, "task": False, "locked": bool(points)}
    kind = (
        {"grade": True, "solution": False, "points": points}
        if points
        else {"grade": False, "solution": True}
    )
    return _code(name, source, nbgrader=known | kind)


def _nbgrader(
    python: str, folder: Path, sources: Sequence[str]
) -> tuple[float, float, list[float]]:
    tests = (_marked("tests", TESTS, 2), _marked("typed", "assert typed == 6.5", 1))
    solution = f"### BEGIN SOLUTION\n{RIGHT}\ntyped = 6.5\n### END SOLUTION"
    _notebook(folder / "source/bench/bench.ipynb", _marked("answer", solution), *tests)
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    _run(python, folder, "nbgrader", "generate_assignment", "bench")
    for number, source in enumerate(sources):
        path = folder / f"submitted/s{number:03}/bench/bench.ipynb"
        _notebook(path, _marked("answer", source), *tests)

    def grade() -> None:
        try:
            _run(python, folder, "nbgrader", "autograde", "bench")
        except subprocess.CalledProcessError:  # it says so if one of the submissions fails
            if not (folder / "gradebook.db").exists():
                raise

    wall, used = _timed(grade)
    _run(python, folder, "nbgrader", "export")
    with (folder / "grades.csv").open(newline="") as file:
        found = {row["student_id"]: float(row["score"] or 0) for row in csv.DictReader(file)}
    return wall, used, [found.get(f"s{number:03}", 0.0) for number in range(len(sources))]


def _otter(python: str, folder: Path, sources: Sequence[str]) -> tuple[float, float, list[float]]:
    def question(name: str, points: int, answer: str, tests: str) -> list[dict[str, Any]]:
        texts = [f"# BEGIN QUESTION\nname: {name}\npoints: {points}", "# BEGIN SOLUTION",
                 "# END SOLUTION", "# BEGIN TESTS", "# END TESTS", "# END QUESTION"]  # fmt: skip
        marks = [_raw(f"{name}{number}", text) for number, text in enumerate(texts)]
        cells = [_code(f"{name}a", answer + " # SOLUTION"), _code(f"{name}t", tests)]
        return [*marks[:2], cells[0], *marks[2:4], cells[1], *marks[4:]]

    _notebook(
        folder / "bench.ipynb",
        _raw("config", "# ASSIGNMENT CONFIG\ninit_cell: false\nsolutions_pdf: false\nfiles: []"),
        *question("scale", 2, RIGHT, TESTS),
        *question("typed", 1, "typed = 6.5", "assert typed == 6.5"),
    )
    _run(python, folder, "otter", "assign", "--no-run-tests", "--no-pdfs", "bench.ipynb", "dist")
    (package,) = (folder / "dist/autograder").glob("*.zip")
    scores: list[float] = []

    def grade() -> None:
        for number, source in enumerate(sources):
            _notebook(folder / f"s{number}.ipynb", _code("answer", source))
            out = folder / f"out{number}"
            out.mkdir()
            try:
                _run(
                    python,
                    folder,
                    "otter",
                    "run",
                    "-a",
                    str(package),
                    "-o",
                    str(out),
                    "--no-logo",
                    f"s{number}.ipynb",
                )
                found = json.loads((out / "results.json").read_text())
                scores.append(sum(float(test.get("score") or 0) for test in found["tests"]))
            except (subprocess.CalledProcessError, OSError):
                scores.append(0.0)

    wall, used = _timed(grade)
    return wall, used, scores
