"""A sandbox of docker or podman, for machines where bubblewrap is not to be had.

The same runner speaks the same protocol; the image brings Python and the packages, the kit is
mounted. Whether such a sandbox holds is for ``doctor --sandbox`` to find out on each machine.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from course_lib.grading.sandbox import kit
from course_lib.grading.sandbox.bubblewrap import ENVIRONMENT, SCRATCH, Bubblewrap, end
from course_lib.grading.sandbox.errors import NoSandboxError
from course_lib.grading.sandbox.session import Backend, Ways
from course_lib.grading.sandbox.warm import Warm

IMAGE = "course-grading"
IMAGE_VARIABLE = "COURSE_GRADING_IMAGE"
PROGRAMS = ("podman", "docker")
DOCKERFILE = """\
FROM docker.io/library/python:3.12-slim
RUN pip install --no-cache-dir numpy torch --index-url https://download.pytorch.org/whl/cpu
"""
_MEMORY = 6 << 30  # of the whole container; each exercise has its own limit inside
_PROCESSES = 128


class Container:
    """Starts runners in containers.

    Args:
        program: docker or podman.
        image: with Python and the packages that answers may use.
    Raises:
        NoSandboxError: if the program is not installed or has no such image.
    """

    variables = (*ENVIRONMENT, "HOSTNAME", "LC_CTYPE", "GPG_KEY", "PYTHON_VERSION",
                 "PYTHON_SHA256", "container", "TERM")  # fmt: skip

    def __init__(self, program: str, image: str = IMAGE) -> None:
        self.name, self.image = program, image
        if shutil.which(program) is None:
            raise NoSandboxError(f"expected the program {program}, but it is not installed")
        asked = [program, "image", "inspect", image]
        if subprocess.run(asked, capture_output=True, check=False).returncode:
            raise NoSandboxError(f"expected the image {image}, but {program} has none")
        self._kit = kit.build()

    def close(self) -> None:
        """Remove the kit."""
        self._kit.cleanup()

    @property
    def paths(self) -> list[str]:
        """What the runner puts at the front of ``sys.path``."""
        return ["/kit"]

    @contextmanager
    def start(self, preload: Sequence[str] = ()) -> Iterator[Ways]:
        """Start one container; when the block ends, it is killed and removed.

        Args:
            preload: what the job will have imported; here it makes no difference.
        Yields:
            The program that passes on what goes in and out.
        """
        name = f"course-{os.getpid()}-{secrets.token_hex(6)}"
        process = subprocess.Popen(
            command(self.name, self.image, name, Path(self._kit.name)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                gone = [self.name, "kill", name]
                subprocess.run(gone, capture_output=True, check=False, timeout=30)
            end(process)


def command(program: str, image: str, name: str, folder: Path) -> list[str]:
    """The command line.

    Args:
        program: docker or podman.
        image: what to run.
        name: of the container.
        folder: the kit.
    """
    scratch = f"rw,nosuid,nodev,size={SCRATCH},mode=1777"
    variables = [part for pair in ENVIRONMENT.items() for part in ("--env", "=".join(pair))]
    return [
        program, "run", "--rm", "--interactive", "--name", name, "--pull", "never",
        "--network", "none", "--read-only", "--hostname", "sandbox", "--workdir", "/tmp",
        "--tmpfs", f"/tmp:{scratch}", "--tmpfs", f"/dev/shm:{scratch}",
        "--memory", str(_MEMORY), "--memory-swap", str(_MEMORY), "--pids-limit", str(_PROCESSES),
        "--cpus", "1", "--cap-drop", "all", "--security-opt", "no-new-privileges",
        "--user", "61234:61234", "--ipc", "private", "--log-driver", "none",
        "--mount", f"type=bind,source={folder},target=/kit,readonly",
        *variables, "--entrypoint", "python3", image, "-I", "/kit/runner.py",
    ]  # fmt: skip


def choose_backend() -> Backend:
    """The best sandbox of this machine: bubblewrap, warm or cold, else podman, else docker.

    Raises:
        NoSandboxError: if there is none; the message tells all that were tried.
    """
    tried = []
    for kind in (Warm, Bubblewrap):
        try:
            return kind()
        except NoSandboxError as error:
            tried.append(str(error))
    for program in PROGRAMS:
        try:
            return Container(program, os.environ.get(IMAGE_VARIABLE, IMAGE))
        except NoSandboxError as error:
            tried.append(str(error))
    raise NoSandboxError("; ".join(tried))
