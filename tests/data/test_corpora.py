from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from course_lib.data import (
    Corpus,
    CorruptFileError,
    DataFile,
    DownloadError,
    MissingFileError,
    OfflineError,
    UnknownNameError,
    corpora,
    datasets,
    load,
    manifest,
    overlap,
)
from course_lib.data.embedded import EMBEDDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Server


@pytest.fixture
def toy(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """NSMC's entry, but small and served by us."""
    nsmc = datasets()["nsmc"]
    files = {
        "train": ((server.file("good"),),),
        "test": ((replace(server.file("page"), path="toy/test.txt"),),),
    }
    small = replace(nsmc, stored=MappingProxyType(files))
    monkeypatch.setattr(manifest, "datasets", lambda: {"nsmc": small})
    return server


def put(folder: Path, body: bytes) -> Path:
    """Both files, so that the data set is complete."""
    path = folder / "toy/rows.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(body)
    (folder / "toy/test.txt").write_bytes(body)
    return path


def test_auto_never_uses_the_network(toy: Server) -> None:
    assert load("nsmc").origin == "embedded"
    assert toy.asked == []


def test_full_downloads_once_and_auto_then_finds_it(toy: Server, tmp_path: Path) -> None:
    full = load("nsmc", size="full")
    assert (full.origin, len(full), len(toy.asked)) == ("real", 20_000, 1)
    assert load("nsmc", size="full").texts == full.texts
    assert len(toy.asked) == 1
    (tmp_path / "cache/toy/test.txt").write_bytes(toy.body)
    assert load("nsmc").texts == full.texts


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
    ((file,),) = nsmc.stored["train"]
    file = replace(file, size=len(body), sha256=hashlib.sha256(body).hexdigest())
    path = put(tmp_path / "own", body)
    monkeypatch.setattr(
        manifest, "datasets", lambda: {"nsmc": replace(nsmc, stored={"train": ((file,),)})}
    )
    with pytest.raises(CorruptFileError, match=r"rows\.txt: expected the header"):
        load("nsmc", folder=tmp_path / "own")
    assert path.exists()


def test_a_missing_row_is_noticed(
    toy: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "cache", toy.body)
    parse = corpora.READERS["nsmc"]
    lossy = {"nsmc": lambda raw: {name: column[1:] for name, column in parse(raw).items()}}
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
        (("imdb",), "unknown data set 'imdb'; known: .*nsmc"),
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
    assert mini.without_empty() is mini
    assert mini[:10].ceiling is None


def test_where_the_rows_come_from_is_said_plainly() -> None:
    mini = load("nsmc", size="mini")
    for shown in (repr(mini), mini._repr_html_(), mini.note):
        assert "실제 데이터가 아닙니다" in shown
    assert "&lt;toy&gt;" in corpus()._repr_html_()


def test_real_and_embedded_splits_are_never_mixed(toy: Server, tmp_path: Path) -> None:
    put(tmp_path / "cache", toy.body)
    assert load("nsmc").origin == load("nsmc", "test").origin == "real"
    (tmp_path / "cache/toy/test.txt").unlink()
    train, test = load("nsmc"), load("nsmc", "test")
    assert (train.origin, test.origin) == ("embedded", "embedded")
    assert "test 파일이 없으므로" in train.note
    assert load("nsmc", size="full").origin == "real"  # asked for by name


def test_without_a_split_the_first_one() -> None:
    assert load("nsmc", size="mini").split == "train"
    assert load("analogies_en", size="mini").split == "all"


def test_validation_shares_nothing_with_train_and_test() -> None:
    splits = {s: load("korean_sentiment", s, size="mini") for s in ("train", "validation", "test")}
    assert [len(rows) for rows in splits.values()] == [8000, 1000, 2000]
    for a, b in (("train", "validation"), ("train", "test"), ("validation", "test")):
        assert not overlap(splits[a], splits[b]).rows
    pairs = {s: load("tatoeba_en_ko", s, size="mini") for s in ("train", "validation", "all")}
    assert not overlap(pairs["train"], pairs["validation"]).rows
    assert len(pairs["all"]) == 11_000


@pytest.mark.parametrize(("name", "kind"), [(n, d.kind) for n, d in datasets().items()])
def test_every_data_set_is_embedded_or_says_how_to_get_it(name: str, kind: str) -> None:
    dataset = datasets()[name]
    if kind == "file":
        with pytest.raises(UnknownNameError, match=r"locate\("):
            load(name)
    elif dataset.embedded:
        rows = load(name, size="mini")
        assert type(rows) is corpora.KINDS[kind]
        assert len(rows) > 400
        assert rows.origin == "embedded"
        assert rows[0] == rows[:1][0]
    else:
        with pytest.raises(MissingFileError, match=rf"{name} / \w+ is not at hand: put .*/"):
            load(name, size="mini")


def test_what_load_returns_is_typed() -> None:
    """The names in the signatures are those of the manifest."""
    told = {
        "labelled": corpora.LabelledName,
        "texts": corpora.TextsName,
        "pairs": corpora.PairsName,
        "analogies": corpora.AnalogiesName,
        "similarities": corpora.SimilaritiesName,
    }
    for kind, names in told.items():
        assert set(get_args(names)) == {n for n, d in datasets().items() if d.kind == kind}


def test_rows_are_picked_by_number() -> None:
    rows = load("nsmc", size="mini")
    picked = rows.select([5, 0, 5])
    assert list(picked) == [rows[5], rows[0], rows[5]]
    assert rows[-1] == rows[len(rows) - 1]
    assert list(reversed(rows[:3])) == [rows[2], rows[1], rows[0]]
    for wrong in (len(rows), -len(rows) - 1):
        with pytest.raises(IndexError):
            rows[wrong]


def test_columns_of_pairs_must_fit() -> None:
    pairs = load("tatoeba_en_fr", "validation", size="mini")
    assert pairs[0] == (pairs.sources[0], pairs.targets[0])
    assert len(pairs[:7].targets) == 7
    with pytest.raises(ValueError, match="columns of one length"):
        replace(pairs, targets=pairs.targets[1:])


def test_the_manifest_is_complete() -> None:
    for dataset in datasets().values():
        assert dataset.title
        assert dataset.licence
        assert dataset.citation
        assert dataset.homepage.startswith("http")
        assert dataset.kind in {*corpora.KINDS, "file"}
        assert dataset.embedded in {"", *EMBEDDED}
        assert not dataset.shares or sum(dataset.shares.values()) == pytest.approx(1)
        for split in dataset.splits:
            for part in dataset.parts(split):
                for file in part:
                    check_entry(file, dataset.kind, file.reader or dataset.reader)


def check_entry(file: DataFile, kind: str, reader: str) -> None:
    assert all(url.startswith("https://") for url in file.urls)
    on_github = any("raw.githubusercontent.com" in url for url in file.urls)
    assert len(file.urls) >= (2 if on_github else 0)
    assert file.rolling or len(file.sha256) == 64 or len(file.md5) == 32
    assert file.size > 0
    assert file.rows > 0
    assert kind == "file" or reader in corpora.READERS
    assert not Path(file.path).is_absolute()
    assert ".." not in Path(file.path).parts
