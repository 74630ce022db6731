"""Where the course runs: one resolver of devices, one way to seed, the machine's budget.

torch is imported inside the functions that need it, so that importing the package stays light.
"""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Budget:
    """What a chapter may spend: it picks its default size by this.

    Args:
        cores: CPU cores that this process may use.
        memory: bytes of memory that it may use.
        device: type of the best device, "cpu", "cuda" or "mps".
    """

    cores: int
    memory: int
    device: str


def resolve_device(device: str | torch.device | None = None) -> torch.device:
    """Turn a wish into a device that is there.

    Args:
        device: None or "auto" for the best one (CUDA, then MPS, then CPU), or a device by name.
    Returns:
        The device.
    Raises:
        ValueError: if torch knows no such device or this machine has none.
    """
    import torch

    here = _devices()
    if device is None or device == "auto":
        return torch.device(here[0])
    try:
        wanted = torch.device(device)
    except (RuntimeError, TypeError) as error:
        raise ValueError(
            f"device must be 'auto' or one of {', '.join(here)}, got {device!r}"
        ) from error
    beyond = wanted.type == "cuda" and (wanted.index or 0) >= torch.cuda.device_count()
    if wanted.type not in here or beyond:
        raise ValueError(f"device {str(wanted)!r} is not there; this machine has {', '.join(here)}")
    return wanted


def _devices() -> list[str]:
    """Types of the devices that are there, best first."""
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return [name for name, found in there.items() if found] + ["cpu"]


def seed_everything(seed: int) -> None:
    """Seed Python's, NumPy's and torch's global generators, on every device.

    Code that draws a lot takes a generator of its own instead: ``np.random.default_rng(seed)``,
    ``torch.Generator().manual_seed(seed)``.

    Args:
        seed: from 0 to 2³² − 1, the range that all three take.
    Raises:
        ValueError: if seed is not such an integer.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(f"seed must be an integer from 0 to 2**32 - 1, got {seed!r}")
    import torch

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def in_colab() -> bool:
    """True in a notebook on Google Colab."""
    return "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ


def cache_dir() -> Path:
    """Folder for what is worth keeping: ``COURSE_CACHE_DIR``, otherwise the platform's own place.

    Returns:
        The folder, which need not exist yet.
    Source:
        XDG base directory specification; Apple's and Microsoft's places for caches.
    """
    if chosen := os.environ.get("COURSE_CACHE_DIR"):
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "course-lib"


def budget() -> Budget:
    """Measure what this process may use; limits of a container count."""
    return Budget(cores=_cores(), memory=_memory(), device=resolve_device().type)


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    quota, _, period = _read(_CGROUP / "cpu.max").partition(" ")
    if quota.isdigit() and period.isdigit():
        cores = min(cores, max(1, int(quota) // int(period)))
    return cores


def _memory() -> int:
    limit = _read(_CGROUP / "memory.max")
    total = _physical_memory()
    return min(total, int(limit)) if limit.isdigit() else total


def _physical_memory() -> int:
    if hasattr(os, "sysconf"):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return _windows_memory()


def _windows_memory() -> int:
    import ctypes

    kilobytes = ctypes.c_ulonglong()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
    return kilobytes.value * 1024


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
