"""Measured results: what is kept can be read, shown and traced."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks import _results
from course_lib import results
from course_lib.results import Column
from course_lib.results.store import parse

COLUMNS = (Column("accuracy", "정확도", "%", 2), Column("speed", "초당 문장", digits=0))
ROWS = ({"name": "가<방", "accuracy": 0.5, "speed": 1234.6}, {"name": "LSTM", "accuracy": 0.98})


def raw(**changes: Any) -> dict[str, Any]:
    made = _results.result("t", title="재기 & 보기", columns=COLUMNS, rows=ROWS, seed=0, notes="x")
    return made | changes


def test_kept_and_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(_results, "FOLDER", tmp_path)
    monkeypatch.setattr("course_lib.results.store.FOLDER", tmp_path)
    saved = _results.save("t", raw())
    assert results.names() == ("t",)
    assert results.load("t") == saved
    assert saved["LSTM"]["accuracy"] == 0.98


def test_shown_with_units_dashes_and_escapes():
    result = parse("t", raw())
    assert result.cells()[1:] == [["가<방", "50.00%", "1,235"], ["LSTM", "98.00%", "–"]]
    shown = result._repr_html_()
    assert "가&lt;방" in shown
    assert "재기 &amp; 보기" in shown
    assert result.provenance["commit"] in repr(result)


def test_a_file_hash_is_kept(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("")
    made = _results.result("t", title="", columns=(), rows=(), seed=0, files=[file])
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert made["provenance"]["data"] == {"a.txt": empty}


def test_clear_errors():
    with pytest.raises(KeyError, match="no result 'nothing'"):
        results.load("nothing")
    with pytest.raises(KeyError, match="has no row 'GRU'; its rows: '가<방', 'LSTM'"):
        parse("t", raw())["GRU"]
    with pytest.raises(ValueError, match="lacks provenance, rows"):
        parse("t", {"title": "", "columns": []})
    with pytest.raises(ValueError, match="different names"):
        parse("t", raw(rows=[ROWS[0], ROWS[0]]))
    with pytest.raises(ValueError, match="Out of range float"):
        _results.save("t", raw(rows=[{"name": "a", "x": float("nan")}]))


@pytest.mark.parametrize("name", results.names())
def test_every_kept_result_says_where_it_comes_from(name):
    result = results.load(name)
    assert result.title
    assert result.rows
    known = result.provenance
    assert known.keys() >= {"commit", "time", "device", "threads", "seed", "torch", "data"}
    assert all(len(digest) == 64 for digest in known["data"].values())
    assert "/" not in json.dumps(list(known["data"]))
    for column in result.columns:
        assert any(column.key in row for row in result.rows), f"{name}: no row has {column.key}"
