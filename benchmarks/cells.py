"""RNN, GRU and LSTM with one recipe: on the embedded reviews, and on real news.

Run it from the repository's root: ``python -m benchmarks.cells [--save]``. News are those of AG
News' test file (``COURSE_DATA_DIR``): 6,600 to learn from, 1,000 to test on. It prints JSON.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.data.batching import Batches
from course_lib.data.corpus import Corpus
from course_lib.models.classifiers import RecurrentClassifier
from course_lib.results import Column
from course_lib.text import Vocab, basic_english
from course_lib.training import evaluate, fit
from course_lib.training.schedules import cosine

SEEDS, THREADS = (0, 1, 2), 1
TRAIN, TEST = 6_600, 1_000
COLUMNS = (
    Column("epochs", "에폭", digits=0),
    Column("accuracy", "정확도(중앙값)", "%"),
    Column("lowest", "가장 낮은 시드", "%"),
    Column("highest", "가장 높은 시드", "%"),
    Column("cpu_seconds", "CPU 시간", "초"),
)
RECIPE = "AdamW, 가중치 감쇠 0.2, 코사인 스케줄(워밍업 1/4), 기울기 자르기 1, 드롭아웃 0.2, 배치 64"


def run(
    train: Corpus,
    test: Corpus,
    *,
    seed: int,
    epochs: int,
    rate: float,
    packed: bool = False,
    **model: Any,
) -> tuple[float, float]:
    """Accuracy on the test side after the last epoch, and CPU seconds of the training."""
    vocab, ids = Vocab.fit(
        map(basic_english, train.texts), specials=("<pad>", "<unk>"), unknown="<unk>"
    )
    asked = vocab.encode_many(map(basic_english, test.texts))
    torch.manual_seed(seed)
    net = RecurrentClassifier(
        len(vocab), len(train.label_names), dropout=0.2, packed=packed, **model
    )
    adam = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.2)
    begun = time.process_time()
    held = Batches(asked, test.labels, batch_size=500, shuffle=False)
    fit(
        net, Batches(ids, train.labels, batch_size=64, seed=seed), held,
        loss_of=F.cross_entropy, optimizer=adam, epochs=epochs, clip=1.0,
        schedule=cosine(warmup=0.25),
    )  # fmt: skip
    seconds = time.process_time() - begun
    return evaluate(net, held, loss_of=F.cross_entropy).accuracy, seconds


def row(name: str, runs: Iterable[tuple[float, float]], epochs: int) -> dict[str, Any]:
    """Medians of the seeds."""
    shares, seconds = zip(*runs, strict=True)
    return {
        "name": name,
        "epochs": epochs,
        "accuracy": statistics.median(shares),
        "lowest": min(shares),
        "highest": max(shares),
        "cpu_seconds": round(statistics.median(seconds), 1),
    }


def reviews() -> list[dict[str, Any]]:
    """The embedded reviews: equal training for all, and three times as much for the RNN."""
    train, test = (data.load("nsmc", split, size="mini") for split in ("train", "test"))
    sizes: dict[str, Any] = {"embedding_dim": 32, "hidden_size": 16}
    plan = [("RNN", "rnn", 8), ("RNN, 세 배 오래", "rnn", 24), ("GRU", "gru", 8)]
    return [
        row(
            name,
            [
                run(train, test, seed=seed, epochs=epochs, rate=0.02, cell=cell, **sizes)
                for seed in SEEDS
            ],
            epochs,
        )
        for name, cell, epochs in [*plan, ("LSTM", "lstm", 8)]
    ]


def news(epochs: int = 6) -> list[dict[str, Any]]:
    """Real news with the sizes of document 003; what is read is the last real step, or the mean."""
    every = data.load("ag_news_5k", "test", size="full")
    order = np.random.default_rng(0).permutation(len(every))
    train, test = every.select(order[:TRAIN]), every.select(order[TRAIN : TRAIN + TEST])
    sizes: dict[str, Any] = {"embedding_dim": 64, "hidden_size": 32}
    return [
        row(
            f"{cell.upper()}, {read}",
            [
                run(
                    train, test, seed=seed, epochs=epochs, rate=0.01,
                    cell=cell, pooling=pooling, **sizes,
                )
                for seed in SEEDS
            ],
            epochs,
        )
        for cell in ("rnn", "gru", "lstm")
        for read, pooling in (("마지막 시점", "last"), ("평균", "mean"))
    ]  # fmt: skip


def main() -> None:
    """Measure, print, and keep if asked."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(THREADS)
    common: dict[str, Any] = {"columns": COLUMNS, "seed": SEEDS[0], "threads": THREADS}
    raw = result(
        "cells_reviews",
        title="내장 영화평을 읽는 RNN, GRU, LSTM",
        rows=reviews(),
        notes=f"내장 영화평 8,000건으로 학습하고 2,000건으로 시험했습니다. 임베딩 32, 은닉 16, "
        f"학습률 0.02, {RECIPE}. 시드 셋.",
        **common,
    )
    finish("cells_reviews", raw, keep=args.save)
    raw = result(
        "cells_news",
        title="AG News를 읽는 RNN, GRU, LSTM",
        rows=news(),
        files=[data.locate("ag_news_5k", "test")],
        notes="AG News의 시험 파일 7,600건을 시드 0으로 섞어 6,600건으로 학습하고 1,000건으로 "
        f"시험했습니다. 임베딩 64, 은닉 32, 학습률 0.01, {RECIPE}. 시드 셋.",
        **common,
    )
    finish("cells_news", raw, keep=args.save)


if __name__ == "__main__":
    main()
