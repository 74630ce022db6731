"""Containers: the command line, and honest refusal; no container is run here."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from course_lib.grading import sandbox
from course_lib.grading.sandbox import NoSandboxError, Task, container, run

KIT = Path("/tmp/kit")


@pytest.mark.parametrize("program", container.PROGRAMS)
def test_the_command_line(program):
    made = container.command(program, "course-grading", "course-1", KIT)
    text = " ".join(made)
    assert made[:2] == [program, "run"]
    for part in ("--network none", "--read-only", "--cap-drop all", "--pull never", "--rm",
                 "--security-opt no-new-privileges", "--user 61234:61234", "--pids-limit 128",
                 "--memory 6442450944 --memory-swap 6442450944", "--ipc private", "--cpus 1",
                 "--tmpfs /tmp:rw,nosuid,nodev,size=67108864,mode=1777", "--log-driver none",
                 "--mount type=bind,source=/tmp/kit,target=/kit,readonly"):  # fmt: skip
        assert part in text
    for part in ("--privileged", "--pid", "--init", "--volume", "docker.sock", "--env-file"):
        assert part not in made
    assert text.endswith("--entrypoint python3 course-grading -I /kit/runner.py")


FAKE = """#!/bin/sh
echo "$@" >> LOG
case "$1" in
  image) exit CODE;;
  run) cat > /dev/null
    echo '{"ready": true}'
    echo '{"begin": "f"}'
    echo '{"end": "f", "status": "answered", "answer": "[]", "printed": "", "seconds": 0}'
    exec sleep 60;;
esac
"""


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A program that speaks the protocol; whether it has an image is given."""

    def make(code=0):
        path = tmp_path / "docker"
        path.write_text(FAKE.replace("LOG", str(tmp_path / "log")).replace("CODE", str(code)))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return tmp_path / "log"

    return make


def test_the_protocol_is_the_same_and_the_container_is_killed(fake):
    log = fake()
    backend = container.Container("docker", "img")
    try:
        found = run(backend, [Task("f", (("셀", "f = 1"),), "f")])
    finally:
        backend.close()
    assert found["f"].answer == "[]"
    inspected, ran, killed = log.read_text().splitlines()
    assert inspected == "image inspect img"
    assert ran.startswith("run --rm --interactive --name course-")
    assert killed == f"kill {ran.split()[4]}"


def test_no_program_or_no_image_is_no_sandbox(fake, monkeypatch):
    with pytest.raises(NoSandboxError, match="no-such-program, but it is not installed"):
        container.Container("no-such-program")
    fake(code=1)
    with pytest.raises(NoSandboxError, match="the image img, but docker has none"):
        container.Container("docker", "img")


def test_the_best_is_chosen(fake, monkeypatch):
    def none():
        raise NoSandboxError("no bwrap")

    for kind in ("Warm", "Bubblewrap"):
        monkeypatch.setattr(container, kind, none)
    monkeypatch.setenv(container.IMAGE_VARIABLE, "mine")
    fake(code=1)
    with pytest.raises(NoSandboxError, match=r"no bwrap; .*podman.*; .*the image mine"):
        sandbox.choose_backend()
    fake(code=0)
    backend = sandbox.choose_backend()
    assert (backend.name, backend.image) == ("docker", "mine")
    backend.close()
