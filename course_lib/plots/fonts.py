"""A font with Hangul for matplotlib, found without a restart and without a global setting."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager

LATIN = "DejaVu Sans"  # comes with matplotlib; digits and the minus sign, which NanumGothic lacks
SYSTEM_FONTS: tuple[str, ...] = (
    "NanumGothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "Malgun Gothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Noto Sans CJK JP",
    "NanumBarunGothic",
    "UnDotum",
)
NO_HANGUL = (
    "한글 글꼴을 찾지 못해 그림의 한글이 네모로 보일 수 있습니다. "
    "`pip install --no-deps koreanize-matplotlib`을 실행한 뒤 그림을 다시 그리세요. "
    "커널을 다시 시작할 필요는 없습니다."
)


def packaged_font() -> Path | None:
    """NanumGothic of the package koreanize-matplotlib, which is located but never imported.

    Source:
        Its ``__init__`` imports distutils (gone in Python 3.12) and changes global settings.
    """
    spec = find_spec("koreanize_matplotlib")
    folders = (spec.submodule_search_locations or []) if spec else []
    paths = [Path(folder) / "fonts" / "NanumGothic.ttf" for folder in folders]
    return next((path for path in paths if path.is_file()), None)


@cache
def _register(path: Path) -> str:
    font_manager.fontManager.addfont(str(path))
    return font_manager.FontProperties(fname=str(path)).get_name()


def system_font() -> str | None:
    """The first installed font of ``SYSTEM_FONTS``."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in SYSTEM_FONTS if name in installed), None)


def families() -> list[str]:
    """The value for ``font.family``: matplotlib's own font, then one for Hangul.

    Returns:
        One or two family names. Without a Hangul font the reader is told how to get one.
    """
    path = packaged_font()
    name = _register(path) if path else system_font()
    if name is None:
        warnings.warn(NO_HANGUL, stacklevel=2)
        return [LATIN]
    return [LATIN, name]
