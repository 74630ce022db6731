"""What is declared, what is built and what is tracked."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = {"korean", "vectors", "bert", "book", "grading", "slides", "test", "all"}
ON_COLAB = {"torch", "numpy", "scikit-learn", "matplotlib", "tqdm"}
ORACLES = {"torchtext"}  # pinned on purpose: the last release that is pure Python
MACHINE_PATHS = re.compile(r"(?<![\w.<{])/(?:home|Users|root|work)/\w|\b[A-Z]:\\Users\\")


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows, or skip where there is no checkout."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a git checkout")
    names = filter(None, done.stdout.decode("utf-8").split("\0"))
    return [path for path in map(ROOT.joinpath, names) if path.is_file()]


def text_of(path: Path) -> str:
    """A file's text, empty for pictures and fonts."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def has(wanted: str) -> bool:
    """Whether a package is installed, found without importing it."""
    one = Requirement(wanted)
    try:
        return one.specifier.contains(version(one.name))
    except PackageNotFoundError:
        return False


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names inside a wheel built from the tracked files alone, by the installed setuptools."""
    if not (has("pip") and has("setuptools>=77")):
        pytest.skip("needs pip and setuptools>=77")
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in tracked("course_lib", "pyproject.toml", "README.md", "LICENSE*", "tests", "book"):
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    command = "wheel --quiet --no-deps --no-build-isolation --disable-pip-version-check"
    subprocess.run(
        [sys.executable, "-m", "pip", *command.split(), "-w", target, source], check=True
    )
    (built,) = target.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def requirements(project: dict[str, Any]) -> list[Requirement]:
    """Everything that core and extras name, the project itself aside."""
    extras = project["optional-dependencies"].values()
    named = [*project["dependencies"], *(one for extra in extras for one in extra)]
    return [one for one in map(Requirement, named) if one.name != project["name"]]


def test_core_is_what_colab_has(project: dict[str, Any]) -> None:
    core = [Requirement(one) for one in project["dependencies"]]
    assert {one.name for one in core if one.marker is None} == ON_COLAB
    assert all("python_version" in str(one.marker) for one in core if one.marker)


def test_extras(project: dict[str, Any]) -> None:
    extras = project["optional-dependencies"]
    assert set(extras) == EXTRAS
    (everything,) = map(Requirement, extras["all"])
    assert everything.name == project["name"]
    assert everything.extras == EXTRAS - {"all"}


def test_only_floors(project: dict[str, Any]) -> None:
    for one in requirements(project):
        if one.name in ORACLES:
            continue
        operators = {spec.operator for spec in one.specifier}
        allowed = {">=", "<"} if one.name == "jupyter-book" else {">="}
        assert ">=" in operators, f"{one} has no floor"
        assert operators <= allowed, f"{one} is more than a floor"


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13"])
def test_constraints_pin_every_requirement(project: dict[str, Any], python: str) -> None:
    """Each requirement has exactly one pin on each Python, and the pin satisfies it."""
    environment = {"python_version": python, "python_full_version": f"{python}.9"}
    environment |= {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix"}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    pinned: dict[str, str] = {}
    for pin in pins:
        if pin.marker is None or pin.marker.evaluate(environment):
            assert pin.name not in pinned, f"{pin.name} is pinned twice on {python}"
            (spec,) = pin.specifier
            assert spec.operator == "=="
            pinned[pin.name] = spec.version
    for one in requirements(project):
        if one.marker is None or one.marker.evaluate(environment):
            assert one.specifier.contains(pinned[one.name], prereleases=True), one


def test_wheel_carries_the_package_and_nothing_else(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"course_lib"}
    assert "course_lib/py.typed" in wheel


def test_wheel_carries_all_package_data(wheel: list[str]) -> None:
    names = {path.relative_to(ROOT).as_posix() for path in tracked("course_lib")}
    assert names - set(wheel) == set()


def test_address_lives_in_the_configuration_only() -> None:
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    address = config["repository"]["url"].removeprefix("https://").rstrip("/")
    owner_and_name = address.split("/", 1)[1]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.suffix != ".ipynb" and owner_and_name in text_of(path)
    }
    assert found == {"_config.yml"}


def test_no_path_of_one_machine_is_tracked() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path != Path(__file__).resolve()
        for match in MACHINE_PATHS.finditer(text_of(path))
    ]
    assert found == []


def test_no_large_file_is_tracked() -> None:
    sizes = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in tracked()}
    assert {name for name, size in sizes.items() if size > 700 * 1024} == set()


def test_workflows_are_readable_and_ask_for_little() -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert {path.stem for path in workflows} == {"test", "pages", "colab"}
    for path in workflows:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert content["permissions"] == {"contents": "read"}, path.name
        for job in content["jobs"].values():
            uses = [step["uses"] for step in job["steps"] if "uses" in step]
            assert all(re.fullmatch(r"actions/[\w-]+@v\d+", use) for use in uses), uses


def test_colab_pins(tmp_path: Path) -> None:
    """The weekly workflow's reading of Colab's list."""
    freeze = tmp_path / "pip-freeze.txt"
    freeze.write_text(
        "# a remark\n"
        "numpy==2.1.3\n"
        "google-colab @ file:///colabtools/dist/google_colab-1.0.0.tar.gz\n"
        "kernel_gateway @ git+https://example.org/kernel_gateway@b134e99\n"
        "nvidia-nccl-cu13==2.31.2\n"
        "torch @ https://example.org/whl/cpu/torch-2.11.0%2Bcpu-cp313-cp313-linux_x86_64.whl\n"
        "en_core_web_sm @ https://example.org/en_core_web_sm-3.8.0-py3-none-any.whl#sha256=19\n",
        encoding="utf-8",
    )
    command = [sys.executable, ROOT / ".github/colab_pins.py", freeze]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["numpy==2.1.3", "torch==2.11.0", "en_core_web_sm==3.8.0"]
