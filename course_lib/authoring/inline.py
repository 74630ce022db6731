"""Cut running text into pieces: code, roles, formulas, links, and what is left.

One regular expression, CommonMark's own rule for code spans, so that nothing inside code or a
formula is ever taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPAN = r"(?:(?!\n[ \t]*\n)[\s\S])+?"
_PIECE = re.compile(
    rf"""
      (?<!\\)(?:\{{(?P<role>[\w:.-]+)\}})?(?<![\\`])(?P<ticks>`+)(?!`)
          (?P<body>{_SPAN})(?<!`)(?P=ticks)(?!`)
    | (?P<block>(?<!\\)\$\$(?P<tex>[\s\S]+?)\$\$(?:[ \t]*\((?P<label>[\w:./-]+)\))?)
    | (?P<math>(?<![\\$])\$(?!\$)(?:\\.|(?!\n[ \t]*\n)[^$\\])+?\$
          |\\begin\{{(?P<env>\w+\*?)\}}[\s\S]+?\\end\{{(?P=env)\}})
    | (?P<html><!--[\s\S]*?-->|</?[A-Za-z][^<>]*>|<\w+:[^<>\s]+>|https?://[^\s)\]>]+)
    | (?P<link>\]\((?P<target>(?:[^()\s]|\([^()\s]*\))*)(?P<title>\s+"[^"]*")?\))
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Piece:
    """A piece of running text.

    ``kind`` is text, code, role, block (display formula), math, html or link; ``body`` is the
    inside (a role's content, a formula's TeX, a link's target), ``name`` a role's name or a
    display formula's label.
    """

    kind: str
    text: str
    line: int
    body: str = ""
    name: str = ""


def pieces(text: str, line: int) -> Iterator[Piece]:
    """Cut text into pieces whose ``text`` joined is the input again."""
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() > at:
            yield Piece("text", text[at : match.start()], line + text.count("\n", 0, at))
        yield _piece(match, line + text.count("\n", 0, match.start()))
        at = match.end()
    if at < len(text):
        yield Piece("text", text[at:], line + text.count("\n", 0, at))


def _piece(match: re.Match[str], line: int) -> Piece:
    text = match.group(0)
    if match["ticks"]:
        kind = "role" if match["role"] else "code"
        return Piece(kind, text, line, match["body"], match["role"] or "")
    if match["block"]:
        return Piece("block", text, line, match["tex"], match["label"] or "")
    if match["link"]:
        return Piece("link", text, line, match["target"], match["title"] or "")
    return Piece("math" if match["math"] else "html", text, line, text)
