"""What NSMC, Korean_sentiment and their splits have in common, and what that does to a score.

Run it from the repository's root: ``python -m benchmarks.nsmc_leakage [--save]``. It counts texts
that stand on both sides of a split, then teaches one linear classifier twice: with the training
rows that Korean_sentiment's test part was taken from, and without them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks._results import finish, parser, result
from benchmarks.nsmc_linear import BASELINE, RECIPES, counted, fitted, weighed
from course_lib import data
from course_lib.results import Column

NAME, SEED, STRENGTH = "nsmc_leakage", 0, 4.0
COLUMNS = (
    Column("rows", "줄"),
    Column("shared_rows", "겹치는 줄"),
    Column("share", "비율", "%"),
    Column("same_label", "라벨도 같은 줄"),
    Column("accuracy", "정확도", "%", digits=2),
    Column("accuracy_without_shared", "겹치는 줄을 빼면", "%", digits=2),
)
PARTS = ("train", "validation", "test")


def shared(name: str, reference: data.Corpus, rows: data.Corpus) -> dict[str, Any]:
    """One row: how much of some rows stands in a reference."""
    found = data.overlap(reference, rows)
    return {
        "name": name,
        "rows": len(rows),
        "shared_rows": len(found.rows),
        "shared_texts": found.keys,
        "share": found.share,
        "same_label": found.same_label,
        "other_label": found.other_label,
    }


def repeated(name: str, rows: data.Corpus) -> dict[str, Any]:
    """One row: texts that stand more than once in one split."""
    found = data.duplicates(rows)
    return {
        "name": name,
        "rows": len(rows),
        "shared_rows": found.extra,
        "share": found.extra / len(rows),
        "repeated_texts": len(found.counts),
        "conflicting_texts": len(found.conflicting),
        "empty": rows.empty,
    }


def right(train: data.Corpus, test: data.Corpus) -> np.ndarray:
    """Which test rows the character baseline gets right."""
    recipe = RECIPES[BASELINE]
    counts, test_counts = counted(recipe, train, test)
    X, X_test = weighed(recipe, counts, train.labels, test_counts)
    return np.asarray(fitted(X, train.labels, C=STRENGTH).predict(X_test) == test.labels)


def without(train: data.Corpus, test: data.Corpus) -> data.Corpus:
    """The training rows whose text is not a test text."""
    known = set(data.overlap(test, train).rows)
    return train.select(i for i in range(len(train)) if i not in known)


def measure(limit: int | None = None) -> list[dict[str, Any]]:
    """All rows.

    Args:
        limit: use so many rows of each split; all of them without it.
    """
    nsmc = {split: data.load("nsmc", split)[:limit] for split in ("train", "test")}
    korean = {split: data.load("korean_sentiment", split)[:limit] for split in PARTS}
    train, test = (nsmc[split].without_empty() for split in ("train", "test"))
    borrowed = korean["test"]
    on_test, on_borrowed = right(train, test), right(train, borrowed)
    new = np.ones(len(test), dtype=bool)
    new[list(data.overlap(train, test).rows)] = False
    return [
        shared("NSMC 시험 ∩ 학습", nsmc["train"], nsmc["test"]),
        *(
            shared(f"Korean_sentiment {split} ∩ NSMC 학습", nsmc["train"], korean[split])
            for split in PARTS
        ),
        repeated("NSMC 학습 안의 중복", nsmc["train"]),
        {"name": "NSMC 학습 → NSMC 시험", "rows": len(test), "accuracy": float(on_test.mean()),
         "accuracy_without_shared": float(on_test[new].mean())},
        {"name": "NSMC 학습 → Korean_sentiment 시험", "rows": len(borrowed),
         "accuracy": float(on_borrowed.mean())},
        {"name": "겹치는 줄을 뺀 NSMC 학습 → Korean_sentiment 시험", "rows": len(borrowed),
         "accuracy": float(right(without(train, borrowed), borrowed).mean())},
    ]  # fmt: skip


def main() -> None:
    """Measure and print."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    files = [data.locate("nsmc", split) for split in ("train", "test")]
    files += [data.locate("korean_sentiment", split) for split in PARTS]
    raw = result(
        NAME,
        title="겹치는 글: NSMC와 Korean_sentiment",
        columns=COLUMNS,
        rows=measure(),
        seed=SEED,
        files=files,
        notes="분류기는 글자 1–4-그램 TF-IDF와 로지스틱 회귀입니다. 겹치는 줄은 글자 하나까지 같은 "
        "글이며, 첫 네 줄은 빈 글도 셉니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
