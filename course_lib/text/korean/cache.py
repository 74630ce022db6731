"""Analyzed texts on disk: one SQLite file for each analyzer and version.

Nothing here can make an analysis wrong or fail: a damaged entry counts as absent, a damaged file
is thrown away, and where the folder cannot be written the cache does nothing.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from course_lib.text.korean.engines import Tagged

_Result = TypeVar("_Result")
_TABLE = "CREATE TABLE IF NOT EXISTS tagged (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
_AT_ONCE = 500  # older SQLite takes 999 values
_WAIT = 30.0  # seconds, while another process writes


class TagCache:
    """Results of one analyzer in one version.

    Args:
        folder: where the file lies; made when something is to be kept.
        name: the analyzer.
        version: of the analyzer and what it depends on.
    """

    def __init__(self, folder: Path, *, name: str, version: str) -> None:
        plain = re.sub(r"[^\w.+-]", "_", f"{name}-{version}")
        self.path = folder / f"{plain}.sqlite"
        self._salt = f"{name}\0{version}\0".encode()

    def get(self, texts: Sequence[str]) -> dict[str, Tagged]:
        """Find what is known of these texts."""
        if not self.path.exists():
            return {}
        keys = {self._key(text): text for text in texts}
        rows = self._try(lambda db: list(_select(db, list(keys)))) or []
        found = ((keys[key], _unpack(key, value)) for key, value in rows if key in keys)
        return {text: tagged for text, tagged in found if tagged is not None}

    def put(self, results: Mapping[str, Tagged]) -> None:
        """Keep results; several processes may do so at once."""
        rows = [(key := self._key(text), _pack(key, tagged)) for text, tagged in results.items()]

        def write(db: sqlite3.Connection) -> bool:
            db.execute(_TABLE)
            db.executemany("INSERT OR REPLACE INTO tagged VALUES (?, ?)", rows)
            return True

        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._try(write) or self._try(write)  # again where a damaged file was thrown away

    def _key(self, text: str) -> bytes:
        return blake2b(self._salt + text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _try(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result | None:
        """Work on the file; None if that is impossible. A damaged file goes."""
        try:
            with self._open() as db:
                return work(db)
        except sqlite3.OperationalError:  # locked, read-only, full, no such table
            return None
        except sqlite3.DatabaseError:  # not a database, or malformed
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            return None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=_WAIT)) as db, db:
            yield db


def _select(db: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        yield from db.execute(f"SELECT key, value FROM tagged WHERE key IN ({marks})", some)


def _pack(key: bytes, tagged: Tagged) -> bytes:
    body = json.dumps(tagged, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.crc32(key + body).to_bytes(4, "big") + body


def _unpack(key: bytes, value: object) -> Tagged | None:
    """The result, or None if a bit of it has changed."""
    if not isinstance(value, bytes) or zlib.crc32(key + value[4:]).to_bytes(4, "big") != value[:4]:
        return None
    return [(morph, tag) for morph, tag in json.loads(value[4:])]
