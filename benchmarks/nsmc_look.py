"""What the character baseline on NSMC looks at: weights of n-grams, and shares of characters.

Run it from the repository's root: ``python -m benchmarks.nsmc_look [--save]``. The sentences and
the n-grams that it shows are ours, chosen by hand: the data holds words that no lesson needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks._results import finish, parser, result
from benchmarks.nsmc_linear import BASELINE, RECIPES, fitted, vectorizer_of
from course_lib import data
from course_lib.results import Column
from course_lib.text import char_ngrams

NAME, SEED, STRENGTH = "nsmc_look", 0, 4.0
GRAMS = (
    *("최고", "재밌", "재미있", "재미없", "감동", "여운", "명작", "추천", "굿", "꿀잼", "♥"),
    *("지루", "아깝", "별로", "최악", "유치", "노잼", "졸작", " 안", "안 ", "ㅠㅠ", "ㅋㅋ", "..."),
)
SENTENCES = (
    "배우 연기는 최고인데 이야기가 너무 지루했다",
    "재미없을 줄 알았는데 여운이 남는 영화",
    "두 번 보라면 안 볼 듯",
    "하나도 안 지루하고 재밌었어요",
)
COLUMNS = (Column("weight", "무게", digits=2), Column("probability", "긍정 확률", "%"))


def shares(text: str, contribution: Mapping[str, float], high: int) -> list[float]:
    """Each n-gram's contribution, shared out evenly among the characters that it covers.

    Args:
        text: a sentence without double spaces.
        contribution: of each n-gram of the text, for one occurrence.
        high: longest n-grams.
    """
    found = [0.0] * len(text)
    for n in range(1, high + 1):
        for start, gram in enumerate(char_ngrams(text, n, n)):
            for place in range(start, start + n):
                found[place] += contribution.get(gram, 0.0) / n
    return found


def look(sentences: Sequence[str], train: data.Corpus) -> list[dict[str, Any]]:
    """Rows of the n-grams, then of the sentences."""
    from sklearn.feature_extraction.text import TfidfTransformer

    recipe = RECIPES[BASELINE]
    vectorizer = vectorizer_of(recipe)
    counts = vectorizer.fit_transform(train.texts)
    weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
    model = fitted(weigh.transform(counts), train.labels, C=STRENGTH)
    weights, columns = model.coef_[0], vectorizer.vocabulary_
    in_docs = np.bincount(counts.indices, minlength=counts.shape[1])
    known = [(gram, columns[gram]) for gram in GRAMS if gram in columns]
    rows: list[dict[str, Any]] = [
        {"name": gram, "weight": float(weights[k]), "texts": int(in_docs[k])} for gram, k in known
    ]
    seen = vectorizer.transform(sentences)
    X, chances = weigh.transform(seen), model.predict_proba(weigh.transform(seen))[:, 1]
    names = vectorizer.get_feature_names_out()
    for i, text in enumerate(sentences):
        row, times = X[i], dict(zip(seen[i].indices, seen[i].data, strict=True))
        once = {
            names[k]: float(value * weights[k] / times[k])
            for k, value in zip(row.indices, row.data, strict=True)
        }
        rows.append({"name": text, "probability": float(chances[i]),
                     "shares": shares(text, once, recipe.high),
                     "bias": float(model.intercept_[0])})  # fmt: skip
    return rows


def main() -> None:
    """Measure and print."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    raw = result(
        NAME,
        title="NSMC 글자 n-그램 분류기가 보는 것",
        columns=COLUMNS,
        rows=look(SENTENCES, data.load("nsmc", "train").without_empty()),
        seed=SEED,
        files=[data.locate("nsmc", "train")],
        notes="문장은 이 책이 지은 것이고 n-그램은 손으로 골랐습니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
