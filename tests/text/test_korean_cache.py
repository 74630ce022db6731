"""The cache on disk: found again, never wrong, shared between processes."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.text.korean.base import Analyzer
from course_lib.text.korean.cache import TagCache

TEXTS = [f"영화 {i} 좋다" for i in range(300)]


def _split(text):
    return [(word, "W") for word in text.split()]


EXPECTED = [_split(text) for text in TEXTS]


class Engine:
    """Cuts at spaces and counts what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked += texts
        return [_split(text) for text in texts]


def _analyzer(folder, *, version="1", name="space"):
    engine = Engine()
    cache = TagCache(folder, name=name, version=version)
    own = Analyzer(name=name, version=version, load=lambda: engine, cache=cache, note="")
    return own, engine


def test_every_text_is_analyzed_once(tmp_path):
    own, engine = _analyzer(tmp_path / "deep" / "cache")
    assert own.tagged([*TEXTS, *TEXTS, "", " "]) == [*EXPECTED, *EXPECTED, [], []]
    assert engine.asked == TEXTS
    own, engine = _analyzer(tmp_path / "deep" / "cache")
    assert own.tagged([*TEXTS, "새 글"]) == [*EXPECTED, _split("새 글")]
    assert engine.asked == ["새 글"]


def test_the_analyzer_need_not_start_for_known_texts(tmp_path):
    _analyzer(tmp_path)[0].tagged(TEXTS)
    cache = TagCache(tmp_path, name="space", version="1")
    own = Analyzer(name="space", version="1", load=lambda: 1 / 0, cache=cache, note="")
    assert own.tagged(TEXTS) == EXPECTED


@pytest.mark.parametrize("other", [{"version": "2"}, {"name": "other"}])
def test_another_version_knows_nothing(tmp_path, other):
    _analyzer(tmp_path)[0].tagged(TEXTS)
    own, engine = _analyzer(tmp_path, **other)
    own.tagged(TEXTS)
    assert engine.asked == TEXTS


def test_versions_that_share_a_file_name_share_no_results(tmp_path):
    _analyzer(tmp_path, version="1/2")[0].tagged(TEXTS)
    own, engine = _analyzer(tmp_path, version="1:2")
    own.tagged(TEXTS)
    assert len(list(tmp_path.iterdir())) == 1
    assert engine.asked == TEXTS


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_database_is_replaced(tmp_path, content):
    own, _ = _analyzer(tmp_path)
    own._cache.path.write_bytes(content)
    assert own.tagged(TEXTS) == EXPECTED
    again, engine = _analyzer(tmp_path)
    assert again.tagged(TEXTS) == EXPECTED
    assert engine.asked == []


@pytest.mark.parametrize("seed", range(8))
def test_damage_never_makes_a_result_wrong(tmp_path, seed):
    own, _ = _analyzer(tmp_path)
    own.tagged(TEXTS)
    rng, path = random.Random(seed), own._cache.path
    data = bytearray(path.read_bytes())
    for _ in range(400):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data[: len(data) if seed % 2 else rng.randrange(len(data))])
    for _ in range(2):
        assert _analyzer(tmp_path)[0].tagged(TEXTS) == EXPECTED


def test_a_changed_bit_in_an_entry_is_seen(tmp_path):
    own, _ = _analyzer(tmp_path)
    own.tagged(TEXTS)
    with sqlite3.connect(own._cache.path) as db:
        db.execute("UPDATE tagged SET value = CAST(REPLACE(value, '영화', '연극') AS BLOB)")
    db.close()
    again, engine = _analyzer(tmp_path)
    assert again.tagged(TEXTS) == EXPECTED
    assert engine.asked == TEXTS


def test_where_nothing_can_be_written_the_analysis_goes_on(tmp_path):
    (tmp_path / "file").write_text("")
    assert _analyzer(tmp_path / "file" / "below")[0].tagged(TEXTS) == EXPECTED
    own, _ = _analyzer(tmp_path)
    own._cache.path.mkdir()
    assert own.tagged(TEXTS) == EXPECTED


def test_while_another_process_holds_the_file_the_analysis_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("course_lib.text.korean.cache._WAIT", 0.01)
    own, _ = _analyzer(tmp_path)
    own.tagged(TEXTS[:1])
    db = sqlite3.connect(own._cache.path)
    db.execute("BEGIN EXCLUSIVE")
    assert own.tagged(TEXTS) == EXPECTED
    db.close()
    assert own.tagged(TEXTS) == EXPECTED


def test_processes_share_the_file(tmp_path):
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.text.test_korean_cache import _analyzer, TEXTS, EXPECTED\n"
        "own, engine = _analyzer(Path(sys.argv[1]))\n"
        "for i in range(int(sys.argv[2]), 300, 2):\n"
        "    assert own.tagged(TEXTS[i : i + 1]) == EXPECTED[i : i + 1]\n"
    )
    root = Path(__file__).parents[2]
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), half], cwd=root)
        for half in "01"
    ]
    assert [each.wait(120) for each in both] == [0, 0]
    own, engine = _analyzer(tmp_path)
    assert own.tagged(TEXTS) == EXPECTED
    assert engine.asked == []
