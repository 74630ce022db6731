"""A linear classifier on bags of words: document 003's recipe as written, and the same map sparse.

Run it from the repository's root: ``python -m benchmarks.bow [--save]``. Headlines are those of AG
News' test file (``COURSE_DATA_DIR``): 6,600 to learn from, 1,000 to test on. All sides learn one
linear map in one epoch with Adam, one after another in every round. It prints JSON; it needs
torchtext 0.6, which the document's recipe runs on.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks._results import finish, parser, result
from course_lib import data
from course_lib.data.batching import Batches, bag
from course_lib.data.corpus import Corpus
from course_lib.results import Column
from course_lib.text import Vocab, basic_english

NAME, ROUNDS, THREADS = "ag_news_bow", 5, 1
TRAIN, TEST = 6_600, 1_000
COLUMNS = (
    Column("samples_per_second", "초당 기사", digits=0),
    Column("samples_per_cpu_second", "CPU 초당 기사", digits=0),
    Column("with_vocabulary", "어휘 만들기까지 CPU 초당", digits=0),
    Column("accuracy", "정확도", "%"),
    Column("batch_megabytes", "배치 하나", "MB", digits=3),
)
Run = tuple[float, float, float, float]  # seconds, CPU seconds, CPU with vocabulary, accuracy
Predict = Callable[[str], int]


def documented(train: Corpus, test: Corpus, seed: int) -> Run:
    """The recipe of the slides: torchtext, a dense vector for each text in each batch."""
    from torchtext.data.utils import get_tokenizer
    from torchtext.vocab import Vocab as TorchtextVocab

    begin, tokenize, counter = time.process_time(), get_tokenizer("basic_english"), Counter()
    for text in train.texts:
        counter.update(tokenize(text))
    vocab = TorchtextVocab(counter, min_freq=1)

    def to_bow(text: str) -> Tensor:
        counts = torch.zeros(len(vocab), dtype=torch.float32)
        for i in [vocab.stoi[token] for token in tokenize(text)]:
            counts[i] += 1
        return counts

    def bowify(rows: list[tuple[str, int]]) -> tuple[Tensor, Tensor]:
        labels = torch.LongTensor([label for _, label in rows])
        return labels, torch.stack([to_bow(text) for text, _ in rows])

    torch.manual_seed(seed)
    rows: Any = list(train)
    loader = torch.utils.data.DataLoader(rows, batch_size=16, collate_fn=bowify, shuffle=True)
    net = nn.Sequential(nn.Linear(len(vocab), len(train.label_names)), nn.LogSoftmax(dim=1))
    start = time.perf_counter(), time.process_time()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    net.train()
    total_loss, acc = 0, 0
    for labels, features in loader:
        optimizer.zero_grad()
        out = net(features)
        loss = F.nll_loss(out, labels)
        loss.backward()
        optimizer.step()
        total_loss += loss
        _, predicted = torch.max(out, 1)
        acc += (predicted == labels).sum()
    seconds = _since(start, begin)
    with torch.no_grad():
        right = [int(net(to_bow(text)[None]).argmax()) == label for text, label in test]
    return (*seconds, float(np.mean(right)))


def sparse(train: Corpus, test: Corpus, seed: int, *, batch_size: int, rate: float) -> Run:
    """Texts numbered once, while the vocabulary is made; only rows of words that are there."""
    begin = time.process_time()
    vocab, ids = Vocab.fit(map(basic_english, train.texts))
    torch.manual_seed(seed)
    model = nn.EmbeddingBag(len(vocab), len(train.label_names), mode="sum")
    bias = nn.Parameter(torch.zeros(len(train.label_names)))
    bound = len(vocab) ** -0.5  # where nn.Linear begins
    nn.init.uniform_(model.weight, -bound, bound)
    start = time.perf_counter(), time.process_time()
    adam = torch.optim.Adam([model.weight, bias], lr=rate, fused=True)
    options = {"batch_size": batch_size, "form": bag, "by_length": False, "seed": seed}
    for (flat, offsets), labels, _ in Batches(ids, train.labels, **options):
        loss = F.cross_entropy(model(flat, offsets) + bias, labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
    seconds = _since(start, begin)
    asked = bag(vocab.encode_many(map(basic_english, test.texts)))
    with torch.no_grad():
        answers = (model(*asked) + bias).argmax(1).numpy()
    return (*seconds, float((answers == test.labels).mean()))


def _since(start: tuple[float, float], begin: float) -> tuple[float, float, float]:
    cpu = time.process_time()
    return time.perf_counter() - start[0], cpu - start[1], cpu - begin


SIDES: dict[str, Callable[[Corpus, Corpus, int], Run]] = {
    "문서 003의 방법": documented,
    "희소, 배치 16": lambda train, test, seed: sparse(train, test, seed, batch_size=16, rate=0.01),
    "희소, 배치 64": lambda train, test, seed: sparse(train, test, seed, batch_size=64, rate=0.02),
}


def measured(train: Corpus, test: Corpus) -> dict[str, list[float]]:
    """Medians of all rounds."""
    found: dict[str, list[Run]] = {name: [] for name in SIDES}
    for seed in range(ROUNDS):
        for name, learn in SIDES.items():
            found[name].append(learn(train, test, seed))
    return {name: [statistics.median(c) for c in zip(*r, strict=True)] for name, r in found.items()}


def megabytes(train: Corpus) -> dict[str, float]:
    """What one batch takes: a number for each word of the vocabulary, or one for each token."""
    vocab, ids = Vocab.fit(map(basic_english, train.texts))
    tokens = len(ids.flat) / len(train)
    dense, bags = 4 * 16 * len(vocab), {16: 8 * 16 * (tokens + 1), 64: 8 * 64 * (tokens + 1)}
    return dict(zip(SIDES, (dense / 1e6, bags[16] / 1e6, bags[64] / 1e6), strict=True))


def main() -> None:
    """Measure, print, and keep if asked."""
    args = parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(THREADS)
    every = data.load("ag_news_5k", "test", size="full")
    order = np.random.default_rng(0).permutation(len(every))
    train, test = every.select(order[:TRAIN]), every.select(order[TRAIN : TRAIN + TEST])
    sizes = megabytes(train)
    rows = [
        {
            "name": name,
            "samples_per_second": round(TRAIN / wall),
            "samples_per_cpu_second": round(TRAIN / cpu),
            "with_vocabulary": round(TRAIN / whole),
            "accuracy": share,
            "batch_megabytes": round(sizes[name], 4),
        }
        for name, (wall, cpu, whole, share) in measured(train, test).items()
    ]
    raw = result(
        NAME,
        title="AG News 단어 가방 분류기 한 에폭: 촘촘하게, 희소하게",
        columns=COLUMNS,
        rows=rows,
        seed=0,
        files=[data.locate("ag_news_5k", "test")],
        threads=THREADS,
        notes="AG News의 시험 파일 7,600건을 시드 0으로 섞어 6,600건으로 학습하고 1,000건으로 "
        "시험했습니다. 문서의 방법은 배치 16, Adam 0.01이고, 희소 쪽은 배치 16에 0.01, 배치 64에 "
        "0.02입니다. 시드 다섯으로 번갈아 잰 값의 중앙값입니다.",
    )
    finish(NAME, raw, keep=args.save)


if __name__ == "__main__":
    main()
