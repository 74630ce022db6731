"""Character language models on real news: the document's recipe, streams, and a better model.

Run it from the repository's root: ``python -m benchmarks.generation [--save]``. The text is AG
News' 5,000 train and 7,600 test rows (``COURSE_DATA_DIR``), 1,000 of the rows held out. First each
way's speed, all in turns; then each trains for the same CPU time on one thread.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.data.streams import Streams, windows
from course_lib.generation import generate
from course_lib.models.generator import Carried, RecurrentLanguageModel
from course_lib.results import Column
from course_lib.text.tokenizers import characters
from course_lib.text.vocab import Vocab
from course_lib.training import Update
from course_lib.training.metrics import perplexity

SEED, HELD_OUT, WINDOW = 0, 1000, 100
TURN, TURNS = 4.0, 4  # CPU seconds of a turn when speeds are compared
CONTEXTS = ("today", "The company of the co", "New York", "Microsoft s", "th", "200")
UNTRAINED = "번호를 한 번만 매김"  # learns what the first way learns
COLUMNS = (
    Column("characters_per_second", "초당 글자(CPU)", "자", 0),
    Column("times", "003의 몇 배", "배", 1),
    Column("loss", "남겨 둔 글의 손실", "", 3),
    Column("perplexity", "퍼플렉시티", "", 2),
    Column("cpu_seconds", "CPU 시간", "초", 0),
)
Step = Callable[[float], int]  # share of the time that is over → characters that were read


@dataclass(frozen=True)
class Text:
    """The news as numbers: documents for the document's recipe, one long text for streams."""

    vocab: Vocab
    documents: list[str]
    flat: Tensor
    held_out: Tensor


@dataclass(frozen=True)
class Way:
    """A model and how it takes one step of training."""

    model: RecurrentLanguageModel
    step: Step


def read_news() -> Text:
    """Rows in random order, the first of them held out; documents end with a line break."""
    splits = [data.load("ag_news_5k", split, size="full") for split in ("train", "test")]
    rows = [text for split in splits for text in split.texts]
    order = np.random.default_rng(SEED).permutation(len(rows))
    rows = [rows[i] for i in order]
    rest = rows[HELD_OUT:]
    vocab = Vocab.from_documents(
        map(characters, [*rest, "\n"]), specials=("<unk>",), unknown="<unk>"
    )
    held_out, flat = (
        torch.tensor(vocab.encode(characters("\n".join(part)))) for part in (rows[:HELD_OUT], rest)
    )
    return Text(vocab, rest, flat, held_out)


def document(text: Text) -> Way:
    """Document 003: for each text, all windows of 100 characters, encoded in a Python loop."""
    torch.manual_seed(SEED)
    model = RecurrentLanguageModel(len(text.vocab), hidden_size=64)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    texts = chain.from_iterable(repeat([t for t in text.documents if len(t) >= WINDOW + 10]))

    def encode(characters: str) -> Tensor:
        return torch.tensor(text.vocab.encode(list(characters)))

    def step(_: float) -> int:
        here = next(texts)
        rows = len(here) - WINDOW
        ids = torch.stack([encode(here[i : i + WINDOW]) for i in range(rows)])
        labels = torch.stack([encode(here[i + 1 : i + WINDOW + 1]) for i in range(rows)])
        learn(adam, F.cross_entropy(model(ids)[0].flatten(0, 1), labels.flatten()))
        return len(here) - 1

    return Way(model, step)


def fast_windows(text: Text) -> Way:
    """The document's model and batches, cut from numbers that were made once."""
    torch.manual_seed(SEED)
    model = RecurrentLanguageModel(len(text.vocab), hidden_size=64)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    texts = chain.from_iterable(repeat([t for t in text.documents if len(t) >= WINDOW + 10]))

    def step(_: float) -> int:
        here = torch.tensor(text.vocab.encode(characters(next(texts))))
        ids, labels = windows(here, length=WINDOW)
        learn(adam, F.cross_entropy(model(ids)[0].flatten(0, 1), labels.flatten()))
        return len(here) - 1

    return Way(model, step)


def streams(text: Text, model: RecurrentLanguageModel, *, rate: float, half: bool) -> Way:
    """Contiguous streams with a carried state; learning rate on half a cosine, gradients cut.

    Args:
        text: the news.
        model: what learns.
        rate: learning rate at the start.
        half: matrices of 16 bits (bfloat16).
    """
    carried = Carried(model)
    adam = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    update = Update(clip=1.0, precision="bf16" if half else "float32")
    blocks = endless(Streams(text.flat, batch_size=64, length=64))

    def step(over: float) -> int:
        warm = min(1.0, over * 50)
        for group in adam.param_groups:
            group["lr"] = rate * max(0.01, warm * (1 + math.cos(math.pi * over)) / 2)
        (ids, fresh), labels = next(blocks)
        with update.precision():
            loss = F.cross_entropy(carried(ids, fresh), labels)
        learn(adam, loss, update)
        return ids.numel()

    return Way(model, step)


def endless(batches: Streams) -> Iterator[Any]:
    """Epoch after epoch."""
    while True:
        yield from batches


def learn(adam: torch.optim.Optimizer, loss: Tensor, update: Update | None = None) -> None:
    """One step; without `update` the gradients are taken as they are."""
    update = update or Update()
    adam.zero_grad()
    update.backward(loss)
    update.step(adam)


