"""Texts that have broken tokenizers before, and random ones like them."""

from __future__ import annotations

import csv
import io
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st

NASTY = (
    "",
    " ",
    "\t\n",
    "값진 영화ㅋㅋㅋㅋㅠㅠ!!!!!",
    "나\u1112\u119e\u11abᄒᆞᆫ",  # old Hangul
    "\u1100\u1161\u11a8",  # a syllable in three parts
    "가\u11a8 각\u11a8",
    "👨\u200d👩\u200d👧 🏳️\u200d🌈 👍🏽 🇰🇷🇫🇷",
    "e\u0301 é ﾡￂ ！Ａ　Ｂ",
    "\x00\x1b[0m\x7f\x85\u2028",
    'He said: "hello"; <br />it\'s (not) so?!',
    "漢字 かな ｶﾞ",
    "가" * 5000,
)

_signs = "가각힣밟ㅋㅠㆍᄀᄏ\u1161\u119e\u11a8\ua960\ud7b0\ud7cb ab1A.!?'\"();:,<br />\t\n\r\x00"
_signs += "\u3000！ﾡ👨👩🏽\u200d\ufe0f🇰🇷❤e\u0301"
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.sampled_from(_signs), max_size=30),
    st.text(max_size=30),
)
documents = st.lists(st.lists(st.sampled_from(["가", "나", "a", "b", "<unk>", "ㅋ"]), max_size=8))


@cache
def real_texts(limit: int = 20_000) -> tuple[str, ...]:
    """Reviews of NSMC; the test is skipped without them."""
    lines = _read("nsmc", "ratings_test.txt").split("\n")[1 : limit + 1]
    return tuple(line.split("\t")[1] for line in lines if line)


@cache
def real_news() -> tuple[str, ...]:
    """Articles of AG News, quotes, broken entities and all; the test is skipped without them."""
    rows = csv.reader(io.StringIO(_read("ag_news", "test.csv"), newline=""))
    return tuple(f"{title} {text}" for _, title, text in rows)


def _read(*names: str) -> str:
    folder = os.environ.get("COURSE_DATA_DIR")
    path = Path(folder or "", *names)
    if not folder or not path.is_file():
        pytest.skip(f"needs the real file {'/'.join(names)} below COURSE_DATA_DIR")
    return path.read_text(encoding="utf-8")
