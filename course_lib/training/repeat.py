"""The same run again: everything random, where it stands, and the order of the data."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from course_lib.runtime import seed_everything


@contextmanager
def deterministic(seed: int) -> Iterator[None]:
    """Seed everything, and let torch refuse operations whose result depends on chance.

    On a CPU a seed is enough; on a GPU sums may come in another order without this. The switch goes
    back at the end, the seeds do not.

    Args:
        seed: from 0 to 2³² − 1.
    Raises:
        RuntimeError: inside, from torch, where an operation has no deterministic form.
    """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # read when CUDA starts
    before = torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.benchmark
    seed_everything(seed)
    torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.benchmark = False
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before[0])
        torch.backends.cudnn.benchmark = before[1]


def random_state() -> dict[str, Any]:
    """Where the global generators of Python, NumPy and torch stand: numbers and tensors."""
    version, python, gauss = random.getstate()
    kind, keys, *rest = np.random.get_state(legacy=True)
    return {
        "python": [version, list(python), gauss],
        "numpy": [kind, torch.from_numpy(np.asarray(keys).astype(np.int64)), *rest],
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }


def set_random_state(state: Mapping[str, Any]) -> None:
    """Go back to where the generators stood.

    Args:
        state: of `random_state`.
    """
    version, python, gauss = state["python"]
    kind, keys, *rest = state["numpy"]
    random.setstate((version, tuple(python), gauss))
    np.random.set_state((kind, keys.numpy().astype(np.uint32), *rest))
    torch.set_rng_state(state["torch"])
    if state["cuda"] and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["cuda"])


def order_of(batches: Any) -> dict[str, Any]:
    """What decides the order in which batches will come, beside the global generators.

    Args:
        batches: with a number ``epoch`` that counts passes, or a ``generator`` of torch, as a
            ``DataLoader`` may have; others are taken to come in the same order always.
    """
    generator = getattr(batches, "generator", None)
    return {
        "epoch": getattr(batches, "epoch", None),
        "generator": generator.get_state() if generator is not None else None,
    }


def set_order(batches: Any, order: Mapping[str, Any]) -> None:
    """Let batches come in an order again.

    Args:
        batches: of the same kind.
        order: of `order_of`.
    """
    if order["epoch"] is not None:
        batches.epoch = order["epoch"]
    if order["generator"] is not None:
        batches.generator.set_state(order["generator"])
