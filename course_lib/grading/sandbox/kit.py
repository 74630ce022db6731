"""What the sandbox can see of this package: everything but answers and graders."""

from __future__ import annotations

import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

import course_lib

PYTHON = "/python"
PACKAGE = Path(course_lib.__file__).parent
HIDDEN = {"exercises", "grading", "authoring", "cli", "assignments", "widgets", "results"}
INSIDE = ("runner.py", "zygote.py", "seccomp.py")
SHOWN = ("exercises/_calling.py", "grading/cells.py", "grading/wire.py")


def build() -> tempfile.TemporaryDirectory[str]:
    """Copy what learners' code may import into a folder of its own.

    Returns:
        The folder; it is gone when the object is.
    """
    kit = tempfile.TemporaryDirectory(prefix="course-kit-")
    root = Path(kit.name)
    root.chmod(0o755)
    shutil.copytree(
        PACKAGE,
        root / "course_lib",
        ignore=lambda folder, names: (
            [name for name in names if name == "__pycache__" or name.endswith((".json", ".pyc"))]
            + (sorted(HIDDEN & set(names)) if Path(folder) == PACKAGE else [])
        ),
    )
    for name in SHOWN:
        file = root / "course_lib" / name
        file.parent.mkdir(exist_ok=True)
        (file.parent / "__init__.py").touch()
        shutil.copy(PACKAGE / name, file)
    for name in INSIDE:
        shutil.copy(Path(__file__).parent / name, root / name)
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return kit


def in_usr() -> bool:
    """Whether the interpreter is the system's own."""
    return Path(sys.base_prefix).is_relative_to("/usr")


def python() -> str:
    """Path of the interpreter, inside; outside any virtual environment."""
    prefix = sys.base_prefix if in_usr() else PYTHON
    return f"{prefix}/bin/python{sys.version_info[0]}.{sys.version_info[1]}"


def libraries() -> dict[Path, str]:
    """Folders of installed packages, and where they are inside."""
    found = sorted({Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")})
    return {path: f"/packages/{place}" for place, path in enumerate(found)}
