"""One door to the data: ``load`` finds the rows, verifies them, and says which ones they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, overload

import numpy as np

from course_lib.data.archives import read_member
from course_lib.data.corpus import Analogies, Corpus, Pairs, Similarities, Texts
from course_lib.data.divide import divide
from course_lib.data.embedded import EMBEDDED
from course_lib.data.errors import CorruptFileError, MissingFileError, UnknownNameError
from course_lib.data.locate import (
    Found,
    Size,
    at_hand,
    check_size,
    fetch,
    how_to_get,
    missing_splits,
)
from course_lib.data.manifest import DataFile, Dataset, find, verify
from course_lib.data.readers import READERS, Columns
from course_lib.data.rows import Rows

KINDS: Mapping[str, type[Rows[Any]]] = MappingProxyType(
    {
        "labelled": Corpus,
        "texts": Texts,
        "pairs": Pairs,
        "analogies": Analogies,
        "similarities": Similarities,
    }
)
LabelledName = Literal["nsmc", "korean_sentiment", "ag_news", "ag_news_5k"]
TextsName = Literal["nsmc_unlabeled", "names", "kolaw", "kobill", "lee"]
PairsName = Literal["tatoeba_en_ko", "tatoeba_en_fr"]
AnalogiesName = Literal["analogies_ko", "analogies_en"]
SimilaritiesName = Literal["wordsim", "simlex"]
Folder = str | Path | None
Split = str | None


@overload
def load(
    name: LabelledName, split: Split = ..., *, size: Size = ..., folder: Folder = ...
) -> Corpus: ...
@overload
def load(
    name: TextsName, split: Split = ..., *, size: Size = ..., folder: Folder = ...
) -> Texts: ...
@overload
def load(
    name: PairsName, split: Split = ..., *, size: Size = ..., folder: Folder = ...
) -> Pairs: ...
@overload
def load(
    name: AnalogiesName, split: Split = ..., *, size: Size = ..., folder: Folder = ...
) -> Analogies: ...
@overload
def load(
    name: SimilaritiesName, split: Split = ..., *, size: Size = ..., folder: Folder = ...
) -> Similarities: ...
@overload
def load(name: str, split: Split = ..., *, size: Size = ..., folder: Folder = ...) -> Any: ...
def load(name: str, split: Split = None, *, size: Size = "auto", folder: Folder = None) -> Any:
    """Load one split of a data set.

    Real files are looked for in `folder` (or, without it, in ``COURSE_DATA_DIR``), then in the
    cache, then in installed packages that bring them. Every real file is checked against the
    manifest before a row is used.

    Args:
        name: name of the data set, for example ``"nsmc"``.
        split: name of the split; without it the first one, "train" where there is one.
        size: "auto" takes the real rows if every file of the data set is at hand, otherwise the
            embedded ones, so that real and embedded splits are never mixed, and never uses the
            network; "full" takes the real rows and downloads them if needed; "mini" always takes
            the embedded rows.
        folder: a data folder that must hold the file.
    Returns:
        The rows, of a class that fits the data set (`Corpus`, `Texts`, `Pairs`, `Analogies`,
        `Similarities`); `origin` and `note` say where they come from.
    Raises:
        UnknownNameError: if there is no such data set, split or size.
        MissingFileError: if `folder` or ``COURSE_DATA_DIR`` is wrong, or if the real rows are not
            at hand and nothing can stand in for them.
        CorruptFileError: if a file is at hand but is not what the manifest says.
        CacheError, DownloadError, OfflineError: with "full", if a download fails.
    """
    dataset, split = find(name, split)
    check_size(size)
    if dataset.kind not in KINDS:
        raise UnknownNameError(f"{name} has no rows; locate({name!r}, {split!r}) finds its file")
    missing = [] if folder or size != "auto" else missing_splits(dataset)
    if size == "mini" or missing:
        return _embedded(dataset, split, missing)
    found = at_hand(dataset, split, folder) or fetch(dataset, split)
    return _real(dataset, split, found)


def _real(dataset: Dataset, split: str, found: list[Found]) -> Rows[Any]:
    columns: Columns = {}
    for file, path in found:
        for name, values in _read(dataset, file, path).items():
            columns.setdefault(name, []).extend(values)
    names = ", ".join(path.name for _, path in found)
    checked = "형식을" if any(file.rolling for file, _ in found) else "해시를"
    rows = _build(
        dataset,
        split,
        columns,
        origin="real",
        source=f"{dataset.homepage} ({names})",
        note=f"실제 데이터입니다. {dataset.title}의 원본 파일이며 {checked} 확인했습니다.",
    )
    return divide(rows, dataset.shares)[split] if split in dataset.shares else rows


def _read(dataset: Dataset, file: DataFile, path: Path) -> Columns:
    verify(path, file)
    try:
        raw = read_member(path, file.member) if file.member else path.read_bytes()
        columns = READERS[file.reader or dataset.reader](raw)
    except CorruptFileError as error:
        raise CorruptFileError(f"{path}: {error}") from error
    rows = len(next(iter(columns.values())))
    if rows != file.rows and not (file.rolling and rows > file.rows):
        least = "at least " if file.rolling else ""
        raise CorruptFileError(f"{path}: expected {least}{file.rows:,} rows, got {rows:,}")
    return columns


def _embedded(dataset: Dataset, split: str, missing: list[str]) -> Rows[Any]:
    if dataset.embedded not in EMBEDDED:
        absent = missing[0] if missing else split
        raise MissingFileError(f"{how_to_get(dataset, absent)}; it has no embedded stand-in")
    partly = 0 < len(missing) < len(dataset.stored)
    why = f" {', '.join(missing)} 파일이 없으므로" if partly else ""
    urls = all(any(file.urls for file in part) for part in dataset.parts(split))
    way = f'load("{dataset.name}", "{split}", size="full")로 내려받습니다'
    if not urls:
        way = f"COURSE_DATA_DIR 아래의 {dataset.parts(split)[0][0].path}에 두면 씁니다"
    return _build(
        dataset,
        split,
        EMBEDDED[dataset.embedded](split),
        origin="embedded",
        source="course_lib.data.designed",
        note=f"실제 데이터가 아닙니다.{why} {dataset.title} 대신 이 책이 지어낸 연습용 문장입니다. "
        f"실제 데이터는 {way}.",
    )


def _build(dataset: Dataset, split: str, columns: Columns, **said: Any) -> Rows[Any]:
    if dataset.kind == "labelled":
        columns = {**columns, "labels": np.array(columns["labels"], dtype=np.int64)}
        said["label_names"] = dataset.label_names
    licence = dataset.licence if said["origin"] == "real" else "CC BY 4.0"
    frozen = {name: tuple(v) if isinstance(v, list) else v for name, v in columns.items()}
    kind: Any = KINDS[dataset.kind]
    return cast(
        "Rows[Any]", kind(name=dataset.name, split=split, licence=licence, **frozen, **said)
    )
