"""Tokens, vocabulary, counts and morphemes: the course's text layer beside what one would pick.

Run it from the repository's root: ``python -m benchmarks.text [--limit 150000]``. It prints JSON;
``--save`` measures speed and memory on real rows only, and keeps them for the book.
It measures on the real reviews of NSMC and headlines of AG News where they are at hand
(``COURSE_DATA_DIR``), otherwise on the sentences that come with the course. Times of both sides
are CPU seconds, taken in turn; analyzers use threads, so theirs are seconds on the clock.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._provenance import provenance
from benchmarks._results import result, save
from course_lib import data
from course_lib.results import Column
from course_lib.text import Bpe, Ngrams, TfIdf, Vocab, analyzer, basic_english, whitespace
from course_lib.text.korean import installed

CORPORA, ROUNDS, SEED = ("nsmc", "ag_news_5k"), 3, 0
SENTENCES, SUBWORD_TEXTS, SUBWORDS = 1_000, 10_000, 4_000
Texts = Sequence[str]
COLUMNS = (
    Column("theirs", "견준 것, 초당 문서", digits=0),
    Column("ours", "우리, 초당 문서", digits=0),
    Column("times", "배", digits=2),
    Column("peak_megabytes", "최대 메모리", "MB", digits=0),
)


def torchtext_ids(texts: Texts) -> tuple[list[str], np.ndarray]:
    """Tokenize, count, number and encode as document 003 does, with torchtext 0.6."""
    from torchtext.data.utils import get_tokenizer
    from torchtext.vocab import Vocab as TorchtextVocab

    tokenize, counter = get_tokenizer("basic_english"), Counter()
    for text in texts:
        counter.update(tokenize(text))
    vocab = TorchtextVocab(counter, min_freq=1)
    ids = [[vocab.stoi[token] for token in tokenize(text)] for text in texts]
    return vocab.itos, np.array([i for each in ids for i in each])


def our_ids(texts: Texts) -> tuple[list[str], np.ndarray]:
    """Do the same in one go."""
    vocab, ids = Vocab.fit(map(basic_english, texts), min_freq=1)
    return list(vocab.tokens), ids.flat


def sklearn_counts(texts: Texts) -> tuple[list[str], Any]:
    """Count words and pairs of words with CountVectorizer."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2)
    )
    counts = vectorizer.fit_transform(texts)
    return vectorizer.get_feature_names_out().tolist(), counts


def our_counts(texts: Texts) -> tuple[list[str], Any]:
    """Count the same with Ngrams, names included."""
    grams, counts = Ngrams.fit(map(whitespace, texts), high=2)
    return list(grams.names), counts


def same_counts(one: tuple[list[str], Any], other: tuple[list[str], Any]) -> bool:
    """True if every count has the same name and value, whatever the order of columns."""
    sorted_ = [counts[:, np.argsort(np.array(names, object))] for names, counts in (one, other)]
    same_names = sorted(one[0]) == sorted(other[0])
    return same_names and (sorted_[0] != sorted_[1]).nnz == 0


