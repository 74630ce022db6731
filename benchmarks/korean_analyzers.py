"""Five Korean analyzers, and two cuts without grammar, on the same sentences.

Run it from the repository's root: ``python -m benchmarks.korean_analyzers [--save]``. For each cut:
what it makes of a few sentences of ours, how many sentences it cuts in a second of the processor
(after its start), and how well a linear classifier reads NSMC from its pieces alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from benchmarks._results import finish, parser, result
from benchmarks.nsmc_linear import Recipe, counted, fitted, weighed
from course_lib import data
from course_lib.data.corpus import Corpus
from course_lib.results import Column
from course_lib.text import analyzer, syllables, whitespace
from course_lib.text.korean import installed

NAME, SEED, STRENGTH = "korean_analyzers", 0, 4.0
SPEED, WARM_UP, TRAIN, TEST = 1_000, 500, 10_000, 10_000
SENTENCES = (
    "아버지가방에들어가신다",
    "이 영화 진짜 재밌었어요 ㅋㅋ",
    "연기는 좋았는데 이야기가 하나도 안 와닿았다",
    "안봤으면 후회할뻔",
    "노잼은 아닌데 두 번은 안 볼 듯",
)
COLUMNS = (
    Column("sentences_per_second", "CPU 초당 문장", digits=0),
    Column("start_seconds", "시작 CPU", "초"),
    Column("pieces_per_sentence", "문장당 조각"),
    Column("single_share", "한 글자 조각", "%"),
    Column("vocabulary", "서로 다른 조각"),
    Column("test_accuracy", "시험 정확도", "%"),
)
Cut = Callable[[Sequence[str]], list[list[str]]]


def cuts() -> dict[str, Callable[[], Cut]]:
    """Ways to cut, each started when called."""
    simple = {"띄어쓰기": whitespace, "음절": syllables}
    return {
        **{name: _plain(way) for name, way in simple.items()},
        **{name: _grammatical(name) for name in installed()},
    }


def _plain(way: Callable[[str], list[str]]) -> Callable[[], Cut]:
    return lambda: lambda texts: [way(text) for text in texts]


def _grammatical(name: str) -> Callable[[], Cut]:
    return lambda: analyzer(name, cache=False, workers=1).morphs


def measure_one(name: str, start: Callable[[], Cut], train: Corpus, test: Corpus) -> dict[str, Any]:
    """One row."""
    began = time.process_time()
    cut = start()
    pieces = cut(SENTENCES)
    started = time.process_time() - began
    cut(train.texts[-WARM_UP:])
    began = time.process_time()
    cut(train.texts[:SPEED])
    seconds = time.process_time() - began
    parts = [cut(rows.texts) for rows in (train, test)]
    flat = [piece for row in parts[0] for piece in row]
    return {
        "name": name,
        "sentences_per_second": min(SPEED, len(train)) / seconds,
        "start_seconds": started,
        "pieces_per_sentence": len(flat) / len(train),
        "single_share": sum(len(piece) == 1 for piece in flat) / len(flat),
        "vocabulary": len(set(flat)),
        "test_accuracy": accuracy(parts, train, test),
        "examples": dict(zip(SENTENCES, pieces, strict=True)),
    }


def accuracy(parts: Sequence[list[list[str]]], train: Corpus, test: Corpus) -> float:
    """A linear classifier on TF-IDF of pieces and pairs of pieces."""
    recipe = Recipe(high=2, characters=False)
    joined = [
        replace(rows, texts=tuple(" ".join(row) for row in part), ceiling=None)
        for rows, part in zip((train, test), parts, strict=True)
    ]
    counts, test_counts = counted(recipe, *joined)
    X, X_test = weighed(recipe, counts, train.labels, test_counts)
    return float(fitted(X, train.labels, C=STRENGTH).score(X_test, test.labels))


def measure(train_rows: int = TRAIN, test_rows: int = TEST) -> list[dict[str, Any]]:
    """All rows.

    Args:
        train_rows: rows to learn from.
        test_rows: rows to test on.
    """
    train = data.load("nsmc", "train").without_empty()[:train_rows]
    test = data.load("nsmc", "test").without_empty()[:test_rows]
    return [measure_one(name, start, train, test) for name, start in cuts().items()]


def main() -> None:
    """Measure and print."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    raw = result(
        NAME,
        title="형태소 분석기 다섯과 분석기 없이 자르기 (NSMC 10,000건씩)",
        columns=COLUMNS,
        rows=measure(),
        seed=SEED,
        files=[data.locate("nsmc", split) for split in ("train", "test")],
        threads=1,
        notes="학습 파일과 시험 파일의 처음 10,000건씩입니다. 속도는 일꾼 하나로 1,000문장을 자른 "
        "CPU 시간이고, 시작은 첫 다섯 문장까지 쓴 CPU 시간입니다. 정확도는 조각 1–2-그램 TF-IDF와 "
        "로지스틱 회귀입니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
