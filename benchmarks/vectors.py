"""Skip-gram in blocks against gensim's: words per second, and what the vectors are good for.

Run it from the repository's root: ``python -m benchmarks.vectors [--rows 150000] [--save]``. It
prints JSON. The reviews are NSMC where it is at hand (``COURSE_DATA_DIR``), else embedded ones.
Both take turns on one core in one run, so that their ratio holds on a busy machine too; every round
has a seed of its own.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.results import Column
from course_lib.text.vocab import Vocab
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.word2vec import Settings, Word2Vec

DIM, WINDOW, NEGATIVE, MIN_FREQ, EPOCHS, SEEDS = 100, 5, 5, 5, (3, 15), (0, 1, 2)
ASKED = ("재밌다", "지루하고", "감동적인", "배우들", "일본")  # whose neighbours are kept
Tokens = list[list[str]]
Seconds = dict[str, float]
Trained = tuple[KeyedVectors, Seconds]


def timed(f: Callable[[], object]) -> Seconds:
    """Seconds of a call by the clock on the wall, and of all its threads on the CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    f()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def ours(documents: Tokens, *, epochs: int = 1, seed: int = 0) -> Trained:
    """Vectors, and the seconds that learning them took; numbering the words is not timed."""
    vocab = Vocab.from_documents(documents, min_freq=MIN_FREQ, specials=(), unknown=None)
    ids = vocab.encode_many(documents, unknown=-1)
    settings = Settings(dim=DIM, window=WINDOW, negative=NEGATIVE, epochs=epochs, seed=seed)
    model = Word2Vec(vocab.counts, settings=settings, device="cpu")
    seconds = timed(lambda: model.train(ids))
    return model.keyed(vocab.tokens), seconds


def gensims(documents: Tokens, *, epochs: int = 1, seed: int = 0) -> Trained:
    """The same with gensim, one worker; building the vocabulary is not timed."""
    from gensim.models import Word2Vec as Gensim

    options = {"vector_size": DIM, "window": WINDOW, "negative": NEGATIVE, "min_count": MIN_FREQ}
    model = Gensim(sg=1, workers=1, epochs=epochs, seed=seed, **options)
    model.build_vocab(documents)
    count = model.corpus_count
    seconds = timed(lambda: model.train(documents, total_examples=count, epochs=epochs))
    return KeyedVectors(model.wv.index_to_key, model.wv.vectors), seconds


def means(keyed: KeyedVectors, documents: Tokens) -> np.ndarray:
    """The mean of each document's vectors, all scaled to a mean length of 1."""
    rows = [[keyed.index[word] for word in words if word in keyed] for words in documents]
    scale = 1 / keyed.norms.mean()
    return np.stack(
        [keyed.vectors[row].mean(0) * scale if row else np.zeros(keyed.dim) for row in rows]
    )


def accuracy(
    keyed: KeyedVectors, train: tuple[Tokens, Sequence[int]], test: tuple[Tokens, Sequence[int]]
) -> float:
    """Share of the test documents that logistic regression on the means gets right."""
    judge = LogisticRegression(max_iter=300).fit(means(keyed, train[0]), train[1])
    return float(judge.score(means(keyed, test[0]), test[1]))


def load(split: str, rows: int) -> tuple[Tokens, list[int]]:
    """The first rows of the reviews, split at spaces."""
    corpus = data.load("nsmc", split)
    texts: Iterable[str] = corpus.texts[:rows]
    return [text.split() for text in texts], corpus.labels[:rows].tolist()


TRAINERS: dict[str, Callable[..., Trained]] = {"우리 스킵그램": ours, "gensim": gensims}


def measure(rows: int) -> list[dict[str, object]]:
    """Train both in turns, once for each seed and number of epochs, and judge the vectors."""
    train, test = load("train", rows), load("test", rows)
    seconds: dict[str, list[Seconds]] = defaultdict(list)
    scores: dict[str, list[float]] = defaultdict(list)
    found: dict[str, tuple[int, KeyedVectors]] = {}
    for seed, epochs, (who, trainer) in product(SEEDS, EPOCHS, TRAINERS.items()):
        name = f"{who}, {epochs}에폭"
        keyed, taken = trainer(train[0], epochs=epochs, seed=seed)
        found[name] = sum(map(len, train[0])) * epochs, keyed
        seconds[name].append(taken)
        scores[name].append(accuracy(keyed, train, test))
    return [
        {
            "name": name,
            "words_per_cpu_second": round(words / statistics.median(s["cpu"] for s in taken)),
            "words_per_second": round(words / statistics.median(s["wall"] for s in taken)),
            "accuracy": statistics.mean(scores[name]),
            "accuracies": scores[name],
            "words": words,
            "vocabulary": len(keyed),
            "nearest": neighbours(keyed),
        }
        for name, taken in seconds.items()
        for words, keyed in [found[name]]
    ]


def neighbours(keyed: KeyedVectors, *, top: int = 5) -> dict[str, list[str]]:
    """The nearest words of some words."""
    asked = [word for word in ASKED if word in keyed]
    return {word: [near for near, _ in keyed.most_similar(word, top=top)] for word in asked}


def main() -> None:
    """Measure and print."""
    made = parser(__doc__.splitlines()[0])
    made.add_argument("--rows", type=int, default=150_000)
    chosen = made.parse_args()
    torch.set_num_threads(1)
    raw = result(
        "nsmc_word2vec",
        title="NSMC에서 배운 스킵그램 벡터: 우리 것과 gensim",
        columns=(
            Column("words_per_cpu_second", "초당 단어(CPU 시간)"),
            Column("accuracy", "시험 정확도", "%", 2),
        ),
        rows=measure(chosen.rows),
        seed=SEEDS[0],
        files=_files(),
        notes=NOTES,
    )
    finish("nsmc_word2vec", raw, keep=chosen.save)


NOTES = (
    f"학습 데이터 15만 건을 띄어쓰기로 나누고 {MIN_FREQ}번 이상 나온 단어만 썼습니다. {DIM}차원, "
    f"창 {WINDOW}, 네거티브 {NEGATIVE}개, 시드 {len(SEEDS)}개, 코어 하나입니다. "
    "속도는 번갈아 잰 중앙값이고, 정확도는 벡터의 평균을 로지스틱 회귀로 가른 시드 평균입니다."
)


def _files() -> list[Path]:
    """The real files that were read; none where the embedded reviews stood in."""
    return [
        path
        for split in ("train", "test")
        if data.load("nsmc", split).origin == "real"
        for path in [data.locate("nsmc", split)]
    ]


if __name__ == "__main__":
    main()
