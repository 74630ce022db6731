"""The command line, ``course-lib``. Every module here without an underscore is a subcommand.

Such a module has ``HELP``, ``add_arguments(parser)`` and ``run(arguments) -> exit status``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from types import ModuleType

from course_lib.cli._parser import KoreanParser


def commands() -> dict[str, ModuleType]:
    """Find the subcommands, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        name.replace("_", "-"): importlib.import_module(f"{__name__}.{name}")
        for name in names
        if not name.startswith("_")
    }


def parser() -> KoreanParser:
    """Build the parser of ``course-lib`` and its subcommands."""
    top = KoreanParser(
        prog="course-lib", description="『역전파에서 BERT까지』의 실습과 채점을 돕는 명령입니다."
    )
    choices = top.add_subparsers(title="명령", dest="command", metavar="명령", required=True)
    for name, module in commands().items():
        below = choices.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(below)
        below.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``course-lib``.

    Args:
        arguments: the command line without the program's name; None for the process's own.
    Returns:
        The exit status.
    """
    chosen = parser().parse_args(arguments)
    status: int = chosen.run(chosen)
    return status
