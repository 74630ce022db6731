"""A small BERT that filled gaps, in a folder of Hugging Face's form: what bert_ag_news reads."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from course_lib.data.batching import Batches
from course_lib.models.bert import (
    BertConfig,
    BertMaskedLM,
    count_parameters,
    layer_groups,
    mask_tokens,
    save_pretrained,
)
from course_lib.text.flat import FlatIds, flatten
from course_lib.training.schedules import linear

PIECES, LONGEST = 8_000, 64
SIZES = {"hidden_size": 128, "num_layers": 2, "num_heads": 2, "intermediate_size": 256}
STILL = {"dropout": 0.0, "attention_dropout": 0.0}  # so that two libraries compute the same


def learn_pieces(texts: Sequence[str], folder: Path) -> None:
    """Learn lower-case word pieces and write ``vocab.txt``, which both libraries read."""
    from tokenizers import BertWordPieceTokenizer

    trainer = BertWordPieceTokenizer(lowercase=True)
    trainer.train_from_iterator(texts, vocab_size=PIECES, min_frequency=3, show_progress=False)
    trainer.save_model(str(folder))


def encode(texts: Sequence[str], folder: Path) -> FlatIds:
    """Numbers of the pieces with [CLS] and [SEP], by the tokenizer of transformers, cut."""
    import transformers

    tokenizer = transformers.BertTokenizer.from_pretrained(folder, local_files_only=True)
    return flatten(tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"], list)


def gap_losses(model: BertMaskedLM, batches: Batches, names: list[str]) -> Iterator[Tensor]:
    """The loss of one gap after another, other gaps in every epoch."""
    silent = [names.index(f"[{name}]") for name in ("PAD", "CLS", "SEP")]
    mask, generator = names.index("[MASK]"), torch.Generator().manual_seed(batches.epoch)
    for (ids, lengths), *_ in batches:
        maskable = ~torch.isin(ids, torch.tensor(silent))
        gaps, labels = mask_tokens(
            ids, maskable, mask_id=mask, vocab_size=len(names), generator=generator
        )
        yield model.loss(gaps, labels, lengths)


def descend(
    losses: Iterable[Tensor], optimizer: torch.optim.Optimizer, scheduler: Any = None
) -> list[float]:
    """Go a step for each loss as it is computed; what they were."""
    every = [p for group in optimizer.param_groups for p in group["params"]]
    seen = []
    for loss in losses:
        optimizer.zero_grad()
        loss.backward()
        if scheduler is not None:
            nn.utils.clip_grad_norm_(every, 1.0)
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        seen.append(loss.item())
    return seen


def pretrain(ids: FlatIds, folder: Path, *, epochs: int) -> dict[str, Any]:
    """Fill gaps, and keep what was learnt in the folder; the course of it."""
    names = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    torch.manual_seed(0)
    config = BertConfig(vocab_size=len(names), max_length=LONGEST, **SIZES, **STILL)
    model, batches = BertMaskedLM(config), Batches(ids, batch_size=64)
    optimizer = torch.optim.AdamW(layer_groups(model, learning_rate=2e-3, decay=1.0))
    scheduler = linear(warmup=0.1)(optimizer, epochs * len(batches))
    begun, history = time.process_time(), []
    for _ in range(epochs):
        losses = descend(gap_losses(model, batches, names), optimizer, scheduler)
        history.append(statistics.mean(losses))
    save_pretrained(model, folder)
    return {
        "gap_losses": history,
        "cpu_seconds": time.process_time() - begun,
        "texts": len(ids.offsets),
        "tokens": len(ids.flat),
        "vocab_size": len(names),
        "parameters": count_parameters(model),
        "epochs": epochs,
    }
