from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.authoring.inline import pieces

BITS = ["`", "``", "{num}", "$", "$$", "\\", "\n", "\n\n", "](", ")", "[", "<b>", "x", "가", "ㄱ",
        "🙂", "https://a.b", " ", "(e)", r"\num{1|2}"]  # fmt: skip


@given(st.lists(st.sampled_from(BITS), max_size=25).map("".join))
def test_pieces_joined_are_the_text(text: str) -> None:
    found = list(pieces(text, 1))
    assert "".join(piece.text for piece in found) == text
    for piece in found:
        assert 1 <= piece.line <= 1 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{num}`1 | x`", ["role"]),
        ("`{num}`", ["code"]),
        ("`` {num}`1 | x` ``", ["code"]),
        (r"\{num}`1`", ["text", "code"]),
        ("$a$와 $b$", ["math", "text", "math"]),
        ("$ a $ b$", ["math", "text"]),
        (r"가격은 \$5, \$6", ["text"]),
        ("`$a` b$", ["code", "text"]),
        ("$$\na\n$$ (eq)", ["block"]),
        ("[글](a.md)", ["text", "link"]),
        ('[글](a_(b).md "제목")', ["text", "link"]),
        ("$f[i](x)$", ["math"]),
        (r"\begin{align}a](b)\end{align}", ["math"]),
        ("`열린\n\n채`", ["text"]),
        ("두 줄\n`a\nb`", ["text", "code"]),
        ("<a href='x'>글</a>", ["html", "text", "html"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [piece.kind for piece in pieces(text, 1)] == kinds


def test_parts_of_a_piece() -> None:
    role, _, block = pieces("{cite:p}`a,b`\n\n$$x$$ (eq-1)", 7)
    assert (role.name, role.body, role.line) == ("cite:p", "a,b", 7)
    assert (block.name, block.body, block.line) == ("eq-1", "x", 9)
