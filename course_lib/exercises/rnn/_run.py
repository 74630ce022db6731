"""``rnn/run``: the state after a whole sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray
Squash = Callable[[Array], Array]


def run(x: Array, W_ih: Array, W_hh: Array, b: Array) -> Array:
    """The last h, where h = tanh(W_ih x_t + W_hh h + b) at every t."""
    return _run(x, W_ih, W_hh, b)


def _run(x: Array, W_ih: Array, W_hh: Array, b: Array, squash: Squash = np.tanh) -> Array:
    h = np.zeros(len(b))
    for x_t in x:
        h = squash(W_ih @ x_t + W_hh @ h + b)
    return h


def _inputs(rng: np.random.Generator) -> tuple[Array, ...]:
    """Four steps, D = H = 3: square, so that a transposed matrix fits too."""
    D, H = 3, 3
    x, W_ih, W_hh = rng.normal(size=(4, D)), rng.normal(size=(H, D)), rng.normal(size=(H, H))
    return x, W_ih, 0.8 * W_hh, rng.uniform(0.2, 0.6, H)


def _no_memory(x: Array, W_ih: Array, W_hh: Array, b: Array) -> Array:
    return np.tanh(W_ih @ x[-1] + b)


def _bag(x: Array, W_ih: Array, W_hh: Array, b: Array) -> Array:
    return np.tanh(W_ih @ x.sum(axis=0) + b)


def _one_short(x: Array, W_ih: Array, W_hh: Array, b: Array) -> Array:
    return _run(x[:-1], W_ih, W_hh, b)


def _mean(x: Array, W_ih: Array, W_hh: Array, b: Array) -> Array:
    return np.mean([_run(x[: t + 1], W_ih, W_hh, b) for t in range(len(x))], axis=0)


RUN = Exercise(
    name="run",
    title="끝까지 읽기",
    stars=2,
    reference=run,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _no_memory,
            "마지막 시점의 입력만 읽은 값과 같습니다. 앞에서 나른 상태가 더해지지 않았습니다.",
        ),
        Wrong(
            _one_short,
            "마지막 시점을 읽지 않고 멈춘 값과 같습니다. 몇 번 도는지 세어 보십시오.",
        ),
        Wrong(
            lambda x, W_ih, W_hh, b: _run(x[::-1], W_ih, W_hh, b),
            "끝에서 처음으로 거꾸로 읽은 값과 같습니다.",
        ),
        Wrong(
            lambda x, W_ih, W_hh, b: _run(x, W_ih, W_hh.T, b),
            "상태의 가중치가 뒤집혔습니다. 행이 나가는 쪽이니 W_hh @ h입니다.",
        ),
        Wrong(
            lambda x, W_ih, W_hh, b: _run(x, W_ih.T, W_hh, b),
            "입력의 가중치가 뒤집혔습니다. 행이 나가는 쪽이니 W_ih @ x[t]입니다.",
        ),
        Wrong(
            lambda x, W_ih, W_hh, b: _run(x, W_ih, W_hh, b, lambda s: s),
            "tanh를 지나지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda x, W_ih, W_hh, b: np.tanh(_run(x, W_ih, W_hh, b, lambda s: s)),
            "tanh를 마지막에 한 번만 취한 값과 같습니다. 시점마다 취해야 합니다.",
        ),
        Wrong(
            lambda x, W_ih, W_hh, b: _run(x, W_ih, W_hh, 0 * b),
            "편향을 더하지 않은 값과 같습니다.",
        ),
        Wrong(_bag, "입력을 모두 더해 한 번에 읽은 값과 같습니다. 그러면 순서가 사라집니다."),
        Wrong(
            _mean,
            "모든 시점의 상태를 평균한 값과 같습니다. 여기서는 마지막 상태를 돌려주십시오.",
        ),
    ),
    hints=(
        "0으로 채운 길이 H의 상태에서 시작해, x의 줄을 차례로 읽으며 상태를 새로 씁니다.",
        "한 시점은 h = np.tanh(W_ih @ x_t + W_hh @ h + b) 한 줄입니다.",
        "for x_t in x: 로 돌면 줄이 시점 순서대로 나옵니다. 다 돌고 나서 h를 돌려주십시오.",
    ),
)
