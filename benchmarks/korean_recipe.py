"""Document 000's practice as it is written, and its repairs one after another, on NSMC.

Run it from the repository's root: ``python -m benchmarks.korean_recipe [--save]``. It learns from
the first 10,000 rows of NSMC's training file, chooses epochs by the next 2,000 and tests on the
official test file, with five first weights for every row. The counted rows are the same numbers
whether they are multiplied as a dense tensor or summed as a bag, so all but the timing use bags.
"""

from __future__ import annotations

import copy
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.results import Column
from course_lib.text import analyzer

NAME, SEEDS, THREADS = "korean_recipe", range(5), 1
TRAIN, VALIDATION, BATCH, HIDDEN, EPOCHS = 10_000, 2_000, 128, 100, 10
COLUMNS = (
    Column("test_accuracy", "시험 정확도", "%"),
    Column("lowest", "가장 낮은 시드", "%"),
    Column("highest", "가장 높은 시드", "%"),
    Column("train_loss", "마지막 학습 손실", digits=3),
    Column("epochs", "에폭"),
    Column("columns", "칸"),
)
DROPS_SHORT, KEEPS_ALL = r"(?u)\b\w\w+\b|'\w+", r"\S+"


@dataclass(frozen=True)
class Recipe:
    """What the document does; each field has its fault at first.

    Args:
        steps: whether there is a backward pass and an update at all.
        logits: give logits to the loss, which takes logits, rather than probabilities.
        rate: learning rate of Adam.
        best: copy the weights of the epoch with the lowest validation loss.
        composed: leave Hangul syllables whole.
        short: keep morphemes of one character.
        shuffled: draw a new order for each epoch.
    """

    steps: bool = False
    logits: bool = False
    rate: float = 1e-5
    best: bool = False
    composed: bool = False
    short: bool = False
    shuffled: bool = False


WRITTEN = Recipe()
FILLED = replace(WRITTEN, steps=True)
LOGITS = replace(FILLED, logits=True)
FASTER = replace(LOGITS, rate=1e-3)
BEST = replace(FASTER, best=True)
WHOLE = replace(BEST, composed=True, short=True)
RECIPES = {
    "적힌 그대로": WRITTEN,
    "+ 역전파와 갱신": FILLED,
    "+ 로짓을 그대로": LOGITS,
    "+ 학습률 0.001": FASTER,
    "+ 가장 좋은 가중치를 베낌": BEST,
    "+ 음절과 한 글자 형태소를 지킴": WHOLE,
    "+ 에폭마다 섞음": replace(WHOLE, shuffled=True),
    "학습률만 고침": replace(FILLED, rate=1e-3),
    "음절만 지킴": replace(BEST, composed=True),
    "한 글자 형태소만 지킴": replace(BEST, short=True),
}


class BagMLP(nn.Module):
    """The document's three layers; the first one sums rows instead of multiplying zeros."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        first = nn.Linear(columns, HIDDEN)
        self.weight = nn.Parameter(first.weight.detach().T.contiguous())
        self.bias = first.bias
        self.rest = nn.Sequential(
            nn.GELU(), nn.Linear(HIDDEN, HIDDEN // 2), nn.GELU(), nn.Linear(HIDDEN // 2, 2)
        )

    def forward(self, X: Any) -> Tensor:
        """Logits of sparse counts: (B, V) → (B, 2)."""
        flat, offsets = (torch.from_numpy(a.astype(np.int64)) for a in (X.indices, X.indptr[:-1]))
        counts = torch.from_numpy(X.data.astype(np.float32))
        summed = F.embedding_bag(flat, self.weight, offsets, mode="sum", per_sample_weights=counts)
        return self.rest(summed + self.bias)

    def dense(self, X: Tensor) -> Tensor:
        """The same of a dense tensor."""
        return self.rest(X @ self.weight + self.bias)


def vectors(recipe: Recipe, morphemes: Sequence[list[str]]) -> list[Any]:
    """Counts of training, validation and test rows, as the recipe cuts them."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(
        strip_accents=None if recipe.composed else "unicode",
        token_pattern=KEEPS_ALL if recipe.short else DROPS_SHORT,
    )
    vectorizer.fit(morphemes[0])
    return [vectorizer.transform(rows) for rows in morphemes]


def train(recipe: Recipe, X: Any, labels: Sequence[Tensor], *, seed: int) -> dict[str, Any]:
    """One run: accuracy on the test rows of the model that the recipe keeps; what came before."""
    torch.manual_seed(seed)
    model = BagMLP(X[0].shape[1])
    adam = torch.optim.Adam(model.parameters(), lr=recipe.rate)
    losses, accuracies, best, kept = [], [], float("inf"), model.state_dict()
    for _ in range(EPOCHS):
        losses.append(_epoch(recipe, model, adam, X[0], labels[0]))
        with torch.no_grad():
            loss = F.cross_entropy(model(X[1]), labels[1]).item()
            if not recipe.best or loss < best:  # without a copy, `kept` goes on learning
                best = loss
                kept = copy.deepcopy(model.state_dict()) if recipe.best else model.state_dict()
        accuracies.append(_accuracy(model, X[1], labels[1]))
    model.load_state_dict(kept)
    return {
        "accuracy": _accuracy(model, X[2], labels[2]),
        "validation": accuracies,
        "losses": losses,
    }


