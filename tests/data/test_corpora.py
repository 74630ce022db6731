from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from course_lib.data import (
    Corpus,
    CorruptFileError,
    DownloadError,
    MissingFileError,
    OfflineError,
    UnknownNameError,
    corpora,
    datasets,
    load,
    manifest,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Server


@pytest.fixture
def toy(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """NSMC's entry, but small and served by us."""
    nsmc = datasets()["nsmc"]
    files = {
        "train": server.file("good"),
        "test": replace(server.file("page"), path="toy/test.txt"),
    }
    small = replace(nsmc, splits=MappingProxyType(files))
    monkeypatch.setattr(manifest, "datasets", lambda: {"nsmc": small})
    return server


def put(folder: Path, body: bytes) -> Path:
    path = folder / "toy/rows.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(body)
    return path


def test_auto_never_uses_the_network(toy: Server) -> None:
    assert load("nsmc").origin == "embedded"
    assert toy.asked == []


def test_full_downloads_once_and_auto_then_finds_it(toy: Server) -> None:
    full = load("nsmc", size="full")
    assert (full.origin, len(full), len(toy.asked)) == ("real", 20_000, 1)
    assert load("nsmc").texts == load("nsmc", size="full").texts == full.texts
    assert len(toy.asked) == 1


def test_mini_is_embedded_even_where_the_file_is_at_hand(toy: Server, tmp_path: Path) -> None:
    put(tmp_path / "cache", toy.body)
    assert load("nsmc", size="mini").origin == "embedded"


def test_folder_comes_before_data_dir_before_cache(
    toy: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "good", toy.body)
    put(tmp_path / "own", b"broken")
    put(tmp_path / "cache", toy.body)
    assert load("nsmc").origin == "real"
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "own"))
    with pytest.raises(CorruptFileError, match="own"):
        load("nsmc")
    assert load("nsmc", folder=tmp_path / "good").origin == "real"


def test_a_data_dir_without_this_file_is_passed_over(
    toy: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert load("nsmc").origin == "embedded"


@pytest.mark.parametrize("size", ["auto", "full"])
def test_a_named_folder_must_hold_the_file(toy: Server, tmp_path: Path, size: str) -> None:
    with pytest.raises(MissingFileError, match=r"no file .*rows\.txt"):
        load("nsmc", folder=tmp_path, size=size)  # type: ignore[arg-type]


def test_a_data_dir_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DATA_DIR", "no/such/folder")
    with pytest.raises(MissingFileError, match="COURSE_DATA_DIR=no/such/folder is not a folder"):
        load("nsmc")


@pytest.mark.parametrize("size", ["auto", "full"])
@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda body: body[:-9], "bytes, expected"),
        (lambda _: b"<html>404</html>", "HTML page"),
        (lambda body: body.replace(b"1", b"2"), "sha256"),
        (lambda _: b"", "has 0 bytes"),
    ],
)
def test_a_broken_file_is_an_error_and_never_embedded_data(
    toy: Server, tmp_path: Path, broken: Callable[[bytes], bytes], reason: str, size: str
) -> None:
    body = broken(toy.body)
    path = put(tmp_path / "cache", body)
    with pytest.raises(CorruptFileError, match=reason) as caught:
        load("nsmc", size=size)  # type: ignore[arg-type]
    assert str(path) in str(caught.value)
    assert path.read_bytes() == body


