"""What the commands of an instructor share: the folder, ``--json``, errors in one line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from course_lib.cli._parser import KoreanParser

DONE, LOOK, FAILED = 0, 1, 2  # all is well; a human must look at something; nothing was done


def add_options(parser: KoreanParser, *, named: bool = True) -> None:
    """Add the assignment's name, the folder and ``--json``."""
    if named:
        parser.add_argument(
            "assignment", metavar="과제", help="과제의 이름 (assignments/ 안의 폴더)"
        )
    where = "강의 폴더 (기본: 현재 폴더)"
    parser.options.add_argument("--course", type=Path, default=Path(), metavar="폴더", help=where)
    parser.options.add_argument("--json", action="store_true", help="JSON으로 출력합니다.")


def guarded(work: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Tell an instructor's mistake in one line of Korean, with status 2."""

    def run(arguments: argparse.Namespace) -> int:
        from course_lib.authoring.errors import SourceError
        from course_lib.grading.errors import GradingError
        from course_lib.grading.sandbox import NoSandboxError, SandboxError

        try:
            return work(arguments)
        except ModuleNotFoundError as error:
            wanted = 'pip install "course-lib[book,grading]"'
            said = f"패키지 {error.name}이(가) 없습니다. 먼저 실행하십시오: {wanted}"
        except NoSandboxError as error:
            said = (
                f"샌드박스가 없어 남의 코드를 실행하지 않습니다. {error}\n"
                "데비안·우분투: sudo apt-get install bubblewrap. "
                "그 밖의 컴퓨터는 강사 안내를 보십시오."
            )
        except (GradingError, SourceError, SandboxError) as error:
            said = str(error)
        except OSError as error:
            said = in_korean(error)
        if arguments.json:
            print(json.dumps({"ok": False, "error": said}, ensure_ascii=False, indent=2))
        print(f"오류: {said}", file=sys.stderr)
        return FAILED

    return run


_TROUBLES: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "파일이나 폴더가 없습니다"),
    (PermissionError, "읽거나 쓸 권한이 없습니다"),
    (IsADirectoryError, "파일이어야 하는데 폴더입니다"),
    (NotADirectoryError, "폴더여야 하는데 파일입니다"),
    (FileExistsError, "이미 있습니다"),
)


def in_korean(error: OSError) -> str:
    """What is wrong with a file, and which."""
    said = next((said for kind, said in _TROUBLES if isinstance(error, kind)), "")
    path = error.filename2 or error.filename
    return f"{said}: {path}" if said and path else str(error)


def show(arguments: argparse.Namespace, status: int, data: Mapping[str, Any], text: str) -> int:
    """Print the outcome as JSON or as text, and give the status."""
    if arguments.json:
        said = {"ok": status == DONE, **data}
        print(json.dumps(said, ensure_ascii=False, indent=2, default=str))
    elif text:
        print(text)
    return status
