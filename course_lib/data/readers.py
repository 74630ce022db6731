"""Parsers of the real files: bytes in, columns out, and every line accounted for."""

from __future__ import annotations

import lzma
import re
from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

from course_lib.data.corpus import Analogy, Similarity
from course_lib.data.errors import CorruptFileError
from course_lib.data.fields import (
    clean,
    clean_sentence,
    csv_rows,
    expect_header,
    label_of,
    lines_of,
    tabbed,
    unquote,
)

Columns = dict[str, Any]
_NSMC_HEADER = "id\tdocument\tlabel"
_ENTITY = re.compile(r" ?(?<!&)(#\d{2,5}|quot|amp|lt|gt|nbsp|hellip);")
_MARKUP = re.compile(
    r"</?(?:a|b|br|div|em|font|hr|i|img|p|span|strong|t[dr]|table|u)\b[^<>]*>", re.I
)


def parse_nsmc(raw: bytes) -> Columns:
    r"""Read the tab-separated form of NSMC.

    Only tabs separate and only ``\n`` ends a line. A text with quotes in it was quoted twice by
    whoever wrote the file, so that it begins with three of them: that is undone. Texts come out
    stripped and in NFC; empty ones keep their place.

    Args:
        raw: the file's bytes.
    Returns:
        ``texts`` and ``labels`` (0 negative, 1 positive), in the order of the file.
    Raises:
        CorruptFileError: if header, encoding, number of fields or a label is not as expected.
    Source:
        https://github.com/e9t/nsmc
    """
    header, *lines = lines_of(raw)
    expect_header(header, _NSMC_HEADER)
    rows = [
        tabbed(number, line, 3, "id, document, label") for number, line in enumerate(lines, start=2)
    ]
    return {
        "texts": [clean(unquote(unquote(row[1].strip()))) for row in rows],
        "labels": [label_of(number, row[2], "01") for number, row in enumerate(rows, start=2)],
    }


def parse_korean_sentiment(raw: bytes) -> Columns:
    """Read the CSV form of Korean_sentiment: rows of NSMC, so the same double quoting is undone.

    Args:
        raw: the file's bytes.
    Returns:
        ``texts`` and ``labels`` (0 negative, 1 positive).
    Raises:
        CorruptFileError: if header, encoding, number of fields or a label is not as expected.
    Source:
        https://huggingface.co/datasets/sepidmnorozy/Korean_sentiment
    """
    header, *rows = csv_rows(raw, 2)
    expect_header(",".join(header), "label,text")
    return {
        "texts": [clean(unquote(text.strip())) for _, text in rows],
        "labels": [
            label_of(number, label, "01") for number, (label, _) in enumerate(rows, start=2)
        ],
    }


def parse_ag_news(raw: bytes) -> Columns:
    """Read the CSV form of AG News: class 1 to 4, title, text. Title and text are joined.

    Args:
        raw: the file's bytes.
    Returns:
        ``texts`` (repaired, see `repair_news`) and ``labels`` (0 to 3).
    Raises:
        CorruptFileError: if encoding, number of fields or a label is not as expected.
    Source:
        Zhang, Zhao & LeCun (2015), Character-level convolutional networks for text classification.
    """
    rows = csv_rows(raw, 3)
    return {
        "texts": [repair_news(f"{title} {text}") for _, title, text in rows],
        "labels": [label_of(n, label, "1234") - 1 for n, (label, _, _) in enumerate(rows, start=1)],
    }


def parse_ag_news_joined(raw: bytes) -> Columns:
    """Read the form "title and text, class 0 to 3".

    Args:
        raw: the file's bytes.
    Returns:
        ``texts`` (repaired, see `repair_news`) and ``labels`` (0 to 3).
    Raises:
        CorruptFileError: if encoding, number of fields or a label is not as expected.
    """
    rows = csv_rows(raw, 2)
    return {
        "texts": [repair_news(text) for text, _ in rows],
        "labels": [label_of(n, label, "0123") for n, (_, label) in enumerate(rows, start=1)],
    }


def repair_news(text: str) -> str:
    r"""Repair a text of AG News.

    A backslash stands for a line break (before ``$`` for nothing), the ampersand of an entity has
    become a space (``doesn #39;t``), and markup is left over. Stock symbols (``<TXN.N>``) stay.

    Args:
        text: the text as the file has it.
    Returns:
        The text on one line, with the characters that were meant.
    """
    text = text.replace("\\$", "$").replace("\\", " ")
    text = unescape(_ENTITY.sub(r"&\1;", text))
    return " ".join(_MARKUP.sub(" ", text).split())