def side_by_side(sides: dict[str, Callable[[Texts], object]], texts: Texts) -> dict[str, Any]:
    """Median CPU time of both, in turn, as documents per second."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, work in sides.items():
            gc.collect()
            start = time.process_time()
            work(texts)
            times[name].append(time.process_time() - start)
    medians = [statistics.median(each) for each in times.values()]
    speeds = {
        f"{name}_documents_per_second": round(len(texts) / seconds)
        for name, seconds in zip(times, medians, strict=True)
    }
    return {**speeds, "times_as_fast": round(medians[0] / medians[1], 2)}


def compare(name: str, limit: int) -> dict[str, Any]:
    """Measure both pairs on one corpus, and check that they give the same."""
    corpus = data.load(name, "train")
    texts = list(corpus.texts[:limit])
    theirs, ours = torchtext_ids(texts), our_ids(texts)
    return {
        "documents": len(texts),
        "origin": corpus.origin,
        "tokens_vocabulary_ids": side_by_side({"torchtext": torchtext_ids, "ours": our_ids}, texts)
        | {"same": theirs[0] == ours[0] and bool((theirs[1] == ours[1]).all())},
        "words_and_pairs": side_by_side({"sklearn": sklearn_counts, "ours": our_counts}, texts)
        | {"same": same_counts(sklearn_counts(texts), our_counts(texts))},
    }


def subwords(texts: Texts) -> dict[str, Any]:
    """Train and use BPE in plain Python and with the library."""
    try:
        from course_lib.text.subword import fast

        fast.tokenizer(Bpe.train([], vocab_size=1))
    except ImportError:
        return {}
    start = time.process_time()
    ours = Bpe.train(texts, vocab_size=SUBWORDS, byte_level=False)
    middle = time.process_time()
    theirs = fast.train_bpe(texts, vocab_size=SUBWORDS, byte_level=False)
    end = time.process_time()

    def fresh(texts: Texts) -> object:
        """Encode with a model that remembers no word yet."""
        return Bpe(ours.vocab, ours.merges, byte_level=False).encode_many(texts)

    sides = {"ours": fresh, "library": lambda texts: fast.encode_many(ours, texts)}
    return {
        "documents": len(texts),
        "vocabulary": len(ours.vocab),
        "our_training_seconds": round(middle - start, 2),
        "library_training_seconds": round(end - middle, 2),
        "same": ours.merges == theirs.merges and ours.vocab == theirs.vocab,
        "encoding": side_by_side(sides, texts),
    }


def analyzers(texts: Texts) -> dict[str, int]:
    """Sentences per second of every analyzer that is installed, without the cache."""
    speeds = {}
    for name in installed():
        own = analyzer(name, cache=False)
        own.morphs(texts[: len(texts) // 10])  # starts Java, loads models
        start = time.perf_counter()
        own.morphs(texts)
        speeds[name] = round(len(texts) / (time.perf_counter() - start))
    return speeds


def cached_speed(texts: Texts, folder: Path) -> int:
    """Sentences per second that the cache gives back."""
    name = next(iter(installed()), "")
    if not name:
        return 0
    analyzer(name, cache=folder).morphs(texts)
    start = time.perf_counter()
    analyzer(name, cache=folder).morphs(texts)
    return round(len(texts) / (time.perf_counter() - start))


def pipeline(limit: int) -> None:
    """Do everything once: tokens, ids, words and pairs, TF-IDF; print the peak of memory."""
    import resource

    texts = data.load("nsmc", "train").texts[:limit]
    _, ids = Vocab.fit(map(basic_english, texts))
    _, counts = Ngrams.fit(map(whitespace, texts), high=2)
    weights = TfIdf.fit(counts).transform(counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({"documents": len(texts), "tokens": len(ids.flat), "entries": weights.nnz,
                      "peak_megabytes": round(peak * unit / 1e6)}))  # fmt: skip


def peak_memory(limit: int) -> dict[str, Any]:
    """Measure `pipeline` in a process of its own."""
    if sys.platform == "win32":
        return {}
    command = [sys.executable, "-m", "benchmarks.text", "--pipeline", "--limit", str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measure(limit: int) -> dict[str, Any]:
    """Measure all of it."""
    import tempfile

    reviews = [text for text in data.load("nsmc", "train").texts if text]
    with tempfile.TemporaryDirectory() as folder:
        cached = cached_speed(reviews[:SENTENCES], Path(folder))
    return {
        **{name: compare(name, limit) for name in CORPORA},
        "memory": peak_memory(limit),
        "subwords": subwords(reviews[:SUBWORD_TEXTS]),
        "analyzers_sentences_per_second": analyzers(reviews[:SENTENCES]),
        "cache_sentences_per_second": cached,
    }


def kept(limit: int) -> dict[str, Any]:
    """Speed and memory on real rows, as the book shows them."""
    rows: list[dict[str, Any]] = []
    for name, title in (("nsmc", "NSMC"), ("ag_news_5k", "AG News")):
        found = compare(name, limit)
        if found["origin"] != "real":
            raise SystemExit(f"--save needs the real rows of {name} (COURSE_DATA_DIR)")
        for key, other, what in (
            ("tokens_vocabulary_ids", "torchtext", "토큰·어휘·번호 (torchtext 0.6)"),
            ("words_and_pairs", "sklearn", "단어와 단어 쌍 (CountVectorizer)"),
        ):
            speeds = found[key]
            rows.append(
                {
                    "name": f"{title}: {what}",
                    "theirs": speeds[f"{other}_documents_per_second"],
                    "ours": speeds["ours_documents_per_second"],
                    "times": speeds["times_as_fast"],
                    "same": speeds["same"],
                    "documents": found["documents"],
                }
            )
    rows.append({"name": "NSMC: 토큰부터 TF-IDF까지", **peak_memory(limit)})
    return result(
        "text_speed",
        title="글을 수로 바꾸는 빠르기 (CPU 시간)",
        columns=COLUMNS,
        rows=rows,
        seed=SEED,
        files=[data.locate(name, "train") for name in CORPORA],
        notes=f"같은 글을 번갈아 {ROUNDS}번 잰 CPU 시간의 중앙값이고, 결과가 같은지도 "
        "확인했습니다.",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--save", action="store_true", help="keep speed and memory for the book")
    parser.add_argument("--limit", type=int, default=150_000)
    parser.add_argument("--pipeline", action="store_true", help="the memory measurement only")
    args = parser.parse_args()
    if args.pipeline:
        pipeline(args.limit)
    elif args.save:
        print(save("text_speed", kept(args.limit)))
    else:
        text = {"text": measure(args.limit), "provenance": provenance(seed=SEED)}
        print(json.dumps(text, indent=2))


if __name__ == "__main__":
    main()
