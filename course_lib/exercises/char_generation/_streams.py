"""``char_generation/streams``: one long text as B streams, with what follows each character."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def cut_streams(ids: Array, B: int) -> tuple[Array, Array]:
    """Inputs and labels (B, n) with n = (N − 1) // B."""
    n = (len(ids) - 1) // B
    return ids[: B * n].reshape(B, n), ids[1 : B * n + 1].reshape(B, n)


def _inputs(rng: np.random.Generator) -> tuple[Array, int]:
    """Two or three ids are left over; no id stands twice."""
    B = int(rng.integers(3, 6))
    n = int(rng.integers(4, 7))
    return rng.permutation(60)[: B * n + 3].astype(np.int64), B


def _turned(ids: Array, B: int) -> tuple[Array, Array]:
    """Neighbours stand below each other: right for reading time first, wrong here."""
    n = (len(ids) - 1) // B
    return ids[: B * n].reshape(n, B).T, ids[1 : B * n + 1].reshape(n, B).T


def _same(ids: Array, B: int) -> tuple[Array, Array]:
    inputs, _ = cut_streams(ids, B)
    return inputs, inputs


def _before(ids: Array, B: int) -> tuple[Array, Array]:
    inputs, labels = cut_streams(ids, B)
    return labels, inputs


def _rolled(ids: Array, B: int) -> tuple[Array, Array]:
    inputs, _ = cut_streams(ids, B)
    return inputs, np.roll(inputs, -1, axis=1)


def _shorter(ids: Array, B: int) -> tuple[Array, Array]:
    """Labels from within each stream: one place of each is lost."""
    inputs, _ = cut_streams(ids, B)
    return inputs[:, :-1], inputs[:, 1:]


STREAMS = Exercise(
    name="streams",
    title="글 하나를 줄기 여럿으로",
    stars=2,
    reference=cut_streams,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _turned,
            "이웃한 글자가 한 줄기가 아니라 이웃한 줄기에 놓였습니다. 줄기 하나는 이어진 글이어야 "
            "합니다.",
        ),
        Wrong(_same, "정답이 입력과 같습니다. 정답은 한 자리 뒤의 글자입니다."),
        Wrong(_before, "입력과 정답이 서로 바뀌었습니다. 정답이 입력보다 한 자리 뒤입니다."),
        Wrong(
            _rolled,
            "줄기마다 마지막 정답이 그 줄기의 첫 글자로 돌아갔습니다. 자르기 전의 글에서 한 자리 "
            "뒤를 가져오십시오.",
        ),
        Wrong(
            _shorter,
            "줄기를 자른 다음에 밀어서 줄기마다 한 자리를 잃었습니다. 미는 것을 먼저 하십시오.",
        ),
    ),
    hints=(
        "줄기 하나의 길이 n을 먼저 정하십시오. 정답이 한 자리 뒤까지 있어야 하니 쓸 수 있는 입력은 "
        "N − 1개입니다.",
        "입력은 글의 앞 B × n개, 정답은 한 자리 뒤에서 시작한 B × n개입니다.",
        "둘 다 reshape(B, n)으로 접으면 한 줄이 이어진 글이 됩니다.",
    ),
)
