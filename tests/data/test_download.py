from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course_lib.data import CacheError, CorruptFileError, DownloadError, OfflineError, download
from course_lib.data.manifest import DataFile

if TYPE_CHECKING:
    from conftest import Server


def get(file: DataFile, folder: Path) -> Path:
    return download(file, folder, timeout=1.0, progress=False)


def nothing_in_place(folder: Path) -> bool:
    return not (folder / "toy/rows.txt").exists()


@pytest.mark.parametrize(
    ("answer", "requests"),
    [("good", 1), ("no_range", 1), ("drops", 3), ("no_range_drops_once", 2)],
)
def test_delivers_the_exact_bytes(
    server: Server, tmp_path: Path, answer: str, requests: int
) -> None:
    path = get(server.file(answer), tmp_path)
    assert path.read_bytes() == server.body
    assert path == tmp_path / "toy/rows.txt"
    assert len(server.asked) == requests
    assert not list(path.parent.glob("*.part"))


def test_a_dropped_connection_is_continued_not_restarted(server: Server, tmp_path: Path) -> None:
    get(server.file("drops"), tmp_path)
    half = len(server.body) // 2
    assert [asked for _, asked in server.asked] == [
        None,
        f"bytes={half}-",
        f"bytes={half + (len(server.body) - half) // 2}-",
    ]


def test_a_partial_file_of_an_earlier_run_is_continued(server: Server, tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/rows.txt.part").write_bytes(server.body[:5000])
    assert get(server.file("good"), tmp_path).read_bytes() == server.body
    assert server.asked == [("/good", "bytes=5000-")]


@pytest.mark.parametrize("junk", ["junk", "as long", "longer"])
def test_a_partial_file_of_other_bytes_does_no_harm(
    server: Server, tmp_path: Path, junk: str
) -> None:
    size = len(server.body)
    other = b"X" * {"junk": 4, "as long": size, "longer": size + 9}[junk]
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/rows.txt.part").write_bytes(other)
    assert get(server.file("good"), tmp_path).read_bytes() == server.body


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("short", "has 1,000 bytes, expected"),
        ("wrong", "has sha256"),
        ("endless", "bytes, expected"),
        ("page", "is an HTML page"),
        ("missing", "HTTP status 404"),
        ("hangs", "no connection"),
    ],
)
def test_a_bad_answer_is_one_clear_error(
    server: Server, tmp_path: Path, answer: str, reason: str
) -> None:
    with pytest.raises(DownloadError, match=reason) as caught:
        get(server.file(answer), tmp_path)
    assert f"{server.root}/{answer}" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2  # the same failure three times is said once
    assert nothing_in_place(tmp_path)


def test_a_partial_answer_from_another_place_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/rows.txt.part").write_bytes(server.body[:5000])
    with pytest.raises(DownloadError, match="does not begin at byte 5000"):
        get(server.file("wrong_range"), tmp_path)
    assert nothing_in_place(tmp_path)


def test_a_server_that_never_stops_cannot_fill_the_disk(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=f"has {len(server.body) + 1:,} bytes"):
        get(server.file("endless"), tmp_path)


def test_mirrors_are_tried_in_order(server: Server, tmp_path: Path) -> None:
    path = get(server.file("missing", "page", "wrong", "good"), tmp_path)
    assert path.read_bytes() == server.body
    assert list(dict.fromkeys(p for p, _ in server.asked)) == [
        "/missing",
        "/page",
        "/wrong",
        "/good",
    ]


def test_all_failures_are_reported_together(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadError) as caught:
        get(server.file("missing", "page"), tmp_path)
    assert "/missing: HTTP status 404" in str(caught.value)
    assert "/page: the body is an HTML page" in str(caught.value)


def test_no_network(tmp_path: Path) -> None:
    file = DataFile("toy/rows.txt", ("http://127.0.0.1:9/rows", "gopher:x"), 9, "0" * 64, 1)
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1:9/rows: no connection"):
        get(file, tmp_path)
    assert nothing_in_place(tmp_path)


@pytest.mark.parametrize(("value", "allowed"), [("1", False), ("yes", False), ("0", True)])
def test_the_offline_switch(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, allowed: bool
) -> None:
    monkeypatch.setenv("COURSE_OFFLINE", value)
    if allowed:
        assert get(server.file("good"), tmp_path).exists()
        return
    with pytest.raises(OfflineError, match="COURSE_OFFLINE"):
        get(server.file("good"), tmp_path)
    assert server.asked == []


def test_the_proxy_of_the_environment_is_used(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.root)
    file = server.file("good")
    far = DataFile(file.path, ("http://data.invalid/good",), file.size, file.sha256, file.rows)
    assert get(far, tmp_path).read_bytes() == server.body
    assert server.asked == [("http://data.invalid/good", None)]


