"""``by_hand/descend``: one step of gradient descent on ten named parameters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_lib.byhand.network import NAMES
from course_lib.exercises._spec import Exercise, Wrong

Named = dict[str, float]


def descend(params: Named, grads: Named, lr: float) -> Named:
    """One step of gradient descent on named parameters; the argument stays as it was."""
    return {name: value - lr * grads[name] for name, value in params.items()}


def _descend_inputs(rng: np.random.Generator) -> tuple[Named, Named, float]:
    """Gradients of both signs, none near zero, and a rate away from one."""
    params = dict(zip(NAMES, rng.uniform(-1, 1, len(NAMES)).tolist(), strict=True))
    sizes = rng.uniform(0.1, 0.6, len(NAMES)) * rng.choice([-1, 1], len(NAMES))
    return params, dict(zip(NAMES, sizes.tolist(), strict=True)), float(rng.uniform(0.2, 0.7))


def _in_place(params: Named, grads: Named, lr: float) -> Named:
    for name in params:
        params[name] -= lr * grads[name]
    return params


def _in_place_silent(params: Named, grads: Named, lr: float) -> None:
    _in_place(params, grads, lr)


def _steps(params: Named, move: Callable[[str, float], float]) -> Named:
    return {name: move(name, value) for name, value in params.items()}


_CHANGED = (
    "새 값은 맞지만, 인자로 받은 params까지 바뀌었습니다. 원래 값을 남겨 두고 새 사전을 만들어 "
    "돌려주십시오."
)

DESCEND = Exercise(
    name="descend",
    title="열 개를 한꺼번에 고치기",
    stars=2,
    reference=descend,
    gen=_descend_inputs,
    pure=True,
    wrong=(
        Wrong(_in_place, _CHANGED),
        Wrong(
            _in_place_silent,
            "params를 직접 바꾸고 아무것도 돌려주지 않았습니다. 원래 값을 남겨 두고 새 사전을 "
            "만들어 return으로 돌려주십시오.",
        ),
        Wrong(
            lambda params, grads, lr: _steps(params, lambda n, v: v + lr * grads[n]),
            "기울기를 더했습니다. 기울기는 오차가 커지는 쪽을 가리킵니다. 우리는 어느 쪽으로 가야 "
            "할까요?",
        ),
        Wrong(
            lambda params, grads, lr: _steps(
                params, lambda n, v: v - lr * grads[n] if n[0] == "w" else v
            ),
            "가중치 여덟 개만 움직이고 편향 b1, b2는 그대로 두었습니다. 편향도 학습됩니다.",
        ),
        Wrong(
            lambda params, grads, lr: {
                name: params[name] - lr * grads[name] for name in params if name[0] == "w"
            },
            "돌려준 사전에 편향 b1, b2가 없습니다. 편향도 함께 움직여야 합니다.",
        ),
        Wrong(
            lambda params, grads, lr: _steps(params, lambda n, v: v - grads[n]),
            "학습률 lr을 곱하지 않은 값과 같습니다. 기울기만큼을 통째로 움직이면 걸음이 너무 "
            "큽니다.",
        ),
        Wrong(
            lambda params, grads, lr: _steps(params, lambda n, v: lr * grads[n]),
            "움직일 거리만 돌려주었습니다. 원래 값에서 그만큼 움직인 뒤의 값이 필요합니다.",
        ),
        Wrong(
            lambda params, grads, lr: _steps(params, lambda n, v: lr * (v - grads[n])),
            "원래 값에도 학습률을 곱했습니다. 학습률은 기울기에만 곱합니다.",
        ),
        Wrong(
            lambda params, grads, lr: _steps(params, lambda n, v: v - grads[n] / lr),
            "기울기를 학습률로 나누었습니다. 학습률이 작을수록 걸음도 작아야 합니다.",
        ),
        Wrong(
            lambda params, grads, lr: dict(params),
            "모든 값이 그대로입니다. 새 사전에 움직인 값을 넣었는지 살펴보십시오.",
        ),
    ),
    hints=(
        "매개변수 하나만 먼저 생각해 보십시오. w5와 그 기울기, lr이 있으면 새 w5는 얼마입니까?",
        "그 식을 params의 모든 이름에 되풀이합니다. params와 grads의 이름은 똑같습니다.",
        "빈 사전 하나를 만들고 이름마다 새 값을 채워 넣은 뒤, 그 사전을 돌려주십시오.",
    ),
)
