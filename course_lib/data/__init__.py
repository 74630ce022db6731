"""Data sets by name: real files where they are at hand, the course's own sentences otherwise."""

from __future__ import annotations

from course_lib.data.corpora import load
from course_lib.data.corpus import Corpus, Review
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
from course_lib.data.manifest import DataFile, Dataset, datasets
from course_lib.data.places import cache_dir, data_dir

__all__ = [
    "CacheError",
    "Corpus",
    "CorruptFileError",
    "DataError",
    "DataFile",
    "Dataset",
    "DownloadError",
    "MissingFileError",
    "OfflineError",
    "Review",
    "UnknownNameError",
    "cache_dir",
    "data_dir",
    "datasets",
    "download",
    "load",
]
