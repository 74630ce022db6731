"""``transformer/rotary``: turn each pair of coordinates by its position's angle."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def rotary(x: Array) -> Array:
    """(T, D) → (T, D): neighbours 2i and 2i + 1 turn by t / 10000^(2i/D)."""
    return _turn(x, _angles(*x.shape))


def _angles(T: int, D: int, *, first: int = 0, base: float = 10_000.0) -> Array:
    rates = base ** (-np.arange(0, D, 2) / D)
    return np.asarray(np.arange(first, first + T)[:, None] * rates)


def _turn(x: Array, angles: Array) -> Array:
    even, odd, out = x[:, 0::2], x[:, 1::2], np.empty_like(x)
    out[:, 0::2] = even * np.cos(angles) - odd * np.sin(angles)
    out[:, 1::2] = even * np.sin(angles) + odd * np.cos(angles)
    return out


def _added(x: Array) -> Array:
    out, angles = x.copy(), _angles(*x.shape)
    out[:, 0::2] += np.sin(angles)
    out[:, 1::2] += np.cos(angles)
    return out


def _halves(x: Array) -> Array:
    """Coordinate i turns with i + D/2."""
    angles, half = _angles(*x.shape), x.shape[1] // 2
    a, b = x[:, :half], x[:, half:]
    sin, cos = np.sin(angles), np.cos(angles)
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=1)


def _inputs(rng: np.random.Generator) -> tuple[Array]:
    return (rng.normal(size=(int(rng.integers(5, 9)), 2 * int(rng.integers(2, 5)))),)


ROTARY = Exercise(
    name="rotary",
    title="자리만큼 돌리기",
    stars=3,
    reference=rotary,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _added,
            "사인과 코사인을 더했습니다. 회전 위치는 더하지 않고 돌립니다.",
        ),
        Wrong(
            lambda x: _turn(x, -_angles(*x.shape)),
            "방향이 반대입니다. (a, b)를 돌리면 (a cos θ − b sin θ, a sin θ + b cos θ)입니다.",
        ),
        Wrong(
            lambda x: _turn(x, _angles(*x.shape, first=1)),
            "첫 토큰의 자리를 1로 세었습니다. 자리는 0부터 세므로 첫 토큰은 돌지 않습니다.",
        ),
        Wrong(
            lambda x: _turn(x, _angles(*x.shape) * 0 + np.arange(len(x))[:, None]),
            "모든 쌍이 같은 빠르기로 돌았습니다. 뒤의 쌍일수록 천천히 돕니다.",
        ),
        Wrong(
            lambda x: _turn(x, _angles(*x.shape, base=100.0)),
            "지수가 절반입니다. 쌍의 번호 i에 2를 곱한 2i/D가 지수입니다.",
        ),
        Wrong(
            _halves,
            "앞 절반과 뒤 절반을 짝지었습니다. 그렇게 하는 구현도 있지만, 여기에서는 이웃한 "
            "2i와 2i + 1이 짝입니다.",
        ),
    ),
    hints=(
        "각도부터 구하십시오. np.arange(T)[:, None]과 10000 ** (-np.arange(0, D, 2) / D)의 "
        "곱은 (T, D/2)입니다.",
        "x[:, 0::2]와 x[:, 1::2]가 짝의 첫째와 둘째입니다.",
        "새 배열의 [:, 0::2]에 a cos θ − b sin θ, [:, 1::2]에 a sin θ + b cos θ를 넣으십시오.",
    ),
)
