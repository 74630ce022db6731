"""``computation_graph/fold``: what broadcasting copied forward is summed on the way back."""

from __future__ import annotations

import numpy as np

from course_lib.byhand.autograd.reverse import unbroadcast
from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Shape = tuple[int, ...]


def fold(d: Array, shape: Shape) -> Array:
    """The gradient of an operand of this shape, from that of the broadcast result."""
    return unbroadcast(d, shape)


def _inputs(rng: np.random.Generator) -> tuple[Array, Shape]:
    """A new axis in front and an axis of size 1, so that both rules are needed at once."""
    a, b, h = (int(n) for n in rng.permutation([2, 3, 4]))
    return rng.uniform(0.5, 1.5, (a, b, h)), ((b, 1), (1, h))[int(rng.integers(2))]


def _ones(shape: Shape) -> tuple[int, ...]:
    return tuple(i for i, n in enumerate(shape) if n == 1)


def _new_axes(d: Array, shape: Shape) -> tuple[int, ...]:
    return tuple(range(d.ndim - len(shape)))


def _all_axes(d: Array, shape: Shape) -> tuple[int, ...]:
    front = d.ndim - len(shape)
    return (*_new_axes(d, shape), *(front + i for i in _ones(shape)))


def _first_copy(d: Array, shape: Shape) -> Array:
    index = tuple(slice(1) if n == 1 else slice(None) for n in shape)
    return d[(0,) * (d.ndim - len(shape)) + index]


FOLD = Exercise(
    name="fold",
    title="복사한 것은 더한다",
    stars=2,
    reference=fold,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda d, shape: unbroadcast(d, shape) / (d.size // int(np.prod(shape))),
            "합이 아니라 평균을 냈습니다. 복사본마다 돌아온 기울기는 나누지 않고 더합니다.",
        ),
        Wrong(
            _first_copy,
            "첫 복사본의 기울기만 가져왔습니다. 나머지 복사본에서 온 기울기는 어디로 갔습니까?",
        ),
        Wrong(
            lambda d, shape: d.sum(axis=_new_axes(d, shape)),
            "앞에 새로 생긴 축만 더했습니다. 크기가 1이던 축도 브로드캐스팅으로 늘어났습니다.",
        ),
        Wrong(
            lambda d, shape: d.sum(
                axis=tuple(d.ndim - len(shape) + i for i in _ones(shape)), keepdims=True
            ),
            "크기가 1이던 축만 더했습니다. 원래 없던 축이 앞에 새로 생겼습니다.",
        ),
        Wrong(
            lambda d, shape: d.sum(axis=_all_axes(d, shape)),
            "값은 맞는데 크기가 1인 축이 사라졌습니다. 기울기는 원래 값과 모양이 같아야 합니다.",
        ),
        Wrong(
            lambda d, shape: d.sum(axis=_all_axes(d, shape), keepdims=True),
            "값은 맞는데 앞의 축이 남았습니다. 기울기는 원래 값과 모양이 같아야 합니다.",
        ),
        Wrong(
            lambda d, shape: d.sum(),
            "모두 더해 수 하나로 만들었습니다. 늘어난 축만 더하고 나머지 축은 남겨야 합니다.",
        ),
        Wrong(
            lambda d, shape: d,
            "받은 기울기를 그대로 돌려주었습니다. 모양이 `shape`이 되도록 접어야 합니다.",
        ),
        Wrong(
            lambda d, shape: np.broadcast_to(d.sum(), shape),
            "모양은 맞지만 모든 자리에 전체의 합이 들어 있습니다. 자리마다 자기 복사본의 기울기만 "
            "더합니다.",
        ),
    ),
    hints=(
        "모양이 `shape`인 배열이 `d`의 모양으로 늘어날 때 어느 축이 복사되는지 적어 보십시오.",
        "복사되는 축은 두 가지입니다. 앞에 새로 생긴 축과, 크기가 1이었다가 늘어난 축입니다.",
        "`d.ndim - len(shape)`개의 앞 축을 먼저 더한 뒤, 크기가 1인 축을 `keepdims=True`로 "
        "더해 보십시오.",
    ),
)
