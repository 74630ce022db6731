"""``rnn/recurrent_weight``: the gradient of W_hh, back through every step."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def recurrent_weight(h: Array, W_hh: Array, dh: Array) -> Array:
    """Sum over the steps of δ_t h_{t−1}ᵀ, with δ_t = (1 − h_t²) · dh_t, dh_{t−1} = W_hhᵀ δ_t."""
    return sum(_shares(h, W_hh.T, dh), start=np.zeros_like(W_hh))


def _shares(h: Array, way: Array, dh: Array, *, slope: bool = True) -> list[Array]:
    """One share for each step, the last one first; ``way`` leads from δ to the step before."""
    shares = []
    for t in range(len(h) - 1, 0, -1):
        delta = dh * (1 - h[t] ** 2) if slope else dh
        shares.append(np.outer(delta, h[t - 1]))
        dh = way @ delta
    return shares


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """States h₀ … h₄ of three units, none near 0 or ±1, and the gradient at the last one."""
    h = rng.uniform(0.3, 0.8, (5, 3)) * rng.choice([-1, 1], (5, 3))
    return h, rng.uniform(-1, 1, (3, 3)), rng.uniform(0.5, 1.5, 3)


def _shifted(h: Array, W_hh: Array, dh: Array) -> Array:
    """The state of the same step in place of the one before."""
    total = np.zeros_like(W_hh)
    for t in range(len(h) - 1, 0, -1):
        delta = dh * (1 - h[t] ** 2)
        total = total + np.outer(delta, h[t])
        dh = W_hh.T @ delta
    return total


RECURRENT_WEIGHT = Exercise(
    name="recurrent_weight",
    title="시간을 거슬러",
    stars=3,
    reference=recurrent_weight,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda h, W_hh, dh: _shares(h, W_hh.T, dh)[0],
            "마지막 시점의 몫만 구한 값과 같습니다. 같은 가중치를 모든 시점이 쓰므로 몫을 모두 "
            "더해야 합니다.",
        ),
        Wrong(
            lambda h, W_hh, dh: sum(_shares(h, W_hh.T, dh, slope=False)),
            "tanh를 거슬러 지나지 않았습니다. 시점마다 1 − h²을 곱해야 책임 δ가 됩니다.",
        ),
        Wrong(
            lambda h, W_hh, dh: sum(_shares(h, W_hh, dh)),
            "앞 시점으로 넘길 때 W_hh를 그대로 곱했습니다. 앞으로 갈 때 W_hh를 곱했다면 거슬러 올 "
            "때는 그 전치를 곱합니다.",
        ),
        Wrong(
            lambda h, W_hh, dh: sum(_shares(h, np.eye(len(dh)), dh)),
            "앞 시점으로 넘길 때 W_hh를 거치지 않았습니다. 책임도 값이 지나온 길로 돌아갑니다.",
        ),
        Wrong(
            _shifted,
            "δ와 곱한 상태의 시점이 하나 어긋났습니다. W_hh에 곱해졌던 것은 앞 시점의 상태입니다.",
        ),
        Wrong(
            lambda h, W_hh, dh: recurrent_weight(h, W_hh, dh).T,
            "행과 열이 뒤바뀌었습니다. 행은 도착한 쪽의 책임, 열은 출발한 쪽의 값입니다.",
        ),
        Wrong(
            lambda h, W_hh, dh: recurrent_weight(h, W_hh, dh) / (len(h) - 1),
            "시점의 수로 나눈 평균과 같습니다. 길이 갈라졌으면 더하기만 합니다.",
        ),
        Wrong(
            lambda h, W_hh, dh: -recurrent_weight(h, W_hh, dh),
            "크기는 맞고 부호가 반대입니다.",
        ),
    ),
    hints=(
        "t를 끝에서부터 1까지 줄여 가며 돕니다. 시점마다 δ = dh · (1 − h[t]²)를 먼저 구하십시오.",
        "그 시점의 몫은 np.outer(δ, h[t − 1])입니다. 모두 더해 둡니다.",
        "앞 시점으로 넘기는 것은 dh = W_hh.T @ δ입니다. 이 dh로 다음 바퀴를 돕니다.",
    ),
)
