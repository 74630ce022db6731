"""Fine-tuning on AG News from a local folder: document 003's way and ours, against from scratch.

Run it from the repository's root: ``python -m benchmarks.bert_ag_news [--save]``. Of the test
file's 7,600 rows 6,600 are learnt from and 1,000 tested on, as in ``embedding_classifiers``. A
small BERT fills gaps in the texts of the 6,600 and of the 5,000 training rows at hand, without
labels and without the 1,000; it is kept as a folder of Hugging Face's form and read from there by
both libraries. Learning rates are chosen on 600 of the 6,600. It needs the extra ``bert``.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks import _results
from benchmarks._bert_folder import descend, encode, learn_pieces, pretrain
from benchmarks.embedding_classifiers import news
from course_lib import data
from course_lib.data.batching import Batches, Padded, take
from course_lib.models.bert import BertClassifier, load_pretrained, save_pretrained
from course_lib.results import Column
from course_lib.runtime import cache_dir
from course_lib.text.flat import FlatIds
from course_lib.training.schedules import linear

NAME, K = "bert_ag_news", 4
SEEDS, HELD_OUT, FEW = (0, 1, 2), 600, 500
EPOCHS, FEW_EPOCHS, PRETRAINING_EPOCHS, BATCH = 2, 12, 10, 32
RATES = (5e-4, 2e-3)
COLUMNS = (
    Column("accuracy", "정확도, 1,000건", "%"),
    Column("lowest", "가장 낮은 시드", "%"),
    Column("seeds", "시드 수"),
    Column("train_rows", "라벨"),
    Column("learning_rate", "학습률", digits=5),
    Column("cpu_seconds", "학습 CPU", "초", digits=0),
)
Logits = Callable[[nn.Module, Padded], Tensor]


@dataclass(frozen=True)
class Rows:
    """Numbered texts with labels."""

    ids: FlatIds
    labels: np.ndarray

    def part(self, rows: np.ndarray) -> Rows:
        """Some of them."""
        return Rows(take(self.ids, rows), self.labels[rows])


def our_logits(model: nn.Module, inputs: Padded) -> Tensor:
    """Logits of our model."""
    return model(*inputs)


def their_logits(model: nn.Module, inputs: Padded) -> Tensor:
    """Logits of the model of transformers, with its mask."""
    return model(inputs.ids, attention_mask=inputs.mask.long()).logits


def unmasked_logits(model: nn.Module, inputs: Padded) -> Tensor:
    """Document 003: no mask, so every token sees the padding too."""
    return model(inputs.ids).logits


def begin(folder: Path, seed: int, *, pretrained: bool) -> BertClassifier:
    """A classifier with a new head on the pre-trained layers, or all new."""
    torch.manual_seed(seed)
    fresh = ("pooler", "classifier")
    model = load_pretrained(BertClassifier, folder, num_classes=K, fresh=fresh)
    return model if pretrained else BertClassifier(model.bert.config, num_classes=K)


def as_theirs(model: BertClassifier, folder: Path) -> nn.Module:
    """The same weights in transformers, by way of a folder."""
    import transformers

    save_pretrained(model, folder)
    kind = transformers.BertForSequenceClassification
    return kind.from_pretrained(folder, local_files_only=True)


def tune(
    model: nn.Module,
    rows: Rows,
    logits: Logits,
    *,
    rate: float,
    seed: int,
    epochs: int = EPOCHS,
) -> dict[str, Any]:
    """Fine-tune; the loss of every step and the time taken."""
    batches = Batches(rows.ids, rows.labels, batch_size=BATCH, seed=seed)
    optimizer = torch.optim.AdamW(model.train().parameters(), lr=rate)
    scheduler = linear(warmup=0.1)(optimizer, epochs * len(batches))
    begun, losses = time.process_time(), []
    for _ in range(epochs):
        each = (F.cross_entropy(logits(model, inputs), y) for inputs, y, _ in batches)
        losses += descend(each, optimizer, scheduler)
    return {"losses": losses, "cpu_seconds": time.process_time() - begun, "learning_rate": rate}


def tune_as_documented(model: nn.Module, rows: Rows) -> dict[str, Any]:
    """Document 003 to the letter: eight at a time, Adam, no mask; ``iterations==1`` never stops."""
    batches = Batches(rows.ids, rows.labels, batch_size=8, by_length=False)
    optimizer, begun = torch.optim.Adam(model.train().parameters(), lr=2e-5), time.process_time()
    each = (F.cross_entropy(unmasked_logits(model, inputs), y) for inputs, y, _ in batches)
    losses = descend(each, optimizer)
    return {"losses": losses, "cpu_seconds": time.process_time() - begun, "learning_rate": 2e-5}


@torch.no_grad()
def judge(model: nn.Module, rows: Rows, logits: Logits) -> float:
    """Share of right answers."""
    model.eval()
    batches = Batches(rows.ids, rows.labels, batch_size=250, shuffle=False)
    right = [int((logits(model, inputs).argmax(1) == y).sum()) for inputs, y, _ in batches]
    return sum(right) / len(rows.labels)


def choose(folder: Path, train: Rows, *, pretrained: bool, epochs: int = EPOCHS) -> float:
    """The learning rate that does best on rows held out of the training rows."""
    learn = train.part(np.arange(len(train.labels) - HELD_OUT))
    held = train.part(np.arange(len(train.labels) - HELD_OUT, len(train.labels)))
    learn = learn if epochs == EPOCHS else learn.part(np.arange(FEW))
    found = {}
    for rate in RATES:
        model = begin(folder, 100, pretrained=pretrained)
        tune(model, learn, our_logits, rate=rate, seed=100, epochs=epochs)
        found[rate] = judge(model, held, our_logits)
    return max(found, key=lambda rate: found[rate])


def row(name: str, runs: Sequence[dict[str, Any]], train: Rows, **facts: Any) -> dict[str, Any]:
    """A line of the table: means over the seeds."""
    scores = [run["accuracy"] for run in runs]
    return {
        "name": name,
        "accuracy": statistics.mean(scores),
        "lowest": min(scores),
        "accuracies": scores,
        "seeds": len(runs),
        "train_rows": len(train.labels),
        "learning_rate": runs[0]["learning_rate"],
        "cpu_seconds": statistics.median(run["cpu_seconds"] for run in runs),
        **facts,
    }


def both_libraries(folder: Path, train: Rows, test: Rows) -> list[dict[str, Any]]:
    """Ours and theirs from the same folder, seed by seed, in the same batches."""
    rate = choose(folder, train, pretrained=True)
    runs: dict[Logits, list[dict[str, Any]]] = {our_logits: [], their_logits: []}
    for seed in SEEDS:
        ours = begin(folder, seed, pretrained=True)
        pair = {their_logits: as_theirs(ours, folder / f"begun-{seed}"), our_logits: ours}
        for logits, model in pair.items():
            run = tune(model, train, logits, rate=rate, seed=seed)
            runs[logits].append(run | {"accuracy": judge(model, test, logits)})
    gaps = [
        np.abs(np.subtract(one["losses"], other["losses"]))
        for one, other in zip(*runs.values(), strict=True)
    ]
    epoch = -(-len(train.labels) // BATCH)
    apart = {
        "largest_loss_gap_in_epoch_1": float(max(gap[:epoch].max() for gap in gaps)),
        "largest_loss_gap": float(max(gap.max() for gap in gaps)),
        "largest_loss_gap_in_100_steps": float(max(gap[:100].max() for gap in gaps)),
    }
    return [
        row("course_lib, 사전 학습에서", runs[our_logits], train, epochs=EPOCHS, **apart),
        row("transformers, 사전 학습에서", runs[their_logits], train, epochs=EPOCHS),
    ]


def ours(
    name: str, folder: Path, train: Rows, test: Rows, *, pretrained: bool, epochs: int = EPOCHS,
    rate: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Our model on three seeds."""
    if rate is None:
        rate = choose(folder, train, pretrained=pretrained, epochs=epochs)
    learn, runs = train if epochs == EPOCHS else train.part(np.arange(FEW)), []
    for seed in SEEDS:
        model = begin(folder, seed, pretrained=pretrained)
        run = tune(model, learn, our_logits, rate=rate, seed=seed, epochs=epochs)
        runs.append(run | {"accuracy": judge(model, test, our_logits)})
    return row(name, runs, learn, epochs=epochs)