def parse_tatoeba(raw: bytes) -> Columns:
    """Read sentence pairs of Tatoeba: English, translation and, in newer files, the attribution.

    French puts thin and no-break spaces before its punctuation: they become plain spaces, and
    characters without any width go.

    Args:
        raw: the file's bytes.
    Returns:
        ``sources``, ``targets`` and ``credits`` (empty if the file has no third column).
    Raises:
        CorruptFileError: if encoding or number of fields is not as expected, or a side is empty.
    Source:
        https://www.manythings.org/anki/
    """
    lines = lines_of(raw)
    fields = 1 + lines[0].count("\t")
    if fields not in (2, 3):
        raise CorruptFileError(f"expected 2 or 3 fields between tabs, got {lines[0][:60]!r}")
    wanted = "English, translation, attribution"[: 20 if fields == 2 else None]
    rows = [tabbed(number, line, fields, wanted) for number, line in enumerate(lines, start=1)]
    sides = [(clean_sentence(row[0]), clean_sentence(row[1])) for row in rows]
    if not all(all(pair) for pair in sides):
        raise CorruptFileError("expected a sentence on either side, got an empty one")
    return {
        "sources": [source for source, _ in sides],
        "targets": [target for _, target in sides],
        "credits": [row[2] for row in rows if fields == 3],
    }


def parse_lines(raw: bytes) -> Columns:
    """Read one text from each line that is not empty.

    Args:
        raw: the file's bytes.
    Returns:
        ``texts``, stripped and in NFC.
    Raises:
        CorruptFileError: if it is not UTF-8.
    """
    return {"texts": [text for line in lines_of(raw) if (text := clean(line))]}


def parse_western_lines(raw: bytes) -> Columns:
    """Read one text from each line of a file in Windows' Western encoding (cp1252).

    Args:
        raw: the file's bytes.
    Returns:
        ``texts``, stripped and in NFC.
    Raises:
        CorruptFileError: if a byte means nothing in cp1252.
    """
    try:
        return parse_lines(raw.decode("cp1252").encode())
    except UnicodeDecodeError as error:
        raise CorruptFileError(f"expected cp1252, got byte {error.start}") from error


def parse_xz_lines(raw: bytes) -> Columns:
    """Read one text from each line of an xz file.

    Args:
        raw: the file's bytes.
    Returns:
        ``texts``, stripped and in NFC.
    Raises:
        CorruptFileError: if it is not xz or not UTF-8.
    """
    try:
        return parse_lines(lzma.decompress(raw))
    except lzma.LZMAError as error:
        raise CorruptFileError(f"expected an xz file: {error}") from error


def parse_whole(raw: bytes) -> Columns:
    """Read the file as one text.

    Args:
        raw: the file's bytes.
    Returns:
        ``texts`` of length one.
    Raises:
        CorruptFileError: if it is not UTF-8.
    """
    return {"texts": [clean("\n".join(lines_of(raw)))]}


def parse_analogies(raw: bytes) -> Columns:
    """Read questions of four words; a line that begins with ``:`` or ``#`` opens a group.

    Args:
        raw: the file's bytes.
    Returns:
        ``questions``.
    Raises:
        CorruptFileError: if encoding or number of words is not as expected.
    Source:
        Mikolov et al. (2013), Efficient estimation of word representations in vector space.
    """
    questions: list[Analogy] = []
    group = ""
    for number, line in enumerate(lines_of(raw), start=1):
        words = line.split()
        if line.startswith((":", "#")):
            group = re.sub(r"\(\d+ pairs\)", "", line.lstrip(":# ")).strip()
        elif words:
            if len(words) != 4:
                raise CorruptFileError(f"line {number}: expected four words, got {line[:60]!r}")
            questions.append(Analogy._make([*words, group]))
    return {"questions": questions}


def parse_similarities(raw: bytes) -> Columns:
    """Read two words and a score from each line; lines that begin with ``#`` are comments.

    Args:
        raw: the file's bytes.
    Returns:
        ``judgements``.
    Raises:
        CorruptFileError: if encoding, number of fields or a score is not as expected.
    """
    lines = [
        (n, line) for n, line in enumerate(lines_of(raw), start=1) if line[:1] not in ("", "#")
    ]
    return {"judgements": [_similarity(number, line) for number, line in lines]}


def _similarity(number: int, line: str) -> Similarity:
    first, second, score = tabbed(number, line, 3, "word, word, score")
    try:
        return Similarity(first, second, float(score))
    except ValueError as error:
        raise CorruptFileError(f"line {number}: expected a score, got {score!r}") from error


READERS: Mapping[str, Callable[[bytes], Columns]] = MappingProxyType(
    {
        "nsmc": parse_nsmc,
        "korean_sentiment": parse_korean_sentiment,
        "ag_news": parse_ag_news,
        "ag_news_joined": parse_ag_news_joined,
        "tatoeba": parse_tatoeba,
        "lines": parse_lines,
        "western_lines": parse_western_lines,
        "xz_lines": parse_xz_lines,
        "whole": parse_whole,
        "analogies": parse_analogies,
        "similarities": parse_similarities,
    }
)
