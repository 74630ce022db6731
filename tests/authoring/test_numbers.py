from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.authoring.errors import SourceError
from course_lib.authoring.numbers import (
    Bound,
    bind_tex,
    check_cell,
    parse_bound,
    refuse_unbound,
)

HERE = Path("book/x.md")
EXPRESSIONS = ["t.o1", "a | b", "f(x, y)", "d['k']", "[i for i in x]", "a if b else c", "lambda: 1",
               "x < 1e-15", '"글"', "(1, 2)[0]"]  # fmt: skip


def test_both_halves() -> None:
    assert parse_bound("0.7 | t.o1", HERE, 3) == Bound("0.7", "t.o1", 3)
    assert parse_bound(r"1 \| a \| b", HERE, 3) == Bound("1", "a | b", 3)
    assert parse_bound("1 | f(a,\nb)", HERE, 3).expression == "f(a, b)"


@pytest.mark.parametrize(
    "content", ["0.7", "0.7 |", "| x", "1 | x =", "1 | x, y", "1 | *x", "1 | x # 말", "1 | x) , (y"]
)
def test_malformed(content: str) -> None:
    with pytest.raises(SourceError, match="num: expected"):
        parse_bound(content, HERE, 3)


def test_formulas_balance_braces() -> None:
    tex, found = bind_tex("a\n\\num{1,000 | f({'k': {1}})} + \\num{12% | x}", HERE, 5)
    assert tex == "a\n1{,}000 + 12\\%"
    assert found == [Bound("1,000", "f({'k': {1}})", 6), Bound("12%", "x", 6)]
    assert bind_tex(r"\num{−2.2×10⁻¹² | x}", HERE, 1)[0] == r"-2.2\times 10^{-12}"


def test_formulas_with_faults() -> None:
    with pytest.raises(SourceError, match=r"book/x.md:6: .*closing brace"):
        bind_tex("a\n\\num{1 | x", HERE, 5)
    with pytest.raises(SourceError, match=r"book/x.md:7: unbound number 0.123"):
        bind_tex("a\n\\num{1 | x}\n0.123", HERE, 5)


@pytest.mark.parametrize("text", ["0.12", "1.5초", "2024", "3.10.0", "0.5, 0.25", "1,000.25"])
def test_short_decimals_are_free(text: str) -> None:
    refuse_unbound(text, HERE, 1)


@pytest.mark.parametrize("text", ["0.734", "값은 1,000.500이다", "−12.0001"])
def test_long_decimals_are_not(text: str) -> None:
    with pytest.raises(SourceError, match=r"book/x\.md:2: unbound number"):
        refuse_unbound("\n" + text, HERE, 1)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="|\n\r", exclude_categories=["Cs", "Cc"])),
            st.sampled_from(EXPRESSIONS),
        ).filter(lambda pair: pair[0].strip()),
        min_size=1,
        unique=True,
    )
)
def test_check_cells_say_exactly_what_is_bound(pairs: list[tuple[str, str]]) -> None:
    bound = [Bound(shown.strip(), expression, 1) for shown, expression in pairs]
    call = ast.parse(check_cell(bound)).body[-1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    got = {(ast.literal_eval(pair.elts[0]), ast.unparse(pair.elts[1])) for pair in call.value.args}
    assert got == {(b.shown, ast.unparse(ast.parse(b.expression).body[0].value)) for b in bound}


def test_a_number_is_checked_once() -> None:
    assert check_cell([Bound("1", "x", 1), Bound("1", "x", 9)]).count('("1", x)') == 1
