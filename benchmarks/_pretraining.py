"""Pre-training a masked language model for a given time: what nsmc_bert runs on CPU and GPU.

Batches hold reviews of exactly one length, so that nothing is padded and attention takes its
fastest way; the numbers of all reviews lie on the model's device, and gaps are drawn there. The
learning rate follows the share of the time that is over, so that it has always fallen to 0 at the
end, however fast the machine is.
"""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks._lengths import same_length
from benchmarks._nsmc_pieces import MASK, SPECIALS
from course_lib.byhand.schedules import warmup_linear
from course_lib.data.batching import take
from course_lib.models.bert import (
    IGNORE,
    BertConfig,
    BertMaskedLM,
    layer_groups,
    mask_tokens,
    save_pretrained,
    word_numbers,
)
from course_lib.text.flat import FlatIds
from course_lib.training import Checkpoints, Update

RATE, ENTRIES, PARTS, WARM, STATE_EVERY = 0.15, 50, 1_000, 12, 180.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to pre-train.

    Args:
        config: sizes and choices of the model.
        tokens: of a batch.
        learning_rate: highest one.
        seconds: how long; of the processor on a CPU, by the clock on a GPU.
        warmup: share of the time on the way up.
        precision: "float32" or "bf16".
        whole_word: choose whole words for gaps.
        compiled: let ``torch.compile`` fuse what a layer does.
        seed: of the weights, the order and the gaps.
    """

    config: BertConfig
    tokens: int
    learning_rate: float
    seconds: float
    warmup: float = 0.06
    precision: Any = "float32"
    whole_word: bool = False
    compiled: bool = False
    seed: int = 0


class Resident:
    """Reviews on the model's device, in batches of one length each.

    Args:
        ids: the reviews.
        device: of the model.
    """

    def __init__(self, ids: FlatIds, *, device: torch.device) -> None:
        self.flat = torch.from_numpy(ids.flat.astype(np.int32)).to(device)
        self.offsets, self.lengths = ids.offsets, ids.lengths

    def batches(self, tokens: int, *, seed: tuple[int, ...]) -> Iterator[Tensor]:
        """One epoch; what is left of a length and fills less than half a batch waits for another.

        Shape:
            Yields (B, T) int64.
        """
        for rows in same_length(self.lengths, tokens, seed=seed, tokens=True):
            if 2 * len(rows) * self.lengths[rows[0]] >= tokens:
                yield self.rows(rows)

    def rows(self, rows: np.ndarray) -> Tensor:
        """Reviews of one length, (B, T) int64."""
        device, T = self.flat.device, int(self.lengths[rows[0]])
        starts = torch.from_numpy(self.offsets[rows]).to(device)
        return self.flat[starts[:, None] + torch.arange(T, device=device)].long()


@dataclass
class Run:
    """A model that is being pre-trained, and all that a checkpoint must hold.

    Args:
        plan: how.
        begins: whether a word begins with each piece.
        device: where.
    """

    plan: Plan
    begins: Tensor
    device: torch.device
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan, cuda = self.plan, self.device.type == "cuda"
        torch.manual_seed(plan.seed)
        self.model = BertMaskedLM(plan.config).to(self.device)
        groups = layer_groups(self.model, learning_rate=plan.learning_rate, decay=1.0)
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
        self.update = Update(precision=plan.precision, device=self.device)
        self.generator = torch.Generator(self.device).manual_seed(plan.seed)
        if plan.compiled:
            for layer in self.model.bert.encoder.layers:
                layer.compile(dynamic=True)
        self.now = time.perf_counter if cuda else time.process_time

    def gaps(self, ids: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Ids with gaps, and what belongs there."""
        words = word_numbers(ids, self.begins) if self.plan.whole_word else None
        return mask_tokens(
            ids, ids >= len(SPECIALS), mask_id=MASK, vocab_size=self.plan.config.vocab_size,
            generator=generator, rate=RATE, words=words,
        )  # fmt: skip

    def learn(self, ids: Tensor, progress: float) -> Tensor:
        """One step; its loss stays on the device."""
        thousandths = {"warmup": round(PARTS * self.plan.warmup), "total": PARTS}
        for group in self.optimizer.param_groups:
            group["lr"] = warmup_linear(
                max(1, int(PARTS * progress)), lr=self.plan.learning_rate, **thousandths
            )
        gaps, labels = self.gaps(ids, self.generator)
        with self.update.precision():
            loss = self.model.loss(gaps, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step, self.tokens = self.step + 1, self.tokens + ids.numel()
        return loss.detach()

    def train(self, reviews: Resident, *, save: Callable[[], None] | None = None) -> None:
        """Go on until the time is over.

        Args:
            reviews: what to learn from.
            save: called now and then.
        """
        self.model.train()
        begun, total, count = self.now() - self.seconds, torch.zeros((), device=self.device), 0
        for ids in endless(reviews, self.plan, self.step):
            total, count = total + self.learn(ids, self.seconds / self.plan.seconds), count + 1
            before, self.seconds = self.seconds, self.now() - begun
            if passed(before, self.seconds, self.plan.seconds / ENTRIES):
                self.note(float(total) / count)
                total, count = torch.zeros_like(total), 0
            if save and passed(before, self.seconds, STATE_EVERY):
                save()
            if self.seconds >= self.plan.seconds:
                return

    def note(self, loss: float) -> None:
        """Take note of the mean loss since the last entry."""
        if not np.isfinite(loss):
            raise FloatingPointError(f"loss is {loss} after {self.step} steps: learn more slowly")
        facts = {"step": self.step, "tokens": self.tokens, "seconds": self.seconds, "loss": loss}
        self.history.append(facts)

    @torch.no_grad()
    @torch.compiler.set_stance("force_eager")
    def judge(self, reviews: Resident) -> tuple[float, float]:
        """Mean loss of gaps in reviews that were never learnt from, and share guessed right."""
        self.model.eval()
        generator = torch.Generator(self.device).manual_seed(1)
        total, right, count = 0.0, 0, 0
        for rows in same_length(reviews.lengths, 8_192, seed=0, tokens=True):
            gaps, labels = self.gaps(reviews.rows(rows), generator)
            chosen = labels != IGNORE
            with self.update.precision():
                hidden = self.model.bert(gaps).hidden[chosen]
                logits = self.model.head(hidden, self.model.bert.embeddings.words.weight)
            total += float(F.cross_entropy(logits.float(), labels[chosen], reduction="sum"))
            right += int((logits.argmax(1) == labels[chosen]).sum())
            count += int(chosen.sum())
        return total / count, right / count

    def state_dict(self) -> dict[str, Any]:
        """All that the rest depends on, but for the order of the batches."""
        facts = {name: getattr(self, name) for name in ("step", "tokens", "seconds", "history")}
        parts = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        return facts | parts | {"generator": self.generator.get_state()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to a state."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.generator.set_state(state["generator"])
        for name in ("step", "tokens", "seconds", "history"):
            setattr(self, name, state[name])


def endless(reviews: Resident, plan: Plan, step: int) -> Iterator[Tensor]:
    """Batches of one epoch after another; after a break in another order."""
    for epoch in itertools.count():
        yield from reviews.batches(plan.tokens, seed=(plan.seed, step, epoch))


def passed(before: float, after: float, every: float) -> bool:
    """Whether a multiple of `every` lies between two moments."""
    return before // every < after // every


def divided(ids: FlatIds, aside: int) -> tuple[FlatIds, FlatIds]:
    """Reviews to learn from, and the last ones, to judge by."""
    rows = np.arange(len(ids.offsets))
    return take(ids, rows[:-aside]), take(ids, rows[-aside:])


def flops_per_token(config: BertConfig, *, length: float, rate: float) -> float:
    """Operations of the matrix products for one token, forward and backward.

    Args:
        config: sizes.
        length: tokens that a token sees, itself included.
        rate: share of the tokens whose word is asked for.
    """
    H = config.hidden_size
    layer = 2 * (4 * H * H + 2 * H * config.intermediate_size) + 4 * length * H
    return 3 * (config.num_layers * layer + rate * 2 * (H * H + H * config.vocab_size))


def model_flops(plan: Plan, lengths: np.ndarray) -> float:
    """`flops_per_token` of reviews of these lengths: [CLS] and [SEP] are never gaps."""
    sizes = lengths.astype(float)
    length, gaps = (sizes**2).sum() / sizes.sum(), RATE * (1 - 2 / sizes.mean())
    return flops_per_token(plan.config, length=float(length), rate=float(gaps))


def pretrain(
    folder: Path, ids: FlatIds, begins: np.ndarray, plan: Plan, *, device: str, aside: int
) -> dict[str, Any]:
    """Pre-train for the planned time; the checkpoint goes to ``folder/checkpoint``.

    Args:
        folder: of work; a run that was killed goes on from its last state there.
        ids: reviews.
        begins: whether a word begins with each piece.
        plan: how.
        device: where.
        aside: the last so many reviews are not learnt from.
    Returns:
        The course of the loss, how good it got, and what it took.
    """
    where = torch.device(device)
    run = Run(plan, torch.from_numpy(begins).to(where), where)
    learn, judged = (Resident(part, device=where) for part in divided(ids, aside))
    start, states = time.perf_counter(), Checkpoints(folder / "states", keep=1)
    state = states.load()
    first_loss = run.judge(judged)[0] if state is None else state.pop("first_loss")
    if state is not None:
        run.load_state_dict(state)
    run.train(learn, save=lambda: keep(states, run, first_loss))
    loss, guess = run.judge(judged)
    save_whole(run.model, folder / "checkpoint")
    shutil.rmtree(folder / "states")
    flops = model_flops(plan, learn.lengths)
    return {
        "first_loss": first_loss, "loss": loss, "guess": guess, "history": run.history,
        "steps": run.step, "tokens": run.tokens, "passes": run.tokens / int(learn.lengths.sum()),
        "seconds": time.perf_counter() - start, "cpu_seconds": time.process_time(),
        "tokens_per_second": run.tokens / run.seconds, "flops_per_token": flops,
        "flops_per_second": flops * run.tokens / run.seconds,
    }  # fmt: skip


def keep(states: Checkpoints, run: Run, first_loss: float) -> None:
    """Write a state down."""
    states.save(run.state_dict() | {"first_loss": first_loss}, step=run.step)


def save_whole(model: BertMaskedLM, folder: Path) -> None:
    """`save_pretrained`, so that the folder is there with all its files or not at all."""
    beside = folder.with_name(f".{folder.name}")
    save_pretrained(model, beside)
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def throughput(
    ids: FlatIds, begins: np.ndarray, plan: Plan, *, device: str, seconds: float
) -> dict[str, Any]:
    """Tokens per second of training, after some steps that are not counted.

    Args:
        ids: reviews.
        begins: whether a word begins with each piece.
        plan: how.
        device: where.
        seconds: how long to measure.
    Returns:
        Tokens and operations per second; the reason instead if it cannot be done so.
    """
    where, begun = torch.device(device), time.perf_counter()
    try:
        run = Run(plan, torch.from_numpy(begins).to(where), where)
        batches = endless(Resident(ids, device=where), plan, 0)
        run.model.train()
        for rows in itertools.islice(batches, WARM):
            run.learn(rows, 0.5)
        rate = timed(run, batches, seconds)
    except Exception as error:  # without a compiler the other plans still count
        return {"error": f"{type(error).__name__}: {error}"[:500]}
    flops = model_flops(plan, ids.lengths)
    return {
        "tokens_per_second": rate, "flops_per_token": flops, "flops_per_second": flops * rate,
        "steps": run.step, "seconds": time.perf_counter() - begun,
    }  # fmt: skip


def timed(run: Run, batches: Iterator[Tensor], seconds: float) -> float:
    """Tokens per second of some seconds."""
    wait(run.device)
    before, start = run.tokens, run.now()
    while run.now() - start < seconds:
        run.learn(next(batches), 0.5)
    wait(run.device)
    return (run.tokens - before) / (run.now() - start)


def wait(device: torch.device) -> None:
    """Until a GPU has done what it was told."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