def test_a_verified_file_needs_no_network_and_no_write(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    get(server.file("good"), tmp_path)
    before = sorted(tmp_path.rglob("*"))
    server.asked.clear()
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    get(server.file("good"), tmp_path)
    assert server.asked == []
    assert sorted(tmp_path.rglob("*")) == before


def test_a_corrupt_file_in_place_is_never_replaced_silently(server: Server, tmp_path: Path) -> None:
    path = get(server.file("good"), tmp_path)
    path.write_bytes(server.body[:-1] + b"?")
    with pytest.raises(CorruptFileError, match=r"rows\.txt has sha256"):
        get(server.file("good"), tmp_path)
    assert path.read_bytes().endswith(b"?")


def test_a_cache_that_is_not_a_folder(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CacheError, match=r"cannot write to .*COURSE_CACHE_DIR"):
        get(server.file("good"), tmp_path / "file")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_read_only_cache(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    target = Path("/sys") if os.geteuid() == 0 else folder  # root may write anywhere but there
    if not target.is_dir():
        pytest.skip("no read-only place for root here")
    with pytest.raises(CacheError, match="cannot write to"):
        get(server.file("good"), target / "course")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk(server: Server, tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/rows.txt.part").symlink_to("/dev/full")
    with pytest.raises(CacheError, match="No space left"):
        get(server.file("good", "no_range"), tmp_path)
    assert nothing_in_place(tmp_path)
    assert len(server.asked) == 1  # another address would not help


def test_two_processes_share_one_download(server: Server, tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        from pathlib import Path
        from course_lib.data import DataFile, download
        print(download({server.file("good")!r}, Path({str(tmp_path)!r}), progress=False))
    """)
    command = [sys.executable, "-c", program]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    paths = {process.communicate(timeout=60)[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert [Path(path).read_bytes() for path in paths] == [server.body]
    assert len(server.asked) == 1


def test_dropped_at_every_tenth_the_file_still_arrives(server: Server, tmp_path: Path) -> None:
    assert get(server.file("tenths"), tmp_path).read_bytes() == server.body
    tenth = len(server.body) // 10
    starts = [f"bytes={tenth * k}-" for k in range(1, len(server.asked))]
    assert [asked for _, asked in server.asked] == [None, *starts]


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_download_given_up_at_any_tenth_is_continued(
    server: Server, tmp_path: Path, tenths: int
) -> None:
    done = len(server.body) * tenths // 10
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/rows.txt.part").write_bytes(server.body[:done])
    assert get(server.file("good"), tmp_path).read_bytes() == server.body
    assert server.asked == [("/good", f"bytes={done}-")]


def test_a_server_that_drips_is_given_up(server: Server, tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(DownloadError, match="too slow"):
        download(server.file("drips"), tmp_path, timeout=0.3, progress=False)
    assert time.monotonic() - start < 5
    assert nothing_in_place(tmp_path)


def test_a_slow_but_steady_server_is_waited_for(server: Server, tmp_path: Path) -> None:
    path = download(server.file("slow"), tmp_path, timeout=0.2, progress=False)
    assert path.read_bytes() == server.body
    assert len(server.asked) == 1


def test_no_proxy_goes_past_the_proxy(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(DownloadError, match="no connection"):
        get(server.file("good"), tmp_path)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert get(server.file("good"), tmp_path).read_bytes() == server.body


def program(file: DataFile, folder: Path, before: str = "") -> list[str]:
    code = f"""
        from pathlib import Path
        from course_lib.data import DataFile, download
        {before}
        print(download({file!r}, Path({str(folder)!r}), progress=False))
    """
    return [sys.executable, "-c", textwrap.dedent(code)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_killed_in_the_middle_nothing_is_in_place_and_the_next_run_continues(
    server: Server, tmp_path: Path
) -> None:
    file, part = server.file("stops"), tmp_path / "toy/rows.txt.part"
    running = subprocess.Popen(program(file, tmp_path))
    half = len(server.body) // 2
    wait_until(lambda: part.exists() and part.stat().st_size > half - (1 << 16))
    running.send_signal(signal.SIGKILL)
    assert running.wait(timeout=30) == -signal.SIGKILL
    assert nothing_in_place(tmp_path)
    done = part.stat().st_size
    assert 0 < done <= half
    assert get(file, tmp_path).read_bytes() == server.body  # the lock died with the process
    assert server.asked[1:] == [("/stops", f"bytes={done}-")]


def wait_until(condition: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
def test_a_disk_that_fills_up_in_the_middle(server: Server, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the write fails half-way."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))"
    done = subprocess.run(
        program(server.file("good", "no_range"), tmp_path, limit),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "CacheError: cannot write to" in done.stderr
    assert nothing_in_place(tmp_path)
    assert len(server.asked) == 1
    assert get(server.file("good"), tmp_path).read_bytes() == server.body


def zipped(text: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/rows.txt", text)
    return body.getvalue()


def rolling(server: Server, *names: str) -> DataFile:
    file = replace(server.file(*names), path="toy/rows.zip", sha256="", size=1 << 16)
    return replace(file, rolling=True, member="rows.txt", rows=2)


def test_a_rolling_file_is_known_by_its_form(server: Server, tmp_path: Path) -> None:
    today = server.files["today"] = zipped(b"Go.\tVa !\n" * 3)
    assert get(rolling(server, "today"), tmp_path).read_bytes() == today


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (zipped(b"rows" * 999)[:-30], "not an intact zip"),
        (zipped(b"rows" * 999).replace(b"rows.txt", b"lies.txt"), "expected one file 'rows.txt'"),
        (b"<html>moved</html>", "HTML page"),
        (b"plain text", "not an intact zip"),
        (bytes(1 << 17), "expected at most 65,536"),
    ],
)
def test_a_rolling_file_of_another_form_is_refused(
    server: Server, tmp_path: Path, body: bytes, reason: str
) -> None:
    server.files["today"] = body
    with pytest.raises(DownloadError, match=reason):
        get(rolling(server, "today"), tmp_path)
    assert not (tmp_path / "toy/rows.zip").exists()


def test_a_rolling_file_is_never_continued(server: Server, tmp_path: Path) -> None:
    """It may have changed since: two halves of different days make no whole."""
    today = server.files["today"] = zipped(b"Go.\tVa !\n" * 3)
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/rows.zip.part").write_bytes(today[:50])
    assert get(rolling(server, "today"), tmp_path).read_bytes() == today
    assert server.asked == [("/today", None)]
