"""When does pre-training begin to pay? A BERT of one layer on the embedded small world.

Run it from the repository's root: ``python -m benchmarks.world_bert [--save]``. The masked language
model is stopped after more and more steps; each time sentences that it has never read are used to
measure what it puts into gaps, and a classifier of the four countries learns from a few labels.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks._results import finish, parser, result
from course_lib.data import designed
from course_lib.data.batching import Batches, pad
from course_lib.models import bert
from course_lib.results import Column
from course_lib.text import Vocab
from course_lib.text.flat import flatten

NAME, SEEDS = "world_bert", (0, 1, 2)
NATIONS = ("france", "korea", "japan", "egypt")
STEPS = (0, 500, 1_000, 2_000, 4_000)
LABELS, TUNING_STEPS, BATCH, RATE = (8, 16, 32), 50, 64, 3e-3
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
COLUMNS = (
    Column("loss", "빈칸의 손실", digits=2),
    Column("nations_loss", "나라 문장만", digits=2),
    *(Column(f"accuracy_{count}", f"라벨 {count}개", "%") for count in LABELS),
)


class World(NamedTuple):
    """Sentences in numbers, which of them are read, and which are only asked for."""

    ids: Tensor
    lengths: Tensor
    labels: Tensor
    shares: list[float]
    read: list[int]
    held: list[int]
    vocab: Vocab


def make_world() -> World:
    """People and four countries in equal parts; one sentence in five is held out."""
    every = [s for s in designed.world_sentences() if s.kind == "people" or s.about in NATIONS]
    kinds: dict[str, float] = defaultdict(float)
    for sentence in every:
        kinds[sentence.kind] += sentence.share
    tokens = [["[CLS]", *sentence.text.split(), "[SEP]"] for sentence in every]
    vocab, flat = Vocab.fit(tokens, specials=SPECIALS, unknown="[UNK]")
    ids, lengths = pad(flat)
    order = random.Random(0).sample(range(len(every)), len(every))
    return World(
        ids,
        lengths,
        torch.tensor([NATIONS.index(s.about) if s.about in NATIONS else -1 for s in every]),
        [s.share / kinds[s.kind] for s in every],
        order[len(every) // 5 :],
        order[: len(every) // 5],
        vocab,
    )


def mask(world: World, ids: Tensor, seed: int | torch.Generator, **options: float) -> Any:
    """Gaps and labels; words alone are chosen."""
    generator = torch.Generator().manual_seed(seed) if isinstance(seed, int) else seed
    sizes = {"mask_id": world.vocab.index("[MASK]"), "vocab_size": len(world.vocab)}
    return bert.mask_tokens(ids, ids >= len(SPECIALS), generator=generator, **sizes, **options)


def make_config(world: World) -> bert.BertConfig:
    """Sizes of the model."""
    return bert.BertConfig(
        vocab_size=len(world.vocab), hidden_size=64, num_layers=1, num_heads=4,
        intermediate_size=256, max_length=24, dropout=0.0, attention_dropout=0.0,
        initializer_range=0.1,
    )  # fmt: skip


def pretrain(
    world: World, seed: int, stops: Sequence[int]
) -> Iterator[tuple[int, bert.BertMaskedLM]]:
    """The model after so many steps, again and again."""
    torch.manual_seed(seed)
    model = bert.BertMaskedLM(make_config(world))
    optimizer = torch.optim.AdamW(bert.layer_groups(model, learning_rate=RATE, decay=1.0))
    warm = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / 100))
    generator, rng = torch.Generator().manual_seed(seed), random.Random(seed)
    weights = [world.shares[place] for place in world.read]
    drawn = rng.choices(world.read, weights, k=BATCH * max(stops))
    texts = [world.ids[place, : world.lengths[place]].tolist() for place in drawn]
    corpus = flatten(texts, list)
    batches = Batches(corpus, batch_size=BATCH, form=pad, seed=seed)
    for step, (inputs, _, _) in enumerate(batches):
        if step in stops:
            yield step, model
        gaps, labels = mask(world, inputs.ids, generator)
        loss = model.train().loss(gaps, labels, inputs.lengths)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        warm.step()
    yield max(stops), model


@torch.no_grad()
def gap_loss(world: World, model: bert.BertMaskedLM, places: Sequence[int]) -> float:
    """Mean loss at gaps that are all [MASK], of held-out sentences drawn by their shares."""
    weights = [world.shares[place] for place in places]
    rows = random.Random(1).choices(places, weights, k=1_000)
    gaps, labels = mask(world, world.ids[rows], 1, hidden=1.0, exchanged=0.0)
    return float(model.eval().loss(gaps, labels, world.lengths[rows]))


def tune(world: World, start: bert.BertMaskedLM, count: int, seed: int) -> float:
    """Accuracy on held-out sentences of a classifier that has seen `count` labels."""
    rng, labels = random.Random(seed), world.labels
    rows: list[int] = []
    for nation in range(len(NATIONS)):
        own = [place for place in world.read if labels[place] == nation]
        rows += rng.sample(own, count // len(NATIONS))
    torch.manual_seed(seed)
    model = bert.BertClassifier(make_config(world), num_classes=len(NATIONS))
    model.bert.load_state_dict(start.bert.state_dict(), strict=False)  # all but the pooler
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(TUNING_STEPS):
        pick = torch.tensor(rng.sample(rows, min(16, count)))
        loss = F.cross_entropy(model(world.ids[pick], world.lengths[pick]), labels[pick])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    test = torch.tensor([place for place in world.held if labels[place] >= 0])
    with torch.no_grad():
        guessed = model.eval()(world.ids[test], world.lengths[test]).argmax(1)
    return float((guessed == labels[test]).double().mean())


def measure(
    seeds: Sequence[int] = SEEDS, stops: Sequence[int] = STEPS, draws: int = 4
) -> list[dict[str, Any]]:
    """One row for each number of steps.

    Args:
        seeds: of pre-training.
        stops: steps after which it is measured.
        draws: sets of labels for each of them.
    """
    world = make_world()
    nations = [place for place in world.held if world.labels[place] >= 0]
    found: dict[int, list[dict[str, Any]]] = {step: [] for step in stops}
    for seed in seeds:
        start = time.process_time()
        for step, model in pretrain(world, seed, stops):
            one = {"loss": gap_loss(world, model, world.held)}
            one["nations_loss"] = gap_loss(world, model, nations)
            for count in LABELS:
                scores = [tune(world, model, count, 10 * seed + draw) for draw in range(draws)]
                one[f"accuracy_{count}"] = statistics.mean(scores)
            found[step].append(one | {"cpu_seconds": time.process_time() - start})
            print(seed, step, found[step][-1], file=sys.stderr, flush=True)
    return [_row(step, rows) for step, rows in found.items()]


def _row(step: int, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    means = {key: statistics.mean(row[key] for row in rows) for key in rows[0]}
    each = {f"{key}_each": [row[key] for row in rows] for key in rows[0]}
    name = f"{step:,}걸음" if step else "사전 학습 없음"
    return {"name": name, "steps": step, "seeds": len(rows), **means, **each}


def main() -> None:
    """Measure and print."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(1)
    raw = result(
        NAME,
        title="작은 세계의 BERT: 사전 학습의 걸음 수와 라벨 몇 개로 배운 정확도",
        columns=COLUMNS,
        rows=measure(),
        seed=SEEDS[0],
        notes=f"내장 말뭉치. 시드 {len(SEEDS)}개와 라벨을 뽑는 방법 4가지의 평균, 층 하나, "
        "크기 64. 시험 문장은 사전 학습에도 쓰지 않았습니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
