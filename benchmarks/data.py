"""From files to batches: reading, a store larger than memory, and batches beside torch's own.

Run it from the repository's root: ``python -m benchmarks.data [--limit 150000]``. It prints JSON.
It measures on the real reviews of NSMC where they are at hand (``COURSE_DATA_DIR``), otherwise on
the sentences that come with the course. Both sides make the same batches of the same documents.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

from benchmarks._provenance import provenance
from course_lib import data
from course_lib.data.batching import Batches, bag, buckets, pack, pad, padding_share, take
from course_lib.data.store import open_ids, save_ids, stream
from course_lib.text import FlatIds, Vocab, characters

BATCH, ROUNDS, SEED, RUN = 64, 3, 0, 1000


def seconds(work: Callable[[], object]) -> tuple[float, Any]:
    """CPU seconds of one call, and what it gave."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def rate(work: Callable[[], object], documents: int) -> int:
    """Documents a second: the median of some rounds."""
    return round(documents / statistics.median(seconds(work)[0] for _ in range(ROUNDS)))


def plain_padded(lists: list[list[int]], order: list[np.ndarray]) -> Iterator[torch.Tensor]:
    """Lists of ids to padded batches, as one writes it with torch alone."""
    for rows in order:
        yield pad_sequence([torch.tensor(lists[i]) for i in rows], batch_first=True)


def plain_packed(lists: list[list[int]], order: list[np.ndarray]) -> Iterator[Any]:
    """The same, packed."""
    for rows in order:
        lengths = torch.tensor([len(lists[i]) for i in rows])
        padded = next(plain_padded(lists, [rows]))
        yield pack_padded_sequence(padded, lengths, batch_first=True, enforce_sorted=False)


def through(batches: Iterator[Any]) -> int:
    """Go through all batches."""
    return sum(1 for _ in batches)


def measure_batches(ids: FlatIds) -> dict[str, object]:
    """Our batches beside torch's own, on the same rows."""
    order = buckets(ids.lengths, BATCH, seed=SEED)
    plain = np.array_split(np.arange(len(ids.offsets)), len(order))
    lists = [document.tolist() for document in ids.documents()]
    documents = len(lists)
    forms = {"pad": pad, "bag": bag, "pack": pack}
    found: dict[str, object] = {
        f"{name}_documents_a_second": rate(
            lambda form=form: through(form(take(ids, rows)) for rows in order), documents
        )
        for name, form in forms.items()
    }
    peers = {"pad": plain_padded, "pack": plain_packed}
    for name, peer in peers.items():
        found[f"torch_{name}_documents_a_second"] = rate(
            lambda peer=peer: through(peer(lists, order)), documents
        )
    found["padding_in_buckets"] = round(padding_share(ids.lengths, order), 4)
    found["padding_in_file_order"] = round(padding_share(ids.lengths, plain), 4)
    return found


def measure_store(ids: FlatIds, vocab_size: int) -> dict[str, object]:
    """Write, open, check, stream and read at random."""
    documents = len(ids.offsets)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.ids"
        written, _ = seconds(lambda: save_ids(path, ids.documents(), vocab_size=vocab_size))
        opened, stored = seconds(lambda: open_ids(path))
        batches = Batches(stored, batch_size=BATCH, seed=SEED)
        return {
            "bytes": path.stat().st_size,
            "write_documents_a_second": round(documents / written),
            "open_milliseconds": round(1000 * opened, 2),
            "check_seconds": round(seconds(lambda: open_ids(path, check=True))[0], 3),
            "stream_documents_a_second": rate(lambda: through(stream(stored, RUN)), documents),
            "batches_documents_a_second": rate(lambda: through(iter(batches)), documents),
        }


def measure(limit: int) -> dict[str, object]:
    """Read the reviews, number their characters, then measure."""
    read, rows = seconds(lambda: data.load("nsmc", "train"))
    rows = rows.without_empty()[:limit]
    found, shared = seconds(lambda: data.overlap(rows, data.load("nsmc", "test")))
    vocab, ids = Vocab.fit(map(characters, rows.texts))
    return {
        "rows": f"{rows.name} / {rows.split} ({rows.origin})",
        "documents": len(rows),
        "characters": len(ids.flat),
        "read_and_verify_seconds": round(read, 2),
        "overlap_seconds": round(found, 2),
        "test_rows_in_train": len(shared.rows),
        "store": measure_store(ids, len(vocab)),
        "batches": {"size": BATCH, **measure_batches(ids)},
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=150_000)
    limit = parser.parse_args().limit
    torch.set_num_threads(1)
    print(json.dumps({"data": measure(limit), "provenance": provenance(seed=SEED)}, indent=2))


if __name__ == "__main__":
    main()
