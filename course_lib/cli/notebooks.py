"""``course-lib notebooks``: the notebooks that are derived from the book's sources."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course_lib.cli._parser import KoreanParser

HELP = "원고(.md)에서 수강생판과 강사판 노트북을 만듭니다."


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    parser.options.add_argument("--check", action="store_true", help="쓰지 않고 확인만 합니다.")
    where = "_config.yml이 있는 폴더 (기본: 현재 폴더)"
    parser.options.add_argument("--root", type=Path, default=Path(), metavar="폴더", help=where)


def run(arguments: argparse.Namespace) -> int:
    """Derive the notebooks, or check them.

    Returns:
        0 if all is well, 1 if a notebook is stale, missing or orphaned, 2 for a faulty source.
    """
    from course_lib.authoring.book import load_book
    from course_lib.authoring.derive import check_notebooks, write_notebooks
    from course_lib.authoring.errors import SourceError

    try:
        book = load_book(arguments.root)
        problems = check_notebooks(book) if arguments.check else []
        changed = [] if arguments.check else write_notebooks(book)
    except (SourceError, FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if not book.chapters:
        pages = arguments.root.resolve() / "book"
        print(f"{pages}: 코드 셀이 있는 원고가 없습니다.", file=sys.stderr)
        return 2
    if not arguments.check:
        print(f"장 {len(book.chapters)}개를 읽고 노트북 {len(changed)}개를 새로 썼습니다.")
    for problem in problems:
        print(problem)
    if problems:
        print("`make notebooks`를 실행해 고치세요.")
    return 1 if problems else 0
