"""What the book says of the real data, checked on the real files where there are any."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from course_lib.data import Corpus, datasets, divide, duplicates, load, locate, overlap

SHARES = datasets()["tatoeba_en_ko"].shares


@pytest.fixture(scope="module")
def reviews() -> list[Corpus]:
    """NSMC, read once; which tests use it only together with `real`."""
    return []


@pytest.fixture
def nsmc(real: Path, reviews: list[Corpus]) -> list[Corpus]:
    if not reviews:
        reviews += [load("nsmc"), load("nsmc", "test")]
    return reviews


@pytest.mark.parametrize("name", ["korean_sentiment", "ag_news_5k", "tatoeba_en_ko"])
def test_real_rows_are_found_and_say_so(real: Path, name: str) -> None:
    rows = load(name)
    assert rows.origin == "real"
    assert "실제 데이터입니다" in rows.note
    assert rows.licence in repr(rows)


def test_nsmc(nsmc: list[Corpus]) -> None:
    train, test = nsmc
    assert train.origin == test.origin == "real"
    assert (len(train), len(test)) == (150_000, 50_000)
    assert (train.empty, test.empty) == (5, 3)
    assert np.bincount(train.labels).tolist() == [75_173, 74_827]
    assert not any(text.startswith('""') and text.endswith('""') for text in test.texts)


def test_nsmc_leaks_and_repeats_itself(nsmc: list[Corpus]) -> None:
    train, test = nsmc
    shared = overlap(train, test)
    assert (len(shared.rows), shared.keys) == (1571, 797)
    assert (shared.same_label, shared.other_label) == (1502, 69)
    repeated = duplicates(train)
    assert (repeated.extra, len(repeated.conflicting)) == (3817, 158)


def test_korean_sentiment_is_a_part_of_nsmc(nsmc: list[Corpus]) -> None:
    train, _ = nsmc
    sizes = {"train": 36_000, "validation": 1333, "test": 2667}
    for split, size in sizes.items():
        found = overlap(train, load("korean_sentiment", split))
        assert (len(found.rows), found.same_label, found.total) == (size, size, size)


def test_ag_news(real: Path) -> None:
    test, train = load("ag_news", "test", folder=real), load("ag_news_5k")
    assert np.bincount(test.labels).tolist() == [1900] * 4
    assert len(train) == 5000
    for rows in (test, train):
        joined = "\n".join(rows.texts)
        for broken in ("\\", "#39;", "quot;", " amp;", "#36;", "<FONT", "&lt;"):
            assert broken not in joined, broken
    assert overlap(train, test).rows == (709, 5775)  # two articles stand in both


def test_ag_news_stays_embedded_as_long_as_its_train_is_missing(real: Path) -> None:
    if (real / "ag_news/train.csv").exists():
        pytest.skip("the whole train.csv is here")
    assert load("ag_news", "test").origin == "embedded"


@pytest.mark.parametrize(
    ("name", "rows", "sentences"),
    [("tatoeba_en_ko", 5749, 5130), ("tatoeba_en_fr", 167_130, 116_830)],
)
def test_tatoeba_is_split_by_the_english_sentence(
    real: Path, name: str, rows: int, sentences: int
) -> None:
    whole = load(name, "all")
    assert (len(whole), len(set(whole.sources))) == (rows, sentences)
    assert not {"\u202f", "\u00a0", "\u2009", "\u200b"} & set("".join(whole.targets))
    parts = divide(whole, datasets()[name].shares)
    assert sum(map(len, parts.values())) == rows
    assert not overlap(parts["train"], parts["test"]).rows
    assert not overlap(parts["train"], parts["validation"]).rows
    assert not overlap(parts["validation"], parts["test"]).rows
    assert 0.08 < len(parts["test"]) / rows < 0.12


def test_every_korean_pair_is_credited(real: Path) -> None:
    pairs = load("tatoeba_en_ko", "test")
    assert list(pairs) == list(divide(load("tatoeba_en_ko", "all"), SHARES)["test"])
    assert len(pairs.credits) == len(pairs)
    assert all("tatoeba.org #" in credit for credit in pairs.credits)


def test_names(real: Path) -> None:
    names = load("names", "all")
    assert (len(names), len(set(names)), names[0]) == (32_033, 29_494, "emma")
    assert set("".join(names)) == set("abcdefghijklmnopqrstuvwxyz")


def test_korean_analogies(real: Path) -> None:
    semantic, syntactic = load("analogies_ko", "semantic"), load("analogies_ko", "syntactic")
    assert (len(semantic), len(syntactic)) == (420, 840)
    assert semantic.groups == {"국가 - 수도": 210, "남자 - 여자": 210}
    assert len(syntactic.groups) == 4


def test_files_for_other_readers(real: Path) -> None:
    assert locate("glove_2987").read_bytes().startswith(b"2987 50\nthe ")
    assert len(locate("bert_vocab").read_text(encoding="utf-8").split()) == 30_522


@pytest.mark.skipif(not find_spec("gensim"), reason="needs gensim's data files")
def test_what_gensim_brings() -> None:
    questions = load("analogies_en")
    assert (questions.origin, len(questions), len(questions.groups)) == ("real", 19_544, 14)
    assert [len(load("lee", split)) for split in ("train", "test")] == [300, 50]
    assert "£3,000" in "".join(load("lee", "test"))
    assert (len(load("wordsim")), load("wordsim")[1]) == (353, ("tiger", "cat", 7.35))
    assert len(load("simlex")) == 999


@pytest.mark.skipif(not find_spec("konlpy"), reason="needs konlpy's data files")
def test_what_konlpy_brings() -> None:
    law, bills = load("kolaw"), load("kobill")
    assert law[0] == "대한민국헌법"
    assert any("대한민국은 민주공화국이다." in line for line in law)
    assert len(bills) == 10
    assert Counter("일부개정법률안" in bill for bill in bills)[True] >= 8
