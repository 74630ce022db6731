from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from course_lib.data import Corpus, Pairs, Texts, divide, duplicates, load, overlap

SAID = {"name": "t", "split": "all", "origin": "real", "source": "s", "note": "n"}


def corpus(*rows: tuple[str, int]) -> Corpus:
    texts, labels = zip(*rows, strict=True) if rows else ((), ())
    return Corpus(texts=texts, labels=np.array(labels), label_names=("0", "1"), **SAID)


def texts(*rows: str) -> Texts:
    return Texts(texts=rows, **SAID)


def test_parts_have_nearly_the_shares_and_every_row_once() -> None:
    rows = texts(*(f"text {i}" for i in range(10_000)))
    parts = divide(rows, {"train": 0.8, "validation": 0.1, "test": 0.1})
    assert list(parts) == ["train", "validation", "test"]
    assert [len(part) / 10_000 for part in parts.values()] == pytest.approx(
        [0.8, 0.1, 0.1], abs=0.01
    )
    assert sorted(t for part in parts.values() for t in part) == sorted(rows)
    assert not overlap(parts["train"], parts["test"]).rows


def test_a_row_stays_where_it_is_when_others_come_and_go() -> None:
    rows = texts(*(f"text {i}" for i in range(500)))
    shares = {"train": 0.7, "test": 0.3}
    whole, half = divide(rows, shares), divide(rows[::2], shares)
    assert set(half["test"]) == set(whole["test"]) & set(rows[::2])
    assert list(whole["test"]) != list(divide(rows, shares, seed=1)["test"])


def test_the_division_is_the_same_everywhere() -> None:
    code = (
        "from course_lib.data import divide, load; r = load('nsmc', 'test', size='mini');"
        "print(len(divide(r, {'a': 0.5, 'b': 0.5})['a']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = divide(load("nsmc", "test", size="mini"), {"a": 0.5, "b": 0.5})
    assert int(done.stdout) == len(here["a"])


def test_translations_of_one_sentence_stay_together() -> None:
    sources = tuple(f"Sentence {i // 4}." for i in range(400))
    pairs = Pairs(sources=sources, targets=tuple(map(str, range(400))), **SAID)
    parts = divide(pairs, {"train": 0.5, "test": 0.5})
    assert len(parts["train"]) % 4 == 0
    assert not set(parts["train"].sources) & set(parts["test"].sources)
    assert not overlap(parts["train"], parts["test"]).rows


@pytest.mark.parametrize("shares", [{}, {"a": 0.5}, {"a": 1.2, "b": -0.2}, {"a": 1.0, "b": 0.0}])
def test_shares_must_be_shares(shares: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive shares that sum to 1"):
        divide(texts("a"), shares)


def test_overlap_by_hand() -> None:
    seen = corpus(("좋다", 1), ("싫다", 0), ("글쎄", 0), ("글쎄", 1))
    tested = corpus(("좋다", 1), ("좋다", 0), ("새 글", 1), ("글쎄", 1), ("글쎄", 0))
    found = overlap(seen, tested)
    assert (found.rows, found.keys, found.total) == ((0, 1, 3, 4), 2, 5)
    assert (found.same_label, found.other_label) == (3, 1)
    assert found.share == 0.8
    assert overlap(corpus(), corpus()).share == 0


def test_duplicates_by_hand() -> None:
    found = duplicates(corpus(("a", 0), ("b", 1), ("a", 1), ("c", 0), ("c", 0), ("a", 0)))
    assert dict(found.counts) == {"a": 3, "c": 2}
    assert next(iter(found.counts)) == "a"
    assert found.extra == 3
    assert found.conflicting == ("a",)
    assert duplicates(texts("x", "y")).extra == 0
