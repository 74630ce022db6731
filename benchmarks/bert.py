"""BERT and generation against transformers: the same weights, sentences of real-like lengths.

Run it from the repository's root: ``python -m benchmarks.bert [--save] [--rows 256] [--rounds 3]``.
It needs the extra ``bert`` and prints JSON. Lengths are drawn like those of film reviews in word
pieces: most are short, a few long. Both sides are measured twice: with batches as the rows come,
and with batches of sentences of like length ("buckets"). The models take turns, so that a busy
machine slows both.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from benchmarks._results import finish, parser, result
from course_lib.models.bert import BertClassifier, load_pretrained
from course_lib.models.transformer import TransformerConfig, TransformerLanguageModel
from course_lib.results import Column

NAME = "bert_speed"
COLUMNS = (
    Column("ours", "course_lib, CPU 1초에", digits=0),
    Column("theirs", "transformers, CPU 1초에", digits=0),
    Column("ratio", "몇 배", "배", digits=2),
    Column("wall_ratio", "벽시계로 몇 배", "배", digits=2),
)
SEED, BATCH, V, D, LAYERS, HEADS, LONGEST = 0, 32, 8_000, 256, 4, 4, 128
PROMPT, TOKENS = 16, 128
Batch = tuple[Tensor, Tensor, Tensor]


def make_rows(count: int) -> list[Tensor]:
    """Random token numbers; the lengths are log-normal around 18."""
    generator = torch.Generator().manual_seed(SEED)
    lengths = torch.empty(count).log_normal_(2.9, 0.7, generator=generator)
    return [
        torch.randint(5, V, (length,), generator=generator)
        for length in lengths.round().clamp(4, LONGEST).long().tolist()
    ]


def make_batches(rows: list[Tensor], *, buckets: bool) -> list[Batch]:
    """Padded ids, lengths and labels; in buckets the rows are sorted first, then the batches mixed.

    Args:
        rows: token numbers.
        buckets: put sentences of like length together.
    """
    rows = sorted(rows, key=len) if buckets else rows
    batches = []
    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        lengths = torch.tensor([len(row) for row in part])
        batches.append((pad_sequence(part, batch_first=True), lengths, lengths % 2))
    order = torch.randperm(len(batches), generator=torch.Generator().manual_seed(SEED))
    return [batches[place] for place in order]


def make_models() -> tuple[nn.Module, nn.Module]:
    """Ours and theirs, with one set of weights."""
    import transformers

    torch.manual_seed(SEED)
    sizes = {"vocab_size": V, "hidden_size": D, "intermediate_size": 4 * D}
    settings = transformers.BertConfig(
        **sizes, num_hidden_layers=LAYERS, num_attention_heads=HEADS, num_labels=2
    )
    theirs = transformers.BertForSequenceClassification(settings)
    with tempfile.TemporaryDirectory() as folder:
        theirs.save_pretrained(folder)
        return load_pretrained(BertClassifier, folder), theirs


def our_logits(model: nn.Module, batch: Batch) -> Tensor:
    """Logits of our model."""
    return model(batch[0], batch[1])


def their_logits(model: nn.Module, batch: Batch) -> Tensor:
    """Logits of the model of transformers."""
    mask = torch.arange(batch[0].shape[1]) < batch[1][:, None]
    return model(batch[0], attention_mask=mask.long()).logits


def train(model: nn.Module, logits: Callable[[nn.Module, Batch], Tensor], data: list[Batch]) -> int:
    """One epoch with AdamW; how many sentences it had."""
    optimizer = torch.optim.AdamW(model.train().parameters(), lr=1e-5)
    for batch in data:
        optimizer.zero_grad()
        F.cross_entropy(logits(model, batch), batch[2]).backward()
        optimizer.step()
    return sum(len(labels) for _, _, labels in data)


@torch.inference_mode()
def infer(model: nn.Module, logits: Callable[[nn.Module, Batch], Tensor], data: list[Batch]) -> int:
    """Logits of everything; how many sentences there were."""
    model.eval()
    for batch in data:
        logits(model, batch)
    return sum(len(labels) for _, _, labels in data)


@torch.inference_mode()
def generate(model: TransformerLanguageModel, ids: Tensor, *, cached: bool) -> Tensor:
    """The most likely tokens, one after another.

    Args:
        model: what says the next token.
        ids: prompts of one length.
        cached: keep keys and values instead of reading everything again.
    """
    cache, new = model.new_cache() if cached else None, ids
    for _ in range(TOKENS):
        new = model(new if cached else ids, cache=cache)[:, -1:].argmax(-1)
        ids = torch.cat([ids, new], dim=1)
    return ids


def rates(runs: dict[str, Callable[[], int]], rounds: int) -> dict[str, dict[str, float]]:
    """Medians of units per second; the runs take turns, after one that is not counted.

    Returns:
        By the clock on the wall, and by the processor's time, which other work does not slow.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            units = run()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            if turn:
                found[name].append((units / wall, units / cpu))
    columns = {
        name: map(statistics.median, zip(*each, strict=True)) for name, each in found.items()
    }
    return {
        name: dict(zip(("wall", "cpu"), (round(value, 1) for value in values), strict=True))
        for name, values in columns.items()
    }


