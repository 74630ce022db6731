"""One sandbox for all tests; without bubblewrap they skip and say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course_lib.grading.sandbox import Bubblewrap, NoSandboxError


@pytest.fixture(scope="session")
def backend() -> Iterator[Bubblewrap]:
    try:
        made = Bubblewrap()
    except NoSandboxError as error:
        pytest.skip(str(error))
    yield made
    made.close()
