"""An encoder–decoder on Tatoeba: with the source reversed and not, or with attention and without.

Run it from the repository's root: ``python -m benchmarks.translation [--attention] [--save]``. It
compares the orders of the source, or the models with ``--attention``. It needs Tatoeba's
pairs (``COURSE_DATA_DIR``) and the package ``tokenizers``. No English sentence stands on two sides;
a test sentence is compared with all of its translations. English to French trains on a stated part
of the pairs, English to Korean on all of them.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.data import Pairs
from course_lib.data.batching import pad, take
from course_lib.data.translation import END as EOS
from course_lib.data.translation import NAMES, TranslationBatches
from course_lib.data.translation import START as BOS
from course_lib.generation import beam_search, generate
from course_lib.models.attention import AdditiveAttention, AttentionSeq2Seq
from course_lib.models.seq2seq import DecoderState, Seq2Seq
from course_lib.results import Column
from course_lib.text.flat import FlatIds, reverse
from course_lib.text.subword import Bpe
from course_lib.text.subword.fast import encode_many, train_bpe
from course_lib.training import fit
from course_lib.training.bleu import bleu
from course_lib.training.schedules import cosine

SEED, TESTED, LONGEST, BATCH = 0, 600, 32, 128
LENGTHS = ((1, 4), (5, 6), (7, 8), (9, 99))
NOTES = (
    "영어 문장으로 나눈 시험 데이터에서 문장 600개까지, 참조 번역은 그 문장의 모든 번역. "
    "프랑스어는 학습 쌍 가운데 일부만 썼다. 스레드 하나, 시드 하나."
)
COLUMNS = (
    Column("bleu", "BLEU (탐욕)", "", 1),
    Column("bleu_beam", "BLEU (빔 4)", "", 1),
    Column("perplexity", "퍼플렉시티", "", 2),
    *(Column(f"bleu_{low}", f"{low}–{high}단어", "", 1) for low, high in LENGTHS[:-1]),
    Column("bleu_9", "9단어부터", "", 1),
    Column("train_pairs", "학습 쌍", "", 0),
    Column("cpu_seconds", "CPU 시간", "초", 0),
)


@dataclass(frozen=True)
class Task:
    """One pair of languages.

    Args:
        name: of the data set.
        title: Korean.
        pairs: at most so many to train on, drawn by chance.
        epochs: over them.
        vocab_size: subwords of each language.
        dropout: see `Seq2Seq`.
    """

    name: str
    title: str
    pairs: int
    epochs: int
    vocab_size: int
    dropout: float


TASKS = (
    Task("tatoeba_en_ko", "영어→한국어", 10_000, 10, 2000, 0.4),
    Task("tatoeba_en_fr", "영어→프랑스어", 20_000, 6, 2000, 0.2),
)


@dataclass(frozen=True)
class Way:
    """One row for each task.

    Args:
        title: Korean.
        turned: reverse the source.
        attention: let the decoder look at the source.
    """

    title: str
    turned: bool = False
    attention: bool = False


ORDERS = (Way("그대로인 원문"), Way("뒤집은 원문", turned=True))
MODELS = (Way("어텐션 없이"), Way("어텐션", attention=True))


@dataclass(frozen=True)
class Side:
    """One language: its subwords, and its sentences in numbers."""

    bpe: Bpe
    train: FlatIds
    validation: FlatIds


def part(task: Task, split: str, size: int) -> Pairs:
    """Pairs drawn by chance."""
    rows = data.load(task.name, split, size="full")
    order = np.random.default_rng(SEED).permutation(len(rows))
    return rows.select(order[:size])


def number(train: tuple[str, ...], validation: tuple[str, ...], size: int) -> Side:
    """Learn subwords of the training side, and number both."""
    bpe = train_bpe(train, vocab_size=size, byte_level=False, specials=NAMES, unknown=NAMES[-1])
    return Side(bpe, encode_many(bpe, train), encode_many(bpe, validation))


def make(task: Task, way: Way, source: Side, target: Side) -> Seq2Seq:
    """A model that has learnt nothing."""
    sizes = len(source.bpe.vocab), len(target.bpe.vocab)
    options: dict[str, Any] = {"embedding_dim": 128, "hidden_size": 256, "dropout": task.dropout}
    if not way.attention:
        return Seq2Seq(*sizes, **options)
    return AttentionSeq2Seq(
        *sizes, attention=AdditiveAttention(256, 256, hidden_size=128), **options
    )


def learn(task: Task, way: Way, source: Side, target: Side) -> tuple[Seq2Seq, float]:
    """Train; the model with the best weights, and its loss on the validation pairs."""
    torch.manual_seed(SEED)
    model = make(task, way, source, target)
    sources = [reverse(ids) if way.turned else ids for ids in (source.train, source.validation)]
    train, validation = (
        TranslationBatches(ids, others, start=BOS, end=EOS, batch_size=BATCH, seed=SEED)
        for ids, others in zip(sources, (target.train, target.validation), strict=True)
    )
    history = fit(
        model, train, validation, loss_of=F.cross_entropy, epochs=task.epochs, clip=1.0,
        optimizer=torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01),
        precision="bf16", schedule=cosine(warmup=0.05),
    )  # fmt: skip
    model.load_state_dict(history.best_state)
    return model.eval(), history.best.validation.loss if history.best else float("nan")


def translate(model: Seq2Seq, ids: FlatIds, target: Bpe, *, width: int = 0) -> list[str]:
    """Greedy without a width, else a beam."""
    said: list[str] = []
    for first in range(0, len(ids.offsets), 64):
        rows = np.arange(first, min(first + 64, len(ids.offsets)))
        batch = pad(take(ids, rows))
        start = torch.full((len(rows), 1), BOS)
        with torch.no_grad():
            state = model.begin(*batch)
        if width:
            found = beam_search(
                model.decode, start, width=width, max_new=LONGEST, stop_ids=(EOS,), state=state,
                select=DecoderState.select,
            )  # fmt: skip
            said += [target.decode(own[0].ids) for own in found]
        else:
            out = generate(
                model.decode, start, max_new=LONGEST, stop_ids=(EOS,), state=state, temperature=0
            )
            said += [target.decode(row) for row in out.rows()]
    return said


def measure(task: Task, ways: tuple[Way, ...]) -> list[dict[str, Any]]:
    """A row for each way."""
    train = part(task, "train", task.pairs)
    validation = part(task, "validation", 1000)
    references: dict[str, list[str]] = defaultdict(list)
    for source, target in data.load(task.name, "test", size="full"):
        references[source].append(target)
    tested = [list(references)[i] for i in np.random.default_rng(SEED).permutation(len(references))]
    tested = tested[:TESTED]
    sides = [
        number(texts, others, task.vocab_size)
        for texts, others in zip(
            (train.sources, train.targets), (validation.sources, validation.targets), strict=True
        )
    ]
    rows = []
    for way in ways:
        begun = time.process_time(), time.perf_counter()
        model, loss = learn(task, way, *sides)
        seconds = time.process_time() - begun[0], time.perf_counter() - begun[1]
        ids = encode_many(sides[0].bpe, tested)
        ids = reverse(ids) if way.turned else ids
        greedy, beam = (translate(model, ids, sides[1].bpe, width=width) for width in (0, 4))
        right = [references[source] for source in tested]
        rows.append({
            "name": f"{task.title}, {way.title}",
            "bleu": round(bleu(greedy, right).score, 2),
            "bleu_beam": round(bleu(beam, right).score, 2),
            **by_length(tested, greedy, right),
            "perplexity": round(float(np.exp(loss)), 3),
            "train_pairs": len(train),
            "test_sentences": len(tested),
            "epochs": task.epochs,
            "parameters": sum(p.numel() for p in model.parameters()),
            "cpu_seconds": round(seconds[0], 1),
            "wall_seconds": round(seconds[1], 1),
        })  # fmt: skip
    return rows


def by_length(
    sources: list[str], said: list[str], right: list[list[str]]
) -> dict[str, float | None]:
    """BLEU of sources of 1–4 words, 5–6 and so on."""
    found: dict[str, float | None] = {}
    for low, high in LENGTHS:
        rows = [i for i, text in enumerate(sources) if low <= len(text.split()) <= high]
        score = bleu([said[i] for i in rows], [right[i] for i in rows]).score if rows else None
        found[f"bleu_{low}"] = None if score is None else round(score, 2)
        found[f"sentences_{low}"] = len(rows)
    return found


def main() -> None:
    """Measure and print."""
    options = parser(__doc__.splitlines()[0])
    options.add_argument("--attention", action="store_true", help="with attention and without")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    name, title, ways = (
        ("tatoeba_attention", "Tatoeba 번역, 어텐션이 있을 때와 없을 때", MODELS)
        if chosen.attention
        else ("tatoeba_seq2seq", "Tatoeba 번역, 어텐션 없는 인코더-디코더", ORDERS)
    )
    rows = [row for task in TASKS for row in measure(task, ways)]
    raw = result(
        name, title=title, columns=COLUMNS,
        rows=rows, seed=SEED, files=[data.locate(task.name, "all", size="full") for task in TASKS],
        notes=NOTES,
    )  # fmt: skip
    finish(name, raw, keep=chosen.save)


if __name__ == "__main__":
    main()
