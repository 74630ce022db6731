"""``course-lib export``: scores into the sheet that was downloaded from the LMS."""

from __future__ import annotations

import argparse
from pathlib import Path

from course_lib.cli._course import DONE, LOOK, add_options, guarded, show
from course_lib.cli._parser import KoreanParser

HELP = "LMS에서 받은 성적 시트(Moodle, Canvas)에 점수를 채웁니다."


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    add_options(parser)
    sheet = "LMS에서 받은 시트"
    parser.options.add_argument("--fill", type=Path, required=True, metavar="CSV", help=sheet)
    out = "쓸 파일 (기본: 받은 파일의 이름에 -채점을 붙입니다)"
    parser.options.add_argument("-o", "--output", type=Path, metavar="CSV", help=out)
    column = "점수를 적을 열의 이름"
    parser.options.add_argument("--column", default="", metavar="열", help=column)
    scale = "시트의 만점에 비례하는 점수로 바꿉니다."
    parser.options.add_argument("--scale", action="store_true", help=scale)
    missing = "내지 않은 학생에게 적을 점수 (기본: 적지 않습니다)"
    parser.options.add_argument("--missing", type=float, metavar="점수", help=missing)


@guarded
def run(arguments: argparse.Namespace) -> int:
    """Fill the sheet; status 1 if a score was left out or a row fits nobody."""
    from course_lib.grading import export
    from course_lib.grading.course import Course

    sheet: Path = arguments.fill
    target = arguments.output or sheet.with_name(f"{sheet.stem}-채점{sheet.suffix}")
    filled = export.fill(
        Course(arguments.course), arguments.assignment, sheet, target,
        column=arguments.column, scale=arguments.scale, missing=arguments.missing,
    )  # fmt: skip
    lines = [f"'{filled.column}' 열에 {len(filled.scores)}명의 점수를 적었습니다: {target}"]
    lines += [f"  – {student}: 적지 않았습니다. {why}" for student, why in filled.left.items()]
    lines += [f"  – {who}: 시트에 있지만 명단에 없습니다." for who in filled.strangers]
    if filled.missing and arguments.missing is None:
        lines.append(f"내지 않은 {len(filled.missing)}명의 칸은 그대로 두었습니다.")
    status = LOOK if filled.left or filled.strangers else DONE
    return show(arguments, status, {"file": target, **vars(filled)}, "\n".join(lines))
