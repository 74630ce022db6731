"""Data sets by name: real files where they are at hand, the course's own sentences otherwise."""

from __future__ import annotations

from course_lib.data.corpora import load
from course_lib.data.corpus import (
    Analogies,
    Analogy,
    Corpus,
    Labelled,
    Pair,
    Pairs,
    Similarities,
    Similarity,
    Texts,
)
from course_lib.data.divide import Duplicates, Overlap, divide, duplicates, overlap
from course_lib.data.download import download
from course_lib.data.errors import (
    CacheError,
    CorruptFileError,
    DataError,
    DownloadError,
    MissingFileError,
    OfflineError,
    UnknownNameError,
)
from course_lib.data.locate import locate, missing_splits
from course_lib.data.manifest import DataFile, Dataset, datasets
from course_lib.data.places import cache_dir, data_dir
from course_lib.data.rows import Rows

__all__ = [
    "Analogies",
    "Analogy",
    "CacheError",
    "Corpus",
    "CorruptFileError",
    "DataError",
    "DataFile",
    "Dataset",
    "DownloadError",
    "Duplicates",
    "Labelled",
    "MissingFileError",
    "OfflineError",
    "Overlap",
    "Pair",
    "Pairs",
    "Rows",
    "Similarities",
    "Similarity",
    "Texts",
    "UnknownNameError",
    "cache_dir",
    "data_dir",
    "datasets",
    "divide",
    "download",
    "duplicates",
    "load",
    "locate",
    "missing_splits",
    "overlap",
]