def ways(text: Text) -> dict[str, Way]:
    """What is compared, one thing changed after another."""
    V = len(text.vocab)
    torch.manual_seed(SEED)
    same = RecurrentLanguageModel(V, hidden_size=64)
    better = RecurrentLanguageModel(V, hidden_size=160, embedding_dim=32)
    return {
        "문서 003 그대로": document(text),
        UNTRAINED: fast_windows(text),
        "이어지는 줄기, 같은 모델": streams(text, same, rate=0.01, half=False),
        "이어지는 줄기, H=160, bfloat16": streams(text, better, rate=6e-3, half=True),
    }


def spend(way: Way, seconds: float) -> tuple[int, float, float]:
    """Train for so much CPU time: characters that were read, CPU and wall seconds."""
    way.model.train()
    cpu, wall, seen = time.process_time(), time.perf_counter(), 0
    while (over := (time.process_time() - cpu) / seconds) < 1:
        seen += way.step(over)
    return seen, time.process_time() - cpu, time.perf_counter() - wall


def speeds(text: Text) -> dict[str, float]:
    """Characters per CPU second, each counted once however often it is trained on; medians."""
    every = ways(text)
    found: dict[str, list[float]] = {name: [] for name in every}
    for way in every.values():
        way.step(0.0)
    for _ in range(TURNS):
        for name, way in every.items():
            seen, cpu, _ = spend(way, TURN)
            found[name].append(seen / cpu)
    return {name: statistics.median(rates) for name, rates in found.items()}


@torch.no_grad()
def held_out_loss(model: RecurrentLanguageModel, text: Text) -> float:
    """Mean loss of a character of texts that were never trained on, read as one stream."""
    model.eval()
    carried, total, count = Carried(model), 0.0, 0
    for block, labels in Streams(text.held_out, batch_size=8, length=256):
        total += F.cross_entropy(carried(*block), labels, reduction="sum").item()
        count += len(labels)
    return total / count


def write(model: RecurrentLanguageModel, vocab: Vocab, **options: Any) -> str:
    """100 characters after "today"."""
    model.eval()
    start = torch.tensor([vocab.encode(characters("today"))])
    generator = torch.Generator().manual_seed(SEED)
    out = generate(model, start, max_new=100, generator=generator, **options)
    return "today" + "".join(vocab.decode(out.ids[0].tolist()))


@torch.no_grad()
def contexts(model: RecurrentLanguageModel, vocab: Vocab) -> list[dict[str, Any]]:
    """Logits of the next character after some beginnings, for the moving figure."""
    model.eval()
    rows = []
    for context in CONTEXTS:
        ids = torch.tensor([vocab.encode(characters("\n" + context))])
        logits = model(ids)[0][0, -1].tolist()
        order = sorted(range(len(vocab)), key=lambda i: -logits[i])
        tokens = [vocab.tokens[i] for i in order]
        rows.append(
            {"name": context, "tokens": tokens, "logits": [round(logits[i], 4) for i in order]}
        )
    return rows


def measure(seconds: float) -> tuple[list[dict[str, Any]], Way, Text]:
    """Speeds in turns, then every way for the same CPU time."""
    text = read_news()
    rate = speeds(text)
    first, rows = next(iter(rate)), []
    for name, way in ways(text).items():
        speed = {
            "name": name,
            "characters_per_second": round(rate[name]),
            "times": round(rate[name] / rate[first], 1),
        }
        if name == UNTRAINED:
            rows.append(speed)
            continue
        seen, cpu, wall = spend(way, seconds)
        loss = held_out_loss(way.model, text)
        rows.append(speed | {
            "loss": round(loss, 4),
            "perplexity": round(perplexity(loss), 3),
            "bits": round(loss / math.log(2), 3),
            "cpu_seconds": round(cpu, 1),
            "wall_seconds": round(wall, 1),
            "characters_read": seen,
            "distinct_characters": len(text.flat),
            "parameters": sum(p.numel() for p in way.model.parameters()),
            "greedy": write(way.model, text.vocab, temperature=0),
            "temperature_0_8": write(way.model, text.vocab, temperature=0.8),
            "top_p_0_9": write(way.model, text.vocab, top_p=0.9),
            "temperature_1_5": write(way.model, text.vocab, temperature=1.5),
        })  # fmt: skip
    return rows, way, text


def main() -> None:
    """Measure and print."""
    arguments: argparse.ArgumentParser = parser(__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=100.0, help="CPU time of a training")
    chosen = arguments.parse_args()
    torch.set_num_threads(1)
    rows, best, text = measure(chosen.seconds)
    files = [data.locate("ag_news_5k", split, size="full") for split in ("train", "test")]
    notes = (
        f"AG News 12,600행에서 {HELD_OUT:,}행을 남겨 두고 손실을 잰다. 스레드 하나. 빠르기는 "
        f"{TURN:g}초씩 번갈아 {TURNS}번 잰 중앙값이며, 글자는 몇 번 학습하든 한 번만 센다."
    )
    raw = result(
        "char_generation", title="AG News 글자 언어 모델, 같은 CPU 시간", columns=COLUMNS,
        rows=rows, seed=SEED, files=files, notes=notes,
    )  # fmt: skip
    finish("char_generation", raw, keep=chosen.save)
    next_characters = result(
        "char_contexts", title="AG News 글자 언어 모델이 다음 글자에 준 로짓",
        columns=(Column("logits", "로짓"),), rows=contexts(best.model, text.vocab),
        seed=SEED, files=files, notes="H=160 모델. 글머리에서 시작한 문맥 다음 글자의 로짓.",
    )  # fmt: skip
    finish("char_contexts", next_characters, keep=chosen.save)


if __name__ == "__main__":
    main()
