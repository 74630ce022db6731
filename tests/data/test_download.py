from __future__ import annotations

import os
import subprocess
import sys
import textwrap
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
