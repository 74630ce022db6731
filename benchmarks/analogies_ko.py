"""Korean analogies, asked of skip-gram vectors that learned from film reviews.

Run it from the repository's root: ``python -m benchmarks.analogies_ko [--save] [--rows 300000]``.
It prints JSON. It needs ``COURSE_DATA_DIR`` with the unlabelled reviews and the analogies, and a
morphological analyser.
"""

from __future__ import annotations

from typing import Any

import torch

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.results import Column
from course_lib.text import Vocab, analyzer
from course_lib.vectors.evaluation import solve_analogies
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.word2vec import Settings, Word2Vec

SETTINGS = Settings(dim=100, window=5, negative=5, epochs=3, seed=0)


def learn(documents: list[list[str]]) -> KeyedVectors:
    """Skip-gram vectors of the words that occur five times or more."""
    vocab = Vocab.from_documents(documents, min_freq=5, specials=(), unknown=None)
    model = Word2Vec(vocab.counts, settings=SETTINGS, device="cpu")
    model.train(vocab.encode_many(documents, unknown=-1))
    return model.keyed(vocab.tokens)


def measure(rows: int) -> list[dict[str, Any]]:
    """One row for each way to cut and each half of the questions."""
    texts = data.load("nsmc_unlabeled").texts[:rows]
    cuts = {"띄어쓰기": [t.split() for t in texts], "형태소": analyzer("mecab").morphs(texts)}
    found: list[dict[str, Any]] = []
    for cut, documents in cuts.items():
        keyed = learn(documents)
        for split, title in (("semantic", "의미"), ("syntactic", "문법")):
            questions = data.load("analogies_ko", split).questions
            score = solve_analogies(keyed, questions)
            right, used = score.total
            row = {"name": f"{cut}, {title}", "right": right, "used": used}
            found.append({**row, "asked": len(questions), "accuracy": score.total.accuracy})
    return found


def main() -> None:
    """Measure, print, and keep if asked to."""
    command = parser(__doc__.splitlines()[0])
    command.add_argument("--rows", type=int, default=300_000)
    chosen = command.parse_args()
    torch.set_num_threads(1)
    name = "analogies_ko"
    raw = result(
        name,
        title=f"영화평 {chosen.rows:,}건에서 배운 스킵그램(100차원)의 한국어 유추",
        columns=(
            Column("asked", "문제 수"),
            Column("used", "네 단어가 모두 있는 문제"),
            Column("right", "맞힌 수"),
            Column("accuracy", "정답 비율", unit="%"),
        ),
        rows=measure(chosen.rows),
        seed=SETTINGS.seed,
        files=[data.locate("nsmc_unlabeled")],
        notes="스킵그램, 창 5, 네거티브 5, 에폭 3, 다섯 번 이상 나온 단어",
    )
    finish(name, raw, keep=chosen.save)


if __name__ == "__main__":
    main()
