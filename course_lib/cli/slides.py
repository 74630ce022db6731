"""``course-lib slides``: slides for a lecture, cut from the built site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course_lib.cli._course import in_korean
from course_lib.cli._parser import KoreanParser

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
        from course_lib.authoring.slides import listed, write_slides

        parts = _chosen(listed(root / "_toc.yml"), arguments.chapters)
        _need(site, parts)
        decks = write_slides(site, output, parts)
    except ModuleNotFoundError as error:
        wanted = 'pip install "course-lib[book,slides]"'
        print(f"패키지 {error.name}이(가) 없습니다. 먼저 실행하십시오: {wanted}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"오류: {in_korean(error)}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"오류: {error}", file=sys.stderr)
        return 2
    print(f"장 {len(decks)}개의 슬라이드를 썼습니다. 브라우저로 여십시오: {output / 'index.html'}")
    names = [deck.docname for deck in decks]
    old = [name for name in names if _older(site / f"{name}.html", root / f"{name}.md")]
    for name in old:
        print(f"  – {name}: 원고가 사이트보다 새롭습니다. `make book`으로 다시 만들어 주십시오.")
    return 1 if old else 0


def _chosen(parts: dict[str, list[str]], wanted: list[str]) -> dict[str, list[str]]:
    """Chapters by name, path or file name; without any, those of the numbered parts.

    Raises:
        ValueError: if there is no such chapter.
    """
    known = {page.split("/")[-1]: page for pages in parts.values() for page in pages}
    names = {Path(text).name.removesuffix(".md").removesuffix(".ipynb"): text for text in wanted}
    for name, text in names.items():
        if name not in known:
            raise ValueError(f"{text}: 그런 장이 없습니다. 있는 장: {', '.join(known)}")
    chosen = {
        part: [p for p in pages if (p.split("/")[-1] in names if names else p.count("/") > 1)]
        for part, pages in parts.items()
    }
    return {part: pages for part, pages in chosen.items() if pages}


def _need(site: Path, parts: dict[str, list[str]]) -> None:
    """Refuse chapters that the site does not have, and an installation without reveal.js."""
    from course_lib.authoring.slides.deck import reveal_folder

    pages = [page for pages in parts.values() for page in pages]
    missing = [page for page in pages if not (site / f"{page}.html").is_file()]
    if missing:
        told = "먼저 `make book`으로 사이트를 만드십시오."
        raise ValueError(f"{site}: 만들어 둔 쪽이 없습니다 ({', '.join(missing[:3])}). {told}")
    if reveal_folder() is None:
        raise ModuleNotFoundError(name="sphinx-revealjs")


def _older(page: Path, source: Path) -> bool:
    return source.is_file() and page.stat().st_mtime < source.stat().st_mtime
