"""``lstm/step``: one time step of one sentence."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray
State: TypeAlias = tuple[Array, Array]


def step(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    """New (h, c); the rows of the weights are i, f, g, o."""
    i, f, g, o = _gates(x, h, W_ih, W_hh, b)
    return _state(c, i, f, g, o)


def _sigmoid(s: Array) -> Array:
    return 1 / (1 + np.exp(-s))


def _sums(x: Array, h: Array, W_ih: Array, W_hh: Array, b: Array) -> list[Array]:
    return np.split(W_ih @ x + W_hh @ h + b, 4)


def _gates(x: Array, h: Array, W_ih: Array, W_hh: Array, b: Array) -> tuple[Array, ...]:
    i, f, g, o = _sums(x, h, W_ih, W_hh, b)
    return _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)


def _state(c: Array, i: Array, f: Array, g: Array, o: Array) -> State:
    c = f * c + i * g
    return o * np.tanh(c), c


def _inputs(rng: np.random.Generator) -> tuple[Array, ...]:
    """D = 3, H = 2, and no gate near ½."""
    x, h, c = rng.normal(size=3), rng.uniform(-0.9, 0.9, 2), rng.uniform(0.6, 1.2, 2)
    b = rng.uniform(0.5, 1.0, 8) * rng.choice([-1, 1], 8)
    return x, h, c, rng.normal(size=(8, 3)), rng.normal(size=(8, 2)), b


def _other_order(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    """The rows taken as i, f, o, g."""
    i, f, o, g = _sums(x, h, W_ih, W_hh, b)
    return _state(c, _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o))


def _swapped(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    i, f, g, o = _gates(x, h, W_ih, W_hh, b)
    return _state(c, f, i, g, o)


def _sigmoid_candidate(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    i, f, g, o = map(_sigmoid, _sums(x, h, W_ih, W_hh, b))
    return _state(c, i, f, g, o)


def _tanh_gates(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    i, f, g, o = map(np.tanh, _sums(x, h, W_ih, W_hh, b))
    return _state(c, i, f, g, o)


def _plain_output(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    _, c_new = step(x, h, c, W_ih, W_hh, b)
    return _gates(x, h, W_ih, W_hh, b)[3] * c_new, c_new


def _old_output(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    _, c_new = step(x, h, c, W_ih, W_hh, b)
    return _gates(x, h, W_ih, W_hh, b)[3] * np.tanh(c), c_new


def _turned(x: Array, h: Array, c: Array, W_ih: Array, W_hh: Array, b: Array) -> State:
    return step(x, h, c, W_ih, W_hh, b)[::-1]  # type: ignore[return-value]


STEP = Exercise(
    name="step",
    title="한 시점",
    stars=2,
    reference=step,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _turned,
            "두 값의 차례가 바뀌었습니다. (h, c)의 순서로 돌려주십시오.",
        ),
        Wrong(
            _other_order,
            "가중치의 줄을 i, f, o, g의 차례로 나눴습니다. PyTorch의 차례는 i, f, g, o입니다.",
        ),
        Wrong(
            _swapped,
            "i와 f가 바뀌었습니다. 앞의 c에 곱하는 것은 f입니다.",
        ),
        Wrong(
            _sigmoid_candidate,
            "새 후보 g에도 시그모이드를 썼습니다. 후보는 내릴 수도 있어야 하니 tanh입니다.",
        ),
        Wrong(
            _tanh_gates,
            "게이트에 tanh를 썼습니다. 게이트는 0과 1 사이여야 하니 시그모이드입니다.",
        ),
        Wrong(
            _plain_output,
            "c는 맞습니다. h를 구할 때 c를 tanh로 누르지 않았습니다.",
        ),
        Wrong(
            _old_output,
            "c는 맞습니다. h를 구할 때 새 c가 아니라 앞의 c를 썼습니다.",
        ),
        Wrong(
            lambda x, h, c, W_ih, W_hh, b: step(x, 0 * h, c, W_ih, W_hh, b),
            "앞의 은닉 상태 h를 쓰지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda x, h, c, W_ih, W_hh, b: step(x, h, c, W_ih, W_hh, 0 * b),
            "편향을 더하지 않은 값과 같습니다.",
        ),
        Wrong(
            lambda x, h, c, W_ih, W_hh, b: step(x, h, 0 * c, W_ih, W_hh, b),
            "앞의 셀 상태 c를 쓰지 않은 값과 같습니다. 컨베이어가 끊겼습니다.",
        ),
    ),
    hints=(
        "가중합 W_ih @ x + W_hh @ h + b는 길이 4H입니다. np.split(…, 4)로 넷으로 나누십시오.",
        "나온 넷은 차례대로 i, f, g, o의 가중합입니다. g만 tanh, 나머지는 시그모이드입니다.",
        "새 c = f * c + i * g를 먼저 구하고, 그 c로 h = o * np.tanh(c)를 구하십시오.",
    ),
)
