"""``course-lib slides``: slides for a lecture, cut from the built site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from course_lib.cli._parser import KoreanParser

if TYPE_CHECKING:
    from course_lib.authoring.book import Book
    from course_lib.authoring.slides import Deck

HELP = "만들어 둔 사이트에서 강의용 슬라이드를 오려 냅니다."


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    which = "장의 이름이나 원고의 경로 (예: losses). 없으면 1부부터 7부까지 모든 장"
    parser.add_argument("chapters", nargs="*", metavar="장", help=which)
    out = "슬라이드를 쓸 폴더 (기본: _build/slides)"
    parser.options.add_argument("-o", "--output", type=Path, metavar="폴더", help=out)
    where = "_config.yml이 있는 폴더 (기본: 현재 폴더)"
    parser.options.add_argument("--root", type=Path, default=Path(), metavar="폴더", help=where)
    site = "만들어 둔 사이트 (기본: _build/html)"
    parser.options.add_argument("--site", type=Path, metavar="폴더", help=site)


def run(arguments: argparse.Namespace) -> int:
    """Write the slides.

    Returns:
        0 if all is well, 1 if a page is older than its source, 2 if nothing was written.
    """
    root: Path = arguments.root
    site: Path = arguments.site or root / "_build" / "html"
    output: Path = arguments.output or root / "_build" / "slides"
    try:
        names, decks = _write(arguments.chapters, root, site, output)
    except ModuleNotFoundError as error:
        wanted = 'pip install "course-lib[book,slides]"'
        print(f"패키지 {error.name}이(가) 없습니다. 먼저 실행하십시오: {wanted}", file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"오류: {error}", file=sys.stderr)
        return 2
    print(f"장 {len(decks)}개의 슬라이드를 썼습니다. 브라우저로 여십시오: {output / 'index.html'}")
    old = [name for name in names if _older(site / f"{name}.html", root / f"{name}.md")]
    for name in old:
        print(f"  – {name}: 원고가 사이트보다 새롭습니다. `make book`으로 다시 만들어 주십시오.")
    return 1 if old else 0


def _write(wanted: list[str], root: Path, site: Path, output: Path) -> tuple[list[str], list[Deck]]:
    from course_lib.authoring.book import load_book
    from course_lib.authoring.errors import SourceError
    from course_lib.authoring.slides import write_slides

    try:
        book = load_book(root)
    except SourceError as error:
        raise ValueError(error) from error
    names = _chosen(book, wanted)
    missing = [name for name in names if not (site / f"{name}.html").is_file()]
    if missing:
        told = "먼저 `make book`으로 사이트를 만드십시오."
        raise ValueError(f"{site}: 만들어 둔 쪽이 없습니다 ({', '.join(missing[:3])}). {told}")
    return names, write_slides(site, output, names, toc=root / "_toc.yml")


def _chosen(book: Book, wanted: list[str]) -> list[str]:
    """Chapters by name, path or file name.

    Raises:
        ValueError: if there is no such chapter.
    """
    known = {name.split("/")[-1]: name for name in book.chapters}
    chosen = []
    for text in wanted:
        name = known.get(Path(text).name.removesuffix(".md").removesuffix(".ipynb"))
        if name is None:
            raise ValueError(f"{text}: 그런 장이 없습니다. 있는 장: {', '.join(sorted(known))}")
        chosen.append(name)
    return chosen or sorted(name for name in book.chapters if name.count("/") > 1)


def _older(page: Path, source: Path) -> bool:
    return page.stat().st_mtime < source.stat().st_mtime
