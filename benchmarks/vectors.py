"""Skip-gram in blocks against gensim's: words per second, and what the vectors are good for.

Run it from the repository's root: ``python -m benchmarks.vectors [--rows 40000] [--rounds 3]``. It
prints JSON. The reviews are NSMC where it is at hand (``COURSE_DATA_DIR``), else embedded ones.
Both take turns on one core in one run, so that their ratio holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from benchmarks._provenance import provenance
from course_lib import data
from course_lib.text.vocab import Vocab
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.word2vec import Settings, Word2Vec

DIM, WINDOW, NEGATIVE, MIN_FREQ, EPOCHS, SEED = 100, 5, 5, 5, 3, 0
Tokens = list[list[str]]
Seconds = dict[str, float]
Trained = tuple[KeyedVectors, Seconds]


def timed(f: Callable[[], object]) -> Seconds:
    """Seconds of a call by the clock on the wall, and of all its threads on the CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    f()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def ours(documents: Tokens) -> Trained:
    """Vectors, and the seconds that learning them took; numbering the words is not timed."""
    vocab = Vocab.from_documents(documents, min_freq=MIN_FREQ, specials=(), unknown=None)
    ids = vocab.encode_many(documents, unknown=-1)
    options = {"dim": DIM, "window": WINDOW, "negative": NEGATIVE, "epochs": EPOCHS, "seed": SEED}
    model = Word2Vec(vocab.counts, settings=Settings(**options), device="cpu")
    seconds = timed(lambda: model.train(ids))
    return model.keyed(vocab.tokens), seconds


def gensims(documents: Tokens) -> Trained:
    """The same with gensim, one worker; building the vocabulary is not timed."""
    from gensim.models import Word2Vec as Gensim

    options = {"vector_size": DIM, "window": WINDOW, "negative": NEGATIVE, "min_count": MIN_FREQ}
    model = Gensim(sg=1, workers=1, epochs=EPOCHS, seed=SEED, **options)
    model.build_vocab(documents)
    count = model.corpus_count
    seconds = timed(lambda: model.train(documents, total_examples=count, epochs=EPOCHS))
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


def load(split: str, rows: int) -> tuple[tuple[Tokens, list[int]], str]:
    """The first rows of the reviews, split at spaces, and where they come from."""
    corpus = data.load("nsmc", split)
    texts: Iterable[str] = corpus.texts[:rows]
    return (
        [text.split() for text in texts],
        corpus.labels[:rows].tolist(),
    ), f"{corpus.name}, {corpus.origin}"


def measure(rows: int, rounds: int) -> dict[str, object]:
    """Train both in turns and judge the vectors of the last round."""
    (train, source), (test, _) = load("train", rows), load("test", rows // 4)
    trainers: dict[str, Callable[[Tokens], Trained]] = {"ours": ours, "gensim": gensims}
    words = sum(map(len, train[0])) * EPOCHS
    seconds: dict[str, list[Seconds]] = {name: [] for name in trainers}
    found: dict[str, KeyedVectors] = {}
    for _ in range(rounds):
        for name, trainer in trainers.items():
            found[name], taken = trainer(train[0])
            seconds[name].append(taken)
    speeds = {
        clock: {
            name: round(words / statistics.median(taken[clock] for taken in all_taken))
            for name, all_taken in seconds.items()
        }
        for clock in ("wall", "cpu")
    }
    return {
        "corpus": source,
        "documents": len(train[0]),
        "words_with_all_epochs": words,
        "settings": f"skip-gram, {DIM}d, window {WINDOW}, negative {NEGATIVE}, {EPOCHS} epochs",
        "words_per_second": speeds,
        "ours_over_gensim": {
            clock: round(speed["ours"] / speed["gensim"], 2) for clock, speed in speeds.items()
        },
        "accuracy_of_mean_vectors": {
            name: round(accuracy(keyed, train, test), 4) for name, keyed in found.items()
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    found = measure(chosen.rows, chosen.rounds)
    print(json.dumps({"vectors": found, "provenance": provenance(seed=SEED)}, indent=2))


if __name__ == "__main__":
    main()
