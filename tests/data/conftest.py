"""A server that misbehaves on request, clean surroundings, and the real data where there is any."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from course_lib.data.manifest import DataFile

BODY = b"id\tdocument\tlabel\n" + b"".join(
    f"{i}\t재미있는 영화 {i}\t{i % 2}\n".encode() for i in range(20_000)
)


class Server:
    """Serves `BODY` in as many ways as there are paths, and remembers what it was asked."""

    body = BODY

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.files: dict[str, bytes] = {}  # further bodies, by name
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, self.headers.get("Range")))
                name = self.path.rsplit("/", 1)[-1]
                if name in server.files:
                    _send(self, server.files[name])
                else:
                    ANSWERS[name](self, len(server.asked))

            def log_message(self, *_: object) -> None:
                pass

        class Http(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """A client that goes away is what some tests are about."""

        self._http = Http(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def file(self, *names: str, sha256: str | None = None) -> DataFile:
        urls = tuple(f"{self.root}/{name}" for name in names)
        digest = sha256 or hashlib.sha256(BODY).hexdigest()
        return DataFile("toy/rows.txt", urls, len(BODY), digest, rows=20_000)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def _send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    length: int | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for key, value in (headers or {}).items():
        handler.send_header(key, value)
    handler.end_headers()
    handler.wfile.write(body)


def _rest(handler: BaseHTTPRequestHandler, *, shift: int = 0) -> tuple[bytes, int, dict[str, str]]:
    asked = handler.headers.get("Range")
    if asked is None:
        return BODY, 200, {}
    start = int(asked.removeprefix("bytes=").removesuffix("-")) + shift
    return BODY[start:], 206, {"Content-Range": f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"}


def good(handler: BaseHTTPRequestHandler, _: int) -> None:
    body, status, headers = _rest(handler)
    _send(handler, body, status=status, headers=headers)


def no_range(handler: BaseHTTPRequestHandler, _: int) -> None:
    _send(handler, BODY)


def no_range_drops_once(handler: BaseHTTPRequestHandler, turn: int) -> None:
    _send(handler, BODY[: len(BODY) // 2] if turn == 1 else BODY, length=len(BODY))
    handler.close_connection = True


def drops(handler: BaseHTTPRequestHandler, turn: int) -> None:
    """Break off half-way through what is left, on the first two requests."""
    body, status, headers = _rest(handler)
    part = body[: len(body) // 2] if turn <= 2 else body
    _send(handler, part, status=status, headers=headers, length=len(body))
    handler.close_connection = True


def tenths(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Break off after every tenth of the file."""
    body, status, headers = _rest(handler)
    part = body[: len(BODY) // 10]
    _send(handler, part, status=status, headers=headers, length=len(body))
    handler.close_connection = True


def drips(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Send ten bytes now and then: never silent for long, never done."""
    _send(handler, b"", length=len(BODY))
    for start in range(0, 2000, 10):
        handler.wfile.write(BODY[start : start + 10])
        handler.wfile.flush()
        time.sleep(0.05)


def slow(handler: BaseHTTPRequestHandler, _: int) -> None:
    """Take longer than the timeout, but keep sending."""
    _send(handler, b"", length=len(BODY))
    for start in range(0, len(BODY), len(BODY) // 10):
        handler.wfile.write(BODY[start : start + len(BODY) // 10])
        time.sleep(0.06)


def stops(handler: BaseHTTPRequestHandler, turn: int) -> None:
    """Send the first half and then nothing more, once."""
    if turn > 1:
        good(handler, turn)
    else:
        _send(handler, BODY[: len(BODY) // 2], length=len(BODY))
        handler.wfile.flush()
        threading.Event().wait(5)


def wrong_range(handler: BaseHTTPRequestHandler, _: int) -> None:
    body, status, headers = _rest(handler, shift=7)
    _send(handler, body, status=status, headers=headers)


def short(handler: BaseHTTPRequestHandler, _: int) -> None:
    _send(handler, BODY[:1000])


def wrong(handler: BaseHTTPRequestHandler, _: int) -> None:
    _send(handler, b"X" * len(BODY))


def endless(handler: BaseHTTPRequestHandler, _: int) -> None:
    _send(handler, BODY * 3)


def page(handler: BaseHTTPRequestHandler, _: int) -> None:
    _send(handler, b"\n<!DOCTYPE html><title>404</title>" + b" " * 5000)


def missing(handler: BaseHTTPRequestHandler, _: int) -> None:
    handler.send_error(404)


def hangs(handler: BaseHTTPRequestHandler, _: int) -> None:
    threading.Event().wait(3)


ANSWERS: dict[str, Callable[[BaseHTTPRequestHandler, int], None]] = {
    f.__name__: f
    for f in (
        good,
        tenths,
        drips,
        slow,
        stops,
        no_range,
        no_range_drops_once,
        drops,
        wrong_range,
        short,
        wrong,
        endless,
        page,
        missing,
        hangs,
    )
}


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the caller's data, cache, proxy or offline switch."""
    proxies = ("http_proxy", "HTTP_PROXY", "all_proxy", "no_proxy", "NO_PROXY")
    for name in ("COURSE_DATA_DIR", "COURSE_OFFLINE", *proxies):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def real(clean: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of real data, where the caller has one."""
    if not _REAL or not (Path(_REAL) / "nsmc").is_dir():
        pytest.skip("needs the real files below COURSE_DATA_DIR")
    monkeypatch.setenv("COURSE_DATA_DIR", _REAL)
    return Path(_REAL)


_REAL = os.path.abspath(d) if (d := os.environ.get("COURSE_DATA_DIR")) else None  # noqa: PTH100
