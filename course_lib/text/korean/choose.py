"""Finding an analyzer by name, or whichever is installed."""

from __future__ import annotations

import os
import warnings
from importlib import metadata
from pathlib import Path

from course_lib.runtime import cache_dir
from course_lib.text.korean.base import (
    Analyzer,
    FallbackWarning,
    MissingAnalyzerError,
    simple_tags,
)
from course_lib.text.korean.cache import TagCache
from course_lib.text.korean.engines import ENGINES, Tag, start
from course_lib.text.subword import Bpe
from course_lib.text.tokenizers import syllables

_MOST_THREADS = 8
_PREFERRED = ("mecab", "kiwi", "okt", "komoran", "hannanum")
_NOTES = {
    "syllables": "형태소 분석기 대신 음절 단위로 나눕니다.",
    "bpe": "형태소 분석기 대신 학습한 BPE 조각으로 나눕니다.",
}
_FALLBACK = (
    "설치된 형태소 분석기가 없어 음절 단위로 나눕니다. 결과가 책과 다를 수 있습니다. "
    "`pip install kiwipiepy`로 분석기를 설치할 수 있습니다."
)


def analyzer(
    name: str = "auto",
    *,
    workers: int | None = None,
    cache: bool | str | os.PathLike[str] = True,
    model: Bpe | None = None,
) -> Analyzer:
    """Get an analyzer.

    Args:
        name: "mecab", "kiwi", "okt", "komoran" or "hannanum"; "syllables" or "bpe" for a cut
            without grammar; "auto" for the first one of these that is installed, and syllables,
            with a warning, if there is none.
        workers: number of threads; by default one for each core, up to eight, for analyzers
            that can.
        cache: keep results below the course's cache folder (True), in a folder, or not (False).
        model: for "bpe", a model of characters (``Bpe.train(…, byte_level=False)``).
    Returns:
        The analyzer; its ``note`` says in Korean what it is.
    Raises:
        MissingAnalyzerError: if that analyzer is not installed.
        ValueError: for another name, fewer than one worker, more than one for an analyzer that
            takes one, or a model that is missing or does not fit.
    """
    if name == "auto":
        name = next(iter(installed()), "")
        if not name:
            warnings.warn(FallbackWarning(_FALLBACK), stacklevel=2)
            return _simple("syllables", None, note=_FALLBACK)
    if (model is None) == (name == "bpe"):
        raise ValueError(f"expected a model for 'bpe' and none for others, got {name!r}, {model!r}")
    if name in _NOTES:
        return _simple(name, model, note=_NOTES[name])
    if name not in ENGINES:
        names = ", ".join(("auto", *ENGINES, *_NOTES))
        raise ValueError(f"analyzer must be one of {names}, got {name!r}")
    return _engine(name, workers, cache)


def installed() -> list[str]:
    """Names of the analyzers that are installed, in the order in which "auto" prefers them."""
    return [name for name in _PREFERRED if not _missing(name)]


def _engine(name: str, workers: int | None, cache: bool | str | os.PathLike[str]) -> Analyzer:
    _check_installed(name)
    version = "+".join(metadata.version(each) for each in ENGINES[name].packages)
    threads = _threads(name, workers)
    folder = cache_dir() / "korean" if cache is True else Path(cache or "")
    return Analyzer(
        name=name,
        version=version,
        load=lambda: start(name, threads),
        cache=TagCache(folder, name=name, version=version) if cache is not False else None,
        note=f"형태소 분석기 {name}({version})로 나눕니다.",
    )


def _missing(name: str) -> list[str]:
    """Distributions that an analyzer needs and that are not there."""
    return [each for each in ENGINES[name].packages if not _there(each)]


def _there(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def _check_installed(name: str) -> None:
    missing = _missing(name)
    if missing:
        others = ", ".join((*installed(), "syllables"))
        raise MissingAnalyzerError(
            f"{name!r} needs {' and '.join(missing)}: pip install {' '.join(missing)}; "
            f"there are {others}"
        )


def _threads(name: str, workers: int | None) -> int:
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be 1 or more, got {workers!r}")
    if ENGINES[name].threaded:
        return workers or min(os.cpu_count() or 1, _MOST_THREADS)
    if workers is not None and workers > 1:
        raise ValueError(f"{name!r} takes one worker, got {workers}")
    return 1


def _simple(name: str, model: Bpe | None, *, note: str) -> Analyzer:
    def load() -> Tag:
        if model is None:
            return lambda texts: [simple_tags(syllables(text)) for text in texts]
        return lambda texts: [
            simple_tags(filter(None, map(str.strip, model.tokenize(text)))) for text in texts
        ]

    if model is not None and model.byte_level:
        raise ValueError("expected a model of characters, got one of bytes: byte_level=False")
    return Analyzer(name=name, version="1", load=load, cache=None, note=note)