def measure_bert(rows: int, rounds: int) -> dict[str, Any]:
    """Sentences per second of training and inference."""
    ours, theirs = make_models()
    data = make_rows(rows)
    batches = {
        "mixed": make_batches(data, buckets=False),
        "buckets": make_batches(data, buckets=True),
    }
    with torch.inference_mode():
        both = ((ours, our_logits), (theirs, their_logits))
        got, wanted = (logits(model.eval(), batches["mixed"][0]) for model, logits in both)
    found: dict[str, Any] = {"largest_logit_difference": float((got - wanted).abs().max())}
    for work in (train, infer):
        runs = {
            f"{who}_{kind}": (lambda m=model, f=logits, d=each: work(m, f, d))  # noqa: B023
            for kind, each in batches.items()
            for who, model, logits in (
                ("ours", ours, our_logits),
                ("transformers", theirs, their_logits),
            )
        }
        found[f"{work.__name__}_sentences_per_second"] = rates(runs, rounds)
    return {**found, "padding": {kind: padding(each) for kind, each in batches.items()}}


def padding(data: Iterable[Batch]) -> float:
    """Share of the positions that hold no token."""
    shapes = [(ids.numel(), int(lengths.sum())) for ids, lengths, _ in data]
    return round(1 - sum(real for _, real in shapes) / sum(every for every, _ in shapes), 3)


def measure_generation(rounds: int) -> dict[str, dict[str, float]]:
    """Tokens per second, one sentence at a time; both models have the same sizes."""
    import transformers

    sizes = {"vocab_size": V, "n_embd": D, "n_layer": LAYERS, "n_head": HEADS}
    settings = transformers.GPT2Config(
        **sizes, n_positions=PROMPT + TOKENS, bos_token_id=None, eos_token_id=None
    )
    theirs = transformers.GPT2LMHeadModel(settings).eval()
    own = TransformerConfig(
        size=D,
        num_heads=HEADS,
        num_layers=LAYERS,
        activation="gelu_tanh",
        pre_norm=True,
        positions="learned",
        max_length=PROMPT + TOKENS,
    )
    ours = TransformerLanguageModel(V, own).eval()
    ids = torch.randint(V, (1, PROMPT), generator=torch.Generator().manual_seed(SEED))
    options = {"max_new_tokens": TOKENS, "min_new_tokens": TOKENS, "do_sample": False}
    mask = torch.ones_like(ids)

    def our_run(cached: bool) -> int:
        return generate(ours, ids, cached=cached).shape[1] - PROMPT

    def their_run(cached: bool) -> int:
        written = theirs.generate(ids, attention_mask=mask, use_cache=cached, **options)
        return written.shape[1] - PROMPT

    runs = {
        "ours_cached": lambda: our_run(True),
        "transformers_cached": lambda: their_run(True),
        "ours_uncached": lambda: our_run(False),
        "transformers_uncached": lambda: their_run(False),
    }
    return rates(runs, rounds)


def table(bert: dict[str, Any], generation: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    """What was measured as rows: ours, theirs, and how many times theirs."""
    works = {"train": "학습", "infer": "추론"}
    kinds = {"mixed": "들어온 차례대로", "buckets": "길이가 비슷한 것끼리"}
    pairs = {
        f"{works[work]}, {kinds[kind]}": (each[f"ours_{kind}"], each[f"transformers_{kind}"])
        for work in works
        for each in (bert[f"{work}_sentences_per_second"],)
        for kind in kinds
    } | {
        "생성, 캐시": (generation["ours_cached"], generation["transformers_cached"]),
        "생성, 캐시 없이": (generation["ours_uncached"], generation["transformers_uncached"]),
    }
    return [
        {
            "name": name,
            "ours": ours["cpu"],
            "theirs": theirs["cpu"],
            "ratio": round(ours["cpu"] / theirs["cpu"], 3),
            "wall_ratio": round(ours["wall"] / theirs["wall"], 3),
        }
        for name, (ours, theirs) in pairs.items()
    ]


def main() -> None:
    """Measure and print."""
    options = parser(str(__doc__).splitlines()[0])
    options.add_argument("--rows", type=int, default=256)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    bert, generation = measure_bert(chosen.rows, chosen.rounds), measure_generation(chosen.rounds)
    raw = result(
        NAME,
        title="BERT와 GPT: transformers와 번갈아 잰 빠르기",
        columns=COLUMNS,
        rows=table(bert, generation),
        seed=SEED,
        threads=1,
        notes=f"네 층, {D}차원, 헤드 {HEADS}, 어휘 {V:,}, 배치 {BATCH}. 영화평처럼 들쭉날쭉한 "
        f"길이의 문장 {chosen.rows}개이고 두 쪽의 가중치가 같습니다. 학습과 추론은 초당 문장, "
        f"생성은 초당 토큰이며 CPU 시간으로 나눈 {chosen.rounds}번의 중앙값입니다. 분류할 때 "
        "마지막 층은 우리 쪽만 첫 토큰만 계산합니다(로짓과 기울기는 같습니다).",
    )
    raw |= {"bert": bert, "generation_tokens_per_second": generation}
    finish(NAME, raw, keep=chosen.save)


if __name__ == "__main__":
    main()
