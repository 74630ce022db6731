"""Text of files that a spreadsheet saved."""

from __future__ import annotations

from course_lib.grading.errors import GradingError


def decode_sheet(raw: bytes, name: str) -> str:
    """Text of a sheet: UTF-8 with or without its mark, else CP949.

    Args:
        raw: the file.
        name: what errors name.
    Raises:
        GradingError: if it is neither.
    """
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise GradingError(f"{name}: UTF-8이나 CP949로 저장한 CSV 파일이 아닙니다.")
