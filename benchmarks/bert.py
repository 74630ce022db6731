"""BERT and generation against transformers: the same weights, sentences of real-like lengths.

Run it from the repository's root: ``python -m benchmarks.bert [--rows 256] [--rounds 3]``. It needs
the extra ``bert`` and prints JSON. Lengths are drawn like those of film reviews in word pieces:
most are short, a few long. Both sides are measured twice: with batches as the rows come, and with
batches of sentences of like length ("buckets"). The models take turns, so that a busy machine
slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from benchmarks._provenance import provenance
from course_lib.models.bert import BertClassifier, load_pretrained
from course_lib.models.transformer import TransformerConfig, TransformerLanguageModel

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


def measure_bert(rows: int, rounds: int) -> dict[str, object]:
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
    result: dict[str, object] = {"largest_logit_difference": float((got - wanted).abs().max())}
    for work in (train, infer):
        runs = {
            f"{who}_{kind}": (lambda m=model, f=logits, d=each: work(m, f, d))  # noqa: B023
            for kind, each in batches.items()
            for who, model, logits in (
                ("ours", ours, our_logits),
                ("transformers", theirs, their_logits),
            )
        }
        result[f"{work.__name__}_sentences_per_second"] = rates(runs, rounds)
    return {**result, "padding": {kind: padding(each) for kind, each in batches.items()}}


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    result = {
        "model": f"{LAYERS} layers of {D}, {HEADS} heads, V = {V:,}, batches of {BATCH}",
        "bert": measure_bert(options.rows, options.rounds),
        "generation_tokens_per_second": measure_generation(options.rounds),
        "load_before": busy,
        "threads": torch.get_num_threads(),
    }
    print(json.dumps({"bert": result, "provenance": provenance(seed=SEED)}, indent=2))


if __name__ == "__main__":
    main()
