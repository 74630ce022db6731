"""``lstm/conveyor``: back through one step, from h and c to the gates and the c before."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray
Gradients: TypeAlias = dict[str, Array]


def conveyor(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    """Gradients of i, f, g, o and of the cell state before."""
    return _back(dh, dc_later, i, f, g, o, c_before)


def _back(
    dh: Array,
    dc_later: Array,
    i: Array,
    f: Array,
    g: Array,
    o: Array,
    c_before: Array,
    *,
    slope: bool = True,
) -> Gradients:
    tanh_c = np.tanh(f * c_before + i * g)
    dc = dc_later + dh * o * (1 - tanh_c**2 if slope else 1)
    return {
        "di": dc * g, "df": dc * c_before, "dg": dc * i, "do": dh * tanh_c, "dc_before": dc * f,
    }  # fmt: skip


def _inputs(rng: np.random.Generator) -> tuple[Array, ...]:
    """Three units; gates and states away from 0, from 1 and from each other."""
    gates = [rng.uniform(low, low + 0.15, 3) for low in rng.permutation([0.25, 0.5, 0.75])]
    i, f, o = gates
    g, c_before = rng.uniform(-0.9, -0.4, 3), rng.uniform(0.8, 1.4, 3)
    return rng.uniform(0.5, 1.5, 3), rng.uniform(0.5, 1.5, 3), i, f, g, o, c_before


def _without_later(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    return _back(dh, 0 * dc_later, i, f, g, o, c_before)


def _without_h(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    return _back(0 * dh, dc_later, i, f, g, o, c_before) | {
        "do": dh * np.tanh(f * c_before + i * g)
    }


def _crossed(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    """Each gate gets the gradient of what it is not multiplied by."""
    right = _back(dh, dc_later, i, f, g, o, c_before)
    return right | {"di": right["df"], "df": right["di"]}


def _to_the_sums(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    """Gone one step too far: before the squashing."""
    right = _back(dh, dc_later, i, f, g, o, c_before)
    slopes = {"di": i * (1 - i), "df": f * (1 - f), "dg": 1 - g**2, "do": o * (1 - o)}
    return right | {name: right[name] * slope for name, slope in slopes.items()}


def _output_of_c(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    right = _back(dh, dc_later, i, f, g, o, c_before)
    return right | {"do": dh * (f * c_before + i * g)}


def _conveyor_stopped(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    right = _back(dh, dc_later, i, f, g, o, c_before)
    return right | {"dc_before": right["dc_before"] / f}


def _same_candidate(
    dh: Array, dc_later: Array, i: Array, f: Array, g: Array, o: Array, c_before: Array
) -> Gradients:
    right = _back(dh, dc_later, i, f, g, o, c_before)
    return right | {"dg": right["di"]}


CONVEYOR = Exercise(
    name="conveyor",
    title="컨베이어를 거슬러",
    stars=3,
    reference=conveyor,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda dh, dc_later, i, f, g, o, c_before: _back(
                dh, dc_later, i, f, g, o, c_before, slope=False
            ),
            "h에서 c로 내려올 때 tanh를 지나지 않았습니다. 1 − tanh²(c)를 곱해야 합니다.",
        ),
        Wrong(
            _without_later,
            "다음 시점의 c에서 돌아온 기울기를 더하지 않았습니다. c에서 나가는 길은 둘입니다.",
        ),
        Wrong(
            _without_h,
            "h를 거쳐 c로 돌아오는 길이 빠졌습니다. c에서 나가는 길은 둘입니다.",
        ),
        Wrong(
            _crossed,
            "di와 df가 바뀌었습니다. 게이트의 기울기에는 그 게이트와 곱해졌던 값이 곱해집니다.",
        ),
        Wrong(
            _same_candidate,
            "dg에 g를 곱했습니다. g와 곱해졌던 값은 i입니다.",
        ),
        Wrong(
            _to_the_sums,
            "시그모이드와 tanh까지 거슬러 가중합의 기울기를 구했습니다. 물은 것은 게이트의 "
            "기울기입니다.",
        ),
        Wrong(
            _output_of_c,
            "do에 c를 곱했습니다. o와 곱해졌던 것은 tanh를 지난 c입니다.",
        ),
        Wrong(
            _conveyor_stopped,
            "앞의 c로 넘길 때 망각 게이트를 곱하지 않았습니다.",
        ),
    ),
    hints=(
        "먼저 c에 닿는 기울기 dc를 모으십시오. 다음 시점에서 온 것과 h를 거쳐 온 것의 합입니다.",
        "h = o · tanh(c)이니 h를 거쳐 온 것은 dh · o · (1 − tanh²c)이고, do = dh · tanh(c)입니다.",
        "c = f · c_before + i · g에서 곱해진 짝을 찾으십시오. df = dc · c_before, dc_before = dc · "
        "f, di = dc · g, dg = dc · i입니다.",
    ),
)
