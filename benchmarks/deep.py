"""Layers, directions and poolings with one recipe, on the embedded reviews.

Run it from the repository's root: ``python -m benchmarks.deep [--save]``. The recurrent parts have
about equally many parameters. It prints JSON.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from benchmarks._results import finish, parser, result
from benchmarks.cells import COLUMNS, RECIPE, SEEDS, THREADS, row, run
from course_lib import data
from course_lib.results import Column

TRAIN, EPOCHS, RATE, WIDTH = 4_000, 8, 0.02, 32
LONGER = 3  # times as many epochs, to see whether deep layers are only slow
BOTH = {"hidden_size": 20, "bidirectional": True, "packed": True}
SETTINGS: dict[str, dict[str, Any]] = {
    "한 층": {"hidden_size": 32},
    "두 층": {"hidden_size": 21, "num_layers": 2},
    "네 층": {"hidden_size": 15, "num_layers": 4},
    "양방향 한 층": BOTH,
    "양방향 한 층, 평균": BOTH | {"pooling": "mean"},
    "양방향 한 층, 최대": BOTH | {"pooling": "max"},
    "양방향 한 층, 어텐션": BOTH | {"pooling": "attention"},
}


PLAN = [(name, setting, EPOCHS) for name, setting in SETTINGS.items()]
PLAN += [(f"{name}, 세 배 오래", SETTINGS[name], LONGER * EPOCHS) for name in ("한 층", "네 층")]


def parameters(
    *, hidden_size: int, num_layers: int = 1, bidirectional: bool = False, **_: Any
) -> int:
    """Parameters of the recurrent layers alone."""
    layers = nn.LSTM(WIDTH, hidden_size, num_layers=num_layers, bidirectional=bidirectional)
    return sum(each.numel() for each in layers.parameters())


def rows() -> list[dict[str, Any]]:
    """One row for each setting."""
    train, test = (data.load("nsmc", split, size="mini") for split in ("train", "test"))
    train = train.select(range(TRAIN))
    made = []
    for name, setting, epochs in PLAN:
        sizes = {"hidden_size": setting["hidden_size"], "parameters": parameters(**setting)}
        common = {"epochs": epochs, "rate": RATE, "embedding_dim": WIDTH} | setting
        runs = [run(train, test, seed=seed, **common) for seed in SEEDS]
        made.append(sizes | row(name, runs, epochs))
    return made


def main() -> None:
    """Measure, print, and keep if asked."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(THREADS)
    sizes = (Column("hidden_size", "은닉", digits=0), Column("parameters", "매개변수", digits=0))
    raw = result(
        "deep_reviews",
        title="내장 영화평을 읽는 LSTM의 층, 방향, 풀링",
        columns=(*sizes, *COLUMNS),
        rows=rows(),
        seed=SEEDS[0],
        threads=THREADS,
        notes=f"내장 영화평 {TRAIN:,}건으로 학습하고 2,000건으로 시험했습니다. 임베딩 "
        f"{WIDTH}, 학습률 {RATE}, {RECIPE}. 매개변수는 순환층만 셌습니다. 시드 셋.",
    )
    finish("deep_reviews", raw, keep=args.save)


if __name__ == "__main__":
    main()
