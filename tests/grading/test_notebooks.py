"""Notebooks in any state are read, or refused with one clear sentence."""

from __future__ import annotations

import json

import pytest

from course_lib.grading import notebooks
from course_lib.grading.notebooks import UnreadableError, read

CODE = {"cell_type": "code", "source": ["x = 1\n", "y = 2"], "outputs": [], "metadata": {}}
OLD = {"cell_type": "code", "input": CODE["source"]}
TEXT = {"cell_type": "markdown", "source": "글"}
WANTED = (("2번째 셀", "x = 1\ny = 2"),)


def raw(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "data",
    [
        {"nbformat": 4, "cells": [TEXT, CODE]},
        {"cells": [TEXT, {"cell_type": "code", "source": "x = 1\ny = 2"}]},
        {"cells": [TEXT, CODE | {"metadata": {"executionInfo": {"user": {"displayName": "홍"}}}}]},
        {"nbformat": 3, "worksheets": [{"cells": [TEXT, OLD]}]},
        {"cells": [TEXT, CODE, {"cell_type": "code", "source": "  "}, None, {"cell_type": "raw"}]},
    ],
)
def test_all_formats(data):
    assert read(raw(data)).cells == WANTED
    assert read(b"\xef\xbb\xbf" + raw(data)).cells == WANTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "비어 있습니다"),
        (b" \n", "비어 있습니다"),
        (b"{", "읽을 수 없습니다"),
        (raw({"cells": [CODE]})[:-9], "읽을 수 없습니다"),
        (b"PK\x03\x04", "읽을 수 없습니다"),
        ("print('안녕')".encode("cp949"), "읽을 수 없습니다"),
        (b"[" * 200_000, "읽을 수 없습니다"),
        (b"9" * 900_000, "읽을 수 없습니다"),
        (b"[]", "노트북이 아닙니다"),
        (b'{"cells": 3}', "노트북이 아닙니다"),
        (b"null", "노트북이 아닙니다"),
    ],
)
def test_what_is_no_notebook(content, said):
    with pytest.raises(UnreadableError, match=said):
        read(content)


def test_sizes():
    large = raw({"cells": [CODE | {"outputs": ["x" * (12 << 20)]}]})
    assert read(large).cells == (("1번째 셀", "x = 1\ny = 2"),)
    with pytest.raises(UnreadableError, match="너무 큽니다. 32 MB까지"):
        read(b" " * (notebooks.MOST_BYTES + 1) + b"{}")
    with pytest.raises(UnreadableError, match="셀이 너무 많습니다"):
        read(raw({"cells": [TEXT] * (notebooks.MOST_CELLS + 1)}))
