"""The first cells of a notebook: where it comes from, and the installation on Colab."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course_lib.authoring.book import Book, Chapter
from course_lib.authoring.errors import SourceError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_SETUP = """\
#@title 준비: Colab에서만 필요한 것을 설치합니다 {{ display-mode: "form" }}
import importlib.util
import sys

if "google.colab" in sys.modules:
    # --no-deps: torch, numpy 등은 Colab에 이미 있으므로 그대로 씁니다. 다시 시작할 필요가 없습니다.
    %pip install -q --no-deps "course-lib @ git+{repository}@{branch}" koreanize-matplotlib
{extras}elif importlib.util.find_spec("course_lib") is None:
    raise ModuleNotFoundError(
        "course_lib 패키지가 없습니다. 저장소 폴더에서 pip install -e . 을 실행한 뒤 다시 여세요. "
        "자세한 안내: {guide}"
    )"""

_EXTRAS = """\
    # 이 장에 더 필요한 패키지는 의존하는 것까지 설치하되, {names} 등은 지금 판에 묶어 둡니다.
    from importlib.metadata import version
    from pathlib import Path

    kept = [f"{{name}}=={{version(name)}}" for name in {core}]
    Path("/tmp/kept.txt").write_text("\\n".join(kept))
    %pip install -q -c /tmp/kept.txt {wanted}
"""


def header(book: Book, chapter: Chapter) -> str:
    """The first cell: a link to the page on the site."""
    title = book.index.titles.get(chapter.docname, chapter.docname)
    return f"[「{title}」 웹에서 읽기]({book.config.page(chapter.docname)})"


def setup(book: Book, chapter: Chapter) -> str:
    """The cell that installs the package on Colab, and does nothing anywhere else.

    Args:
        book: for addresses and the project's requirements.
        chapter: its ``course.extras`` are installed too.

    Raises:
        SourceError: for an extra that pyproject.toml does not have.
    """
    config = book.config
    return _SETUP.format(
        repository=config.repository,
        branch=config.branch,
        guide=config.page("book/setup") if "book/setup" in book.index.titles else config.site,
        extras=_extras(book.root, chapter),
    )


def course_options(chapter: Chapter) -> dict[str, Any]:
    """The ``course:`` part of the front matter.

    Raises:
        SourceError: for a key other than ``extras`` and ``gpu``.
    """
    options = chapter.page.meta.get("course") or {}
    unknown = set(options) - {"extras", "gpu"}
    if unknown:
        raise SourceError(chapter.page.path, 1, f"course: unknown keys {sorted(unknown)}")
    return dict(options)


def _extras(root: Path, chapter: Chapter) -> str:
    names = course_options(chapter).get("extras") or []
    if not names:
        return ""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    known: dict[str, list[str]] = project.get("optional-dependencies", {})
    for name in names:
        if name not in known:
            wanted = f"course.extras: expected some of {sorted(known)}, got {name!r}"
            raise SourceError(chapter.page.path, 1, wanted)
    wanted = " ".join(f'"{item}"' for name in names for item in known[name])
    core = _names(project["dependencies"])
    return _EXTRAS.format(wanted=wanted, core=core, names=", ".join(core[:2]))


def _names(requirements: Sequence[str]) -> list[str]:
    return [re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in requirements]
