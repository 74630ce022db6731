"""Keep a measurement as a JSON file that the book reads (`course_lib.results`)."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from benchmarks._provenance import provenance
from course_lib.results import Column, Result
from course_lib.results.store import FOLDER, parse


def result(
    name: str,
    *,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    seed: int,
    files: Sequence[str | Path] = (),
    device: str = "CPU",
    threads: int | None = None,
    notes: str = "",
) -> dict[str, Any]:
    """A measurement with where it comes from.

    Args:
        name: of the file, without ``.json``.
        title: Korean, one line.
        columns: what a table of it shows.
        rows: mappings with a "name" of their own.
        seed: of the measurement; the first, if there were several.
        files: data files that were read; their sha256 is kept.
        device: what it ran on.
        threads: used by torch; as it is set now, if not given.
        notes: what a reader must know: subsets, splits, settings (Korean).
    Returns:
        What `save` writes.
    Raises:
        ValueError: if two rows have one name.
    """
    known = provenance(seed=seed) | {
        "device": f"{device}, {os.cpu_count()} cores" if device == "CPU" else device,
        "threads": threads or torch.get_num_threads(),
        "data": {Path(file).name: sha256(file) for file in files},
        "notes": notes,
    }
    raw = {
        "title": title,
        "columns": [asdict(column) for column in columns],
        "rows": [dict(row) for row in rows],
        "provenance": known,
    }
    parse(name, raw)
    return raw


def save(name: str, raw: Mapping[str, Any]) -> Result:
    """Write a measurement where the book finds it.

    Args:
        name: of the file, without ``.json``.
        raw: what `result` gave.
    Returns:
        What `course_lib.results.load` will give.
    """
    text = json.dumps(raw, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    return parse(name, raw)


def finish(name: str, raw: Mapping[str, Any], *, keep: bool) -> None:
    """Print a measurement as JSON, and keep it if asked to.

    Args:
        name: of the file, without ``.json``.
        raw: what `result` gave.
        keep: write the file too.
    """
    if keep:
        save(name, raw)
    print(json.dumps(raw, ensure_ascii=False, indent=1))


def parser(description: str) -> argparse.ArgumentParser:
    """A command line with ``--save``.

    Args:
        description: first line of the benchmark's docstring.
    """
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--save", action="store_true", help="keep the result for the book")
    return made


def sha256(path: str | Path) -> str:
    """The hash of a file.

    Args:
        path: of the file.
    """
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
