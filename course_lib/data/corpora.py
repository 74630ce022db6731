"""One door to the data: ``load`` finds the rows, verifies them, and says which ones they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np

from course_lib.data import designed, places
from course_lib.data.corpus import Corpus
from course_lib.data.download import download
from course_lib.data.errors import CorruptFileError, MissingFileError, UnknownNameError
from course_lib.data.manifest import DataFile, Dataset, find, verify
from course_lib.data.readers import READERS

Size = Literal["auto", "mini", "full"]
_MINI_ROWS = MappingProxyType({"train": 8000, "test": 2000})


def load(
    name: str, split: str = "train", *, size: Size = "auto", folder: str | Path | None = None
) -> Corpus:
    """Load one split of a data set.

    Real files are looked for in `folder` (or, without it, in ``COURSE_DATA_DIR``), then in the
    cache. Every real file is checked against the manifest's sha256 before a row is used.

    Args:
        name: name of the data set, for example ``"nsmc"``.
        split: name of the split.
        size: "auto" takes the real rows if a file is at hand, otherwise the embedded ones, and
            never uses the network; "full" takes the real rows and downloads them if needed; "mini"
            always takes the embedded rows.
        folder: a data folder that must hold the file.
    Returns:
        The rows; `origin` and `note` say where they come from.
    Raises:
        UnknownNameError: if there is no such data set, split or size.
        MissingFileError: if `folder` or ``COURSE_DATA_DIR`` is wrong.
        CorruptFileError: if a file is at hand but is not what the manifest says.
        CacheError, DownloadError, OfflineError: with "full", if a download fails.
    """
    dataset, file = find(name, split)
    if size not in get_args(Size):
        raise UnknownNameError(f"unknown size {size!r}; known: {', '.join(get_args(Size))}")
    if size == "mini":
        return _EMBEDDED[dataset.embedded](dataset, split)
    path = _at_hand(file, folder)
    if path is not None:
        verify(path, file)
    elif size == "full":
        path = download(file, places.cache_dir())
    else:
        return _EMBEDDED[dataset.embedded](dataset, split)
    return _real(dataset, split, file, path)


def _at_hand(file: DataFile, folder: str | Path | None) -> Path | None:
    if folder is not None:
        path = Path(folder).expanduser() / file.path
        if not path.is_file():
            raise MissingFileError(f"no file {path.absolute()}")
        return path
    return next((path for path in _candidates(file) if path.is_file()), None)


def _candidates(file: DataFile) -> Iterator[Path]:
    own = places.data_dir()
    if own is not None:
        yield own / file.path
    yield places.cache_dir() / file.path


def _real(dataset: Dataset, split: str, file: DataFile, path: Path) -> Corpus:
    try:
        texts, labels = READERS[dataset.reader](path.read_bytes())
    except CorruptFileError as error:
        raise CorruptFileError(f"{path}: {error}") from error
    if len(texts) != file.rows:
        raise CorruptFileError(f"{path}: expected {file.rows:,} rows, got {len(texts):,}")
    return Corpus(
        name=dataset.name,
        split=split,
        texts=tuple(texts),
        labels=np.array(labels),
        label_names=dataset.label_names,
        origin="real",
        source=f"{dataset.homepage} ({path.name})",
        note=f"실제 데이터입니다. {dataset.title}의 원본 파일이며 sha256을 확인했습니다.",
    )


def _designed_reviews(dataset: Dataset, split: str) -> Corpus:
    rows = designed.reviews(_MINI_ROWS[split], split=split)
    return Corpus(
        name=dataset.name,
        split=split,
        texts=tuple(row.text for row in rows),
        labels=np.array([row.label for row in rows]),
        label_names=dataset.label_names,
        origin="embedded",
        source="course_lib.data.designed",
        note=f"실제 데이터가 아닙니다. {dataset.title} 대신 이 책이 지어낸 연습용 문장입니다. "
        f'실제 데이터는 load("{dataset.name}", "{split}", size="full")로 내려받습니다.',
        ceiling=float(np.mean([row.label == row.truth for row in rows])),
    )


_EMBEDDED: Mapping[str, Callable[[Dataset, str], Corpus]] = MappingProxyType(
    {"reviews_ko": _designed_reviews}
)
