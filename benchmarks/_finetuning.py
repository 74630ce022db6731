"""Fine-tuning for nsmc_bert: one training of a classifier, from a checkpoint or from scratch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks._nsmc_pieces import MASK, SPECIALS, Reviews, read
from course_lib.data.batching import Batches, Padded, pad, take
from course_lib.models.bert import Bert, BertClassifier, BertConfig, layer_groups, load_pretrained
from course_lib.text.flat import FlatIds
from course_lib.training import Update, fit
from course_lib.training.feed import move
from course_lib.training.schedules import linear

HELD_OUT, JUDGED_TOGETHER = 10_000, 512
SCRATCH, PRETRAINED = "scratch", "pretrained"


@dataclass(frozen=True)
class Tuning:
    """How to train a classifier.

    Args:
        learning_rate: highest one; it warms up and falls linearly.
        epochs: all of them are trained.
        decay: factor of the learning rate from one layer to the next lower.
        batch_size: reviews in a step.
        forget: share of the pieces that become [MASK] while learning.
    """

    learning_rate: float
    epochs: int
    decay: float = 1.0
    batch_size: int = 64
    forget: float = 0.0


class Job(NamedTuple):
    """One training: ``pretrained-1000-0-2`` learns from 1,000 rows with tuning 0 and seed 2.

    Args:
        way: "pretrained" or "scratch".
        rows: to learn from; 0 for all.
        tuning: number of the candidate.
        seed: of the rows, the weights and the order.
        held_out: judged by the last training rows, not by the test file.
    """

    way: str
    rows: int
    tuning: int
    seed: int
    held_out: bool = False

    def __str__(self) -> str:
        return "-".join(map(str, self[:4])) + "-held-out" * self.held_out

    @classmethod
    def parse(cls, text: str) -> Job:
        """The job of a name."""
        way, *numbers = text.removesuffix("-held-out").split("-")
        rows, tuning, seed = map(int, numbers)
        return cls(way, rows, tuning, seed, text.endswith("-held-out"))


def sides(prepared: Path, job: Job) -> tuple[Reviews, Reviews]:
    """Reviews to learn from, and others to be judged by."""
    train = read(prepared, "train")
    order = np.arange(len(train.labels))
    learn = order[:-HELD_OUT] if job.held_out else order
    if job.rows:
        learn = np.random.default_rng(job.seed).permutation(learn)[: job.rows]
    judged = picked(train, order[-HELD_OUT:]) if job.held_out else read(prepared, "test")
    return picked(train, learn), judged


def picked(reviews: Reviews, rows: np.ndarray) -> Reviews:
    """Some of the reviews."""
    return Reviews(take(reviews.ids, rows), reviews.labels[rows])


def forgetful(share: float, *, seed: int) -> Callable[[FlatIds], Padded]:
    """A form of batches in which some pieces are [MASK], others in each epoch.

    Args:
        share: of the pieces.
        seed: of the choice.
    """
    rng = np.random.default_rng((seed, 1))

    def form(ids: FlatIds) -> Padded:
        padded = pad(ids)
        lost = torch.from_numpy(rng.random(padded.ids.shape) < share)
        return Padded(
            padded.ids.masked_fill(lost & (padded.ids >= len(SPECIALS)), MASK), padded.lengths
        )

    return form


def new_model(config: BertConfig, checkpoint: Path | None) -> BertClassifier:
    """A classifier, with a pre-trained BERT in it or none."""
    model = BertClassifier(config)
    if checkpoint is not None:
        weights = load_pretrained(Bert, checkpoint, fresh=("pooler",)).state_dict()
        kept = {name: value for name, value in weights.items() if not name.startswith("pooler")}
        model.bert.load_state_dict(kept, strict=False)
    return model


def train_one(
    job: Job,
    tuning: Tuning,
    config: BertConfig,
    *,
    prepared: Path,
    checkpoint: Path,
    device: str,
    precision: Any = "float32",
) -> tuple[dict[str, Any], np.ndarray]:
    """Train and judge one classifier.

    Args:
        job: what.
        tuning: how.
        config: sizes and choices.
        prepared: folder of the numbered reviews.
        checkpoint: folder of the pre-trained BERT.
        device: where.
        precision: "float32" or "bf16".
    Returns:
        What it reached and what it took, and its probabilities of the judged rows.
    """
    learn, judged = sides(prepared, job)
    torch.manual_seed(job.seed)
    model = new_model(config, checkpoint if job.way == PRETRAINED else None).to(device)
    batches = Batches(
        learn.ids, learn.labels.tolist(), batch_size=tuning.batch_size, seed=job.seed,
        form=forgetful(tuning.forget, seed=job.seed),
    )  # fmt: skip
    groups = layer_groups(model, learning_rate=tuning.learning_rate, decay=tuning.decay)
    optimizer = torch.optim.AdamW(groups, fused=torch.device(device).type == "cuda")
    start = time.perf_counter(), time.process_time()
    history = fit(
        model, batches, [next(iter(Batches(learn.ids, learn.labels.tolist())))],
        loss_of=F.cross_entropy, optimizer=optimizer, epochs=tuning.epochs, clip=1.0,
        schedule=linear(warmup=0.1), precision=precision,
    )  # fmt: skip
    took = {
        "seconds": time.perf_counter() - start[0],
        "cpu_seconds": time.process_time() - start[1],
    }
    p = probabilities(model, judged.ids, precision=precision)
    accuracy = float((p.argmax(1) == judged.labels).mean())
    course = [{"number": epoch.number, "train_loss": epoch.train_loss} for epoch in history.epochs]
    facts = {"accuracy": accuracy, "train_rows": len(learn.labels), "history": course}
    return facts | took | {"tuning": asdict(tuning)}, p


@torch.no_grad()
def probabilities(model: BertClassifier, ids: FlatIds, *, precision: Any = "float32") -> np.ndarray:
    """Of both classes for each review, in the reviews' order; those of like length go together.

    Shape:
        → (reviews, 2).
    """
    model.eval()
    device = next(model.parameters()).device
    update, found = Update(precision=precision, device=device), np.empty((len(ids.offsets), 2))
    order = np.argsort(ids.lengths, kind="stable")
    for first in range(0, len(order), JUDGED_TOGETHER):
        rows = order[first : first + JUDGED_TOGETHER]
        with update.precision():
            logits = model(*move(pad(take(ids, rows)), device))
        found[rows] = logits.float().softmax(1).cpu().numpy()
    return found
