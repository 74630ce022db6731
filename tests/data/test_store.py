from __future__ import annotations

import subprocess
import sys
import textwrap
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data import CorruptFileError, store
from course_lib.data.batching import Batches, take
from course_lib.data.store import open_ids, save_ids, stream
from course_lib.text.flat import FlatIds

DOCUMENTS = st.lists(st.lists(st.integers(0, 70_000), max_size=6), max_size=20)
SOME = [[5, 1], [], [2, 3, 4], [0]]


def lists(ids: FlatIds) -> list[list[int]]:
    return [document.tolist() for document in ids.documents()]


@given(documents=DOCUMENTS, small=st.booleans(), piece=st.integers(1, 30))
def test_what_is_written_is_read(
    documents: list[list[int]], small: bool, piece: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ids") / "some.ids"
    documents = [[i % 65_536 for i in d] for d in documents] if small else documents
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_PIECE", piece)  # so that it is written in many pieces
        ids = save_ids(path, iter(documents), vocab_size=65_536 if small else 70_001)
        assert lists(ids) == documents
        assert lists(open_ids(path, check=True)) == documents
    assert ids.flat.dtype == (np.uint16 if small else np.int32)
    assert sorted(path.parent.iterdir()) == [path]


@given(DOCUMENTS, st.integers(1, 7))
def test_streaming_gives_all_documents_in_order(documents: list[list[int]], size: int) -> None:
    lengths = np.array([len(document) for document in documents], dtype=np.int64)
    ids = FlatIds(np.array(list(chain(*documents)), dtype=np.int64), np.cumsum(lengths) - lengths)
    runs = list(stream(ids, size))
    assert [document for run in runs for document in lists(run)] == documents
    assert all(len(run.offsets) == size for run in runs[:-1])


def test_the_arrays_are_maps_of_the_file_and_cannot_be_changed(tmp_path: Path) -> None:
    ids = save_ids(tmp_path / "some.ids", SOME, vocab_size=9)
    assert isinstance(ids.flat, np.memmap)
    assert isinstance(ids.offsets, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        ids.flat[0] = 3


def test_batches_come_from_the_file(tmp_path: Path) -> None:
    ids = save_ids(tmp_path / "some.ids", [*SOME, [7, 8]], vocab_size=9)
    assert lists(take(ids, [4, 0])) == [[7, 8], [5, 1]]
    rows = {int(row): batch for batch in Batches(ids, batch_size=2) for row in batch.rows}
    assert sorted(rows) == [0, 1, 2, 3, 4]


def test_arrays_of_any_integers_are_taken_from_a_generator(tmp_path: Path) -> None:
    arrays = (np.full(3, i, dtype=np.uint8) for i in range(5))
    assert lists(save_ids(tmp_path / "deep/some.ids", arrays, vocab_size=5))[4] == [4, 4, 4]


@pytest.mark.parametrize("wrong", [-1, 9])
def test_an_id_out_of_range_is_named_and_nothing_is_written(tmp_path: Path, wrong: int) -> None:
    with pytest.raises(ValueError, match=f"document 2: expected ids 0 to 8, got {wrong}"):
        save_ids(tmp_path / "some.ids", [[1], [], [2, wrong], [3]], vocab_size=9)
    assert not list(tmp_path.iterdir())


def test_a_failure_half_way_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "some.ids"
    save_ids(path, SOME, vocab_size=9)

    def breaks() -> object:
        yield [1]
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        save_ids(path, breaks(), vocab_size=9)  # type: ignore[arg-type]
    assert lists(open_ids(path)) == SOME
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("size", [0, (1 << 31) + 1])
def test_a_vocabulary_must_have_a_size(tmp_path: Path, size: int) -> None:
    with pytest.raises(ValueError, match="vocab_size must lie between"):
        save_ids(tmp_path / "some.ids", SOME, vocab_size=size)
    with pytest.raises(ValueError, match="size must be positive"):
        next(stream(save_ids(tmp_path / "some.ids", SOME, vocab_size=9), 0))


def damage(body: bytes, how: str) -> bytes:
    at = {"magic": 3, "version": 16, "width": 20, "count": 24, "ids": 32, "sum": 40, "rest": 60}
    if how == "cut":
        return body[:-1]
    if how == "longer":
        return body + b"\0"
    if how == "empty":
        return b""
    changed = bytearray(body)
    changed[at[how]] ^= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("empty", "not a file of ids"),
        ("magic", "not a file of ids"),
        ("version", "header is damaged"),
        ("width", "header is damaged"),
        ("count", "header is damaged"),
        ("ids", "header is damaged"),
        ("sum", "header is damaged"),
        ("rest", "header is damaged"),
        ("cut", "bytes, expected"),
        ("longer", "bytes, expected"),
    ],
)
def test_a_damaged_file_is_never_opened(tmp_path: Path, how: str, reason: str) -> None:
    path = tmp_path / "some.ids"
    save_ids(path, SOME, vocab_size=9)
    path.write_bytes(damage(path.read_bytes(), how))
    with pytest.raises(CorruptFileError, match=reason):
        open_ids(path)


@pytest.mark.parametrize("place", [64, -1])
def test_changed_ids_and_offsets_are_found_on_request(tmp_path: Path, place: int) -> None:
    path = tmp_path / "some.ids"
    save_ids(path, SOME, vocab_size=9)
    body = bytearray(path.read_bytes())
    body[place] ^= 1
    path.write_bytes(body)
    with pytest.raises(CorruptFileError, match="have changed"):
        open_ids(path, check=True)


LARGER_THAN_MEMORY = """
    import resource, sys
    import numpy as np
    import course_lib.data.store as store
    from course_lib.text.flat import FlatIds
    path, documents = sys.argv[1], 3000
    used = int(next(l for l in open("/proc/self/status") if l.startswith("VmData")).split()[1])
    limit = (used << 10) + (48 << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    many = (np.full(20_000, i % 60_000) for i in range(documents))
    ids = store.save_ids(path, many, vocab_size=60_000)
    assert ids.flat.nbytes == 120_000_000 > 2 * (48 << 20)
    total = sum(int(run.flat.sum()) for run in store.stream(ids, 50))
    assert total == 20_000 * sum(range(documents)), total
    store.open_ids(path, check=True)
    try:
        np.array(ids.flat)
    except MemoryError:
        print("streamed")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
def test_a_corpus_larger_than_the_memory_is_written_and_read(tmp_path: Path) -> None:
    """120 MB of ids in a process that may not have 48 MB more than it starts with."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(LARGER_THAN_MEMORY), str(tmp_path / "big.ids")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("streamed\n", "")
