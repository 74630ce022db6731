"""Embedding classifiers on AG News: document 003's recipes beside ours, in one run.

Run it from the repository's root: ``python -m benchmarks.embedding_classifiers [--save]``. The
7,600 rows of the test file are shuffled: 6,600 to learn from, 1,000 to test on; the 5,000 rows of
the training file at hand are a second, larger test. Embedded headlines stand in for missing files.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from benchmarks import _results
from course_lib import data
from course_lib.data.batching import Batches, bag, pad
from course_lib.data.corpus import Corpus
from course_lib.models.bags import EmbeddingBagClassifier, EmbeddingClassifier
from course_lib.results import Column
from course_lib.text import Vocab, basic_english, hash_ngrams
from course_lib.text.flat import FlatIds

NAME = "embedding_classifiers"
SPECIALS: dict[str, Any] = {"specials": ("<pad>", "<unk>"), "unknown": "<unk>"}
SEEDS = (0, 1, 2)
Step = tuple[Any, Any]  # what the model takes, and the labels


@dataclass(frozen=True)
class Recipe:
    """One way to train.

    Args:
        name: what it is, or what is new (Korean).
        offsets: documents one after another; otherwise padded.
        padded_mean: the mean counts padding, whose vector is learned as any other.
        numbered_once: tokens are made and numbered before training, not in every batch.
        batch_size: documents in a batch.
        learning_rate: of Adam.
        epochs: passes over the rows.
        small: vectors begin with uniform from −1/D to 1/D; otherwise normal, as torch's.
        min_freq: rarer tokens are unknown.
        fused: Adam in one kernel.
        by_length: documents of similar length share a batch while learning.
        buckets: numbers of hashed pairs of words; 0 for none.
    """

    name: str
    offsets: bool = False
    padded_mean: bool = False
    numbered_once: bool = True
    batch_size: int = 16
    learning_rate: float = 1.0
    epochs: int = 1
    small: bool = False
    min_freq: int = 1
    fused: bool = False
    by_length: bool = False
    buckets: int = 0


PADDED = Recipe("문서 003, 패딩", padded_mean=True, numbered_once=False)
BAG = Recipe("문서 003, 오프셋", offsets=True, numbered_once=False, learning_rate=4.0)
READY = replace(PADDED, name="패딩, 번호를 미리", numbered_once=True)
GENTLE = replace(READY, name="패딩, 학습률 0.01", learning_rate=0.01)
MASKED = replace(GENTLE, name="패딩, 학습률 0.01, 마스크", padded_mean=False)
SMALL = replace(MASKED, name="패딩, 학습률 0.01, 마스크, 작은 처음 값", small=True)
OURS = replace(
    SMALL, name="EmbeddingClassifier", batch_size=256, learning_rate=0.02, epochs=3, min_freq=2,
    fused=True, by_length=True,
)  # fmt: skip
RECIPES = (
    PADDED,
    READY,
    replace(READY, name="패딩, 번호를 미리, 길이가 비슷한 것끼리", by_length=True),
    GENTLE,
    MASKED,
    SMALL,
    OURS,
    BAG,
    replace(BAG, name="오프셋, 번호를 미리", numbered_once=True),
    replace(BAG, name="오프셋, 학습률 0.01", numbered_once=True, learning_rate=0.01),
    replace(OURS, name="EmbeddingBagClassifier", offsets=True),
    replace(OURS, name="EmbeddingBagClassifier, 두 단어 조각", offsets=True, buckets=2**16),
)
COLUMNS = (
    Column("samples_per_cpu_second", "CPU 1초에 배우는 문서", digits=0),
    Column("times_recipe", "문서 003의 몇 배", "배"),
    Column("accuracy", "정확도, 1,000건", "%"),
    Column("larger_accuracy", "정확도, 5,000건", "%"),
    Column("loss", "시험 손실", digits=2),
)


@dataclass(frozen=True)
class Rows:
    """What every recipe gets: rows to learn from and two tests."""

    train: Corpus
    test: Corpus
    larger: Corpus


def news() -> Rows:
    """The document's split: 6,600 rows of 7,600 to learn from, the others to test on."""
    rows = data.load("ag_news_5k", "test")
    order = np.random.default_rng(0).permutation(len(rows))
    first = len(rows) * 66 // 76
    return Rows(
        rows.select(order[:first]), rows.select(order[first:]), data.load("ag_news_5k", "train")
    )


class Words:
    """A recipe's numbers for the words of its rows."""

    def __init__(self, recipe: Recipe, train: Corpus) -> None:
        self.recipe = recipe
        tokens = map(basic_english, train.texts)
        self.vocab, ids = Vocab.fit(tokens, min_freq=recipe.min_freq, **SPECIALS)
        self.ids = self.with_pairs(ids)
        self.size = len(self.vocab) + recipe.buckets

    def encode(self, texts: Iterable[str]) -> FlatIds:
        """Numbers of other texts."""
        return self.with_pairs(self.vocab.encode_many(map(basic_english, texts)))

    def with_pairs(self, ids: FlatIds) -> FlatIds:
        """The numbers, followed by those of hashed pairs if the recipe wants them."""
        buckets = self.recipe.buckets
        return hash_ngrams(ids, first=len(self.vocab), buckets=buckets) if buckets else ids


