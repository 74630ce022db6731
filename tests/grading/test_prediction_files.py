"""Prediction files in every state: labels, or one clear word on why not."""

from __future__ import annotations

import base64
import os
import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.grading import beside
from course_lib.grading.prediction_files import PredictionError, from_output, read
from tests.grading.predicting import record

LABELS = ("긍정", "부정")
GOOD = "id,label\n1,긍정\n2,부정\n3,긍정\n"


def read_three(raw):
    return read(raw, count=3, labels=LABELS)


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("cp949"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace("id,label", " ID , Label ").encode(),
        "label,id\n부정,2\n긍정,3\n긍정,1".encode(),
        ",id,label,확률\n0,1,긍정,0.9\n1,2,부정,0.8\n2,3,긍정,0.7\n".encode(),
        'id,label\n"1","긍정"\n2.0,부정\n 3 , 긍정 \n,\n\n'.encode(),
        unicodedata.normalize("NFD", GOOD).encode(),
    ],
)
def test_every_good_form(raw):
    assert read_three(raw) == [0, 1, 0]


def test_the_order_of_rows_does_not_matter_and_numbers_may_end_in_point_zero():
    assert read(b"id,label\n2,1.0\n1,0\n", count=2, labels=("0", "1")) == [0, 1]


BAD = {
    b"": "빈 파일",
    b" \n\n": "빈 파일",
    b",,\n": "첫 줄은 `id,label`이어야",
    b"PK\x03\x04abc": "압축 파일이나 엑셀",
    b"\xd0\xcf\x11\xe0abc": "엑셀 통합 문서",
    b"\x93NUMPY\x01": "넘파이",
    b"%PDF-1.4": "PDF",
    b"\xff\xfei\x00d\x00": "UTF-8이나 CP949",
    b"id,label\n1,\0\n": "글이 아니라",
    "1,긍정\n2,부정\n3,긍정\n".encode(): "지금 첫 줄: `1,긍정`",
    "id;label\n1;긍정\n".encode(): "세미콜론",
    "id\tlabel\n1\t긍정\n".encode(): "탭",
    "id,label,label\n1,긍정,긍정\n".encode(): "첫 줄은",
    'id,label\n1,"긍정\n2,부정\n'.encode(): "따옴표",
    "id,label\n1,긍정\n2\n3,긍정\n".encode(): "칸의 수가 첫 줄과 다른 줄: `2번째`",
    "id,label\n1,긍정\n2,부정\n".encode(): "빠진 id: `3` (모두 1개)",
    b"id,label\n": "빠진 id: `1`, `2`, `3` (모두 3개). id는 1부터 3까지",
    "id,label\n1,긍정\n2,부정\n3,긍정\n3,부정\n".encode(): "두 번 이상 나온 id: `3`",
    "id,label\n0,긍정\n1,부정\n2,긍정\n".encode(): "모르는 id: `0`",
    "id,label\n1,긍정\n2,부정\n99,긍정\n".encode(): "모르는 id: `99`",
    "id,label\nx,긍정\n2,부정\n3,긍정\n".encode(): "숫자가 아닌 id: `x`",
    "id,label\n-1,긍정\n2,부정\n3,긍정\n".encode(): "숫자가 아닌 id: `-1`",
    f"id,label\n{'9' * 5000},긍정\n".encode(): "숫자가 아닌 id",
    "id,label\n1,긍정\n2,중립\n3,긍정\n".encode(): "모르는 라벨: `중립` (모두 1개). 쓸 수 있는",
    "id,label\n1,긍정\n2,NaN\n3,\n".encode(): "모르는 라벨: `NaN`, `빈칸`",
    "id,label\n1,긍정\n2,=1+1\n3,긍정\n".encode(): "모르는 라벨: `=1+1`",
    "id,label\n1,긍정\n2,`x`\n3,긍정\n".encode(): "모르는 라벨: `'x'`",
}


@pytest.mark.parametrize("raw", BAD, ids=lambda raw: repr(raw[:30]))
def test_every_flaw_has_its_word(raw):
    with pytest.raises(PredictionError) as caught:
        read_three(raw)
    assert BAD[raw] in str(caught.value)
    assert caught.value.status == "unreadable"


