"""Pages of slides as files: one for each chapter, and all that they load beside them."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from course_lib.authoring.slides.cut import Slide, cut
from course_lib.theme import DARK, LIGHT, dark_rules

_OWN = ("slides.css", "slides.js")
_REVEAL = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")
_SITE = ("mathjax", "fonts", "pygments.css")  # of the site's _static
_PAGE = """<!DOCTYPE html>
<html lang="ko" class="measuring">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<link rel="stylesheet" href="_static/reveal/dist/reveal.css">
<link rel="stylesheet" href="_static/pygments.css">
<link rel="stylesheet" href="_static/slides.css">
<style>{colours}</style>
<script>window.MathJax = {{chtml: {{mtextInheritFont: true}}, startup: {{typeset: false}},
  options: {{ignoreHtmlClass: "slides", processHtmlClass: "math", enableMenu: false}}}};</script>
<script defer src="_static/mathjax/tex-chtml.js"></script>
<script defer src="_static/reveal/dist/reveal.js"></script>
<script defer src="_static/reveal/plugin/notes/notes.js"></script>
<script defer src="_static/slides.js"></script>
</head>
<body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
</body>
</html>
"""
_INDEX = """<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>강의 슬라이드</title>
<link rel="stylesheet" href="_static/slides.css">
<style>{colours}</style>
</head>
<body class="contents">
<h1>강의 슬라이드</h1>
<p><kbd>→</kbd> 다음, <kbd>←</kbd> 이전, <kbd>Esc</kbd> 모두 보기, <kbd>F</kbd> 전체 화면,
<kbd>S</kbd> 발표자 화면과 원고, <kbd>T</kbd> 밝게·어둡게.
주소 끝에 <code>?print-pdf</code>를 붙여 열면 인쇄해서 PDF로 만들 수 있습니다.</p>
{parts}
</body>
</html>
"""


@dataclass(frozen=True)
class Deck:
    """The slides of one chapter.

    Args:
        docname: of the chapter.
        title: plain text.
        path: of the page.
        slides: how many there are, before the browser deals what is too much for one.
    """

    docname: str
    title: str
    path: Path
    slides: int


def listed(toc: Path) -> dict[str, list[str]]:
    """The pages of the book by the captions of its parts, in order.

    Args:
        toc: the book's ``_toc.yml``.
    Raises:
        FileNotFoundError: if there is no such file.
    """
    table = yaml.safe_load(toc.read_text(encoding="utf-8"))
    return {
        str(part.get("caption", "")): [str(page["file"]) for page in part["chapters"]]
        for part in table.get("parts", [])
    }


def write_slides(site: Path, output: Path, parts: Mapping[str, Sequence[str]]) -> list[Deck]:
    """Write the slides of chapters, and a page that lists them.

    Args:
        site: the built site.
        output: the folder to write to; files of an earlier run are replaced.
        parts: chapters by the captions of the parts, as `listed` gives them.
    Returns:
        What was written, in the order of the book.
    Raises:
        FileNotFoundError: if the site lacks a chapter's page, or reveal.js is not installed.
        ValueError: for a page that is none of the book's.
    """
    pages = {name: site / f"{name}.html" for names in parts.values() for name in names}
    for page in pages.values():
        if not page.is_file():
            raise FileNotFoundError(f"expected the built page {page}")
    _copy_static(site / "_static", output / "_static")
    made = {
        name: _deck(name, part, pages[name], output)
        for part, names in parts.items()
        for name in names
    }
    (output / "index.html").write_text(_index(parts, made), encoding="utf-8")
    return list(made.values())


def reveal_folder() -> Path | None:
    """Where reveal.js lies, in the package sphinx-revealjs, of which nothing else is used.

    Returns:
        The folder, or None if it is not installed.
    """
    spec = find_spec("sphinx_revealjs")
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0]) / "_static" / "revealjs" if places else Path()
    return folder if places and (folder / _REVEAL[1]).is_file() else None


def _deck(docname: str, part: str, page: Path, output: Path) -> Deck:
    columns = cut(page.read_text(encoding="utf-8"))
    columns[0][0].above = html.escape(part)
    title = BeautifulSoup(columns[0][0].title, "html.parser").get_text()
    slides = "\n".join(_column(column) for column in columns)
    path = output / f"{docname.split('/')[-1]}.html"
    text = _PAGE.format(title=html.escape(title), colours=_colours(), slides=slides)
    path.write_text(_local_files(text, page, output), encoding="utf-8")
    return Deck(docname, title, path, sum(map(len, columns)))


def _column(column: Sequence[Slide]) -> str:
    return f"<section>{''.join(map(_section, column))}</section>"


def _section(slide: Slide) -> str:
    level = 1 if slide.kind == "title" else 2
    above = f'<p class="above">{slide.above}</p>' if slide.above else ""
    heading = f"<header>{above}<h{level}>{slide.title}</h{level}></header>"
    return (
        f'<section class="leaf {slide.kind}">{heading}'
        f'<div class="flow">{"".join(slide.blocks)}</div></section>\n'
    )


def _colours() -> str:
    rule = f":root{{color-scheme:light;{LIGHT.variables()}}}"
    return rule + dark_rules("body", f"color-scheme:dark;{DARK.variables()}")


def _local_files(text: str, page: Path, output: Path) -> str:
    """Copy the files that a page of the site shows, and point at the copies."""

    def moved(match: re.Match[str]) -> str:
        source = (page.parent / match[2]).resolve()
        if not source.is_file():
            return match[0]
        target = output / "_static" / "pictures" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        return f'{match[1]}"_static/pictures/{source.name}"'

    return re.sub(r'(<img\b[^>]*?\bsrc=)"((?!data:|https?:)[^"]+)"', moved, text)


def _copy_static(site: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in _SITE:
        source = site / name
        if source.is_dir():
            shutil.copytree(source, target / name, dirs_exist_ok=True)
        else:
            shutil.copy(source, target / name)
    reveal = reveal_folder()
    if reveal is None:
        raise FileNotFoundError(
            "expected reveal.js from sphinx-revealjs; install course-lib[slides]"
        )
    for part in _REVEAL:
        (target / "reveal" / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(reveal / part, target / "reveal" / part)
    for name in _OWN:
        own = files("course_lib.authoring.slides") / "assets" / name
        (target / name).write_text(own.read_text(encoding="utf-8"), encoding="utf-8")


def _index(parts: Mapping[str, Sequence[str]], made: dict[str, Deck]) -> str:
    return _INDEX.format(
        colours=_colours(),
        parts="\n".join(
            f"<h2>{html.escape(part)}</h2>\n<ul>\n{_links(made[name] for name in names)}\n</ul>"
            for part, names in parts.items()
        ),
    )


def _links(decks: Iterable[Deck]) -> str:
    return "\n".join(
        f'<li><a href="{deck.path.name}">{html.escape(deck.title)}</a></li>' for deck in decks
    )
