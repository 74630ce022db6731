"""Sizes of nsmc_bert, from one that a test trains to one for a GPU, and what was tried for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks._finetuning import PRETRAINED, SCRATCH, Tuning
from benchmarks._nsmc_pieces import MAX_LENGTH, PAD
from benchmarks._pretraining import Plan
from course_lib.models.bert import BertConfig

SEEDS = (0, 1, 2)
FEW = (1_000, 10_000)


@dataclass(frozen=True, kw_only=True)
class Size:
    """A model, how it is pre-trained, and candidates for its fine-tuning.

    Args:
        layers: of the encoder.
        hidden_size: H; a head has 64 or, in small models, 32 of it.
        tokens: of a batch in pre-training.
        learning_rate: of pre-training.
        tunings: candidates, by way and number of rows; 0 stands for all.
        precision: "float32" or "bf16".
        whole_word: gaps are whole words.
        pretraining_dropout: while pre-training.
        dropout: while fine-tuning.
    """

    layers: int
    hidden_size: int
    tokens: int
    learning_rate: float
    tunings: Mapping[tuple[str, int], tuple[Tuning, ...]] = field(default_factory=dict)
    precision: Any = "float32"
    whole_word: bool = False
    pretraining_dropout: float = 0.0
    dropout: float = 0.1

    @property
    def label_counts(self) -> tuple[int, ...]:
        """Numbers of labelled rows to learn from; 0 for all."""
        return tuple(dict.fromkeys(rows for _, rows in self.tunings))

    def candidates(self, way: str, rows: int) -> tuple[Tuning, ...]:
        """What to try for a line of the table."""
        return self.tunings[way, rows]

    def config(self, pieces: int, *, dropout: float | None = None) -> BertConfig:
        """The model's sizes; fine-tuning's dropout if no other is given."""
        share = self.dropout if dropout is None else dropout
        return BertConfig(
            vocab_size=pieces, hidden_size=self.hidden_size, num_layers=self.layers,
            num_heads=self.hidden_size // (64 if self.hidden_size > 256 else 32),
            intermediate_size=4 * self.hidden_size, max_length=MAX_LENGTH, num_segments=1,
            dropout=share, attention_dropout=share, padding_id=PAD,
        )  # fmt: skip

    def plan(self, pieces: int, *, seconds: float) -> Plan:
        """How to pre-train for so many seconds."""
        return Plan(
            config=self.config(pieces, dropout=self.pretraining_dropout), tokens=self.tokens,
            learning_rate=self.learning_rate, seconds=seconds, precision=self.precision,
            whole_word=self.whole_word,
        )  # fmt: skip


TOY_TUNINGS = {
    (way, rows): (Tuning(1e-3, 1, batch_size=16),)
    for way in (SCRATCH, PRETRAINED)
    for rows in (0, 50)
}
SMALL_TUNINGS = {
    (PRETRAINED, 0): (Tuning(3e-4, 2, decay=0.9, forget=0.1), Tuning(6e-4, 2)),
    (SCRATCH, 0): (Tuning(1e-3, 2, forget=0.1), Tuning(5e-4, 3)),
    (PRETRAINED, 10_000): (
        Tuning(3e-4, 4, decay=0.9, batch_size=32),
        Tuning(6e-4, 4, batch_size=32),
    ),
    (SCRATCH, 10_000): (Tuning(5e-4, 6, batch_size=32), Tuning(1e-3, 4, batch_size=32)),
    (PRETRAINED, 1_000): (
        Tuning(3e-4, 8, decay=0.9, batch_size=32),
        Tuning(6e-4, 8, batch_size=32),
    ),
    (SCRATCH, 1_000): (Tuning(5e-4, 12, batch_size=32), Tuning(1e-3, 12, batch_size=32)),
}
GPU_TUNINGS = {
    (PRETRAINED, 0): (
        Tuning(2e-4, 3, decay=0.9, batch_size=256, forget=0.1),
        Tuning(1e-4, 3, batch_size=256, forget=0.1),
    ),
    (SCRATCH, 0): (
        Tuning(3e-4, 4, batch_size=256, forget=0.1),
        Tuning(1e-4, 4, batch_size=256, forget=0.1),
    ),
    (PRETRAINED, 10_000): (
        Tuning(2e-4, 4, decay=0.9, batch_size=64, forget=0.1),
        Tuning(1e-4, 4, batch_size=64, forget=0.1),
    ),
    (SCRATCH, 10_000): (Tuning(3e-4, 8, batch_size=64), Tuning(1e-4, 8, batch_size=64)),
    (PRETRAINED, 1_000): (
        Tuning(2e-4, 10, decay=0.9, batch_size=32, forget=0.1),
        Tuning(1e-4, 10, batch_size=32, forget=0.1),
    ),
    (SCRATCH, 1_000): (Tuning(3e-4, 15, batch_size=32), Tuning(1e-4, 15, batch_size=32)),
}
GPU: dict[str, Any] = {
    "tokens": 32_768, "tunings": GPU_TUNINGS, "precision": "bf16", "pretraining_dropout": 0.1,
}  # fmt: skip
SIZES = {
    "toy": Size(layers=1, hidden_size=32, tokens=512, learning_rate=1e-3, tunings=TOY_TUNINGS),
    "small": Size(
        layers=2, hidden_size=128, tokens=2_048, learning_rate=1.5e-3, tunings=SMALL_TUNINGS
    ),
    "medium": Size(layers=8, hidden_size=640, learning_rate=5e-4, **GPU),
    "base": Size(layers=12, hidden_size=768, learning_rate=4e-4, **GPU),
}