def text_steps(words: Words, train: Corpus, seed: int) -> Iterable[Step]:
    """Batches as the document makes them: tokens are made and numbered in every batch."""
    form, size = (bag if words.recipe.offsets else pad), words.recipe.batch_size
    order = np.random.default_rng(seed).permutation(len(train))
    for first in range(0, len(order), size):
        rows = order[first : first + size]
        yield form(words.encode(train.texts[i] for i in rows)), torch.from_numpy(train.labels[rows])


def make(recipe: Recipe, size: int, classes: int) -> nn.Module:
    """The classifier of a recipe."""
    options: dict[str, Any] = {"embeddings": None if recipe.small else torch.randn(size, 32)}
    if recipe.offsets:
        return EmbeddingBagClassifier(size, classes, **options)
    if recipe.padded_mean:
        options |= {"pooling": "mean_padded", "padding_id": None}
    return EmbeddingClassifier(size, classes, **options)


def learn(model: nn.Module, steps: Iterable[Step], optimizer: torch.optim.Optimizer) -> float:
    """One epoch; the share that was right before each step."""
    model.train()
    right, seen = torch.tensor(0), 0
    for inputs, labels in steps:
        logits = model(*inputs)
        loss = F.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        right, seen = right + (logits.argmax(1) == labels).sum(), seen + len(labels)
    return right.item() / seen


@torch.no_grad()
def score(model: nn.Module, words: Words, rows: Corpus) -> tuple[float, float]:
    """Accuracy and mean loss; batches as small as the recipe's, for padding's sake."""
    model.eval()
    form = bag if words.recipe.offsets else pad
    batches = Batches(
        words.encode(rows.texts),
        rows.labels,
        batch_size=words.recipe.batch_size,
        form=form,
        shuffle=False,
    )
    logits = torch.cat([model(*batch.inputs) for batch in batches])
    labels = torch.from_numpy(rows.labels.copy())
    right = (logits.argmax(1) == labels).double().mean().item()
    return right, F.cross_entropy(logits, labels).item()


def train_as(recipe: Recipe, rows: Rows, seed: int) -> dict[str, float]:
    """Train by a recipe, and measure how fast and how well."""
    start = time.process_time()
    words = Words(recipe, rows.train)
    torch.manual_seed(seed)
    model = make(recipe, words.size, len(rows.train.label_names))
    adam = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate, fused=recipe.fused or None)
    batches = Batches(
        words.ids,
        rows.train.labels,
        batch_size=recipe.batch_size,
        form=bag if recipe.offsets else pad,
        by_length=recipe.by_length,
        seed=seed,
    )
    running = []
    cpu, wall = time.process_time(), time.perf_counter()
    for epoch in range(recipe.epochs):
        ready = ((batch.inputs, batch.labels) for batch in batches)
        texts = text_steps(words, rows.train, 1000 * seed + epoch)
        running.append(learn(model, ready if recipe.numbered_once else texts, adam))
    seconds = time.process_time() - cpu, time.perf_counter() - wall
    total = time.process_time() - start
    seen = recipe.epochs * len(rows.train)
    accuracy, loss = score(model, words, rows.test)
    return {
        "samples_per_cpu_second": seen / seconds[0],
        "samples_per_second": seen / seconds[1],
        "total_cpu_seconds": total,
        "first_epoch_accuracy": running[0],
        "accuracy": accuracy,
        "loss": loss,
        "larger_accuracy": score(model, words, rows.larger)[0],
    }


def compare(rows: Rows) -> list[dict[str, Any]]:
    """Every recipe once in each round, so that all meet the same machine; medians of the rounds."""
    found: dict[Recipe, list[dict[str, float]]] = {recipe: [] for recipe in RECIPES}
    for seed in SEEDS:
        for recipe, runs in found.items():
            runs.append(train_as(recipe, rows, seed))
    table: dict[str, dict[str, Any]] = {}
    for recipe, runs in found.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        accuracies = [run["accuracy"] for run in runs]
        table[recipe.name] = middle | {"spread": [min(accuracies), max(accuracies)]}
    for recipe in RECIPES:
        own = table[BAG.name if recipe.offsets else PADDED.name]["samples_per_cpu_second"]
        row = table[recipe.name]
        row["times_recipe"] = row["samples_per_cpu_second"] / own
    return [{"name": name, **row} for name, row in table.items()]


def measure() -> dict[str, object]:
    """The whole measurement."""
    torch.set_num_threads(1)
    rows = news()
    real = rows.train.origin == "real"
    files = [data.locate("ag_news_5k", split) for split in ("train", "test")] if real else []
    notes = (
        f"{'실제' if real else '내장'} 데이터. test.csv를 섞어 {len(rows.train):,}행으로 배우고 ",
        f"{len(rows.test):,}행으로 시험. 더 큰 시험은 학습 파일의 {len(rows.larger):,}행. ",
        f"시드 {len(SEEDS)}개의 중앙값. 학습률과 에폭 수는 학습 쪽 600행으로 골랐다.",
    )
    title = "AG News 6,600행으로 배우기: 문서 003의 방법과 우리 방법"
    return _results.result(
        NAME,
        title=title,
        columns=COLUMNS,
        rows=compare(rows),
        seed=SEEDS[0],
        files=files,
        notes="".join(notes),
    )


def main() -> None:
    """Measure, print, and keep if asked to."""
    chosen = _results.parser((__doc__ or "").splitlines()[0]).parse_args()
    _results.finish(NAME, measure(), keep=chosen.save)


if __name__ == "__main__":
    main()
