"""What GloVe's vectors know, and what they are worth to a classifier of news.

Run it from the repository's root: ``python -m benchmarks.glove [--save]``. It prints JSON. It needs
``COURSE_DATA_DIR`` with GloVe's 2,987 most frequent words and AG News, and gensim's word lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks._results import parser, result, save
from course_lib import data
from course_lib.data.batching import Batches, bag
from course_lib.models.bags import EmbeddingBagClassifier
from course_lib.results import Column
from course_lib.text import Vocab, basic_english
from course_lib.training import evaluate, fit
from course_lib.vectors.evaluation import compare_ratings, solve_analogies
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.pretrained import Match, adopt, match, parameter_groups

SIZES, SEEDS = (100, 500, 4_500), (0, 1, 2)
JOBS: tuple[str, ...] = (
    "president",
    "captain",
    "coach",
    "manager",
    "minister",
    "officer",
    "professor",
    "lawyer",
)
JOBS += ("doctor", "teacher", "writer", "artist", "singer")
Row = dict[str, Any]


def queen(keyed: KeyedVectors) -> list[Row]:
    """What is nearest to king − man + f·woman for several f, with the vectors of the file."""
    asked = ("king", "man", "woman")
    king, man, woman = map(keyed.__getitem__, asked)
    rows = []
    for weight in (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 2.0):
        target = king - man + weight * woman
        (first, near), (second, far) = keyed.nearest(target, by="distance", top=2)
        ((answer, cosine),) = keyed.nearest(target, top=1, without=asked)
        row = {"first": first, "distance": near, "second": second, "second_distance": far}
        rows.append({"name": f"{weight:.1f}", **row, "answer": answer, "cosine": cosine})
    ((answer, cosine),) = keyed.most_similar(["king", "woman"], "man", top=1)
    return [*rows, {"name": "길이를 1로 맞춘 뒤 1.0", "answer": answer, "cosine": cosine}]


def questions(keyed: KeyedVectors) -> list[Row]:
    """Analogies in three ways, and ratings."""
    asked = data.load("analogies_en").questions
    ways: dict[str, Row] = {
        "구글 유추, 3CosAdd": {},
        "구글 유추, 3CosMul": {"method": "product"},
        "구글 유추, 물음의 단어도 답으로": {"may_repeat": True},
    }
    rows: list[Row] = []
    for name, options in ways.items():
        found = solve_analogies(keyed, asked, **options)
        right, count = found.total
        row = {"name": name, "right": right, "used": count, "skipped": found.skipped}
        rows.append({**row, "score": right / count})
    for title, name in (("WordSim-353", "wordsim"), ("SimLex-999", "simlex")):
        agreement = compare_ratings(keyed, data.load(name).judgements)
        row = {"name": title, "used": agreement.used, "skipped": agreement.skipped}
        rows.append({**row, "score": agreement.spearman, "pearson": agreement.pearson})
    return rows


def jobs(keyed: KeyedVectors) -> list[Row]:
    """On which side of "he" and "she" the words of some occupations stand."""
    way = keyed.unit("he") - keyed.unit("she")
    way /= np.linalg.norm(way)
    return [{"name": job, "cosine": float(keyed.unit(job) @ way)} for job in JOBS]


def opposites(keyed: KeyedVectors) -> list[Row]:
    """How near words stand that mean the opposite."""
    pairs = (("good", "bad"), ("high", "low"), ("hot", "cold"), ("war", "peace"), ("win", "lose"))
    return [{"name": f"{a}·{b}", "cosine": keyed.similarity(a, b)} for a, b in pairs]


def matches(
    keyed: KeyedVectors, documents: Sequence[list[str]]
) -> Iterator[tuple[str, Match, Row]]:
    """Each way to begin: its name, vocabulary with vectors, and how the vectors learn."""
    vocab = Vocab.from_documents(documents, min_freq=2)
    ours, theirs = match(keyed, vocab), adopt(keyed)
    chance = torch.randn(ours.weights.shape, generator=torch.Generator().manual_seed(0))
    nothing = Match(vocab, chance, torch.zeros(len(vocab), dtype=torch.bool))
    yield "처음부터 배움, 우리 어휘", nothing, {"embedding_lr": 1e-2}
    yield "GloVe 얼림, 우리 어휘", ours, {"freeze": True}
    yield "GloVe 미세 조정, 우리 어휘", ours, {"embedding_lr": 1e-2}
    yield "GloVe 얼림, 파일의 어휘", theirs, {"freeze": True}
    yield "GloVe 미세 조정, 파일의 어휘", theirs, {"embedding_lr": 1e-2}
    yield "GloVe 느린 미세 조정, 파일의 어휘", theirs, {"embedding_lr": 1e-3}


def classify(start: Match, parts: Sequence[Batches], *, seed: int, **how: Any) -> float:
    """Test accuracy at the epoch with the lowest validation loss."""
    torch.manual_seed(seed)
    frozen = how.get("freeze", False)
    model = EmbeddingBagClassifier(len(start.vocab), 4, embeddings=start.weights, freeze=frozen)
    train, validation, test = parts
    groups: Any = model.output.parameters()
    if not frozen:
        groups = parameter_groups(model, lr=1e-2, embedding_lr=how["embedding_lr"])
    optimizer = torch.optim.Adam(groups, lr=1e-2)
    options: Any = {"loss_of": F.cross_entropy, "optimizer": optimizer}
    history = fit(model, train, validation, epochs=100, patience=10, **options)
    model.load_state_dict(history.best_state)
    return evaluate(model, test, loss_of=F.cross_entropy).accuracy


def news(keyed: KeyedVectors) -> list[Row]:
    """Six ways to begin, for training sets of three sizes; mean and spread over seeds."""
    rows, held = data.load("ag_news_5k", "train"), data.load("ag_news_5k", "test")
    words, test_words = ([basic_english(t) for t in part.texts] for part in (rows, held))
    found: dict[str, Row] = {}
    for size in SIZES:
        for seed in SEEDS:
            order = np.random.default_rng(seed).permutation(len(words))
            chosen, checked = order[:size], order[-500:]
            for name, start, how in matches(keyed, [words[i] for i in chosen]):
                splits = (
                    ([words[i] for i in chosen], rows.labels[chosen]),
                    ([words[i] for i in checked], rows.labels[checked]),
                    (test_words, held.labels),
                )
                batches = [
                    Batches(start.vocab.encode_many(x), y, form=bag, batch_size=32, seed=seed)
                    for x, y in splits
                ]
                score = classify(start, batches, seed=seed, **how)
                row = found.setdefault(name, {"name": name})
                row.setdefault(f"runs_{size}", []).append(score)
                if name.startswith("GloVe 얼림, 우리"):
                    row.setdefault(f"coverage_{size}", []).append(start.coverage)
    for row in found.values():
        for size in SIZES:
            row[f"accuracy_{size}"] = float(np.mean(row[f"runs_{size}"]))
            row[f"spread_{size}"] = float(np.std(row[f"runs_{size}"]))
    return list(found.values())


def main() -> None:
    """Measure, print, and keep if asked to."""
    chosen = parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(1)
    path = data.locate("glove_2987")
    keyed = KeyedVectors.load_word2vec(path)
    common: Any = {"seed": SEEDS[0], "files": [path]}
    measured = {
        "glove_queen": result(
            "glove_queen",
            title="GloVe(50차원, 2,987단어)에서 king − man + f × woman에 가장 가까운 단어",
            columns=(
                Column("first", "가장 가까운 단어"),
                Column("distance", "거리", digits=2),
                Column("second", "둘째"),
                Column("second_distance", "거리", digits=2),
                Column("answer", "물음의 단어를 뺀 답"),
                Column("cosine", "코사인 유사도", digits=3),
            ),
            rows=queen(keyed),
            **common,
        ),
        "glove_questions": result(
            "glove_questions",
            title="GloVe(50차원, 2,987단어)의 유추와 유사도",
            columns=(
                Column("right", "맞힌 수"),
                Column("used", "물은 수"),
                Column("skipped", "없는 단어가 있어 건너뛴 수"),
                Column("score", "정답 비율 또는 순위 상관", digits=3),
            ),
            rows=questions(keyed),
            **common,
        ),
        "glove_jobs": result(
            "glove_jobs",
            title="직업을 뜻하는 단어와 (he − she) 방향의 코사인",
            columns=(Column("cosine", "코사인", digits=2),),
            rows=jobs(keyed),
            **common,
        ),
        "glove_opposites": result(
            "glove_opposites",
            title="뜻이 반대인 두 단어의 코사인 유사도",
            columns=(Column("cosine", "코사인 유사도", digits=2),),
            rows=opposites(keyed),
            **common,
        ),
        "glove_news": result(
            "glove_news",
            title="AG News 시험 정확도: 벡터를 어디에서 시작해 어떻게 배우는가(시드 셋의 평균)",
            columns=tuple(
                Column(f"accuracy_{size}", f"학습 {size:,}행", unit="%") for size in SIZES
            ),
            rows=news(keyed),
            notes="학습 행은 5,000행에서 뽑고, 남은 500행의 손실로 에폭을 고르고, 시험은 7,600행",
            **common,
        ),
    }
    for name, raw in measured.items() if chosen.save else ():
        save(name, raw)
    print(json.dumps(measured, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
