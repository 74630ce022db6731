"""NSMC with a linear classifier: which pieces of text to count, and how to weigh them.

Run it from the repository's root: ``python -m benchmarks.nsmc_linear [--save]``. It learns from the
official training file and tests on the official test file (``COURSE_DATA_DIR``), each recipe in a
process of its own, so that its peak of memory is its own. Seconds are of the processor, one thread.
The strength of regularization is chosen on the last training rows, never on test rows.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.results import Column

NAME, SEED, THREADS, HELD_OUT = "nsmc_linear", 0, 1, 20_000
BASELINE = "글자 1–4-그램 TF-IDF"
COLUMNS = (
    Column("test_accuracy", "시험 정확도", "%", digits=2),
    Column("columns", "칸"),
    Column("train_accuracy", "학습 정확도", "%"),
    Column("feature_seconds", "특징 CPU", "초"),
    Column("fit_seconds", "학습 CPU", "초"),
    Column("peak_megabytes", "최대 메모리", "MB", digits=0),
)
Texts = Sequence[str]


def plain(texts: Texts) -> Texts:
    """Texts as they are."""
    return texts


def squeezed(texts: Texts) -> Texts:
    """Texts without white space."""
    return ["".join(text.split()) for text in texts]


def morphemes(texts: Texts) -> Texts:
    """Mecab's morphemes between spaces."""
    from course_lib.text import analyzer

    return [" ".join(morphs) for morphs in analyzer("mecab", cache=False).morphs(texts)]


@dataclass(frozen=True)
class Recipe:
    """Texts → pieces → counts → weights → logistic regression.

    Args:
        cut: changes texts first.
        high: longest n-grams.
        characters: n-grams of characters rather than of what stands between spaces.
        weights: "tf-idf", "count" or "log ratio" (naive Bayes' ratios as weights).
        hashed: columns of feature hashing; 0 for names.
        strengths: inverse strengths of regularization to choose from.
    """

    cut: Callable[[Texts], Texts] = plain
    high: int = 4
    characters: bool = True
    weights: str = "tf-idf"
    hashed: int = 0
    strengths: tuple[float, ...] = (2.0, 4.0, 8.0)


COUNTS = (0.03, 0.1, 0.3)
RECIPES = {
    "단어 1–2-그램 개수": Recipe(high=2, characters=False, weights="count", strengths=(0.3, 1.0)),
    "단어 1–2-그램 TF-IDF": Recipe(high=2, characters=False),
    "형태소 1–2-그램 TF-IDF": Recipe(cut=morphemes, high=2, characters=False),
    "글자 1–4-그램 개수": Recipe(weights="count", strengths=COUNTS),
    BASELINE: Recipe(),
    "띄어쓰기를 지운 글자 1–4-그램 TF-IDF": Recipe(cut=squeezed),
    "글자 1–4-그램, 해싱 2¹⁸칸": Recipe(hashed=2**18),
    "글자 1–4-그램 NB-SVM": Recipe(weights="log ratio", strengths=COUNTS),
}


def counted(recipe: Recipe, train: data.Corpus, test: data.Corpus) -> tuple[Any, Any]:
    """Sparse counts of both; columns are learnt from the training texts."""
    vectorizer = vectorizer_of(recipe)
    X = vectorizer.fit_transform(recipe.cut(train.texts))
    return X, vectorizer.transform(recipe.cut(test.texts))


def vectorizer_of(recipe: Recipe) -> Any:
    """scikit-learn's counter of a recipe's pieces."""
    from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer

    shared = {"ngram_range": (1, recipe.high), "lowercase": False, "dtype": np.float32}
    pieces = {"analyzer": "char"} if recipe.characters else {"token_pattern": r"\S+"}
    if recipe.hashed:
        plain_counts = {"norm": None, "alternate_sign": False}
        return HashingVectorizer(n_features=recipe.hashed, **plain_counts, **shared, **pieces)
    binary = recipe.weights == "log ratio"
    return CountVectorizer(min_df=2, binary=binary, **shared, **pieces)