def test_the_right_bytes_of_another_form_are_refused(
    toy: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the manifest itself is wrong about a file, the reader notices."""
    body = b"text,label\n"
    nsmc = manifest.datasets()["nsmc"]
    file = replace(nsmc.splits["train"], size=len(body), sha256=hashlib.sha256(body).hexdigest())
    path = put(tmp_path / "own", body)
    monkeypatch.setattr(
        manifest, "datasets", lambda: {"nsmc": replace(nsmc, splits={"train": file})}
    )
    with pytest.raises(CorruptFileError, match=r"rows\.txt: expected the header"):
        load("nsmc", folder=tmp_path / "own")
    assert path.exists()


def test_a_missing_row_is_noticed(
    toy: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "cache", toy.body)
    parse = corpora.READERS["nsmc"]
    lossy = {"nsmc": lambda raw: tuple(column[1:] for column in parse(raw))}
    monkeypatch.setattr(corpora, "READERS", lossy)
    with pytest.raises(CorruptFileError, match="expected 20,000 rows, got 19,999"):
        load("nsmc")


def test_full_fails_clearly(toy: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DownloadError, match="HTML page"):
        load("nsmc", "test", size="full")
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    with pytest.raises(OfflineError):
        load("nsmc", "test", size="full")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("imdb",), "unknown data set 'imdb'; known: nsmc"),
        (("nsmc", "dev"), "nsmc has no split 'dev'; it has: train, test"),
        (("nsmc", "train", "huge"), "unknown size 'huge'; known: auto, mini, full"),
    ],
)
def test_unknown_names_list_what_exists(arguments: tuple[str, ...], message: str) -> None:
    name, *rest = arguments
    options = {"size": rest[1]} if len(rest) == 2 else {}
    with pytest.raises(UnknownNameError, match=message):
        load(name, *rest[:1], **options)  # type: ignore[arg-type]


def corpus(texts: tuple[str, ...] = ("좋다", "", "싫다"), labels: object = (1, 0, 0)) -> Corpus:
    return Corpus(
        name="t",
        split="train",
        texts=texts,
        labels=np.array(labels),
        label_names=("부정", "긍정"),
        origin="real",
        source="<toy>",
        note="n",
    )


def test_a_corpus_is_an_immutable_sequence() -> None:
    rows = corpus()
    assert len(rows) == 3
    assert rows[0] == ("좋다", 1)
    assert rows[-1].text == "싫다"
    assert list(rows) == [("좋다", 1), ("", 0), ("싫다", 0)]
    assert rows[1:].texts == ("", "싫다")
    assert rows.labels.dtype == np.int64
    with pytest.raises(ValueError, match="read-only"):
        rows.labels[0] = 0
    with pytest.raises(AttributeError):
        rows.name = "other"  # type: ignore[misc]


def test_labels_are_a_copy() -> None:
    labels = np.array([1, 0, 0])
    rows = corpus(labels=labels)
    labels[0] = 0
    assert rows[0].label == 1


def test_empty_rows_are_counted_and_can_be_left_out() -> None:
    rows = corpus()
    assert (rows.empty, len(rows)) == (1, 3)
    kept = rows.without_empty()
    assert (kept.empty, kept.texts, kept.labels.tolist()) == (0, ("좋다", "싫다"), [1, 0])
    assert "빈 문서 1건" in repr(rows)
    assert kept.without_empty() is kept


@pytest.mark.parametrize("labels", [(1, 0), (1, 0, 2), (1, 0, -1)])
def test_labels_must_fit(labels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected"):
        corpus(labels=labels)


def test_the_ceiling_is_known_for_the_whole_split_only() -> None:
    mini = load("nsmc", "test", size="mini")
    assert mini.without_empty().ceiling == mini.ceiling
    assert mini[:10].ceiling is None


def test_where_the_rows_come_from_is_said_plainly() -> None:
    mini = load("nsmc", size="mini")
    for shown in (repr(mini), mini._repr_html_(), mini.note):
        assert "실제 데이터가 아닙니다" in shown
    assert "&lt;toy&gt;" in corpus()._repr_html_()


def test_the_manifest_is_complete() -> None:
    for dataset in datasets().values():
        assert dataset.licence
        assert dataset.citation
        assert dataset.reader in corpora.READERS
        assert dataset.embedded in corpora._EMBEDDED
        for file in dataset.splits.values():
            assert len(file.urls) >= 2
            assert all(url.startswith("https://") for url in file.urls)
            assert len(file.sha256) == 64
            assert not Path(file.path).is_absolute()
            assert ".." not in Path(file.path).parts


def test_the_real_rows(real: Path) -> None:
    train, test = load("nsmc"), load("nsmc", "test")
    assert (train.origin, test.origin) == ("real", "real")
    assert (len(train), len(test)) == (150_000, 50_000)
    assert (train.empty, test.empty) == (5, 3)
    assert np.bincount(train.labels).tolist() == [75_173, 74_827]
    known = set(train.texts)
    assert sum(text in known for text in test.texts) == 1_571
    assert not any(text.startswith('""') and text.endswith('""') for text in test.texts)