def _epoch(recipe: Recipe, model: BagMLP, adam: Any, X: Any, labels: Tensor) -> float:
    """Mean loss of all rows."""
    total = 0.0
    order = torch.randperm(len(labels)) if recipe.shuffled else torch.arange(len(labels))
    for rows in order.split(BATCH):
        out = model(X[rows.numpy()])
        loss = F.cross_entropy(out if recipe.logits else out.softmax(dim=1), labels[rows])
        total += loss.item() * len(rows)
        if recipe.steps:
            adam.zero_grad()
            loss.backward()
            adam.step()
    return total / len(labels)


@torch.no_grad()
def _accuracy(model: BagMLP, X: Any, labels: Tensor) -> float:
    return (model(X).argmax(dim=1) == labels).double().mean().item()


def summary(name: str, runs: Sequence[dict[str, Any]], columns: int) -> dict[str, Any]:
    """One row from the runs of all seeds."""
    accuracies = [run["accuracy"] for run in runs]
    by_epoch = zip(*(run["validation"] for run in runs), strict=True)
    losses = zip(*(run["losses"] for run in runs), strict=True)
    return {
        "name": name,
        "test_accuracy": statistics.mean(accuracies),
        "lowest": min(accuracies),
        "highest": max(accuracies),
        "by_seed": accuracies,
        "validation_by_epoch": [statistics.mean(each) for each in by_epoch],
        "losses": (means := [statistics.mean(each) for each in losses]),
        "train_loss": means[-1],
        "epochs": EPOCHS,
        "columns": columns,
    }


def dense_and_bag(X: Any, labels: Tensor) -> dict[str, Any]:
    """Processor seconds of an epoch with a dense tensor and with bags, and the tensor's size."""
    model = BagMLP(X.shape[1])
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)

    def with_dense() -> None:
        whole = torch.from_numpy(X.toarray()).float()
        for rows in torch.arange(len(labels)).split(BATCH):
            adam.zero_grad()
            F.cross_entropy(model.dense(whole[rows]), labels[rows]).backward()
            adam.step()

    def with_bags() -> None:
        _epoch(FASTER, model, adam, X, labels)

    seconds: dict[str, list[float]] = {"dense": [], "bag": []}
    for _ in range(2):
        for name, work in (("dense", with_dense), ("bag", with_bags)):
            start = time.process_time()
            work()
            seconds[name].append(time.process_time() - start)
    with torch.no_grad():
        gap = (model(X[:64]) - model.dense(torch.from_numpy(X[:64].toarray()).float())).abs().max()
    dense, bag = (statistics.median(each) for each in seconds.values())
    return {
        "name": "촘촘한 텐서와 백",
        "dense_seconds_per_epoch": dense,
        "bag_seconds_per_epoch": bag,
        "times_as_fast": dense / bag,
        "dense_megabytes": X.shape[0] * X.shape[1] * 4 / 1e6,
        "sparse_megabytes": (X.nnz * 12 + X.indptr.nbytes) / 1e6,
        "largest_gap": float(gap),
        "columns": int(X.shape[1]),
    }


def measure(train_rows: int = TRAIN, validation_rows: int = VALIDATION) -> list[dict[str, Any]]:
    """All rows.

    Args:
        train_rows: rows to learn from.
        validation_rows: rows to choose epochs by.
    """
    rows, test = (data.load("nsmc", split).without_empty() for split in ("train", "test"))
    parts = [rows[:train_rows], rows[train_rows : train_rows + validation_rows], test]
    mecab = analyzer("mecab", cache=False)
    morphemes = [[" ".join(each) for each in mecab.morphs(part.texts)] for part in parts]
    labels = [torch.tensor(part.labels) for part in parts]
    found = []
    for name, recipe in RECIPES.items():
        X = vectors(recipe, morphemes)
        runs = [train(recipe, X, labels, seed=seed) for seed in SEEDS]
        found.append(summary(name, runs, int(X[0].shape[1])))
    return [*found, dense_and_bag(vectors(WRITTEN, morphemes)[0], labels[0])]


def main() -> None:
    """Measure and print."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(THREADS)
    files = [data.locate("nsmc", split) for split in ("train", "test")]
    raw = result(
        NAME,
        title="문서 000의 실습을 하나씩 고치면 (NSMC 10,000건, Mecab, 시드 다섯)",
        columns=COLUMNS,
        rows=measure(),
        seed=SEEDS[0],
        files=files,
        threads=THREADS,
        notes="NSMC 학습 파일의 처음 10,000건으로 배우고 다음 2,000건으로 에폭을 고르고 시험 파일 "
        "전체로 시험했습니다. 더하기표가 붙은 줄은 윗줄에 하나를 더 고친 것이고, 나머지는 "
        "하나만 따로 고친 것입니다. 시간은 CPU 시간입니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
