"""What can go wrong between a data set's name and its rows, one class for each remedy."""

from __future__ import annotations


class DataError(Exception):
    """Base class: the data cannot be had, and the message says why."""


class UnknownNameError(DataError, ValueError):
    """No such data set, split or size; the message lists what there is."""


class MissingFileError(DataError):
    """A folder that was named does not hold the file."""


class CorruptFileError(DataError):
    """The bytes are not the file that the manifest describes. Nothing is replaced silently."""


class CacheError(DataError):
    """The cache folder cannot be written: read-only, full, or not a folder."""


class DownloadError(DataError):
    """No address delivered the file; the message has one line for each."""


class OfflineError(DownloadError):
    """A download would be needed, and ``COURSE_OFFLINE`` forbids it."""