def documented(folder: Path, train: Rows, test: Rows) -> dict[str, Any]:
    """Document 003's own settings, on the first seed."""
    model = as_theirs(begin(folder, 0, pretrained=True), folder / "begun")
    run = tune_as_documented(model, train)
    run |= {"accuracy": judge(model, test, unmasked_logits)}
    masked = judge(model, test, their_logits)
    name = "문서 003의 설정, 사전 학습에서"
    return row(name, [run], train, epochs=1, accuracy_with_mask=masked)


def prepare(folder: Path) -> None:
    """Learn pieces and fill gaps, unless the folder has a checkpoint already."""
    written = folder / "pretraining.json"
    if written.exists():
        return
    rows = news()
    secret = set(rows.test.texts)
    texts = [text for part in (rows.train, rows.larger) for text in part.texts
             if text not in secret]  # fmt: skip
    learn_pieces(texts, folder)
    course = pretrain(encode(texts, folder), folder, epochs=PRETRAINING_EPOCHS)
    written.write_text(json.dumps(course), encoding="utf-8")


FEW_ROWS: dict[str, Any] = {"epochs": FEW_EPOCHS}
STAGES: dict[str, Callable[[Path, Rows, Rows], list[dict[str, Any]]]] = {
    "documented": lambda *place: [documented(*place)],
    "both": both_libraries,
    "scratch": lambda *place: [ours("course_lib, 처음부터", *place, pretrained=False)],
    "few": lambda *place: [
        ours(f"{FEW}건, 사전 학습에서", *place, pretrained=True, **FEW_ROWS),
        ours(f"{FEW}건, 처음부터", *place, pretrained=False, **FEW_ROWS),
    ],
}


