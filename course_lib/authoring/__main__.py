"""Command line: ``python -m course_lib.authoring notebooks [--check]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from course_lib.authoring.book import load_book
from course_lib.authoring.derive import check_notebooks, write_notebooks
from course_lib.authoring.errors import SourceError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after the command; those of the process by default.

    Returns:
        0 if all is well, 1 if a notebook is stale, missing or orphaned, 2 for a faulty source.
    """
    options = _parser().parse_args(arguments)
    try:
        return _notebooks(options.root, check=options.check)
    except (SourceError, FileNotFoundError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _notebooks(root: Path, *, check: bool) -> int:
    book = load_book(root)
    if not check:
        changed = write_notebooks(book)
        _say(f"장 {len(book.chapters)}개를 읽고 노트북 {len(changed)}개를 새로 썼습니다.")
        return 0
    problems = check_notebooks(book)
    for problem in problems:
        _say(problem)
    if problems:
        _say("`make notebooks`를 실행해 고치세요.")
    return 1 if problems else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m course_lib.authoring", description="책의 원고(.md)에서 노트북을 만듭니다."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="명령")
    notebooks = commands.add_parser("notebooks", help="학생용과 강사용 노트북을 만듭니다.")
    notebooks.add_argument("--check", action="store_true", help="쓰지 않고 확인만 합니다.")
    where = "_config.yml이 있는 폴더 (기본: 현재 폴더)"
    notebooks.add_argument("--root", type=Path, default=Path(), metavar="폴더", help=where)
    return parser


if __name__ == "__main__":
    sys.exit(main())
