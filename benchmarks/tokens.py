"""What becomes a token: size of the vocabulary, length of a text, and what a test file has new.

Run it from the repository's root: ``python -m benchmarks.tokens [--save]``. It reads the reviews of
NSMC (``COURSE_DATA_DIR``) and prints JSON. Counts only: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.results import Column
from course_lib.text import FlatIds, Vocab, jamo, normalize, syllables, whitespace
from course_lib.text.subword import fast

NAME, SUBWORDS = "nsmc_tokens", 16_000
WAYS: dict[str, Callable[[str], list[str]]] = {
    "자모": jamo,
    "음절": syllables,
    "어절(띄어쓰기)": whitespace,
}
COLUMNS = (
    Column("vocabulary", "어휘", digits=0),
    Column("once", "한 번만 나온 항목", "%"),
    Column("length", "글 하나의 토큰"),
    Column("unseen", "시험에서 모르는 토큰", "%", digits=2),
)
Texts = Sequence[str]


def facts(name: str, size: int, once: int, train: FlatIds, unseen: float) -> dict[str, Any]:
    """One row of the table."""
    mean = len(train.flat) / len(train.offsets)
    return {
        "name": name,
        "vocabulary": size,
        "once": round(once / size, 4),
        "length": round(mean, 2),
        "unseen": round(unseen, 5),
    }


def by_rule(name: str, train: Texts, test: Texts) -> dict[str, Any]:
    """Tokens that a rule makes, all of them in the vocabulary."""
    cut = WAYS[name]
    vocab, ids = Vocab.fit(map(cut, train))
    other = vocab.encode_many(map(cut, test))
    unseen = float((other.flat == vocab.unknown_index).mean())
    return facts(name, len(vocab), vocab.counts.count(1), ids, unseen)


def by_merges(name: str, train: Texts, test: Texts, *, byte_level: bool) -> dict[str, Any]:
    """Pieces that byte-pair encoding has learnt."""
    model = fast.train_bpe(train, vocab_size=SUBWORDS, byte_level=byte_level)
    ids, other = (fast.encode_many(model, texts) for texts in (train, test))
    counts = _counted(ids.flat.tolist(), len(model.vocab))
    unseen = float((other.flat == model.vocab.unknown_index).mean())
    return facts(name, len(model.vocab), counts.count(1), ids, unseen)


def _counted(numbers: Iterable[int], size: int) -> list[int]:
    counts = [0] * size
    for number in numbers:
        counts[number] += 1
    return counts


def main() -> None:
    """Measure, print, and keep if asked."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    train, test = (
        [normalize(text) for text in data.load("nsmc", split, size="full").texts if text]
        for split in ("train", "test")
    )
    rows = [by_rule(name, train, test) for name in WAYS]
    rows += [
        by_merges(f"글자 BPE {SUBWORDS:,}", train, test, byte_level=False),
        by_merges(f"바이트 BPE {SUBWORDS:,}", train, test, byte_level=True),
    ]
    files = [data.locate("nsmc", split) for split in ("train", "test")]
    raw = result(
        NAME,
        title="NSMC 영화평을 무엇으로 자르느냐에 따라 달라지는 것",
        columns=COLUMNS,
        rows=rows,
        seed=0,
        files=files,
        notes="학습 파일에서 어휘를 만들고 시험 파일에서 모르는 토큰을 셌습니다. 빈 글은 뺐고 "
        "course_lib.text.normalize를 거쳤습니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
