"""argparse that speaks Korean."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

_MESSAGES = (
    (
        r"invalid choice: ('.*?')(?:, .*)? \(choose from (.+)\)",
        r"\1: 없는 이름입니다. 쓸 수 있는 것: \2",
    ),
    (r"unrecognized arguments: (.+)", r"알 수 없는 인자입니다: \1"),
    (r"the following arguments are required: (.+)", r"꼭 필요한 인자가 빠졌습니다: \1"),
    (r"invalid (\w+) value: (.+)", r"\2: \1 값으로 읽을 수 없습니다"),
    (r"expected one argument", "값이 하나 필요합니다"),
    (r"expected at least one argument", "값이 하나 이상 필요합니다"),
    (r"argument (\S+): ", r"\1: "),
)


class KoreanFormatter(argparse.RawDescriptionHelpFormatter):
    """Help whose usage line starts with 사용법."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, "사용법: " if prefix is None else prefix)


class KoreanParser(argparse.ArgumentParser):
    """A parser whose help and errors are Korean; options go into ``options``."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            **{**settings, "add_help": False, "allow_abbrev": False},
            formatter_class=KoreanFormatter,
        )
        self._positionals.title = "인자"
        self.options = self.add_argument_group("옵션")
        self.options.add_argument("-h", "--help", action="help", help="이 도움말을 보여 줍니다.")

    def error(self, message: str) -> NoReturn:
        """Print what was wrong, in Korean, and exit with status 2."""
        for pattern, korean in _MESSAGES:
            message = re.sub(pattern, korean, message)
        self.exit(2, f"{self.format_usage()}오류: {message}\n`{self.prog} --help`를 보십시오.\n")