def weighed(recipe: Recipe, X: Any, labels: np.ndarray, others: Any) -> tuple[Any, Any]:
    """Weights of both, learnt from the first."""
    from scipy.sparse import diags
    from sklearn.feature_extraction.text import TfidfTransformer

    if recipe.weights == "tf-idf":
        weigh = TfidfTransformer(sublinear_tf=True).fit(X)
        return weigh.transform(X), weigh.transform(others)
    if recipe.weights == "log ratio":
        ratios = diags(log_ratios(X, labels))
        return (X @ ratios).tocsr(), (others @ ratios).tocsr()
    return X, others


def log_ratios(X: Any, labels: np.ndarray) -> np.ndarray:
    """How much more often positive reviews have a column than negative ones, as a logarithm.

    Shape:
        X (B, V), labels (B,) of 0 and 1 → (V,).
    Source:
        Wang and Manning (2012), with 1 added to every count.
    """
    sums = [np.asarray(X[labels == side].sum(axis=0)).ravel() + 1.0 for side in (0, 1)]
    negative, positive = (each / each.sum() for each in sums)
    return np.log(positive / negative).astype(np.float32)


def fitted(X: Any, labels: np.ndarray, *, C: float) -> Any:
    """Logistic regression."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=C, max_iter=500).fit(X, labels)


def chosen(recipe: Recipe, X: Any, labels: np.ndarray) -> float:
    """The strength that does best on the last rows, having learnt from the others."""
    cut = len(labels) - min(HELD_OUT, len(labels) // 5)
    learn, held_out = weighed(recipe, X[:cut], labels[:cut], X[cut:])
    scores = {
        C: fitted(learn, labels[:cut], C=C).score(held_out, labels[cut:]) for C in recipe.strengths
    }
    return max(scores, key=lambda C: scores[C])


def measure(name: str, limit: int | None = None) -> dict[str, Any]:
    """One recipe's row.

    Args:
        name: of the recipe.
        limit: use so many training and test rows; all of them without it.
    """
    recipe = RECIPES[name]
    train, test = (data.load("nsmc", split).without_empty()[:limit] for split in ("train", "test"))
    start = time.process_time()
    counts, test_counts = counted(recipe, train, test)
    X, X_test = weighed(recipe, counts, train.labels, test_counts)
    middle = time.process_time()
    C = chosen(recipe, counts, train.labels)
    start_fit = time.process_time()
    model = fitted(X, train.labels, C=C)
    end = time.process_time()
    seen = np.zeros(len(test), dtype=bool)
    seen[list(data.overlap(train, test).rows)] = True
    right = model.predict(X_test) == test.labels
    return {
        "name": name,
        "test_accuracy": float(right.mean()),
        "accuracy_on_seen_texts": float(right[seen].mean()) if seen.any() else None,
        "accuracy_on_new_texts": float(right[~seen].mean()),
        "seen_texts": int(seen.sum()),
        "train_accuracy": float(model.score(X, train.labels)),
        "columns": int(X.shape[1]),
        "entries": int(X.nnz),
        "feature_seconds": middle - start,
        "fit_seconds": end - start_fit,
        "C": C,
        "peak_megabytes": peak_megabytes(),
        "train_rows": len(train),
        "test_rows": len(test),
    }


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def in_own_process(name: str) -> dict[str, Any]:
    """The same, measured by a new process."""
    command = [sys.executable, "-m", "benchmarks.nsmc_linear", "--one", name]
    threads = {f"{kind}_NUM_THREADS": str(THREADS) for kind in ("OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | threads
    )
    return dict(json.loads(done.stdout))


def main() -> None:
    """Measure and print."""
    options = parser(__doc__.splitlines()[0])
    options.add_argument(
        "--one", choices=RECIPES, help="measure this recipe alone, in this process"
    )
    args = options.parse_args()
    if args.one:
        print(json.dumps(measure(args.one)))
        return
    files = [data.locate("nsmc", split) for split in ("train", "test")]
    raw = result(
        NAME,
        title="NSMC: 무엇을 세고 어떻게 무게를 다는가 (로지스틱 회귀)",
        columns=COLUMNS,
        rows=[in_own_process(name) for name in RECIPES],
        seed=SEED,
        files=files,
        threads=THREADS,
        notes="빈 글을 뺀 학습 파일 전체로 배우고 시험 파일 전체로 시험했습니다. 두 건 이상에 나온 "
        "n-그램만 칸을 얻습니다. 규제의 세기는 학습 파일의 마지막 20,000건으로 골랐습니다. "
        "시간은 CPU 시간입니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
