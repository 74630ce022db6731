"""Vectors to ask: drawn ones, and the real ones where they are."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import torch

from course_lib.vectors.keyed import KeyedVectors

GLOVE = "glove/glove.6B.50d.top2987.w2vformat.txt"


@pytest.fixture(scope="package", autouse=True)
def one_thread():
    """Steps here are so small that waiting for a second thread would be most of the time."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = os.environ.get("COURSE_DATA_DIR")
    if not folder:
        pytest.skip("needs real data: set COURSE_DATA_DIR")
    return Path(folder)


@pytest.fixture(scope="session")
def glove_path(real_data: Path) -> Path:
    if not (real_data / GLOVE).exists():
        pytest.skip(f"COURSE_DATA_DIR has no {GLOVE}")
    return real_data / GLOVE


@pytest.fixture(scope="session")
def drawn() -> KeyedVectors:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(60, 8)).astype(np.float32)
    return KeyedVectors([f"단어{i}" for i in range(60)], vectors)
