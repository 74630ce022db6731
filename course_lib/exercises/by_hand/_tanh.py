"""``by_hand/tanh_gradients``: all ten gradients with tanh in the sigmoid's place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def _tanh_slope(value: Array) -> Array:
    return 1 - value**2


def _sigmoid_slope(value: Array) -> Array:
    return value * (1 - value)


def _one(value: Array) -> Array:
    return np.ones_like(value)


def _gradients(
    x: Array,
    t: Array,
    w: Array,
    b: Array,
    *,
    hidden: Callable[[Array], Array] = _tanh_slope,
    output: Callable[[Array], Array] = _tanh_slope,
    squash: Callable[[Array], Array] = np.tanh,
    signal: Callable[[Array], Array] = lambda difference: difference,
) -> tuple[Array, Array, Array, Array, Array]:
    """Forward and backward of the 2-2-2 network, with places where it can go wrong.

    Returns:
        x, h, and the gradients at the hidden sums, at the output sums, and at all parameters.
    """
    first, second = w[:4].reshape(2, 2), w[4:].reshape(2, 2)  # [input, hidden], [output, hidden]
    h = squash(x @ first + b[0])
    o = squash(second @ h + b[1])
    d_out = signal(o - t) * output(o)
    d_hid = (second.T @ d_out) * hidden(h)
    parts = (np.outer(x, d_hid).ravel(), np.outer(d_out, h).ravel(), [d_hid.sum(), d_out.sum()])
    return x, h, d_hid, d_out, np.concatenate(parts)


def tanh_gradients(x: Array, t: Array, w: Array, b: Array) -> Array:
    """All ten gradients of the tanh network, in the order w1 … w8, b1, b2."""
    return _gradients(x, t, w, b)[-1]


def _mistake(**places: Any) -> Callable[[Array, Array, Array, Array], Array]:
    return lambda x, t, w, b: _gradients(x, t, w, b, **places)[-1]


def _bias(unit: int) -> Callable[[Array, Array, Array, Array], Array]:
    def one_unit(x: Array, t: Array, w: Array, b: Array) -> Array:
        *_, d_hid, d_out, grads = _gradients(x, t, w, b)
        return np.concatenate([grads[:8], [d_hid[unit], d_out[unit]]])

    return one_unit


def _swapped(one: int, other: int) -> Callable[[Array, Array, Array, Array], Array]:
    """Only the answer's order is mixed up: the gradients of two weights change places."""
    order = np.arange(10)
    order[[one, other]] = other, one
    return lambda x, t, w, b: tanh_gradients(x, t, w, b)[order]


def _rewired(*pairs: tuple[int, int]) -> Callable[[Array, Array, Array, Array], Array]:
    """The network itself is mixed up: two weights change places, forward and backward."""
    order = np.arange(10)
    for one, other in pairs:
        order[[one, other]] = other, one
    return lambda x, t, w, b: tanh_gradients(x, t, w[order[:8]], b)[order]


def _through_one_output(x: Array, t: Array, w: Array, b: Array) -> Array:
    x, h, _, d_out, grads = _gradients(x, t, w, b)
    own = d_out * w[[4, 7]] * _tanh_slope(h)
    return np.concatenate([np.outer(x, own).ravel(), grads[4:8], [own.sum(), d_out.sum()]])


def _sigmoid(value: Array) -> Array:
    return 1 / (1 + np.exp(-value))


