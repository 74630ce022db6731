from __future__ import annotations

import csv
import io
import lzma
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data import CorruptFileError
from course_lib.data.readers import (
    READERS,
    parse_ag_news,
    parse_ag_news_joined,
    parse_analogies,
    parse_korean_sentiment,
    parse_lines,
    parse_nsmc,
    parse_similarities,
    parse_tatoeba,
    parse_western_lines,
    parse_whole,
    parse_xz_lines,
    repair_news,
)

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


def csv_of(*rows: tuple[object, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@given(st.lists(st.tuples(st.integers(0, 1), DOCUMENT)))
def test_korean_sentiment_is_csv_with_a_header(rows: list[tuple[int, str]]) -> None:
    columns = parse_korean_sentiment(csv_of(("label", "text"), *rows))
    assert columns["labels"] == [label for label, _ in rows]
    assert columns["texts"] == [unicodedata.normalize("NFC", t.strip()).strip() for _, t in rows]


def test_korean_sentiment_has_been_quoted_once_more() -> None:
    raw = csv_of(("label", "text"), (1, quote('"재밌다" 하고 나왔다')), (0, '"끝'))
    assert parse_korean_sentiment(raw)["texts"] == ['"재밌다" 하고 나왔다', '"끝']


def test_ag_news_labels_begin_at_zero_and_titles_are_joined() -> None:
    raw = csv_of((1, "Truce", "It \\$holds."), (4, 'The "chip"', "runs\\fast, quot;they quot; say"))
    assert parse_ag_news(raw) == {
        "texts": ["Truce It $holds.", 'The "chip" runs fast,"they" say'],
        "labels": [0, 3],
    }
    assert parse_ag_news_joined(csv_of(("A title #39;s", 2))) == {
        "texts": ["A title's"],
        "labels": [2],
    }


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("doesn #39;t", "doesn't"),
        ("players #39; fault", "players' fault"),
        ("on  #39;90s tactics", "on '90s tactics"),
        ("a  quot;big quot; win", 'a "big" win'),
        ("Johnson  amp; Johnson", "Johnson & Johnson"),
        ("the  #36;10 million", "the $10 million"),
        ("threat #151;cancer", "threat—cancer"),
        ("a US\\$46 barrel", "a US$46 barrel"),
        ("two\\lines\\\\here", "two lines here"),
        ("Inc. &lt;TXN.N&gt;, up", "Inc. <TXN.N>, up"),
        ('&lt;A HREF="http://x.y/z?a=1"&gt;SPLS.O&lt;/A&gt;', "SPLS.O"),
        ('&lt;FONT face="v,a"\\ color="#666666"&gt;&lt;B&gt;-AP', "-AP"),
        ("plain &amp; simple; yes", "plain & simple; yes"),
        ("#6 of 9;", "#6 of 9;"),
    ],
)
def test_news_is_repaired(broken: str, meant: str) -> None:
    assert repair_news(broken) == meant


def test_tatoeba_spaces_are_plain_and_credits_are_kept() -> None:
    raw = "Run!\tCours\u202f!\tCC #1 (a)\n"
    raw += "Say \u201cno\u201d.\tDites «\u00a0non\u2009\u00bb.\tCC #2 (b)\n"
    assert parse_tatoeba(raw.encode()) == {
        "sources": ["Run!", "Say \u201cno\u201d."],
        "targets": ["Cours !", "Dites « non »."],
        "credits": ["CC #1 (a)", "CC #2 (b)"],
    }
    assert parse_tatoeba(b"Go.\tVa !\n") == {"sources": ["Go."], "targets": ["Va !"], "credits": []}
    assert parse_tatoeba("a\u200bb\tc\u00add".encode())["sources"] == ["ab"]


def test_lines_and_whole_files() -> None:
    raw = "  emma\n\nolivia \r\n한글".encode()
    assert parse_lines(raw) == {"texts": ["emma", "olivia", unicodedata.normalize("NFC", "한글")]}
    assert parse_whole(raw)["texts"] == ["emma\n\nolivia \n한글"]
    assert parse_xz_lines(lzma.compress(raw)) == parse_lines(raw)
    assert parse_western_lines(b"his \xa33,000\n") == {"texts": ["his \u00a33,000"]}


def test_analogies_have_groups() -> None:
    google = b": capital-common\nAthens Greece Oslo Norway\n"
    korean = (
        "# 국가 - 수도 (15 pairs)\n대한민국 서울 일본 도쿄\n\n# 동사\n가다 갑니다 오다 옵니다\n"
    )
    assert parse_analogies(google)["questions"] == [
        ("Athens", "Greece", "Oslo", "Norway", "capital-common")
    ]
    assert [q.group for q in parse_analogies(korean.encode())["questions"]] == [
        "국가 - 수도",
        "동사",
    ]


def test_similarities_have_scores() -> None:
    raw = b"# a comment\n# Word 1\tWord 2\tHuman\ntiger\tcat\t7.35\n"
    assert parse_similarities(raw)["judgements"] == [("tiger", "cat", 7.35)]


@pytest.mark.parametrize(
    ("reader", "raw", "reason"),
    [
        ("korean_sentiment", b"text,label\n", "expected the header 'label,text'"),
        ("korean_sentiment", b"label,text\n2,a\n", "line 2: expected a label 0 to 1, got '2'"),
        ("korean_sentiment", b"label,text\n1,a,b\n", "line 2: expected 2 fields"),
        ("ag_news", b'"0","a","b"\n', "line 1: expected a label 1 to 4, got '0'"),
        ("ag_news", b'"1","a"b","c"\n', "not CSV"),
        ("ag_news", b'"1","a","b\n', "not CSV"),
        ("ag_news_joined", b'"a",4\n', "expected a label 0 to 3"),
        ("tatoeba", b"no tab here\n", "expected 2 or 3 fields"),
        ("tatoeba", b"a\tb\na\tb\tc\n", "line 2: expected"),
        ("tatoeba", b"a\t \n", "sentence on either side"),
        ("lines", b"\xff", "expected UTF-8"),
        ("western_lines", b"\x81", "expected cp1252"),
        ("xz_lines", b"not xz", "expected an xz file"),
        ("analogies", b": g\na b c\n", "line 2: expected four words"),
        ("similarities", b"a\tb\tmuch\n", "line 1: expected a score, got 'much'"),
        ("similarities", b"a\tb\n", "line 1: expected 'word, word, score'"),
    ],
)
def test_other_forms_are_refused(reader: str, raw: bytes, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        READERS[reader](raw)
