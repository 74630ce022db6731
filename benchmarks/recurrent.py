"""Recurrent classifiers: what the embedded reviews take, and what packing and buckets bring.

Run it from the repository's root: ``python -m benchmarks.recurrent [--save] [--rows 4000]``. News
are real where they are at hand (``COURSE_DATA_DIR``), else the embedded ones.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from torch import Tensor
from torch.nn import functional as F

from benchmarks._lengths import same_length
from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.data.batching import Batches, pack, pad, take
from course_lib.data.corpus import Corpus
from course_lib.models.classifiers import RecurrentClassifier
from course_lib.results import Column
from course_lib.text.flat import FlatIds
from course_lib.text.tokenizers import basic_english
from course_lib.text.vocab import Vocab

SPECIALS = {"specials": ("<pad>", "<unk>"), "unknown": "<unk>"}
SEEDS = (0, 1, 2)
Step = tuple[tuple[object, ...], Tensor]  # the model's arguments, and the labels


@dataclass(frozen=True)
class Recipe:
    """One way to train.

    Args:
        name: what is new.
        numbered_once: tokens are made and numbered before training, not in every batch.
        pooling: "last_padded" reads ``h[-1]``, where padding is; "last" the last real step.
        packed: padding is left out; without it the layer runs over it.
        by_length: sentences of similar length share a batch.
        one_length: sentences of exactly one length share a batch.
        batch_size: sentences in a batch.
        learning_rate: of Adam.
    """

    name: str
    numbered_once: bool = False
    pooling: str = "last"
    packed: bool = False
    by_length: bool = False
    one_length: bool = False
    batch_size: int = 16
    learning_rate: float = 1e-3


NUMBERED = {"numbered_once": True}
BUCKETS = NUMBERED | {"by_length": True}
LARGER = BUCKETS | {"batch_size": 128, "learning_rate": 8e-3}
ONE_LENGTH = LARGER | {"one_length": True}
DOCUMENT = "문서 003: 패딩, h[-1]"
RECIPES = (
    Recipe(DOCUMENT, pooling="last_padded"),
    Recipe("번호는 한 번만", pooling="last_padded", **NUMBERED),
    Recipe("+ 패킹", packed=True, **NUMBERED),
    Recipe("+ 패킹, 길이별 묶음", packed=True, **BUCKETS),
    Recipe("+ 패킹, 길이별 묶음, 배치 128", packed=True, **LARGER),
    Recipe("+ 패킹, 같은 길이 묶음, 배치 128", packed=True, **ONE_LENGTH),
    Recipe("+ 패딩, 마지막 진짜 시점, 길이별 묶음, 배치 128", **LARGER),
)
COLUMNS = (
    Column("samples_per_second", "초당 글"),
    Column("samples_per_cpu_second", "CPU 1초당 글"),
    Column("speedup", "문서의 몇 배 (CPU)", "배"),
    Column("accuracy", "정확도", "%"),
)


def encode(train: Corpus, test: Corpus) -> tuple[Vocab, FlatIds, FlatIds]:
    """Number the tokens; the vocabulary comes from the training side alone."""
    vocab, ids = Vocab.fit(map(basic_english, train.texts), **SPECIALS)
    return vocab, ids, vocab.encode_many(map(basic_english, test.texts))


def learn(
    model: RecurrentClassifier,
    steps: Iterable[Step],
    optimizer: torch.optim.Optimizer,
    after: Callable[[], None] = lambda: None,
) -> None:
    """One epoch; `after` is called after each step."""
    model.train()
    for arguments, labels in steps:
        loss = F.cross_entropy(model(*arguments), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        after()


@torch.no_grad()
def accuracy(model: RecurrentClassifier, ids: FlatIds, labels: np.ndarray) -> float:
    """Share of right answers."""
    model.eval()
    batches = Batches(ids, labels, batch_size=128, form=pack, shuffle=False)
    right = sum(int((model(b.inputs).argmax(1) == b.labels).sum()) for b in batches)
    return right / len(labels)


def reviews(seed: int, epochs: int = 8) -> dict[str, object]:
    """An LSTM over packed sequences on the embedded reviews."""
    start = time.perf_counter(), time.process_time()
    train, test = (data.load("nsmc", split, size="mini") for split in ("train", "test"))
    vocab, ids, test_ids = encode(train, test)
    torch.manual_seed(seed)
    model = RecurrentClassifier(len(vocab), 2, embedding_dim=64, hidden_size=64, dropout=0.2)
    batches = Batches(ids, train.labels, batch_size=64, form=pack, seed=seed)
    adam = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.2)
    total = epochs * len(batches)
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, max_lr=0.02, total_steps=total)
    for _ in range(epochs):
        learn(model, (((b.inputs,), b.labels) for b in batches), adam, schedule.step)
    seconds = time.perf_counter() - start[0], time.process_time() - start[1]
    return {
        "accuracy": accuracy(model, test_ids, test.labels),
        "seconds": round(seconds[0], 1),
        "cpu_seconds": round(seconds[1], 1),
    }


def bigrams() -> dict[str, object]:
    """What words and pairs of words reach on the same reviews, and what anything can."""
    train, test = (data.load("nsmc", split, size="mini") for split in ("train", "test"))
    counts = TfidfVectorizer(tokenizer=basic_english, token_pattern=None, ngram_range=(1, 2))
    model = LogisticRegression(C=10, max_iter=1000)
    model.fit(counts.fit_transform(train.texts), train.labels)
    return {
        "bigram_accuracy": model.score(counts.transform(test.texts), test.labels),
        "ceiling": test.ceiling,
    }


def text_batches(train: Corpus, vocab: Vocab, recipe: Recipe, seed: int) -> Iterator[Step]:
    """Batches as the document makes them: tokens are made and numbered in every batch."""
    order = np.random.default_rng(seed).permutation(len(train))
    for first in range(0, len(order), recipe.batch_size):
        rows = order[first : first + recipe.batch_size]
        padded = pad(vocab.encode_many(basic_english(train.texts[i]) for i in rows))
        yield (padded.ids, padded.lengths), torch.from_numpy(train.labels[rows])


def id_batches(train: Corpus, ids: FlatIds, recipe: Recipe, seed: int) -> Iterator[Step]:
    """Batches of ready numbers, packed or padded."""
    options = {"batch_size": recipe.batch_size, "by_length": recipe.by_length, "seed": seed}
    if recipe.one_length:
        for rows in same_length(ids.lengths, recipe.batch_size, seed=seed):
            yield (pack(take(ids, rows)),), torch.from_numpy(train.labels[rows])
    elif recipe.packed:
        yield from (
            ((b.inputs,), b.labels) for b in Batches(ids, train.labels, form=pack, **options)
        )
    else:
        for batch in Batches(ids, train.labels, form=pad, **options):
            yield (batch.inputs.ids, batch.inputs.lengths), batch.labels


def compare(train: Corpus, test: Corpus, *, epochs: int, repeats: int) -> list[dict[str, object]]:
    """Every recipe once in each round, so that all meet the same machine; medians of the rounds."""
    found: dict[Recipe, list[tuple[float, float, float]]] = {recipe: [] for recipe in RECIPES}
    for seed in range(repeats):
        for recipe, runs in found.items():
            runs.append(train_as(recipe, train, test, epochs=epochs, seed=seed))
    rows = []
    for recipe, runs in found.items():
        wall, cpu, share = (
            round(statistics.median(column), 4) for column in zip(*runs, strict=True)
        )
        speeds = {"samples_per_second": round(wall), "samples_per_cpu_second": round(cpu)}
        rows.append(asdict(recipe) | speeds | {"accuracy": share})
    return rows


def train_as(
    recipe: Recipe, train: Corpus, test: Corpus, *, epochs: int, seed: int
) -> tuple[float, float, float]:
    """Samples per second, per CPU second, and the accuracy after training."""
    vocab, ids, test_ids = encode(train, test)
    torch.manual_seed(seed)
    options = {"pooling": recipe.pooling, "packed": recipe.packed}
    model = RecurrentClassifier(
        len(vocab), len(train.label_names), embedding_dim=64, hidden_size=32, **options
    )
    adam = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
    start = time.perf_counter(), time.process_time()
    for epoch in range(epochs):
        if recipe.numbered_once:
            learn(model, id_batches(train, ids, recipe, 1000 * seed + epoch), adam)
        else:
            learn(model, text_batches(train, vocab, recipe, 1000 * seed + epoch), adam)
    seen = epochs * len(train)
    wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
    return seen / wall, seen / cpu, accuracy(model, test_ids, test.labels)


def news(rows: int) -> tuple[Corpus, Corpus]:
    """Headlines of four classes: rows to learn from, and up to 1,000 others."""
    every = data.load("ag_news_5k")
    order = np.random.default_rng(0).permutation(len(every))
    return every.select(order[:rows]), every.select(order[rows : rows + 1000])


def main() -> None:
    """Measure and print."""
    options = parser(str(__doc__).splitlines()[0])
    options.add_argument("--rows", type=int, default=4000)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    train, test = news(chosen.rows)
    rows = compare(train, test, epochs=chosen.epochs, repeats=chosen.repeats)
    base = next(row for row in rows if row["name"] == DOCUMENT)
    for row in rows:
        row["speedup"] = row["samples_per_cpu_second"] / base["samples_per_cpu_second"]
    raw = result(
        "recurrent_speed",
        title="AG News: 순환 신경망을 배우는 빠르기",
        columns=COLUMNS,
        rows=rows,
        seed=SEEDS[0],
        files=[data.locate("ag_news_5k")] if train.origin == "real" else [],
        threads=chosen.threads,
        notes=f"{len(train):,}건으로 {chosen.epochs}에폭 배우고 다른 {len(test):,}건으로 "
        f"시험했습니다({train.origin}). 모든 방법을 돌아가며 {chosen.repeats}번 재어 가운데 값을 "
        "적습니다.",
    )
    raw["embedded_reviews"] = {"lstm": [reviews(seed) for seed in SEEDS], **bigrams()}
    finish("recurrent_speed", raw, keep=chosen.save)


if __name__ == "__main__":
    main()