def stage(name: str, folder: Path) -> list[dict[str, Any]]:
    """Rows of the table: from the folder, or measured now and left there."""
    written = folder / f"{name}.json"
    if not written.exists():
        rows = news()
        sides = (Rows(encode(part.texts, folder), part.labels) for part in (rows.train, rows.test))
        written.write_text(json.dumps(STAGES[name](folder, *sides)), encoding="utf-8")
    return list(json.loads(written.read_text(encoding="utf-8")))


def main() -> None:
    """Measure and print."""
    options = _results.parser(str(__doc__).splitlines()[0])
    options.add_argument("--folder", type=Path, default=cache_dir() / "benchmarks" / NAME)
    options.add_argument("--only", choices=STAGES, help="measure these rows alone, and stop")
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    prepare(chosen.folder)
    if chosen.only:
        stage(chosen.only, chosen.folder)
        return
    course = json.loads((chosen.folder / "pretraining.json").read_text(encoding="utf-8"))
    rows = [{"name": "빈칸 채우기(사전 학습)", **course}]
    rows += [row for name in STAGES for row in stage(name, chosen.folder)]
    raw = _results.result(
        NAME,
        title="AG News: 로컬 폴더의 BERT를 미세 조정",
        columns=COLUMNS,
        rows=rows,
        seed=SEEDS[0],
        files=[data.locate("ag_news_5k", split) for split in ("test", "train")],
        threads=1,
        notes="시험 파일 7,600건을 섞어 6,600건으로 배우고 1,000건으로 시험했습니다. 두 층, "
        "128차원의 BERT가 6,600건과 학습 파일 5,000건의 글에서(라벨 없이, 시험 1,000건은 빼고) "
        "빈칸을 배운 다음 폴더에 저장했고, 두 라이브러리가 그 폴더를 읽었습니다. 학습률은 "
        "6,600건에서 떼어 둔 600건으로 골랐습니다. 문서 003의 설정은 배치 8, Adam, 2e-5, 마스크 "
        "없음, 한 에폭입니다. 두 라이브러리가 같은 계산을 하도록 드롭아웃은 모두 0입니다.",
    )
    _results.finish(NAME, raw, keep=chosen.save)


if __name__ == "__main__":
    main()