def _network_inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Inputs apart from each other, sums within reach of tanh, targets away from the outputs."""
    x = rng.permutation([rng.uniform(0.2, 0.4), rng.uniform(0.7, 0.9)])
    t = rng.permutation([rng.uniform(-0.9, -0.6), rng.uniform(-0.3, 0.0)])
    w = rng.permutation(np.linspace(0.15, 0.85, 8)) + rng.uniform(-0.03, 0.03, 8)
    return x, t, w, rng.uniform(0.1, 0.4, 2)


TANH_GRADIENTS = Exercise(
    name="tanh_gradients",
    title="시그모이드 대신 tanh",
    stars=3,
    reference=tanh_gradients,
    gen=_network_inputs,
    wrong=(
        Wrong(
            _mistake(hidden=_sigmoid_slope, output=_sigmoid_slope),
            "미분에 시그모이드의 식 y(1 − y)가 그대로 남아 있습니다. y = tanh(s)를 s로 미분하면 "
            "무엇이 됩니까?",
        ),
        Wrong(
            _mistake(hidden=_sigmoid_slope),
            "출력층은 맞습니다. 은닉층의 미분에 시그모이드의 식 h(1 − h)가 남아 있습니다.",
        ),
        Wrong(
            _mistake(output=_sigmoid_slope),
            "출력층의 미분에 시그모이드의 식 o(1 − o)가 남아 있습니다.",
        ),
        Wrong(
            _mistake(squash=_sigmoid, hidden=_sigmoid_slope, output=_sigmoid_slope),
            "시그모이드 신경망의 기울기와 같습니다. 순전파와 역전파에서 모두 tanh로 바꾸어 "
            "주십시오.",
        ),
        Wrong(
            _mistake(squash=_sigmoid),
            "미분은 tanh의 것인데 순전파가 아직 시그모이드입니다. 순전파의 활성화 함수도 바꾸어 "
            "주십시오.",
        ),
        Wrong(
            _mistake(hidden=_one),
            "출력층은 맞습니다. 은닉층에서 tanh의 미분을 곱하지 않은 값과 같습니다.",
        ),
        Wrong(_mistake(output=_one), "출력층에서 tanh의 미분을 곱하지 않은 값과 같습니다."),
        Wrong(
            _mistake(hidden=_one, output=_one),
            "두 층 모두에서 tanh의 미분을 곱하지 않은 값과 같습니다.",
        ),
        Wrong(
            _bias(0),
            "가중치 여덟 개는 맞습니다. b1은 h1과 h2가, b2는 o1과 o2가 함께 씁니다. 길이 둘이면 "
            "어떻게 합칩니까?",
        ),
        Wrong(
            _bias(1),
            "가중치 여덟 개는 맞습니다. 편향에 h2와 o2의 몫만 들어 있습니다. 편향은 두 유닛이 "
            "함께 씁니다.",
        ),
        Wrong(
            _through_one_output,
            "출력층은 맞습니다. 은닉 유닛마다 출력 하나로 가는 길만 셌습니다. h1과 h2는 각각 o1과 "
            "o2에 모두 이어집니다.",
        ),
        Wrong(
            _mistake(signal=np.negative),
            "열 개의 크기는 모두 맞고 부호가 반대입니다. ½(t − o)²를 o로 미분해 보십시오.",
        ),
        Wrong(
            _mistake(signal=lambda difference: 2 * difference),
            "열 개 모두 정답의 두 배입니다. 오차 앞에 붙은 ½을 확인해 보십시오.",
        ),
        Wrong(
            _swapped(1, 2),
            "w2와 w3의 자리가 바뀌었습니다. h1에는 w1과 w3이, h2에는 w2와 w4가 들어갑니다.",
        ),
        Wrong(
            _swapped(5, 6),
            "w6과 w7의 자리가 바뀌었습니다. o1에는 w5와 w6이, o2에는 w7과 w8이 들어갑니다.",
        ),
        Wrong(
            _rewired((1, 2)),
            "h1에 w1과 w2를 이은 신경망의 기울기와 같습니다. 이 신경망의 첫 층은 번호를 매기는 "
            "순서가 둘째 층과 다릅니다.",
        ),
        Wrong(
            _rewired((5, 6)),
            "o1에 w5와 w7을 이은 신경망의 기울기와 같습니다. 이 신경망의 둘째 층은 번호를 매기는 "
            "순서가 첫째 층과 다릅니다.",
        ),
        Wrong(
            _rewired((1, 2), (5, 6)),
            "두 층의 번호 규칙을 서로 바꾸어 쓴 신경망의 기울기와 같습니다. 그림에서 w2와 w6이 "
            "어디로 가는지 다시 보십시오.",
        ),
    ),
    hints=(
        "본문의 계산에서 활성화 함수가 나오는 곳을 모두 찾아보십시오. 순전파에 두 번, 역전파에 두 "
        "번 있습니다.",
        "tanh의 미분은 시그모이드처럼 출력만으로 쓸 수 있습니다. 1에서 무엇을 빼면 됩니까?",
        "출력층의 책임 두 개, 은닉층의 책임 두 개를 먼저 구하고 본문의 시그모이드 식과 한 줄씩 "
        "견주어 보십시오.",
    ),
)
