"""How the character baseline on NSMC grows with the rows that it learns from.

Run it from the repository's root: ``python -m benchmarks.nsmc_curve [--save]``. The rows are the
first ones of the official training file; every size is tested on the whole official test file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks._results import finish, parser, result
from benchmarks.nsmc_linear import BASELINE, RECIPES, counted, fitted, weighed
from course_lib import data
from course_lib.results import Column

NAME, SEED, STRENGTH = "nsmc_curve", 0, 4.0
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
COLUMNS = (
    Column("test_accuracy", "시험 정확도", "%"),
    Column("train_accuracy", "학습 정확도", "%"),
    Column("columns", "칸"),
)


def measure(sizes: Sequence[int] = SIZES, test_rows: int | None = None) -> list[dict[str, Any]]:
    """One row for each size.

    Args:
        sizes: numbers of training rows.
        test_rows: test on so many; all of them without it.
    """
    rows, test = (data.load("nsmc", split).without_empty() for split in ("train", "test"))
    return [_row(rows[:size], test[:test_rows]) for size in sizes]


def _row(train: data.Corpus, test: data.Corpus) -> dict[str, Any]:
    recipe = RECIPES[BASELINE]
    counts, test_counts = counted(recipe, train, test)
    X, X_test = weighed(recipe, counts, train.labels, test_counts)
    model = fitted(X, train.labels, C=STRENGTH)
    return {
        "name": f"{len(train):,}건",
        "rows": len(train),
        "test_accuracy": float(model.score(X_test, test.labels)),
        "train_accuracy": float(model.score(X, train.labels)),
        "columns": int(X.shape[1]),
    }


def main() -> None:
    """Measure and print."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    raw = result(
        NAME,
        title="NSMC에서 배운 글의 수와 정확도 (글자 1–4-그램 TF-IDF와 로지스틱 회귀)",
        columns=COLUMNS,
        rows=measure(),
        seed=SEED,
        files=[data.locate("nsmc", split) for split in ("train", "test")],
        threads=1,
        notes="학습 파일의 앞에서부터 그만큼으로 배우고 시험 파일 전체로 시험했습니다(빈 글 제외).",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
