"""NSMC as sub-word numbers: learnt and written once, read by all stages of nsmc_bert.

All files stand in one folder and are small, so that another machine can go on from them without
the reviews themselves.
"""

from __future__ import annotations

import json
import lzma
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks._results import sha256
from course_lib import data
from course_lib.files import whole
from course_lib.text.flat import FlatIds, surround
from course_lib.text.normalization import normalize
from course_lib.text.subword import Bpe, fast

SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNKNOWN, CLS, SEP, MASK = range(5)
MAX_LENGTH, ASIDE, RARE = 64, 5_000, 20
PIECES_FILE, NUMBERS_FILE, FACTS_FILE = "pieces.json", "prepared.npz", "facts.json"


class Reviews(NamedTuple):
    """Some reviews in numbers, [CLS] before and [SEP] behind each.

    Args:
        ids: piece numbers.
        labels: 0 or 1; empty for reviews without labels.
    """

    ids: FlatIds
    labels: np.ndarray


def prepare(folder: Path, *, pieces: int, limit: int | None = None) -> dict[str, Any]:
    """Learn pieces without test texts, number all reviews, and write both down.

    Args:
        folder: where the files go.
        pieces: size of the vocabulary, special tokens included.
        limit: only so many rows of each file, for a trial.
    Returns:
        Counts, seconds and the hashes of the data: also in the folder.
    """
    start = time.process_time()
    rows = {name: data.load("nsmc", name).without_empty()[:limit] for name in ("train", "test")}
    texts = {name: [spaced(text) for text in some.texts] for name, some in rows.items()}
    texts["pool"] = pool(texts["train"] + read_unlabelled(limit), texts["test"])
    model = learn_pieces(texts["pool"], pieces)
    numbers = {name: numbered(model, some) for name, some in texts.items()}
    facts = {
        "pieces": len(model.vocab),
        "reviews": len(texts["pool"]),
        "corpus_tokens": int(numbers["pool"].lengths.sum()),
        "unknown": float((numbers["test"].flat == UNKNOWN).mean()),
        "cut": float((numbers["test"].lengths == MAX_LENGTH).mean()),
        "data": {path.name: sha256(path) for path in sources()},
        "cpu_seconds": time.process_time() - start,
    }
    model.save(folder / PIECES_FILE)
    arrays: dict[str, Any] = {
        f"{name}_labels": some.labels.astype(np.uint8) for name, some in rows.items()
    }
    for name, ids in numbers.items():
        arrays[f"{name}_flat"] = ids.flat.astype(np.uint16)
        arrays[f"{name}_lengths"] = ids.lengths.astype(np.uint8)
    with whole(folder / NUMBERS_FILE) as file:
        np.savez_compressed(file, begins=begins(model), **arrays)
    with whole(folder / FACTS_FILE) as file:
        file.write(json.dumps(facts, indent=1).encode())
    return facts


def sources() -> list[Path]:
    """The data files that are read."""
    return [
        data.locate("nsmc", "train"),
        data.locate("nsmc", "test"),
        data.locate("nsmc_unlabeled"),
    ]


def spaced(text: str) -> str:
    """One spelling, and a space before the first word as before all others."""
    return f" {normalize(text)}"


def read_unlabelled(limit: int | None = None) -> list[str]:
    """The reviews without labels."""
    with lzma.open(data.locate("nsmc_unlabeled"), "rt", encoding="utf-8") as lines:
        return [spaced(line) for line, _ in zip(lines, range(limit or 10**9), strict=False)]


def pool(texts: list[str], secret: list[str]) -> list[str]:
    """Each text once, in an order drawn by chance, without empty ones and those of the test file.

    Args:
        texts: what may be learnt from.
        secret: texts of the test file.
    """
    kept = sorted(set(texts) - set(secret) - {" "})  # a set has no order of its own
    order = np.random.default_rng(0).permutation(len(kept))
    return [kept[place] for place in order]


def learn_pieces(texts: list[str], pieces: int) -> Bpe:
    """Byte-pair encoding of characters; texts with a rare character are left out."""
    counts = Counter[str]()
    for text in texts:
        counts.update(text)
    common = {sign for sign, count in counts.items() if count >= RARE}
    plain = [text for text in texts if common.issuperset(text)]
    return fast.train_bpe(
        plain, vocab_size=pieces, byte_level=False, specials=SPECIALS, unknown="[UNK]"
    )


def numbered(model: Bpe, texts: list[str]) -> FlatIds:
    """Texts as [CLS] … [SEP], long ones cut."""
    ids = fast.encode_many(model, texts)
    lengths = np.minimum(ids.lengths, MAX_LENGTH - 2)
    within = np.arange(len(ids.flat)) - np.repeat(ids.offsets, ids.lengths)
    flat = ids.flat[within < np.repeat(lengths, ids.lengths)]
    return surround(FlatIds(flat, np.cumsum(lengths) - lengths), start=CLS, end=SEP)


def begins(model: Bpe) -> np.ndarray:
    """Whether a word begins with a piece: those with a space before, and special tokens.

    Shape:
        → (V,) bool.
    """
    return np.array([token.startswith(" ") or token in SPECIALS for token in model.vocab.tokens])


def read(folder: Path, name: str) -> Reviews:
    """What was prepared.

    Args:
        folder: where `prepare` wrote.
        name: "pool" (what is learnt from without labels), "train" or "test".
    """
    with np.load(folder / NUMBERS_FILE) as file:
        flat, lengths = file[f"{name}_flat"].astype(np.int64), file[f"{name}_lengths"].astype(int)
        labels = file[f"{name}_labels"].astype(np.int64) if f"{name}_labels" in file else []
    return Reviews(FlatIds(flat, np.cumsum(lengths) - lengths), np.asarray(labels, np.int64))


def read_begins(folder: Path) -> np.ndarray:
    """Whether a word begins with each piece, (V,) bool."""
    with np.load(folder / NUMBERS_FILE) as file:
        return np.asarray(file["begins"])


def facts(folder: Path) -> dict[str, Any]:
    """What `prepare` returned."""
    return dict(json.loads((folder / FACTS_FILE).read_text(encoding="utf-8")))
