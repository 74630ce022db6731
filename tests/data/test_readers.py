from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data import CorruptFileError
from course_lib.data.readers import parse_nsmc

HEADER = "id\tdocument\tlabel\n"
DOCUMENT = st.text(st.characters(exclude_characters='\t\n\r"', exclude_categories=["Cs"]))


def nsmc(raw: bytes) -> tuple[list[str], list[int]]:
    columns = parse_nsmc(raw)
    return columns["texts"], columns["labels"]


def quote(text: str) -> str:
    """One round of CSV quoting by Python's own writer."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([text])
    return out.getvalue()


@given(st.lists(st.tuples(DOCUMENT, st.integers(0, 1))))
def test_every_line_is_one_row_and_texts_survive(rows: list[tuple[str, int]]) -> None:
    raw = HEADER + "".join(f"{i}\t{text}\t{label}\n" for i, (text, label) in enumerate(rows))
    texts, labels = nsmc(raw.encode())
    assert texts == [unicodedata.normalize("NFC", text.strip()).strip() for text, _ in rows]
    assert labels == [label for _, label in rows]


@given(st.text(st.sampled_from('가나 "ab,')).map(str.strip).filter(lambda t: '"' in t))
def test_double_quoting_is_undone(text: str) -> None:
    raw = f"{HEADER}1\t{quote(quote(text))}\t1\n"
    assert nsmc(raw.encode()) == ([text], [1])


def test_quotes_mean_nothing_to_the_format() -> None:
    raw = f'{HEADER}1\t"열기만 한 따옴표\t0\n2\t닫기만"\t1\n3\t"\t1\n'
    assert nsmc(raw.encode())[0] == ['"열기만 한 따옴표', '닫기만"', '"']


def test_unusual_line_separators_stay_inside_a_text() -> None:
    raw = f"{HEADER}1\t앞\u2028중간\x85뒤\x0c끝\t1\n"
    assert nsmc(raw.encode()) == (["앞\u2028중간\x85뒤\x0c끝"], [1])


def test_decomposed_hangul_is_composed() -> None:
    raw = HEADER + unicodedata.normalize("NFD", "1\t역전파\t1\n")
    assert nsmc(raw.encode()) == (["역전파"], [1])


def test_windows_line_ends_and_a_missing_last_one() -> None:
    assert nsmc(b"id\tdocument\tlabel\r\n1\ta\t1\r\n2\t\t0") == (["a", ""], [1, 0])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "expected the header"),
        (b"<!doctype html>", "expected the header"),
        (b"id\tdocument\n1\ta\n", "expected the header"),
        (HEADER.encode() + b"1\ta\n", "line 2: expected"),
        (HEADER.encode() + b"1\ta\t1\n2\tb\t2\n", "line 3: expected"),
        (HEADER.encode() + b"1\ta\tb\t1\n", "line 2: expected"),
        (HEADER.encode() + b"\n", "line 2: expected"),
        (HEADER.encode() + b"1\t\xff\t1\n", "expected UTF-8"),
    ],
)
def test_anything_else_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        parse_nsmc(raw)
