"""Where the files of a data set are: in a folder, in the cache, or in an installed package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from course_lib.data import places
from course_lib.data.archives import extract_member
from course_lib.data.download import download, writing
from course_lib.data.errors import CorruptFileError, MissingFileError, UnknownNameError
from course_lib.data.manifest import DataFile, Dataset, find, verify

Size = Literal["auto", "mini", "full"]
Found = tuple[DataFile, Path]


def locate(
    name: str, split: str | None = None, *, size: Size = "auto", folder: str | Path | None = None
) -> Path:
    """Find one file of a data set, verified, for code that reads it by itself.

    A file that stands in an archive is unpacked into the cache once.

    Args:
        name: name of the data set, for example ``"glove_6b"``.
        split: name of the split; without it the first one.
        size: "full" downloads the file if it is not at hand.
        folder: a data folder that must hold the file.
    Returns:
        The path of a file that was compared with the manifest just now.
    Raises:
        UnknownNameError: if there is no such data set, split or size.
        MissingFileError: if the file is not at hand and must not or cannot be fetched.
        CorruptFileError: if a file is at hand but is not what the manifest says.
        CacheError, DownloadError, OfflineError: with "full", if a download fails.
    """
    dataset, split = find(name, split)
    check_size(size)
    found = at_hand(dataset, split, folder)
    if not found and size != "full":
        raise MissingFileError(how_to_get(dataset, split))
    found = found or fetch(dataset, split)
    if len(found) > 1:
        raise MissingFileError(f"{name} is not one file but {len(found)}; use load({name!r})")
    ((file, path),) = found
    verify(path, file)
    return _unpacked(path, file.member) if file.member else path


def check_size(size: str) -> None:
    """Refuse what is not a size.

    Args:
        size: "auto", "mini" or "full".
    Raises:
        UnknownNameError: if it is anything else.
    """
    if size not in get_args(Size):
        raise UnknownNameError(f"unknown size {size!r}; known: {', '.join(get_args(Size))}")


def at_hand(dataset: Dataset, split: str, folder: str | Path | None = None) -> list[Found]:
    """Find the files of a split without the network; they are not verified yet.

    Args:
        dataset: the data set.
        split: the split.
        folder: the only place to look in, if given.
    Returns:
        One file for each part; nothing if a part is missing.
    Raises:
        MissingFileError: if `folder` or ``COURSE_DATA_DIR`` is wrong.
    """
    parts = dataset.parts(split)
    if folder is not None:
        return [_in_folder(Path(folder).expanduser(), part) for part in parts]
    found = [next(_candidates(part), None) for part in parts]
    complete = [each for each in found if each]
    return complete if len(complete) == len(parts) else []


def missing_splits(dataset: Dataset) -> list[str]:
    """Name the stored splits of which no file is at hand.

    Args:
        dataset: the data set.
    Returns:
        Their names; nothing if the data set is complete.
    """
    return [split for split in dataset.stored if not at_hand(dataset, split)]


def fetch(dataset: Dataset, split: str) -> list[Found]:
    """Download what is not at hand of a split.

    Args:
        dataset: the data set.
        split: the split.
    Returns:
        One file for each part.
    Raises:
        MissingFileError: if a part has no address.
        CacheError, DownloadError, OfflineError: if a download fails.
    """
    found = []
    for part in dataset.parts(split):
        here = next(_candidates(part), None)
        found.append(here or _download(part, how_to_get(dataset, split)))
    return found


def _download(part: tuple[DataFile, ...], otherwise: str) -> Found:
    file = next((file for file in part if file.urls), None)
    if file is None:
        raise MissingFileError(otherwise)
    return file, download(file, places.cache_dir())


def how_to_get(dataset: Dataset, split: str) -> str:
    """Say where a file can be had.

    Args:
        dataset: the data set.
        split: the split whose files are not at hand.
    Returns:
        One English sentence.
    """
    files = [file for part in dataset.parts(split) for file in part]
    places_ = " or ".join(dict.fromkeys(file.path for file in files[:2]))
    package = next((file.package.split("/")[0] for file in files if file.package), None)
    ways = [f"put {places_} into COURSE_DATA_DIR"]
    ways += [f"install {package}"] if package else []
    ways += ['download it with size="full"'] if any(file.urls for file in files) else []
    return f"{dataset.name} / {split} is not at hand: {', or '.join(ways)}"


def _in_folder(folder: Path, part: tuple[DataFile, ...]) -> Found:
    for file in part:
        if (folder / file.path).is_file():
            return file, folder / file.path
    raise MissingFileError(f"no file {(folder / part[0].path).absolute()}")


def _candidates(part: tuple[DataFile, ...]) -> Iterator[Found]:
    own = places.data_dir()
    for folder in (own, places.cache_dir()) if own else (places.cache_dir(),):
        for file in part:
            if (folder / file.path).is_file():
                yield file, folder / file.path
    for file in part:
        path = _in_package(file.package)
        if path and _is_right(path, file):  # another release of the package may differ
            yield file, path


def _in_package(place: str) -> Path | None:
    package, _, inside = place.partition("/")
    spec = find_spec(package) if package else None  # finds a package without importing it
    folders = spec.submodule_search_locations if spec else None
    paths = [Path(folder) / inside for folder in folders or ()]
    return next((path for path in paths if path.is_file()), None)


def _is_right(path: Path, file: DataFile) -> bool:
    try:
        verify(path, file)
    except CorruptFileError:
        return False
    return True


def _unpacked(archive: Path, member: str) -> Path:
    """A member's copy in the cache, under the archive's name and time so that it is never old."""
    stamp = archive.stat().st_mtime_ns
    target = places.cache_dir() / "unpacked" / f"{archive.stem}.{stamp:x}" / member
    if not target.is_file():
        with writing(places.cache_dir()):
            extract_member(archive, member, target)
    return target