def test_what_is_too_large_and_what_is_no_file():
    with pytest.raises(PredictionError, match="4 MB까지") as caught:
        read_three(b"x" * (beside.MOST_BYTES + 1))
    assert caught.value.status == "output"
    with pytest.raises(PredictionError, match="보통 파일이 아니라"):
        read_three(None)


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_comes_it_is_labels_or_a_word(raw):
    try:
        found, said = read_three(raw), ""
    except PredictionError as error:
        found, said = [], str(error)
    assert len(found) == 3 or 0 < len(said) < 400


@given(st.permutations([(1, "긍정"), (2, "부정"), (3, "긍정")]), st.booleans(), st.booleans())
def test_any_order(rows, bom, crlf):
    end = "\r\n" if crlf else "\n"
    text = end.join(["id,label", *(f"{place},{label}" for place, label in rows)])
    assert read_three(text.encode("utf-8-sig" if bom else "utf-8")) == [0, 1, 0]


def test_what_the_notebook_printed():
    old, new = record(["a"], "p.csv"), record(["b", "c"], "p.csv")
    printed = [f"x\n{old}", f"한 줄\n{new}\n끝", record(["d"], "q.csv")]
    assert from_output(printed, "p.csv") == b"id,label\n1,b\n2,c\n"
    assert from_output(printed, "q.csv") == b"id,label\n1,d\n"
    assert from_output(printed, "r.csv") is None


NOT_UTF8 = base64.b64encode(zlib.compress(b"\xff")).decode()


@pytest.mark.parametrize(
    "line", ["[p.csv] AAAA", "[p.csv] A", f"[p.csv] {NOT_UTF8}", record(["x"], "pxcsv"), "[p.csv]"]
)
def test_junk_in_the_output_is_no_file(line):
    assert from_output([line], "p.csv") is None


def test_a_bomb_in_the_output_stays_small():
    bomb = "[p.csv] " + base64.b64encode(zlib.compress(b"\n" * (200 << 20), 9)).decode()
    with pytest.raises(PredictionError):
        read_three(from_output([bomb], "p.csv"))


# --- what lies beside the notebook --------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    def put(*names):
        for name in names:
            (tmp_path / name).write_bytes(name.encode())
        return tmp_path

    return put


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (["p.csv", "p (1).csv"], "p.csv"),
        (["P.CSV"], "P.CSV"),
        (["p_(1).csv"], "p_(1).csv"),
        (["p-1.csv", "p-2.csv"], "p-2.csv"),
        (["p-9.csv", "p-10.csv"], "p-10.csv"),
        (["p의 사본.csv", "p 복사본.csv"], "p 복사본.csv"),
        (["내 답.csv", "x.txt"], "내 답.csv"),
        (["a.csv", "b.csv"], None),
        (["p.csv.txt", "p.xlsx"], None),
        (["p.py"], None),
    ],
)
def test_a_file_is_found_by_its_name(folder, there, taken):
    found = beside.take(folder("notebook.ipynb", "from.json", *there), ["p.csv"])
    assert found == ((("p.csv", taken.encode()),) if taken else ())


def test_two_files_are_not_mixed_up(folder):
    root = folder("p-1.csv", "p-2.csv")
    assert dict(beside.take(root, ["p-1.csv", "p-2.csv"])) == {
        "p-1.csv": b"p-1.csv", "p-2.csv": b"p-2.csv"
    }  # fmt: skip
    (root / "p-2.csv").unlink()
    assert dict(beside.take(root, ["p-1.csv", "p-2.csv"])).get("p-1.csv") == b"p-1.csv"
    assert beside.take(root, []) == ()
    assert beside.take(root / "nowhere", ["p.csv"]) == ()


def test_what_is_no_plain_file_is_not_opened(folder, tmp_path):
    (tmp_path / "secret").write_text("열쇠")
    root = folder()
    (root / "link.csv").symlink_to(tmp_path / "secret")
    (root / "folder.csv").mkdir()
    os.mkfifo(root / "pipe.csv")
    (root / "gone.csv").symlink_to(tmp_path / "nowhere")
    wanted = ["link.csv", "folder.csv", "pipe.csv", "gone.csv"]
    assert beside.take(root, wanted) == tuple((name, None) for name in wanted)


def test_a_huge_file_is_read_in_part(folder):
    root = folder()
    with (root / "p.csv").open("wb") as file:
        file.truncate(100 << 20)
    ((_, data),) = beside.take(root, ["p.csv"])
    assert len(data) == beside.MOST_BYTES + 1
